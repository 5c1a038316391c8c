"""What sales does with a lead: attempts to reach it, and the statuses that it goes through.

Reads leads, people and stays, writes `Work`. Faster first calls truly raise the chance to qualify, reps and
sources truly differ, and part of the leads is never called. Every time that lies after `now` did not happen.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo import catalogue as cat
from leadhouse.demo.leads import CUSTOMER, DELETED, FOLLOWER, PLAIN, TEST, Leads
from leadhouse.demo.moments import DAY, HOUR, MINUTE, NEVER
from leadhouse.demo.people import People
from leadhouse.demo.routing import WORKDAY, Stays

ATTEMPTS = 5
# Columns of the status table, in order of time.
(BEGUN, REACHED, SHELVED, NURSED, PROVEN, DROPPED, REOPENED, DROPPED_AGAIN, REOPENED_AGAIN, DROPPED_LAST, WON_OVER) = (
    range(11)
)


@dataclass
class Work:
    """What happened to each lead; times in seconds since the epoch, `NEVER` for what did not happen.

    attempts: up to five human attempts, in order. status_at, status: status changes in order of time, with
    the label's number. reason: number of the disqualification reason. rating: number of the label at
    creation; rating_now: the present one, changed at `rated_at`.
    """

    attempts: np.ndarray
    status_at: np.ndarray
    status: np.ndarray
    reason: np.ndarray
    rating: np.ndarray
    rating_now: np.ndarray
    rated_at: np.ndarray

    @property
    def converted_at(self) -> np.ndarray:
        """When the lead was converted."""
        return self.status_at[:, WON_OVER]


def rate(leads: Leads, rng: np.random.Generator) -> np.ndarray:
    """Return the number of the rating label that each lead gets at creation."""
    hot = np.array([source.hot for source in cat.SOURCES])[leads.source]
    draw, odd = rng.random(len(leads)), rng.random(len(leads))
    rating = np.where(draw < hot, 1, np.where(draw < hot + 0.3, 2, np.where(draw < 0.9, 3, 0)))
    rating = np.where((rating == 1) & (odd < 0.03), 4, np.where(odd > 0.997, 5, rating))
    return rating.astype(np.int8)


def attempt(
    leads: Leads, people: People, stays: Stays, rating: np.ndarray, now: int, rng: np.random.Generator
) -> np.ndarray:
    """Return the times of the human attempts, `NEVER` beyond the last one, shape (leads, ATTEMPTS)."""
    count, calendars = len(leads), people.calendars
    call_rate = np.array([source.call_rate for source in cat.SOURCES])[leads.source]
    typical = np.array([source.delay_hours for source in cat.SOURCES])[leads.source]
    urgency = np.array([1.0, 0.35, 0.9, 1.5, 0.35, 1.0])[rating]
    caller = stays.caller
    delay = rng.lognormal(np.log(typical * urgency * HOUR), 1.25) * people.speed[caller]
    calls = (rng.random(count) < call_rate / (0.85 + 0.15 * people.speed[caller])) & (stays.call_from < NEVER)
    start = np.where(calls, stays.call_from, NEVER)
    first = calendars.later(people.calendar[caller], start, delay)
    evening = rng.random(count) < 0.06
    first = np.where(evening & calls, start + rng.integers(3 * MINUTE, 5 * HOUR, count), first)

    # Right at a limit and one second beyond: at creation, 24 hours, 4 working hours of a hot web lead.
    direct = calls & (stays.since[:, 1] >= NEVER) & (stays.since[:, 2] >= NEVER)
    draw = rng.random(count)
    hot_web = direct & (leads.source <= 2) & np.isin(rating, (1, 4))
    in_four = calendars.later(people.calendar[caller], leads.created, np.full(count, 4 * HOUR))
    for low, value in ((0.0, leads.created), (0.004, leads.created + DAY), (0.007, leads.created + DAY + 1)):
        first = np.where(direct & ~hot_web & (draw >= low) & (draw < low + 0.003), value, first)
    first = np.where(hot_web & (draw < 0.02), in_four, np.where(hot_web & (draw > 0.98), in_four + 1, first))

    tries = np.minimum(1 + rng.poisson(1.3, count), ATTEMPTS)
    attempts = np.full((count, ATTEMPTS), NEVER, dtype=np.int64)
    attempts[:, 0] = first
    for number in range(1, ATTEMPTS):
        earlier = np.where(tries > number, attempts[:, number - 1], NEVER)
        pause = rng.exponential(1.4 * WORKDAY, count) + 20 * MINUTE
        attempts[:, number] = calendars.later(people.calendar[caller], earlier, pause)
    attempts[attempts > now] = NEVER
    return attempts


def chance(leads: Leads, people: People, stays: Stays, rating: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Return the chance that a called lead qualifies: source, rep, rating, and how soon it was called."""
    quality = np.array([source.quality for source in cat.SOURCES])[leads.source]
    hours = np.minimum(first - leads.created, 60 * DAY) / HOUR
    speed = 0.6 + 1.0 * np.exp(-hours / 5.0) + 0.25 * np.exp(-hours / 48.0)
    warmth = np.array([1.0, 1.5, 1.1, 0.7, 1.5, 1.0])[rating]
    return np.clip(quality * people.skill[stays.caller] * speed * warmth, 0, 0.9)


