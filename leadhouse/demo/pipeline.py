"""Opportunities: every change of stage, amount and close date, in order of time.

Reads conversions, customers and people, writes `Pipeline`: the deals and, one row per deal and step, their
changes. Steps are numbered in order of time; a step that lies after `now` did not happen.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo import catalogue as cat
from leadhouse.demo.conversion import Conversion
from leadhouse.demo.customers import Customers
from leadhouse.demo.deal_paths import edit, quote, schedule, walk
from leadhouse.demo.leads import Leads
from leadhouse.demo.moments import DAY, HOUR, NEVER, LocalDays
from leadhouse.demo.people import People
from leadhouse.demo.routing import Stays
from leadhouse.demo.working import Work

BOUGHT_BEFORE = 2.2


@dataclass
class Pipeline:
    """Deals and their changes; times in seconds, amounts in cents of the deal's currency, -1 for no amount.

    lead: the lead that made the deal, -1 none. changed_at, stage, amount, close_day: one row per deal, two
    columns per step of the path (the step, and an edit after it); `NEVER` where nothing happened.
    quoted_at: times of up to two quotes.
    """

    lead: np.ndarray
    account: np.ndarray
    contact: np.ndarray
    owner: np.ndarray
    first_owner: np.ndarray
    owner_changed_at: np.ndarray
    created: np.ndarray
    currency: np.ndarray
    kind: np.ndarray
    is_deleted: np.ndarray
    reason: np.ndarray
    competitor: np.ndarray
    changed_at: np.ndarray
    stage: np.ndarray
    amount: np.ndarray
    close_day: np.ndarray
    quoted_at: np.ndarray
    quote_deleted: np.ndarray

    def __len__(self) -> int:
        return len(self.lead)

    def last(self, table: np.ndarray) -> np.ndarray:
        """Return the value of `table` at the last change of each deal."""
        column = self.changed_at.shape[1] - 1 - np.argmax((self.changed_at < NEVER)[:, ::-1], axis=1)
        return table[np.arange(len(self)), column]


def straight_deals(customers: Customers, start: int, now: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return account and creation time of the deals with existing customers, which no lead led to."""
    rng = np.random.default_rng([seed, 8])
    number = 1 + rng.poisson(BOUGHT_BEFORE, len(customers.team))
    account = np.repeat(np.arange(len(customers.team)), number)
    is_first = np.concatenate([[True], account[1:] != account[:-1]])
    base = customers.account_created[account] + 21 * DAY
    created = np.where(is_first, base, base + rng.uniform(0, 1, len(account)) * (now - DAY - base)).astype(np.int64)
    return account, created // DAY * DAY + rng.integers(8 * HOUR, 16 * HOUR, len(account))


def sell(
    leads: Leads, work: Work, stays: Stays, people: People, customers: Customers, conversion: Conversion,
    straight: tuple[np.ndarray, np.ndarray], local: LocalDays, now: int, seed: int,
) -> Pipeline:  # fmt: skip
    """Return all deals and what happened to them up to `now`."""
    rng = np.random.default_rng([seed, 9])
    maker, (account, begun) = conversion.opportunity_leads, straight
    lead = np.concatenate([np.full(len(account), -1), maker])
    count, from_lead = len(lead), lead >= 0
    created = np.concatenate([begun, work.converted_at[maker]])
    whole_account = np.concatenate([account, conversion.account[maker]])
    contact = np.concatenate([customers.first_contact[account], conversion.contact[maker]])
    team = np.concatenate([customers.team[account], leads.team[maker]])
    owner = people.choose_rep(team, created, rng.random(count))
    lead_owner = stays.owner_at(maker, created[from_lead])
    owner[from_lead] = np.where(people.is_person[lead_owner], lead_owner, owner[from_lead])

    kind, won = choose(customers, people, whole_account, owner, from_lead, created, rng)
    reason = rng.choice(len(cat.LOST_REASONS), count, p=[row[2] for row in cat.LOST_REASONS]).astype(np.int8)
    visited, codes = walk(won, kind, created, now, rng)
    stage, amount, close_day, changed_at = edit(
        codes, schedule(visited, created, kind, now, rng), kind, created, local, now, rng
    )
    quoted, quote_deleted = quote(changed_at, rng)
    quoted[quoted > now] = NEVER
    foreign = rng.random(count)
    currency = np.where(foreign < 0.004, 3, np.where(foreign < 0.06, 0, team)).astype(np.int8)
    handed = np.where(rng.random(count) < 0.03, created + rng.integers(3600, 3 * DAY, count), NEVER)
    handed[handed > now] = NEVER
    heir = np.where(handed < NEVER, people.choose_rep(team, handed, rng.random(count), step=1), owner)
    return Pipeline(
        lead, whole_account, contact, heir.astype(np.int16), owner, np.where(heir == owner, NEVER, handed), created,
        currency, kind, rng.random(count) < 0.008, reason, rng.integers(0, len(cat.COMPETITORS), count),
        changed_at, stage, amount, close_day, quoted, quote_deleted,
    )  # fmt: skip


def choose(
    customers: Customers, people: People, account: np.ndarray, owner: np.ndarray, from_lead: np.ndarray,
    created: np.ndarray, rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Return what kind of business each deal is and whether it will be won; reps truly differ."""
    count, known = len(account), account < len(customers.team)
    kind = np.where(from_lead & ~known, 0, np.where(rng.random(count) < 0.6, 1, 2)).astype(np.int8)
    opened = customers.account_created[np.minimum(account, len(customers.team) - 1)]
    first = ~from_lead & (created < opened + 23 * DAY)
    kind[first] = 0
    won = rng.random(count) < np.clip(np.where(kind == 0, 0.27, 0.62) * people.skill[owner], 0.05, 0.9)
    return kind, won | first & (rng.random(count) < 0.8)
