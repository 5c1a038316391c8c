"""The truth about stays: how long a lead was in a status or with an owner, a deal in a stage.

Reads the world's state, never the export; writes one row per record and stay, in order of time.
"""

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo.identities import texts
from leadhouse.demo.moments import NEVER, as_times
from leadhouse.demo.references import References
from leadhouse.demo.truth_people import IS_CLOSED, STATUS_OF_LABEL, STATUSES, coded
from leadhouse.demo.world import World

STAGE_MEANINGS = tuple(stage[1] for stage in cat.STAGES)
STAGES, STAGE_OF_LABEL = coded(STAGE_MEANINGS)
STAGE_ORDER = {"prospecting": 1, "qualification": 2, "proposal": 3, "negotiation": 4, "won": 5, "lost": 6}


def runs(rows: np.ndarray, times: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return row, value, begin and end of every stay; equal neighbours are one stay.

    Args:
        rows: which rows of the tables.
        times: when each value begins, ascending along a row, `NEVER` for none.
        values: the value that then holds.

    Returns:
        row, value, begin, end (`NEVER` for the last stay), and the stay's number in its row from 1.
    """
    row, column = np.nonzero(times[rows] < NEVER)
    value, begin = values[rows][row, column], times[rows][row, column]
    first = np.ones(len(row), dtype=bool)
    first[1:] = row[1:] != row[:-1]
    kept = first.copy()
    kept[1:] |= value[1:] != value[:-1]
    row, value, begin = row[kept], value[kept], begin[kept]
    end = np.full(len(row), NEVER)
    if len(row):
        same = row[1:] == row[:-1]
        end[:-1][same] = begin[1:][same]
    number = np.arange(len(row)) - np.maximum.accumulate(np.where(first[kept], np.arange(len(row)), 0)) + 1
    return rows[row], value, begin, end, number


def from_begin(times: np.ndarray, begun: np.ndarray) -> np.ndarray:
    """Return the table with its first column moved back to where the merged record begins."""
    moved = times.copy()
    moved[:, 0] = begun
    return moved


def closed_since(world: World) -> np.ndarray:
    """Return when each lead's present closed status began, `NEVER` for open leads."""
    closed = np.full(len(world.leads), NEVER)
    for column in range(world.work.status_at.shape[1]):
        at = world.work.status_at[:, column]
        is_closed = IS_CLOSED[world.work.status[:, column]]
        closed = np.where(at >= NEVER, closed, np.where(~is_closed, NEVER, np.where(closed < NEVER, closed, at)))
    return closed


def lead_statuses(world: World, references: References, facts: np.ndarray) -> pl.DataFrame:
    """Return one row per lead and stay in a status."""
    times = from_begin(world.work.status_at, world.leads.begun)
    row, value, begin, end, number = runs(facts, times, STATUS_OF_LABEL[world.work.status])
    return pl.DataFrame({
        "lead_id": references.leads.gather(row), "stay_number": number,
        "status": texts(STATUSES, value),
        "entered_at": as_times(begin), "exited_at": as_times(end), "is_current": end >= NEVER,
    })  # fmt: skip


def lead_assignments(world: World, references: References, facts: np.ndarray) -> pl.DataFrame:
    """Return one row per lead and stay with an owner, up to the lead's closing."""
    times = from_begin(world.stays.since, world.leads.begun)
    row, owner, begin, end, number = runs(facts, times, world.stays.owner)
    closed = closed_since(world)[row]
    # A change at the very instant of the closing hands the closing over with the lead.
    received = (begin <= closed) | (number == 1)
    row, owner, begin, end, number, closed = (part[received] for part in (row, owner, begin, end, number, closed))
    reassigned = (end <= closed) & (end < NEVER)
    converted = world.work.converted_at[row] < NEVER
    reason = np.select([reassigned, closed >= NEVER, converted], [0, 1, 2], 3)
    return pl.DataFrame({
        "lead_id": references.leads.gather(row), "stay_number": number,
        "owner_id": references.owners.gather(owner.astype(np.int64)),
        "assigned_at": as_times(begin), "released_at": as_times(np.minimum(end, closed)),
        "end_reason": texts(("reassigned", "open", "converted", "disqualified"), reason),
    })  # fmt: skip


def opportunity_stages(world: World, references: References) -> pl.DataFrame:
    """Return one row per deal and stay in a stage; deleted deals have none."""
    deals = world.pipeline
    kept = np.flatnonzero(~deals.is_deleted)
    row, value, begin, end, number = runs(kept, deals.changed_at, STAGE_OF_LABEL[deals.stage])
    before = np.roll(value, 1)
    rank, closed = np.array([STAGE_ORDER.get(stage, 0) for stage in STAGES]), np.isin(STAGES, ("won", "lost"))
    now, then, is_closed, was_closed = rank[value], rank[before], closed[value], closed[before]
    # Where an unmapped stage stands is not known: no step to or from it has a direction. A closing is a step forward.
    cases = [number == 1, (now == 0) | (then == 0), was_closed & ~is_closed, is_closed, now > then]
    direction = np.select(cases, [0, 0, 3, 1, 1], 2)
    return pl.DataFrame({
        "opportunity_id": references.deals.gather(row), "stay_number": number,
        "stage": texts(STAGES, value),
        "direction": texts((None, "forward", "back", "reopened"), direction),
        "entered_at": as_times(begin), "exited_at": as_times(end), "is_current": end >= NEVER,
    })  # fmt: skip
