"""The truth about every lead and opportunity, from the simulation's own state.

Reads the world and its activities, never the export and never the models; writes Parquet: `leads` and
`opportunities` (one row per exported record), `lead_statuses`, `lead_assignments` and `opportunity_stages`
(one row per stay).
"""

from pathlib import Path

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo import truth_pipeline, truth_stays
from leadhouse.demo.activities import Activities
from leadhouse.demo.calendars import read_rows
from leadhouse.demo.conversion import UNKNOWN
from leadhouse.demo.ids import pick
from leadhouse.demo.moments import NEVER, as_times
from leadhouse.demo.references import References
from leadhouse.demo.truth_people import IS_CLOSED, MEANINGS, Standing, closing_times, stand, status_at
from leadhouse.demo.truth_response import Response, respond
from leadhouse.demo.world import World


def write_truth(world: World, activities: Activities, references: References, definitions: Path, folder: Path) -> None:
    """Write the truth into a folder.

    Args:
        world: the simulated company.
        activities: what was logged.
        references: ids of all records.
        definitions: folder with the response limits.
        folder: where the Parquet files go.
    """
    standing = stand(world)
    facts = np.flatnonzero(standing.is_fact)
    progress = advance(world, standing)
    slas = read_rows(definitions / "response_slas.csv")
    response = respond(world, standing, activities, progress["converted_at"], slas)
    tables = {
        "leads": leads(world, references, standing, progress, response),
        "lead_statuses": truth_stays.lead_statuses(world, references, facts),
        "lead_assignments": truth_stays.lead_assignments(world, references, facts),
        "opportunities": truth_pipeline.opportunities(world, references, standing),
        "opportunity_stages": truth_stays.opportunity_stages(world, references),
    }
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")


def advance(world: World, standing: Standing) -> dict[str, np.ndarray]:
    """Return how far each lead got; what a duplicate reached counts for its root too.

    Returns:
        Arrays by lead number: qualified_at, converted_at, won_at (`NEVER` for none), opportunity (-1 none,
        -2 one that no export knows), reached (contacted or further).
    """
    work, deals = world.work, world.pipeline
    times = truth_stays.from_begin(work.status_at, world.leads.begun)
    meaning = MEANINGS[work.status]
    proven = np.where(meaning == "qualified", times, NEVER).min(axis=1)
    converted = work.converted_at
    deal = world.conversion.opportunity
    real = np.maximum(deal, 0)
    deal = np.where((deal >= 0) & deals.is_deleted[real], -1, deal)
    is_won = (deal >= 0) & (deals.last(deals.stage) == cat.WON)[real]
    own = {
        "qualified_at": np.minimum(proven, converted), "converted_at": converted,
        "won_at": np.where(is_won, closing_times(world)[real], NEVER), "opportunity": deal,
        "reached": (np.isin(meaning, ("contacted", "qualified", "converted")) & (times < NEVER)).any(axis=1),
    }  # fmt: skip
    whole = {name: values.copy() for name, values in own.items()}
    doubled = np.flatnonzero(standing.is_duplicate)
    root = standing.root[doubled]
    for name in ("qualified_at", "converted_at", "won_at"):
        np.minimum.at(whole[name], root, own[name][doubled])
    np.logical_or.at(whole["reached"], root, own["reached"][doubled])
    # The opportunity of the earliest conversion that has one.
    group = np.concatenate([root, np.unique(root)])
    member = np.concatenate([doubled, np.unique(root)])
    has_deal = deal[member] != -1
    group, member = group[has_deal], member[has_deal]
    order = np.lexsort((member, converted[member]))[::-1]
    whole["opportunity"][group[order]] = deal[member[order]]
    return whole


