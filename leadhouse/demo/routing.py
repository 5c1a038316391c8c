"""Who owns a lead and when: queue first or a rep at once, then reassignments.

Reads leads and people, writes `Stays`: up to four owners per lead in order of time.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo.catalogue import COLD_CALL, PARTNER, PURCHASED_LIST, SOURCES
from leadhouse.demo.leads import Leads
from leadhouse.demo.moments import HOUR, MINUTE, NEVER
from leadhouse.demo.people import LIST_QUEUE, People

WORKDAY = 8 * HOUR
QUEUE_SHARE, STUCK_SHARE, MACHINE_SHARE = 0.42, 0.02, 0.006


@dataclass
class Stays:
    """Owner stays, one row per lead and four columns in order of time.

    since: when the stay begins, `NEVER` where there is none. owner: owner number. writer: who made the change.
    caller: who is to call first. call_from: when that person got the lead. Times in seconds since the epoch.
    """

    since: np.ndarray
    owner: np.ndarray
    writer: np.ndarray
    caller: np.ndarray
    call_from: np.ndarray

    def owner_at(self, rows: np.ndarray, moments: np.ndarray) -> np.ndarray:
        """Return who owns each of the given leads at the given moment; at a change, the new owner."""
        begun = self.since[rows] <= moments[:, None]
        last = np.maximum(self.since.shape[1] - 1 - np.argmax(begun[:, ::-1], axis=1), 0)
        return self.owner[rows, np.where(begun.any(axis=1), last, 0)]


def route(leads: Leads, people: People, now: int, seed: int) -> Stays:
    """Return the owners that leads get up to their first call.

    Args:
        leads: the lead records.
        people: users and queues.
        now: end of the simulated history; nothing after it happens.
        seed: the run's seed.
    """
    rng = np.random.default_rng([seed, 3])
    count = len(leads)
    draw = rng.random(count)
    bought, cold = leads.source == PURCHASED_LIST, leads.source == COLD_CALL
    stuck = ~cold & (draw < np.where(bought, 0.08, STUCK_SHARE))
    machine = ~cold & ~stuck & (draw < STUCK_SHARE + MACHINE_SHARE) & ~bought
    queued = ~cold & ~stuck & ~machine & (draw < np.where(bought, 0.65, STUCK_SHARE + QUEUE_SHARE))
    seat = rng.random(count)
    rep = people.choose_rep(leads.team, leads.created, seat)
    partner = (leads.source == PARTNER) & (rng.random(count) < 0.5)
    rep[partner] = people.partners[rng.integers(0, len(people.partners), partner.sum())]
    assigned, assigner = leave_queue(leads, people, rep, rng)
    assigned = np.where(queued, assigned, leads.created)

    manager = people.managers[leads.team]
    moved = ~cold & ~stuck & ~machine & (rng.random(count) < 0.07)
    handed = people.calendars.later(people.calendar[rep], assigned, rng.uniform(HOUR, 2 * WORKDAY, count))
    handed = np.where(moved, handed, NEVER)
    second = people.choose_rep(leads.team, handed, seat, step=1)
    holder = np.where(bought, people.queue(LIST_QUEUE), people.queue(0) + leads.team)
    first = np.where(queued | stuck, holder, np.where(machine, people.integration, rep))
    creator = np.where(cold | (leads.source == PARTNER), rep, people.integration)
    never = np.full(count, NEVER)
    since = np.stack([leads.created, np.where(queued, assigned, NEVER), handed, never], axis=1)
    since[since > now] = NEVER
    call_from = np.where(stuck | machine, NEVER, np.where(moved, handed, assigned))
    return Stays(
        since, np.stack([first, rep, second, second], axis=1).astype(np.int16),
        np.stack([creator, assigner, manager, manager], axis=1).astype(np.int16),
        np.where(moved, second, rep).astype(np.int16), call_from,
    )  # fmt: skip


def leave_queue(
    leads: Leads, people: People, rep: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return when and by whose hand leads leave their queue: a rule within minutes, a manager, the rep."""
    count, bought = len(leads), leads.source == PURCHASED_LIST
    method = rng.random(count)
    minutes = leads.created + rng.integers(1, 12 * MINUTE, count)
    typical = np.where(bought, 2.0 * WORKDAY, 1.2 * HOUR)
    slow = people.calendars.later(people.calendar[rep], leads.created, rng.lognormal(np.log(typical), 0.9))
    moment = np.where((method < 0.5) & ~bought, minutes, slow)
    by_hand = np.where(method < 0.75, people.managers[leads.team], rep)
    return moment, np.where(method < 0.5, people.integration, by_hand)


def pass_on(stays: Stays, leads: Leads, people: People, called: np.ndarray, now: int, seed: int) -> None:
    """Give some leads another owner: called ones in mid-course, hot ones because nobody called in time.

    Args:
        stays: gets its last column filled.
        leads: the lead records.
        people: users and queues.
        called: time of the first call, `NEVER` where there is none.
        now: end of the simulated history.
        seed: the run's seed.
    """
    rng = np.random.default_rng([seed, 4])
    count = len(leads)
    calendar = people.calendar[stays.caller]
    hot = np.array([source.hot for source in SOURCES])[leads.source] > 0.3
    waiting = (called >= NEVER) & hot & (stays.call_from < NEVER) & (rng.random(count) < 0.4)
    changed = (called < NEVER) & (rng.random(count) < 0.05)
    start = np.where(changed, called, np.where(waiting, stays.call_from, NEVER))
    moment = people.calendars.later(calendar, start, rng.uniform(WORKDAY, 5 * WORKDAY, count))
    stays.since[:, 3] = np.where(moment <= now, moment, NEVER)
    stays.owner[:, 3] = people.choose_rep(leads.team, moment, rng.random(count), step=2)
    stays.writer[:, 3] = people.managers[leads.team]
