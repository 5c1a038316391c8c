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
    every contact. other_email: the lead bears another address of the same person.
    """

    contact: np.ndarray
    account: np.ndarray
    opportunity: np.ndarray
    contact_leads: np.ndarray
    account_leads: np.ndarray
    opportunity_leads: np.ndarray
    contact_account: np.ndarray
    other_email: np.ndarray


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
    count, known = len(leads), len(customers.contact_account)
    at = work.converted_at
    converted = np.flatnonzero(at < NEVER)
    ordered = converted[np.argsort(at[converted], kind="stable")]
    size = len(ordered)

    person, first, member = np.unique(leads.identity[ordered], return_index=True, return_inverse=True)
    is_first = np.zeros(size, dtype=bool)
    is_first[first] = True
    is_customer = leads.identity[ordered] >= count
    makes_contact = is_first & ~is_customer
    contact_of_person = np.where(person >= count, person - count, NONE)
    contact_of_person[member[makes_contact]] = known + np.arange(makes_contact.sum())
    contact = contact_of_person[member]

    # Some join the deal of a colleague who converted just before: own contact, the colleague's account.
    deals = rng.random(size) < 0.88
    leader = makes_contact & deals
    position = np.arange(size)
    before = np.maximum.accumulate(np.where(leader, position, -1))
    before = np.concatenate([[-1], before[:-1]]) if size else before
    joins = makes_contact & (before >= 0) & (rng.random(size) < 0.03)
    joins[before[joins]] = False
    # A colleague can only be joined while nobody has changed that he leads.
    leader &= ~joins
    joins &= leader[np.maximum(before, 0)]

    makes_account = makes_contact & ~joins
    account = np.full(size, NONE)
    account[makes_account] = len(customers.team) + np.arange(makes_account.sum())
    account[joins] = account[before[joins]]
    contact_account = np.full(known + makes_contact.sum(), NONE)
    contact_account[:known] = customers.contact_account
    contact_account[contact[makes_contact]] = account[makes_contact]
    account = contact_account[contact] if size else account

    head = first[member] if size else member
    shares = ~is_first & ~is_customer & (rng.random(size) < 0.5)
    unknown = deals & makes_account & (rng.random(size) < 0.004)
    unknown[before[joins]] = False
    makes_deal = deals & ~joins & ~shares & ~unknown
    opportunity = np.full(size, NONE)
    opportunity[makes_deal] = straight_deals + np.arange(makes_deal.sum())
    opportunity[unknown] = UNKNOWN
    opportunity[joins] = opportunity[before[joins]]
    opportunity[shares] = opportunity[head[shares]]

    def spread(values: np.ndarray) -> np.ndarray:
        whole = np.full(count, NONE)
        whole[ordered] = values
        return whole

    whole_contact = spread(contact)
    follower = np.flatnonzero(leads.role == FOLLOWER)
    target = leads.identity[follower]
    other = np.zeros(count, dtype=bool)
    both = (whole_contact[follower] >= 0) & (whole_contact[target] >= 0)
    other[follower] = both & (rng.random(len(follower)) < 0.35)
    return Conversion(
        whole_contact, spread(account), spread(opportunity), ordered[makes_contact], ordered[makes_account],
        ordered[makes_deal], contact_account, other,
    )  # fmt: skip
