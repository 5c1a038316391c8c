"""Who else decides: colleagues that sales meets during a deal, and the roles that people have in it.

Reads deals, conversions and customers, writes `BuyingGroups`. Colleagues were never leads: sales enters them as
contacts while the deal is open. Their numbers go on after those of all other contacts.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo.conversion import Conversion
from leadhouse.demo.customers import Customers
from leadhouse.demo.moments import DAY, HOUR, MINUTE
from leadhouse.demo.pipeline import Pipeline

COLLEAGUES = (0.45, 0.30, 0.17, 0.08)


@dataclass
class BuyingGroups:
    """Colleagues, and roles beside those of a deal's own contact and leads; times in seconds since the epoch.

    first: contact number of the first colleague. deal, created: one entry per colleague. contact_account: account of
    every contact, colleagues last. role_deal, role_contact, role_at, role_is_deleted: one entry per role.
    is_unnamed: deals in which nobody entered a role.
    """

    first: int
    deal: np.ndarray
    created: np.ndarray
    contact_account: np.ndarray
    role_deal: np.ndarray
    role_contact: np.ndarray
    role_at: np.ndarray
    role_is_deleted: np.ndarray
    is_unnamed: np.ndarray


def gather(deals: Pipeline, conversion: Conversion, customers: Customers, now: int, seed: int) -> BuyingGroups:
    """Return the colleagues and the roles of all deals.

    Args:
        deals: the opportunities.
        conversion: the other contacts.
        customers: existing accounts, whose second contact may have a role too.
        now: end of the simulated history.
        seed: the run's seed.
    """
    rng = np.random.default_rng([seed, 22])
    from_lead, first = deals.lead >= 0, len(conversion.contact_account)
    number = np.where(from_lead, rng.choice(len(COLLEAGUES), len(deals), p=COLLEAGUES), 0)
    deal = np.repeat(np.arange(len(deals)), number)
    created = deals.created[deal] + rng.integers(HOUR, 14 * DAY, len(deal))
    happens = created + HOUR <= now
    deal, created = deal[happens], created[happens]

    size = np.append(customers.first_contact[1:], len(customers.contact_account)) - customers.first_contact
    straight = np.flatnonzero(~from_lead)
    unnamed = straight[rng.random(len(straight)) < 0.12]
    joined = straight[(size[deals.account[straight]] > 1) & (rng.random(len(straight)) < 0.4)]
    joined = joined[~np.isin(joined, unnamed)]
    moment = np.minimum(deals.created[joined] + rng.integers(MINUTE, 20 * DAY, len(joined)), now)
    is_unnamed = np.zeros(len(deals), dtype=bool)
    is_unnamed[unnamed] = True
    role_deal = np.concatenate([deal, joined])
    return BuyingGroups(
        first, deal, created, np.concatenate([conversion.contact_account, deals.account[deal]]), role_deal,
        np.concatenate([first + np.arange(len(deal)), customers.first_contact[deals.account[joined]] + 1]),
        np.concatenate([created + rng.integers(0, HOUR, len(deal)), moment]), rng.random(len(role_deal)) < 0.03,
        is_unnamed,
    )  # fmt: skip