def develop(leads: Leads, people: People, stays: Stays, now: int, seed: int) -> Work:
    """Return what becomes of every lead.

    Args:
        leads: the lead records.
        people: users and queues.
        stays: owners up to the first call.
        now: end of the simulated history.
        seed: the run's seed.
    """
    rng = np.random.default_rng([seed, 5])
    count = len(leads)
    calendar = people.calendar[stays.caller]
    rating = rate(leads, rng)
    attempts = attempt(leads, people, stays, rating, now, rng)
    called = attempts[:, 0] < NEVER
    last = np.max(np.where(attempts < NEVER, attempts, 0), axis=1)

    def after(moment: np.ndarray, days: float, spread: float = 0.8) -> np.ndarray:
        """Return moments about so many working days later, at least a quarter of an hour."""
        pause = rng.lognormal(np.log(days * WORKDAY), spread, count) + 15 * MINUTE
        return people.calendars.later(calendar, moment, pause)

    def when(condition: np.ndarray, moment: np.ndarray) -> np.ndarray:
        return np.where(condition, moment, NEVER)

    qualifies = called & (rng.random(count) < chance(leads, people, stays, rating, attempts[:, 0]))
    fate = rng.random(count)
    dropped = called & ~qualifies & (fate < 0.52)
    nursed = called & ~qualifies & (fate >= 0.52) & (fate < 0.68)
    done = after(when(called, last), 1.5)
    at = np.full((count, 11), NEVER, dtype=np.int64)
    at[:, BEGUN] = leads.created
    at[:, REACHED] = when(called & (rng.random(count) < 0.92), attempts[:, 0] + rng.integers(0, 300, count))
    at[:, SHELVED] = when(called & ~qualifies & (rng.random(count) < 0.006), last + 10 * MINUTE)
    at[:, NURSED] = when(nursed, done)
    late = nursed & (rng.random(count) < 0.12)
    proven = when(qualifies, done)
    at[:, PROVEN] = np.where(late, done + rng.integers(20 * DAY, 90 * DAY, count), proven)
    at[:, DROPPED] = when(dropped, done)

    # Leads that nobody called: some are tidied away, at once or after weeks.
    tidied = ~called & (rng.random(count) < 0.16)
    quick = rng.random(count) < 0.35
    at[:, DROPPED] = np.where(
        tidied, np.where(quick, leads.created + rng.integers(600, 8 * HOUR, count), after(leads.created, 12)),
        at[:, DROPPED],
    )  # fmt: skip

    again = dropped & (rng.random(count) < 0.09)
    at[:, REOPENED] = when(again, at[:, DROPPED] + rng.integers(10 * DAY, 160 * DAY, count))
    second = rng.random(count)
    at[:, DROPPED_AGAIN] = when(again & (second < 0.35), at[:, REOPENED] + rng.integers(DAY, 40 * DAY, count))
    twice = again & (second < 0.12)
    at[:, REOPENED_AGAIN] = when(twice, at[:, DROPPED_AGAIN] + rng.integers(5 * DAY, 60 * DAY, count))
    at[:, DROPPED_LAST] = when(twice & (second < 0.06), at[:, REOPENED_AGAIN] + rng.integers(DAY, 30 * DAY, count))

    won_over = after(at[:, PROVEN], 1.2)
    at[:, WON_OVER] = when((qualifies | late) & (rng.random(count) < 0.86), won_over)
    revived = again & (second > 0.82)
    at[:, WON_OVER] = np.where(revived, at[:, REOPENED] + rng.integers(2 * DAY, 30 * DAY, count), at[:, WON_OVER])
    # Straight to converted: the customer signed up before anybody could call.
    straight = ~called & ~tidied & (rng.random(count) < 0.03)
    at[:, WON_OVER] = np.where(straight, leads.created + rng.integers(60, 900, count), at[:, WON_OVER])
    at[~np.isin(leads.role, (PLAIN, FOLLOWER, CUSTOMER)), WON_OVER] = NEVER
    at[np.isin(leads.role, (DELETED, TEST)), PROVEN] = NEVER
    # A quarter is converted without ever showing as qualified.
    skipped = (at[:, WON_OVER] < NEVER) & (rng.random(count) < 0.25)
    at[skipped, PROVEN] = NEVER
    at[at > now] = NEVER

    reason = rng.choice(len(cat.DISQUALIFIED_REASONS), count, p=[row[2] for row in cat.DISQUALIFIED_REASONS])
    reason[(reason == cat.TEST_REASON) & ((leads.role != PLAIN) | again)] = 1
    rated = when(called & (rng.random(count) < 0.06), attempts[:, 0] + rng.integers(1, 3 * DAY, count))
    rated[rated > now] = NEVER
    rating_now = np.where(rated < NEVER, np.where(rating == 1, 2, 1), rating).astype(np.int8)
    return Work(attempts, at, labels(leads, at, now, rng), reason.astype(np.int8), rating, rating_now, rated)


