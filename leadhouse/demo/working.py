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


class Course:
    """The status times of all leads while they are being drawn; each method fills some columns of `at`."""

    def __init__(
        self, leads: Leads, people: People, stays: Stays, attempts: np.ndarray, rng: np.random.Generator
    ) -> None:
        """Args: the leads; people; owners up to the first call; attempts that happened; random numbers."""
        self.leads, self.people, self.rng = leads, people, rng
        self.calendar = people.calendar[stays.caller]
        self.called = attempts[:, 0] < NEVER
        self.last = np.max(np.where(attempts < NEVER, attempts, 0), axis=1)
        self.at = np.full((len(leads), 11), NEVER, dtype=np.int64)
        self.at[:, BEGUN] = leads.created
        reached = self.called & self.some(0.92)
        self.at[:, REACHED] = self.when(reached, attempts[:, 0] + rng.integers(0, 300, len(leads)))

    def some(self, share: float | np.ndarray) -> np.ndarray:
        """Return a random choice of leads."""
        return self.rng.random(len(self.leads)) < share

    def between(self, low: int, high: int) -> np.ndarray:
        """Return random seconds."""
        return self.rng.integers(low, high, len(self.leads))

    def after(self, moment: np.ndarray, days: float) -> np.ndarray:
        """Return moments about so many working days later, at least a quarter of an hour."""
        pause = self.rng.lognormal(np.log(days * WORKDAY), 0.8, len(self.leads)) + 15 * MINUTE
        return self.people.calendars.later(self.calendar, moment, pause)

    @staticmethod
    def when(condition: np.ndarray, moment: np.ndarray) -> np.ndarray:
        """Return the moments where the condition holds, else `NEVER`."""
        return np.where(condition, moment, NEVER)

    def settle(self, odds: np.ndarray) -> None:
        """Let called leads qualify with the given odds; others are dropped, nursed or just left."""
        at, fate = self.at, self.rng.random(len(self.leads))
        self.qualifies = self.called & self.some(odds)
        self.dropped = self.called & ~self.qualifies & (fate < 0.52)
        nursed = self.called & ~self.qualifies & (fate >= 0.52) & (fate < 0.68)
        done = self.after(self.when(self.called, self.last), 1.5)
        at[:, SHELVED] = self.when(self.called & ~self.qualifies & self.some(0.006), self.last + 10 * MINUTE)
        at[:, NURSED] = self.when(nursed, done)
        self.late = nursed & self.some(0.12)
        proven = np.where(self.late, done + self.between(20 * DAY, 90 * DAY), done)
        at[:, PROVEN] = self.when(self.qualifies | self.late, proven)
        at[:, DROPPED] = self.when(self.dropped, done)

    def tidy(self) -> None:
        """Drop some leads that nobody called: at once, or after weeks."""
        created = self.leads.created
        self.tidied = ~self.called & self.some(0.16)
        moment = np.where(self.some(0.35), created + self.between(600, 8 * HOUR), self.after(created, 12))
        self.at[:, DROPPED] = np.where(self.tidied, moment, self.at[:, DROPPED])

    def reopen(self) -> None:
        """Open some dropped leads again, once or twice."""
        at = self.at
        self.again = self.dropped & self.some(0.09)
        self.second = self.rng.random(len(self.leads))
        at[:, REOPENED] = self.when(self.again, at[:, DROPPED] + self.between(10 * DAY, 160 * DAY))
        dropped = self.again & (self.second < 0.35)
        at[:, DROPPED_AGAIN] = self.when(dropped, at[:, REOPENED] + self.between(DAY, 40 * DAY))
        twice = self.again & (self.second < 0.12)
        at[:, REOPENED_AGAIN] = self.when(twice, at[:, DROPPED_AGAIN] + self.between(5 * DAY, 60 * DAY))
        finally_dropped = twice & (self.second < 0.06)
        at[:, DROPPED_LAST] = self.when(finally_dropped, at[:, REOPENED_AGAIN] + self.between(DAY, 30 * DAY))

    def win(self) -> None:
        """Convert qualified leads, some reopened ones, and some before anybody could call."""
        at, created = self.at, self.leads.created
        at[:, WON_OVER] = self.when((self.qualifies | self.late) & self.some(0.86), self.after(at[:, PROVEN], 1.2))
        revived = self.again & (self.second > 0.82)
        at[:, WON_OVER] = np.where(revived, at[:, REOPENED] + self.between(2 * DAY, 30 * DAY), at[:, WON_OVER])
        straight = ~self.called & ~self.tidied & self.some(0.03)
        at[:, WON_OVER] = np.where(straight, created + self.between(60, 900), at[:, WON_OVER])
        at[~np.isin(self.leads.role, (PLAIN, FOLLOWER, CUSTOMER)), WON_OVER] = NEVER
        at[np.isin(self.leads.role, (DELETED, TEST)), PROVEN] = NEVER
        # A quarter is converted without ever showing as qualified.
        at[(at[:, WON_OVER] < NEVER) & self.some(0.25), PROVEN] = NEVER


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
    rating = rate(leads, rng)
    attempts = attempt(leads, people, stays, rating, now, rng)
    course = Course(leads, people, stays, attempts, rng)
    course.settle(chance(leads, people, stays, rating, attempts[:, 0]))
    course.tidy()
    course.reopen()
    course.win()
    course.at[course.at > now] = NEVER
    status = labels(leads, course.at, now, rng)
    reason = rng.choice(len(cat.DISQUALIFIED_REASONS), count, p=[row[2] for row in cat.DISQUALIFIED_REASONS])
    reason[(reason == cat.TEST_REASON) & ((leads.role != PLAIN) | course.again)] = 1
    reason[(leads.role == FOLLOWER) & (rng.random(count) < 0.3)] = cat.DUPLICATE_REASON
    rated = np.where(
        course.called & (rng.random(count) < 0.06), attempts[:, 0] + rng.integers(1, 3 * DAY, count), NEVER
    )
    rated[rated > now] = NEVER
    rating_now = np.where(rated < NEVER, np.where(rating == 1, 2, 1), rating).astype(np.int8)
    return Work(attempts, course.at, status, reason.astype(np.int8), rating, rating_now, rated)


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
