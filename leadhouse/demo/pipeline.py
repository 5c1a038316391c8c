"""Opportunities: every change of stage, amount and close date, in order of time.

Reads conversions, customers and people, writes `Pipeline`: the deals and, one row per deal and step, their
changes. Steps are numbered in order of time; a step that lies after `now` did not happen.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo import catalogue as cat
from leadhouse.demo.conversion import Conversion
from leadhouse.demo.customers import Customers
from leadhouse.demo.leads import Leads
from leadhouse.demo.moments import DAY, HOUR, NEVER, LocalDays
from leadhouse.demo.people import People
from leadhouse.demo.routing import Stays
from leadhouse.demo.working import Work

# The path of a deal, in order of time: first stages, then a step back, then up to two closings.
PATH = (
    cat.PROSPECTING, cat.QUALIFYING, cat.NEEDS, cat.VALUE, cat.TECHNICAL, cat.PROPOSAL, cat.NEEDS, cat.PROPOSAL,
    cat.NEGOTIATION, cat.LOST, cat.NEGOTIATION, cat.LOST, cat.LOST,
)  # fmt: skip
(P_NEW, P_QUALIFIED, P_NEEDS, P_VALUE, P_TECHNICAL, P_PROPOSAL, P_BACK, P_PROPOSAL_2, P_NEGOTIATION, P_CLOSE,
 P_REOPENED, P_CLOSE_2, P_CANCELLED) = range(13)  # fmt: skip
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
    owner[from_lead] = stays.owner_at(maker, created[from_lead])
    machine = ~people.is_person[owner]
    owner[machine] = people.choose_rep(team[machine], created[machine], rng.random(machine.sum()))

    known = whole_account < len(customers.team)
    kind = np.where(from_lead & ~known, 0, np.where(rng.random(count) < 0.6, 1, 2)).astype(np.int8)
    kind[
        ~from_lead
        & (created < customers.account_created[np.minimum(whole_account, len(customers.team) - 1)] + 23 * DAY)
    ] = 0
    won = rng.random(count) < np.clip(np.where(kind == 0, 0.27, 0.62) * people.skill[owner], 0.05, 0.9)
    won |= ~from_lead & (kind == 0) & (rng.random(count) < 0.8)
    reason = rng.choice(len(cat.LOST_REASONS), count, p=[row[2] for row in cat.LOST_REASONS]).astype(np.int8)
    visited, codes = walk(won, kind, created, now, rng)
    changed_at = schedule(visited, created, kind, now, rng)
    stage, amount, close_day, changed_at = edit(codes, changed_at, team, kind, created, local, now, rng)
    moved = (rng.random(count) < 0.03) & (created + 3 * DAY < now)
    moved_at = np.where(moved, created + rng.integers(3600, 3 * DAY, count), NEVER)
    quoted, quote_deleted = quote(changed_at, rng)
    quoted[quoted > now] = NEVER
    currency = team.astype(np.int8)
    currency = np.where(rng.random(count) < 0.004, 3, np.where(rng.random(count) < 0.06, 0, currency)).astype(np.int8)
    now_owner = np.where(moved, people.choose_rep(team, moved_at, rng.random(count), step=1), owner).astype(np.int16)
    return Pipeline(
        lead, whole_account, contact, now_owner, owner, np.where(now_owner == owner, NEVER, moved_at), created,
        currency, kind, rng.random(count) < 0.008, reason, rng.integers(0, len(cat.COMPETITORS), count),
        changed_at, stage, amount, close_day, quoted, quote_deleted,
    )  # fmt: skip


def walk(
    won: np.ndarray, kind: np.ndarray, created: np.ndarray, now: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return which steps of the path each deal takes, and the stage label of each step."""
    count = len(won)

    def some(share: float | np.ndarray) -> np.ndarray:
        return rng.random(count) < share

    visited = np.zeros((count, len(PATH)), dtype=bool)
    codes = np.tile(np.array(PATH, dtype=np.int8), (count, 1))
    # Where a lost deal dies: after which open step.
    depth = np.where(won, P_NEGOTIATION, rng.choice([P_QUALIFIED, P_VALUE, P_PROPOSAL_2, P_NEGOTIATION], count))
    visited[:, P_NEW] = True
    codes[:, P_NEW] = np.where(kind == 0, cat.PROSPECTING, cat.QUALIFYING)
    for step, share in ((P_QUALIFIED, 0.85), (P_NEEDS, 0.6), (P_VALUE, 0.5), (P_TECHNICAL, 0.01), (P_PROPOSAL, 0.88)):
        visited[:, step] = some(np.where(kind == 2, share * 0.5, share)) & (step <= depth)
    visited[kind != 0, P_QUALIFIED] = False
    visited[:, P_BACK] = visited[:, P_PROPOSAL] & some(0.09)
    visited[:, P_PROPOSAL_2] = visited[:, P_BACK] & some(0.9) & (depth >= P_PROPOSAL_2)
    visited[:, P_NEGOTIATION] = some(0.65) & (depth >= P_NEGOTIATION)
    visited[:, P_CLOSE] = True
    # Renewals are often booked on the day they are signed: created closed.
    booked = (kind == 2) & won & some(0.1)
    visited[booked, 1:] = False
    codes[booked, P_NEW] = cat.WON
    visited[:, P_REOPENED] = visited[:, P_CLOSE] & some(np.where(won, 0.012, 0.05))
    visited[:, P_CLOSE_2] = visited[:, P_REOPENED] & some(0.8)
    visited[:, P_CANCELLED] = (visited[:, P_CLOSE] ^ visited[:, P_REOPENED]) & won & some(0.01)
    codes[:, P_CLOSE] = np.where(won, cat.WON, cat.LOST)
    codes[:, P_CLOSE_2] = np.where(some(0.5), cat.WON, cat.LOST)
    renamed = created < now - 480 * DAY
    codes[:, P_NEEDS] = np.where(renamed & some(0.7), cat.DISCOVERY, codes[:, P_NEEDS])
    return visited, codes


