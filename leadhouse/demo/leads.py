"""Who comes in, when and from where: one row per lead record, in order of creation.

Reads a seed, writes `Leads`: arrays of equal length. Later steps add what happens to the leads. Identities
(the person behind a record) are numbered apart, since several records can belong to one person.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo.catalogue import PURCHASED_LIST, SOURCES
from leadhouse.demo.moments import DAY, HOUR, LocalDays
from leadhouse.demo.people import TEAMS

# What a record is: most are plain; the others are the record-keeping troubles of a real CRM.
(PLAIN, FOLLOWER, LOSER, DELETED, TEST, SHARED, CUSTOMER, LOST_LOSER, ORPHAN, DEAD_CHAIN) = range(10)
ROLE_SHARES = {
    FOLLOWER: 0.055, LOSER: 0.018, DELETED: 0.008, TEST: 0.004, SHARED: 0.006, CUSTOMER: 0.03,
    LOST_LOSER: 0.003, ORPHAN: 0.002, DEAD_CHAIN: 0.002,
}  # fmt: skip
TEAM_SHARES = (0.46, 0.29, 0.25)
HOURS_ANY = np.array([2, 1, 1, 1, 1, 2, 4, 7, 10, 11, 11, 10, 9, 10, 11, 10, 9, 8, 7, 7, 7, 6, 5, 3], dtype=float)
HOURS_OFFICE = np.array([0, 0, 0, 0, 0, 0, 1, 4, 10, 12, 12, 11, 7, 11, 12, 11, 8, 4, 2, 1, 0, 0, 0, 0], dtype=float)
# The nights on which clocks change, as UTC instants of the change (Berlin and London, then New York).
CLOCK_CHANGES = (
    "2025-03-30T01:00", "2025-10-26T01:00", "2026-03-29T01:00", "2026-10-25T01:00",
    "2025-03-09T07:00", "2025-11-02T06:00", "2026-03-08T07:00", "2026-11-01T06:00",
)  # fmt: skip


@dataclass
class Leads:
    """Lead records in order of creation. Times in seconds since the epoch; numbers index other tables.

    identity: whose name and address the record bears. survivor: the record that it was merged into, itself
    when it was not, -1 when all of its chain is gone. merged_into: the direct master record, -1 none,
    -2 one that no export knows. begun: earliest creation over the chain that was merged into the record.
    """

    created: np.ndarray
    team: np.ndarray
    source: np.ndarray
    role: np.ndarray
    identity: np.ndarray
    merged_into: np.ndarray
    survivor: np.ndarray
    begun: np.ndarray
    has_email: np.ndarray

    def __len__(self) -> int:
        return len(self.created)

    @property
    def is_exported(self) -> np.ndarray:
        """Records that the export holds at all."""
        return self.role != LOST_LOSER

    @property
    def is_fact(self) -> np.ndarray:
        """Records that are neither deleted nor merged away."""
        return self.survivor == np.arange(len(self))


def arrive(count: int, start: int, now: int, contacts: int, seed: int) -> Leads:
    """Return the lead records.

    Args:
        count: number of records.
        start: earliest creation.
        now: latest creation, exclusive.
        contacts: number of contacts of existing customers, any of whom may come back as a lead.
        seed: the run's seed.
    """
    rng = np.random.default_rng([seed, 2])
    weights = np.array([source.weight for source in SOURCES])
    source = rng.choice(len(SOURCES), count, p=weights / weights.sum()).astype(np.int8)
    team = rng.choice(3, count, p=TEAM_SHARES).astype(np.int8)
    created = creation_times(source, team, start, now, rng)
    order = np.argsort(created, kind="stable")
    leads = Leads(
        created[order], team[order], source[order], roles(count, rng), np.arange(count), np.full(count, -1),
        np.arange(count), created[order], np.ones(count, dtype=bool),
    )  # fmt: skip
    follow(leads, rng)
    merge(leads, rng)
    customers = np.flatnonzero(leads.role == CUSTOMER)
    leads.identity[customers] = count + rng.integers(0, contacts, len(customers))
    leads.begun = leads.created.copy()
    gone = (leads.survivor >= 0) & (leads.role == LOSER)
    np.minimum.at(leads.begun, leads.survivor[gone], leads.created[gone])
    alone = (leads.role == PLAIN) & (np.bincount(leads.identity, minlength=count)[:count] == 1)
    missing = np.array([item.missing_email for item in SOURCES])[leads.source]
    draw = rng.random(count)
    leads.has_email = ~((alone & (draw < missing)) | ((leads.role == LOSER) & (draw < 0.2)))
    return leads


def creation_times(source: np.ndarray, team: np.ndarray, start: int, now: int, rng: np.random.Generator) -> np.ndarray:
    """Return plausible creation times: growing volume, weekdays, hours of the day, list imports, clock changes."""
    count, days = len(source), (now - start) // DAY
    # The first and the last are parts of a day: what would be outside comes a day later or earlier.
    day = np.arange(days + 1)
    weekday = (start // DAY + day + 3) % 7
    growth = 1 + 0.7 * day / days + 0.15 * np.sin(day / 58)
    created = np.zeros(count, dtype=np.int64)
    clocks = np.array([item.around_the_clock for item in SOURCES])[source]
    for anytime, weekend, hours in ((True, 0.4, HOURS_ANY), (False, 0.02, HOURS_OFFICE)):
        here = np.flatnonzero(clocks == anytime)
        weight = growth * np.where(weekday >= 5, weekend, 1.0)
        chosen = rng.choice(len(day), len(here), p=weight / weight.sum())
        hour = rng.choice(24, len(here), p=hours / hours.sum())
        created[here] = (start // DAY + chosen) * DAY + hour * HOUR + rng.integers(0, HOUR, len(here))
    for number, (_, zone, *_) in enumerate(TEAMS):
        here = team == number
        local = LocalDays(zone, start // DAY - 2, now // DAY + 2)
        midnight = local.start_of(created[here] // DAY)
        created[here] = midnight + created[here] % DAY
    bought = np.flatnonzero(source == PURCHASED_LIST)
    batches = max(1, min(30, len(bought) // 4))
    batch_day = start // DAY + 20 + rng.choice(days - 40, batches) // 7 * 7
    batch = batch_day * DAY + 7 * HOUR + 15 * 60 + rng.integers(0, 600, batches)
    created[bought] = batch[rng.integers(0, batches, len(bought))] + np.arange(len(bought)) // 200 % 60
    nights = np.array(CLOCK_CHANGES, dtype="datetime64[s]").astype(np.int64)
    nights = nights[(nights > start + DAY) & (nights < now - DAY)]
    if len(nights):
        awake = rng.choice(count, count // 250, replace=False)
        created[awake] = rng.choice(nights, len(awake)) + rng.integers(-5400, 5400, len(awake))
    created = np.where(created < start, created + DAY, np.where(created > now - 60, created - DAY, created))
    return np.clip(created, start, now - 60)


def roles(count: int, rng: np.random.Generator) -> np.ndarray:
    """Return what each record is."""
    shares = np.array(list(ROLE_SHARES.values()))
    chosen = rng.choice(len(shares) + 1, count, p=[*shares, 1 - shares.sum()])
    return np.array([*ROLE_SHARES, PLAIN], dtype=np.int8)[chosen]


def nearest_plain(role: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return, for each wanted position, the last plain record at or before it, -1 where there is none."""
    last = np.maximum.accumulate(np.where(role == PLAIN, np.arange(len(role)), -1))
    return np.where(wanted >= 0, last[np.maximum(wanted, 0)], -1)


