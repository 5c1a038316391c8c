"""The truth about how far each lead got.

Reads the world's state, never the export; writes arrays by lead number.
"""

from dataclasses import dataclass

import numpy as np

from leadhouse.demo import catalogue as cat
from leadhouse.demo.moments import NEVER
from leadhouse.demo.truth_people import IS_CLOSED, MEANINGS, Standing, closing_times
from leadhouse.demo.truth_stays import from_begin
from leadhouse.demo.world import World


@dataclass
class Progress:
    """Per lead, `NEVER` for what did not happen; what a duplicate reached counts for its root too.

    opportunity: -1 none, -2 one that no export knows. reached: contacted or further by status.
    """

    qualified_at: np.ndarray
    converted_at: np.ndarray
    won_at: np.ndarray
    opportunity: np.ndarray
    reached: np.ndarray


@dataclass
class Recycling:
    """Per lead: how often it was opened again after it had been disqualified, when last, since when it is so."""

    count: np.ndarray
    last_at: np.ndarray
    disqualified_since: np.ndarray


def advance(world: World, standing: Standing) -> Progress:
    """Return how far each lead and its duplicates got."""
    own = advance_alone(world)
    doubled = np.flatnonzero(standing.is_duplicate)
    root = standing.root[doubled]
    whole = Progress(own.qualified_at.copy(), own.converted_at.copy(), own.won_at.copy(), own.opportunity.copy(),
                     own.reached.copy())  # fmt: skip
    for mine, theirs in (
        (whole.qualified_at, own.qualified_at), (whole.converted_at, own.converted_at), (whole.won_at, own.won_at),
    ):  # fmt: skip
        np.minimum.at(mine, root, theirs[doubled])
    np.logical_or.at(whole.reached, root, own.reached[doubled])
    # The opportunity of the earliest conversion that has one: the earliest is written last.
    group = np.concatenate([root, np.unique(root)])
    member = np.concatenate([doubled, np.unique(root)])
    has_deal = own.opportunity[member] != -1
    group, member = group[has_deal], member[has_deal]
    order = np.lexsort((member, own.converted_at[member]))[::-1]
    whole.opportunity[group[order]] = own.opportunity[member[order]]
    return whole


def advance_alone(world: World) -> Progress:
    """Return how far each record got by itself; a deleted deal is none."""
    work, deals = world.work, world.pipeline
    times = from_begin(work.status_at, world.leads.begun)
    proven = np.where(np.isin(MEANINGS, "qualified")[work.status], times, NEVER).min(axis=1)
    deal = world.conversion.opportunity
    number = np.maximum(deal, 0)
    deal = np.where((deal >= 0) & deals.is_deleted[number], -1, deal)
    is_won = (deal >= 0) & (deals.last(deals.stage) == cat.WON)[number]
    further = np.isin(MEANINGS, ("contacted", "qualified", "converted"))[work.status] & (times < NEVER)
    won_at = np.where(is_won, closing_times(world)[number], NEVER)
    qualified = np.minimum(proven, work.converted_at)
    return Progress(qualified, work.converted_at, won_at, deal, np.asarray(further.any(axis=1)))


def recycle(world: World) -> Recycling:
    """Return which disqualified leads were opened again."""
    work, size = world.work, len(world.leads)
    count, last_at, since = np.zeros(size, dtype=np.int64), np.full(size, NEVER), np.full(size, NEVER)
    was = np.zeros(size, dtype=bool)
    for column in range(work.status_at.shape[1]):
        at = work.status_at[:, column]
        happens = at < NEVER
        dropped = work.status[:, column] == cat.DISQUALIFIED
        opened = happens & was & ~IS_CLOSED[work.status[:, column]]
        count += opened
        last_at = np.where(opened, at, last_at)
        since = np.where(happens & dropped & ~was, at, np.where(happens & ~dropped, NEVER, since))
        was = np.where(happens, dropped, was)
    return Recycling(count, last_at, since)
