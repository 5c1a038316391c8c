"""The truth about which records are the same person: duplicates, test records, existing customers.

Reads the world's state, never the export; writes arrays by lead number.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo import catalogue as cat
from leadhouse.demo.leads import TEST
from leadhouse.demo.moments import NEVER
from leadhouse.demo.working import WON_OVER
from leadhouse.demo.world import World

MEANINGS = tuple(meaning for _, meaning in cat.STATUSES)
IS_CLOSED = np.isin(MEANINGS, ("converted", "disqualified"))


def coded(meanings: tuple[str, ...]) -> tuple[tuple[str, ...], np.ndarray]:
    """Return the distinct meanings, and for each label's number the number of its meaning."""
    distinct = tuple(dict.fromkeys(meanings))
    return distinct, np.array([distinct.index(meaning) for meaning in meanings], dtype=np.int8)


STATUSES, STATUS_OF_LABEL = coded(MEANINGS)


@dataclass
class Standing:
    """Per lead: is it a fact, a test, a duplicate and of which lead (-1 none), and does it count."""

    is_fact: np.ndarray
    is_test: np.ndarray
    is_duplicate: np.ndarray
    root: np.ndarray
    is_existing_customer: np.ndarray

    @property
    def is_counted(self) -> np.ndarray:
        """Facts that are neither test nor duplicate."""
        return self.is_fact & ~self.is_test & ~self.is_duplicate


def status_at(world: World, rows: np.ndarray, moments: np.ndarray) -> np.ndarray:
    """Return the status label's number that holds for each lead at each moment; at a change, the new one."""
    begun = world.work.status_at[rows] <= moments[:, None]
    begun[:, 0] = True
    column = begun.shape[1] - 1 - np.argmax(begun[:, ::-1], axis=1)
    return world.work.status[rows, column]


def stand(world: World) -> Standing:
    """Return which records count and why the others do not."""
    leads, work = world.leads, world.work
    everyone = np.arange(len(leads))
    present = np.full(len(leads), world.now)
    dropped = status_at(world, everyone, present) == cat.DISQUALIFIED
    is_test = (leads.role == TEST) | (dropped & (work.reason == cat.TEST_REASON))
    is_fact = leads.is_fact & leads.is_exported
    duplicate, root = find_duplicates(world, is_fact, is_test)
    return Standing(is_fact, is_test, duplicate, root, know_before(world))


def find_duplicates(world: World, is_fact: np.ndarray, is_test: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return which leads came while another counted lead of the person was open, and the earliest such."""
    leads = world.leads
    facts = np.flatnonzero(is_fact)
    ordered = facts[np.lexsort((facts, leads.begun[facts], leads.identity[facts]))]
    person = leads.identity[ordered]
    starts = np.flatnonzero(np.concatenate([[True], person[1:] != person[:-1]])) if len(ordered) else ordered
    sizes = np.diff(np.append(starts, len(ordered)))
    duplicate, root = np.zeros(len(leads), dtype=bool), np.full(len(leads), -1)
    for place in range(1, int(sizes.max(initial=0))):
        group = starts[sizes > place]
        later = ordered[group + place]
        for before in range(place):
            earlier = ordered[group + before]
            is_open = ~IS_CLOSED[status_at(world, earlier, leads.begun[later])]
            found = is_open & ~duplicate[earlier] & ~is_test[earlier] & (root[later] < 0)
            root[later[found]] = earlier[found]
        duplicate[later] = root[later] >= 0
    return duplicate, root


def know_before(world: World) -> np.ndarray:
    """Return which leads come from a person who had bought before, themselves or with their account."""
    leads, deals, conversion = world.leads, world.pipeline, world.conversion
    won = (deals.last(deals.stage) == cat.WON) & ~deals.is_deleted
    closed = closing_times(world)
    by_account = np.full(len(world.customers.team) + len(conversion.account_leads), NEVER)
    np.minimum.at(by_account, deals.account[won], closed[won])
    by_contact = by_account[conversion.contact_account]
    np.minimum.at(by_contact, deals.contact[won], closed[won])
    joined = np.flatnonzero(conversion.opportunity >= 0)
    joined = joined[won[conversion.opportunity[joined]]]
    np.minimum.at(by_contact, conversion.contact[joined], closed[conversion.opportunity[joined]])
    by_person = np.full(len(leads) + len(world.customers.contact_account), NEVER)
    by_person[len(leads) :] = by_contact[: len(world.customers.contact_account)]
    converted = np.flatnonzero(world.work.status_at[:, WON_OVER] < NEVER)
    np.minimum.at(by_person, leads.identity[converted], by_contact[conversion.contact[converted]])
    return by_person[leads.identity] < leads.begun


def closing_times(world: World) -> np.ndarray:
    """Return when each deal's present, unbroken run of closed stages began, `NEVER` for open deals."""
    deals = world.pipeline
    closed_at = np.full(len(deals), NEVER)
    for column in range(deals.changed_at.shape[1]):
        happens = deals.changed_at[:, column] < NEVER
        is_closed = deals.stage[:, column] >= cat.WON
        opens = happens & ~is_closed
        closes = happens & is_closed & (closed_at >= NEVER)
        closed_at = np.where(opens, NEVER, np.where(closes, deals.changed_at[:, column], closed_at))
    return closed_at