def follow(leads: Leads, rng: np.random.Generator) -> None:
    """Let followers come from the same person as an earlier plain record: minutes, days or months later."""
    count = len(leads)
    follower = np.flatnonzero(leads.role == FOLLOWER)
    near = rng.exponential(count / 730 * 4 + 1, len(follower))
    far = rng.uniform(0, 1, len(follower)) * follower
    gap = np.where(rng.random(len(follower)) < 0.55, near, far).astype(int) + 1
    target = nearest_plain(leads.role, follower - gap)
    leads.role[follower[target < 0]] = PLAIN
    follower, target = follower[target >= 0], target[target >= 0]
    leads.identity[follower] = target
    leads.team[follower] = leads.team[target]
    # A double click: both records carry the same second.
    twin = follower[(follower - target == 1) & (rng.random(len(follower)) < 0.6)]
    leads.created[twin] = leads.created[twin - 1]


def merge(leads: Leads, rng: np.random.Generator) -> None:
    """Merge losers into plain records, some through a chain, some into nothing that is left."""
    loser = np.flatnonzero(np.isin(leads.role, (LOSER, LOST_LOSER)))
    target = nearest_plain(leads.role, loser - rng.integers(1, 40, len(loser)))
    ahead = np.minimum(loser + rng.integers(1, 40, len(loser)), len(leads) - 1)
    forward = nearest_plain(leads.role, ahead)
    target = np.where((rng.random(len(loser)) < 0.5) & (forward >= 0) | (target < 0), forward, target)
    leads.role[loser[target < 0]] = PLAIN
    loser, target = loser[target >= 0], target[target >= 0]
    leads.merged_into[loser] = target
    leads.survivor[loser] = target
    leads.identity[loser] = target
    leads.team[loser] = leads.team[target]
    present = loser[leads.role[loser] == LOSER]
    first, last = present[0::4], present[1::4]
    first = first[: len(last)]
    leads.merged_into[last] = first
    leads.survivor[last] = leads.survivor[first]
    leads.identity[last] = leads.identity[first]
    deleted = np.flatnonzero(leads.role == DELETED)
    chained = np.flatnonzero(leads.role == DEAD_CHAIN)
    if len(deleted):
        leads.merged_into[chained] = deleted[rng.integers(0, len(deleted), len(chained))]
    else:
        leads.role[chained] = DELETED
    leads.merged_into[leads.role == ORPHAN] = -2
    leads.survivor[np.isin(leads.role, (DELETED, DEAD_CHAIN, ORPHAN))] = -1