def recycling(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how often each disqualified lead was opened again, when last, and since when it is disqualified."""
    work = world.work
    count, at = np.zeros(len(world.leads), dtype=np.int64), np.full(len(world.leads), NEVER)
    since, was = np.full(len(world.leads), NEVER), np.zeros(len(world.leads), dtype=bool)
    for column in range(work.status_at.shape[1]):
        happens = work.status_at[:, column] < NEVER
        dropped = work.status[:, column] == cat.DISQUALIFIED
        opened = happens & was & ~IS_CLOSED[work.status[:, column]]
        count += opened
        at = np.where(opened, work.status_at[:, column], at)
        since = np.where(
            happens & dropped & ~was, work.status_at[:, column], np.where(happens & ~dropped, NEVER, since)
        )
        was = np.where(happens, dropped, was)
    return count, at, since


def leads(
    world: World, references: References, standing: Standing, progress: dict[str, np.ndarray], response: Response
) -> pl.DataFrame:
    """Return one row per exported lead record; all but the first columns are null for records that are no facts."""
    records, work, stays = world.leads, world.work, world.stays
    everyone = np.arange(len(records))
    status = status_at(world, everyone, np.full(len(records), world.now))
    recycled, recycled_at, dropped_at = recycling(world)
    dropped = MEANINGS[status] == "disqualified"
    reasons = np.array([row[1] for row in cat.DISQUALIFIED_REASONS])[work.reason]
    reasons = np.where((records.role == 1) & (everyone % 3 == 0), "duplicate", reasons)
    person_since = np.where(
        world.people.is_person[stays.owner], truth_stays.from_begin(stays.since, records.begun), NEVER
    )
    person_since = np.where(stays.since < NEVER, person_since, NEVER)
    owner = stays.owner_at(everyone, np.full(len(records), world.now))
    contacted = response.contacted_at < NEVER
    second = contacted & ~response.by_day
    has_deal, is_won = progress["opportunity"] != -1, progress["won_at"] < NEVER
    is_converted, is_qualified = progress["converted_at"] < NEVER, progress["qualified_at"] < NEVER
    lost = has_deal & (progress["opportunity"] >= 0) & deal_is(world, progress["opportunity"], cat.LOST)
    outcome = np.select(
        [is_won, lost, has_deal, is_converted, dropped],
        ["won", "lost", "open_opportunity", "converted_without_opportunity", "disqualified"], "open",
    )  # fmt: skip

    def words(values: np.ndarray) -> pl.Series:
        return pl.Series(values.tolist(), dtype=pl.String).replace("", None)

    def minutes(seconds: np.ndarray) -> pl.Series:
        return pl.Series(seconds / 60).set(pl.Series(~second), None)

    def owners(numbers: np.ndarray) -> pl.Series:
        return pick(references.owners, numbers.astype(np.int64))

    temperatures = np.array([meaning or "" for meaning in cat.TEMPERATURES])
    frame = pl.DataFrame({
        "lead_id": references.leads, "is_in_facts": standing.is_fact, "is_counted": standing.is_counted,
        "is_test": standing.is_test, "is_duplicate": standing.is_duplicate,
        "duplicate_of_lead_id": pick(references.leads, standing.root),
        "is_existing_customer": standing.is_existing_customer,
        "status": words(MEANINGS[status]),
        "source_category": words(np.array([source.category for source in cat.SOURCES])[records.source]),
        "temperature": words(temperatures[work.rating_now]), "temperature_at_start": words(temperatures[work.rating]),
        "owner_id": owners(owner), "first_owner_id": owners(stays.owner[:, 0]),
        "owner_at_first_response_id": owners(np.where(contacted, response.owner, -1)),
        "is_unassigned": ~world.people.is_person[owner],
        "created_at": as_times(records.begun), "assigned_at": as_times(person_since.min(axis=1)),
        "first_acknowledged_at": as_times(response.acknowledged_at),
        "first_contacted_at": as_times(response.contacted_at),
        "first_contacted_precision": words(np.where(response.by_day, "day", np.where(contacted, "second", ""))),
        "is_contacted": contacted, "reached_contacted": contacted | progress["reached"] | is_qualified | has_deal,
        "response_minutes": minutes(response.contacted_at - records.begun),
        "response_business_minutes": minutes(response.business_seconds),
        "response_due_at": as_times(response.due_at), "response_outcome": words(response.outcome),
        "contact_attempts": response.attempts, "is_qualified": is_qualified,
        "qualified_at": as_times(progress["qualified_at"]), "is_converted": is_converted,
        "converted_at": as_times(progress["converted_at"]), "has_opportunity": has_deal,
        "opportunity_id": references.deal_of(np.where(progress["opportunity"] == -1, -1, progress["opportunity"])),
        "is_won": is_won, "won_at": as_times(progress["won_at"]), "is_disqualified": dropped,
        "disqualified_at": as_times(dropped_at), "disqualified_reason": words(np.where(dropped, reasons, "")),
        "recycle_count": recycled, "recycled_at": as_times(recycled_at), "outcome": words(outcome),
    })  # fmt: skip
    frame = frame.filter(records.is_exported)
    kept = ("lead_id", "is_in_facts", "is_counted", "is_test", "is_duplicate", "is_existing_customer")
    return frame.with_columns(pl.when("is_in_facts").then(pl.exclude(*kept)).name.keep())


def deal_is(world: World, deal: np.ndarray, stage: int) -> np.ndarray:
    """Return whether each deal stands in a stage."""
    last = world.pipeline.last(world.pipeline.stage)
    return (deal > UNKNOWN) & (last[np.maximum(deal, 0)] == stage)
