"""Customers that the company had before: accounts with contacts, known without ever having been leads.

Reads a seed, writes `Customers`. Their deals are made in `pipeline`; some of their people come back as leads.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo.leads import TEAM_SHARES
from leadhouse.demo.moments import DAY

LEADS_PER_CUSTOMER = 80


@dataclass
class Customers:
    """Existing accounts and their contacts; a contact's number is its position. Times in seconds."""

    team: np.ndarray
    account_created: np.ndarray
    contact_account: np.ndarray
    contact_created: np.ndarray
    first_contact: np.ndarray


def found(leads: int, start: int, seed: int) -> Customers:
    """Return the customers of a company with this many leads; all were there before `start`."""
    rng = np.random.default_rng([seed, 6])
    accounts = max(2, leads // LEADS_PER_CUSTOMER)
    team = rng.choice(3, accounts, p=TEAM_SHARES).astype(np.int8)
    created = start - rng.integers(330 * DAY, 400 * DAY, accounts)
    size = rng.integers(1, 4, accounts)
    contact_account = np.repeat(np.arange(accounts), size)
    contact_created = created[contact_account] + rng.integers(60, 20 * DAY, len(contact_account))
    return Customers(team, created, contact_account, contact_created, np.cumsum(size) - size)
