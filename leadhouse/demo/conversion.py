"""What conversion makes of leads: contacts, accounts, and which opportunity each lead points to.

Reads leads, their work and the existing customers, writes `Conversion`. A second lead of the same person
converts into the person's contact; some leads join the opportunity of an earlier one.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo.customers import Customers
from leadhouse.demo.leads import FOLLOWER, Leads
from leadhouse.demo.moments import NEVER
from leadhouse.demo.working import Work

NONE, UNKNOWN = -1, -2


@dataclass
class Conversion:
    """Numbers per lead, -1 for none; an opportunity of -2 is one that no export knows.

    contact_leads, account_leads, opportunity_leads: the lead that each new contact, account and opportunity
    was made from; their numbers go on after those of the existing customers. contact_account: account of
    every contact. other_email: the lead bears another address of the same person. merged: leads whose new
    contact and account were entered twice and merged later; they still point to the record that is gone.
    """

    contact: np.ndarray
    account: np.ndarray
    opportunity: np.ndarray
    contact_leads: np.ndarray
    account_leads: np.ndarray
    opportunity_leads: np.ndarray
    contact_account: np.ndarray
    other_email: np.ndarray
    merged: np.ndarray


def convert(leads: Leads, work: Work, customers: Customers, straight_deals: int, seed: int) -> Conversion:
    """Return contacts, accounts and opportunities of the converted leads.

    Args:
        leads: the lead records.
        work: when each was converted.
        customers: existing accounts and contacts.
        straight_deals: number of opportunities that no lead led to; they are numbered first.
        seed: the run's seed.
    """
    rng = np.random.default_rng([seed, 7])
    known = len(customers.contact_account)
    at = work.converted_at
    converted = np.flatnonzero(at < NEVER)
    ordered = converted[np.argsort(at[converted], kind="stable")]
    contact, makes_contact, head = meet(leads, ordered, known)
    deals = rng.random(len(ordered)) < 0.88
    joins, before = join(makes_contact, deals, rng)

    makes_account = makes_contact & ~joins
    account = np.full(len(ordered), NONE)
    account[makes_account] = len(customers.team) + np.arange(makes_account.sum())
    account[joins] = account[before[joins]]
    contact_account = np.concatenate([customers.contact_account, account[makes_contact]])
    shares = (head >= 0) & (rng.random(len(ordered)) < 0.5)
    unknown = deals & makes_account & (rng.random(len(ordered)) < 0.004)
    unknown[before[joins]] = False
    makes_deal = deals & ~joins & ~shares & ~unknown
    opportunity = np.where(unknown, UNKNOWN, NONE)
    opportunity[makes_deal] = straight_deals + np.arange(makes_deal.sum())
    opportunity[joins] = opportunity[before[joins]]
    opportunity[shares] = opportunity[head[shares]]
    merged = np.sort(ordered[makes_account & (rng.random(len(ordered)) < 0.01)])
    whole = np.full((3, len(leads)), NONE)
    whole[:, ordered] = contact, contact_account[contact], opportunity
    return Conversion(
        whole[0], whole[1], whole[2], ordered[makes_contact], ordered[makes_account], ordered[makes_deal],
        contact_account, other_emails(leads, whole[0], rng), merged,
    )  # fmt: skip


def meet(leads: Leads, ordered: np.ndarray, known: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return whom each lead becomes.

    Args:
        leads: the lead records.
        ordered: the converted leads in order of conversion.
        known: number of existing contacts.

    Returns:
        the contact; whether the lead makes it; and, for a later lead of a new person, the place of the first.
    """
    count = len(leads)
    person, first, member = np.unique(leads.identity[ordered], return_index=True, return_inverse=True)
    is_first = np.zeros(len(ordered), dtype=bool)
    is_first[first] = True
    is_customer = leads.identity[ordered] >= count
    makes_contact = is_first & ~is_customer
    contact_of_person = np.where(person >= count, person - count, NONE)
    contact_of_person[member[makes_contact]] = known + np.arange(makes_contact.sum())
    head = np.where(is_first | is_customer, NONE, first[member]) if len(ordered) else member
    return contact_of_person[member], makes_contact, head


def join(makes_contact: np.ndarray, deals: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return which leads join the deal of a colleague who converted just before, and that colleague's place."""
    size = len(deals)
    joins = makes_contact & (rng.random(size) < 0.03)
    leader = makes_contact & deals & ~joins
    last = np.maximum.accumulate(np.where(leader, np.arange(size), -1))
    before = np.concatenate([[-1], last[:-1]])[:size].astype(np.int64)
    return joins & (before >= 0), before


def other_emails(leads: Leads, contact: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return which later leads bear another address of a person whom only the common contact gives away."""
    follower = np.flatnonzero(leads.role == FOLLOWER)
    both = (contact[follower] >= 0) & (contact[leads.identity[follower]] >= 0)
    other = np.zeros(len(leads), dtype=bool)
    other[follower] = both & (rng.random(len(follower)) < 0.7)
    return other