def schedule(
    visited: np.ndarray, created: np.ndarray, kind: np.ndarray, now: int, rng: np.random.Generator
) -> np.ndarray:
    """Return when each step happens: at least a day after the one before, during the day."""
    count, steps = visited.shape
    typical = np.array([0, 5, 7, 8, 6, 9, 6, 9, 12, 14, 18, 25, 20], dtype=float)
    pace = rng.lognormal(0, 0.55, count) * np.where(kind == 0, 1.0, 0.7)
    days = np.maximum(np.round(rng.lognormal(0, 0.6, (count, steps)) * typical * pace[:, None]), 1).astype(np.int64)
    days[:, 0] = 0
    day = created[:, None] // DAY + np.cumsum(np.where(visited, days, 0), axis=1)
    times = day * DAY + rng.integers(7 * HOUR, 16 * HOUR, (count, steps))
    times[:, 0] = created
    return np.where(visited & (times <= now), times, NEVER)


def edit(
    codes: np.ndarray, step_at: np.ndarray, team: np.ndarray, kind: np.ndarray, created: np.ndarray,
    local: LocalDays, now: int, rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """Interleave edits of amount and close date with the steps.

    Returns:
        stage, amount, close day and time of every change, two columns per step: the step, an edit after it.
    """
    count, steps = step_at.shape
    at = np.full((count, 2 * steps), NEVER, dtype=np.int64)
    at[:, 0::2] = step_at
    edited = (step_at < NEVER) & (rng.random((count, steps)) < 0.16)
    later = step_at + rng.integers(600, 7 * HOUR, (count, steps))
    at[:, 1::2] = np.where(edited & (later <= now), later, NEVER)
    stage = np.repeat(codes, 2, axis=1)
    amount, close_day = np.zeros(at.shape, dtype=np.int64), np.zeros(at.shape, dtype=np.int64)
    price = np.round(rng.lognormal(np.log(np.where(kind == 0, 14_000, 9_000)), 0.9), -1).astype(np.int64) * 100
    price += np.where(rng.random(count) < 0.3, rng.integers(1, 9_999, count), 0)
    odd = rng.random(count)
    money = np.where(odd < 0.07, -1, np.where(odd < 0.085, 0, price))
    due = local.day_of(created) + rng.integers(25, 110, count)
    for column in range(2 * steps):
        happens = at[:, column] < NEVER
        draw, shift = rng.random(count), rng.integers(4, 50, count)
        closes = happens & (column % 2 == 0) & (stage[:, column] >= cat.WON)
        today = local.day_of(np.where(happens, at[:, column], created))
        open_edit = happens & ~closes & (column > 0) & (stage[:, column] < cat.WON)
        due = np.where(open_edit & (draw < 0.3), due + shift, due)
        due = np.where(open_edit & (draw > 0.93), due - shift // 3, due)
        typed = today - np.where(draw < 0.05, shift // 8, 0)
        due = np.where(closes, typed, due)
        factor = rng.choice([0.8, 0.9, 1.1, 1.25], count)
        raised = happens & (column > 0) & (rng.random(count) < 0.12)
        money = np.where(raised & (money > 0), np.round(money * factor / 10).astype(np.int64) * 10, money)
        money = np.where(happens & (column > 1) & (money < 0) & (rng.random(count) < 0.4), price, money)
        amount[:, column], close_day[:, column] = money, due
        if column % 2:
            same = (money == amount[:, column - 1]) & (due == close_day[:, column - 1])
            at[same, column] = NEVER
    return stage, amount, close_day, at


def quote(changed_at: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return times of up to two quotes per deal and which of them were deleted; some precede the proposal."""
    count = len(changed_at)
    proposal = changed_at[:, 2 * P_PROPOSAL]
    early = (changed_at[:, 2 * P_NEEDS] < NEVER) & (rng.random(count) < 0.06)
    first = np.where(early, changed_at[:, 2 * P_NEEDS] + 3 * HOUR, proposal + rng.integers(-2 * HOUR, 20 * HOUR, count))
    first = np.where(early | (proposal < NEVER) & (rng.random(count) < 0.8), first, NEVER)
    second = np.where((first < NEVER) & (rng.random(count) < 0.3), first + rng.integers(DAY, 12 * DAY, count), NEVER)
    return np.stack([first, second], axis=1), rng.random((count, 2)) < 0.05
