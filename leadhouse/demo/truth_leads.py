"""The truth about every lead, as one table.

Reads the world's state and what the other truth modules say of it; writes one row per exported lead record.
"""

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo.identities import texts
from leadhouse.demo.ids import pick
from leadhouse.demo.moments import NEVER, as_times
from leadhouse.demo.references import References
from leadhouse.demo.truth_people import MEANINGS, Standing, status_at
from leadhouse.demo.truth_progress import Progress, recycle
from leadhouse.demo.truth_response import OUTCOMES, Response
from leadhouse.demo.truth_stays import from_begin
from leadhouse.demo.world import World

# Said of every record; the other columns are null for records that are deleted or merged away.
SAID_OF_ALL = ("lead_id", "is_in_facts", "is_counted", "is_test", "is_duplicate", "is_existing_customer")
CATEGORIES = tuple(source.category for source in cat.SOURCES)
REASONS = tuple(row[1] for row in cat.DISQUALIFIED_REASONS)
FATES = ("won", "lost", "open_opportunity", "converted_without_opportunity", "disqualified", "open")


def leads(
    world: World, references: References, standing: Standing, progress: Progress, response: Response
) -> pl.DataFrame:
    """Return one row per lead record that the export holds."""
    frame = pl.DataFrame({
        **identity(world, references, standing), **ownership(world, references, response),
        **contact(world, response, progress), **success(world, references, progress),
    })  # fmt: skip
    shown = frame.filter(world.leads.is_exported)
    return shown.with_columns(pl.when("is_in_facts").then(pl.exclude(*SAID_OF_ALL)).name.keep())


def identity(world: World, references: References, standing: Standing) -> dict[str, pl.Series | np.ndarray]:
    """Return who the lead is, and whether it counts."""
    work = world.work
    status = status_at(world, np.arange(len(world.leads)), np.full(len(world.leads), world.now))
    return {
        "lead_id": references.leads, "is_in_facts": standing.is_fact, "is_counted": standing.is_counted,
        "is_test": standing.is_test, "is_duplicate": standing.is_duplicate,
        "is_existing_customer": standing.is_existing_customer,
        "duplicate_of_lead_id": pick(references.leads, standing.root), "status": texts(MEANINGS, status),
        "source_category": texts(CATEGORIES, world.leads.source),
        "temperature": texts(cat.TEMPERATURES, work.rating_now),
        "temperature_at_start": texts(cat.TEMPERATURES, work.rating), "created_at": as_times(world.leads.begun),
    }  # fmt: skip


def ownership(world: World, references: References, response: Response) -> dict[str, pl.Series | np.ndarray]:
    """Return who owns the lead, who had it first, and who when it was first reached."""
    stays, everyone = world.stays, np.arange(len(world.leads))
    by_person = world.people.is_person[stays.owner] & (stays.since < NEVER)
    assigned = np.where(by_person, from_begin(stays.since, world.leads.begun), NEVER).min(axis=1)
    now = stays.owner_at(everyone, np.full(len(everyone), world.now))
    first = np.where(assigned < NEVER, stays.owner_at(everyone, assigned), -1)
    asked = np.where(response.contacted_at < NEVER, response.owner, -1)

    def owners(numbers: np.ndarray) -> pl.Series:
        return pick(references.owners, numbers.astype(np.int64))

    return {
        "owner_id": owners(now), "first_holder_id": owners(stays.owner[:, 0]), "first_owner_id": owners(first),
        "owner_at_first_response_id": owners(asked), "is_unassigned": ~world.people.is_person[now],
        "assigned_at": as_times(assigned),
    }  # fmt: skip


def contact(world: World, response: Response, progress: Progress) -> dict[str, pl.Series | np.ndarray]:
    """Return how the lead was answered; minutes only where the time of day is known."""
    contacted = response.contacted_at < NEVER
    timed = contacted & ~response.by_day
    further = progress.reached | (progress.qualified_at < NEVER) | (progress.opportunity != -1)

    def minutes(seconds: np.ndarray) -> pl.Series:
        return pl.Series(seconds / 60).set(pl.Series(~timed), None)

    return {
        "first_acknowledged_at": as_times(response.acknowledged_at),
        "first_contacted_at": as_times(response.contacted_at),
        "first_contacted_precision": texts(("second", "day", None), np.select([timed, contacted], [0, 1], 2)),
        "is_contacted": contacted, "reached_contacted": contacted | further,
        "response_minutes": minutes(response.contacted_at - world.leads.begun),
        "response_business_minutes": minutes(response.business_seconds),
        "response_due_at": as_times(response.due_at), "response_outcome": texts(OUTCOMES, response.outcome),
        "contact_attempts": response.attempts,
    }  # fmt: skip


def success(world: World, references: References, progress: Progress) -> dict[str, pl.Series | np.ndarray]:
    """Return what the lead came to."""
    deals, everyone = world.pipeline, np.arange(len(world.leads))
    dropped = status_at(world, everyone, np.full(len(everyone), world.now)) == cat.DISQUALIFIED
    recycling = recycle(world)
    has_deal, is_won = progress.opportunity != -1, progress.won_at < NEVER
    is_converted = progress.converted_at < NEVER
    lost = (progress.opportunity >= 0) & (deals.last(deals.stage) == cat.LOST)[np.maximum(progress.opportunity, 0)]
    outcome = np.select([is_won, lost, has_deal, is_converted, dropped], range(5), 5)
    return {
        "is_qualified": progress.qualified_at < NEVER, "qualified_at": as_times(progress.qualified_at),
        "is_converted": is_converted, "converted_at": as_times(progress.converted_at), "has_opportunity": has_deal,
        "opportunity_id": references.deal_of(progress.opportunity), "is_won": is_won,
        "won_at": as_times(progress.won_at), "is_disqualified": dropped,
        "disqualified_at": as_times(recycling.disqualified_since),
        "disqualified_reason": texts((*REASONS, None), np.where(dropped, world.work.reason, len(REASONS))),
        "recycle_count": recycling.count, "recycled_at": as_times(recycling.last_at), "outcome": texts(FATES, outcome),
    }  # fmt: skip