def labels(leads: Leads, at: np.ndarray, now: int, rng: np.random.Generator) -> np.ndarray:
    """Return the status label behind every status change; labels since retired are used while they lived."""
    count = len(leads)
    retired = leads.created < now - 500 * DAY
    table = np.empty(at.shape, dtype=np.int8)
    table[:, BEGUN] = np.where(retired & (rng.random(count) < 0.7), cat.NEW, cat.OPEN)
    table[:, REACHED] = np.where(retired & (rng.random(count) < 0.6), cat.CONTACTED, cat.WORKING)
    table[:, SHELVED] = cat.PARKED
    table[:, NURSED] = cat.NURTURING
    table[:, PROVEN] = cat.QUALIFIED
    table[:, DROPPED] = table[:, DROPPED_AGAIN] = table[:, DROPPED_LAST] = cat.DISQUALIFIED
    draw = rng.random(count)
    table[:, REOPENED] = np.where(draw < 0.4, cat.OPEN, np.where(draw < 0.8, cat.WORKING, cat.RECYCLED))
    table[:, REOPENED_AGAIN] = cat.WORKING
    table[:, WON_OVER] = cat.CONVERTED
    # Referrals that arrive as good as sold are entered as qualified, and nobody sets them back.
    ready = (leads.source == 9) & (rng.random(count) < 0.12) & (at[:, PROVEN] >= NEVER)
    table[ready, BEGUN] = cat.QUALIFIED
    at[ready, REACHED] = NEVER
    return table
