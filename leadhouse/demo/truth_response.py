"""The truth about response: who first tried to reach a lead, when, and against which limit.

Reads the world's state and activities, never the export; writes arrays by lead number. Working time comes
from the simulation's own calendars.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo.activities import Activities
from leadhouse.demo.activity_kinds import KINDS
from leadhouse.demo.moments import DAY, MINUTE, NEVER, LocalDays
from leadhouse.demo.references import present_lead
from leadhouse.demo.truth_people import Standing
from leadhouse.demo.truth_stays import closed_since
from leadhouse.demo.world import World

OUTCOMES = (None, "met", "late", "not_measurable", "closed_untouched", "overdue", "pending")


@dataclass
class Response:
    """Per lead; times in seconds since the epoch, `NEVER` for none; outcome is a number in `OUTCOMES`."""

    acknowledged_at: np.ndarray
    contacted_at: np.ndarray
    by_day: np.ndarray
    attempts: np.ndarray
    owner: np.ndarray
    business_seconds: np.ndarray
    due_at: np.ndarray
    outcome: np.ndarray


def pools(world: World, standing: Standing) -> pl.DataFrame:
    """Return, per lead, where its activities lie: on itself or its contact, and likewise on its duplicates.

    Returns:
        lead, pool (a lead's number, or the number of leads plus that of a contact), and from when on the
        activities there are the lead's: those on a contact from the creation of the record that became it.
        What stayed behind on a record that was merged away did not follow the lead to its contact.
    """
    count, begun = len(world.leads), world.leads.begun
    lead = np.flatnonzero(standing.is_fact)
    contact = world.conversion.contact
    converted = lead[contact[lead] >= 0]
    doubled = np.flatnonzero(standing.is_duplicate)
    root = standing.root[doubled]
    moved = contact[doubled] >= 0
    later = np.maximum(begun[doubled], begun[root])
    frame = pl.DataFrame({
        "lead": np.concatenate([lead, converted, root, root[moved]]),
        "pool": np.concatenate([lead, count + contact[converted], doubled, count + contact[doubled[moved]]]),
        "since": np.concatenate([begun[lead], begun[converted], begun[root], later[moved]]),
    })  # fmt: skip
    return frame.group_by("lead", "pool", maintain_order=True).agg(pl.col("since").min())


def touches(world: World, activities: Activities, local: LocalDays) -> pl.DataFrame:
    """Return the attempts and automated messages that happened: pool, time, order of time, and what they were."""
    attempt = np.array([kind.attempt for kind in KINDS])[activities.kind]
    automated = np.array([kind.automated for kind in KINDS])[activities.kind]
    by_day = np.array([kind.counts_by_day for kind in KINDS])[activities.kind]
    rows = np.flatnonzero((attempt | automated) & ~activities.is_deleted & (activities.happened <= world.now))
    lead, contact = activities.lead[rows], activities.contact[rows]
    record = np.where(lead >= 0, world.leads.survivor[lead], -1)
    stayed = present_lead(world, lead) != record
    person = np.where(record >= 0, world.conversion.contact[record], np.where(lead >= 0, -1, contact))
    person = np.where(stayed, -1, person)
    pool = np.where(person >= 0, len(world.leads) + person, record)
    at, daily = activities.happened[rows], by_day[rows]
    day = local.day_of(at)
    # A touch of which only the day is known comes after the timed ones of its day.
    order = np.where(daily, 2 * local.start_of(day + 1) - 1, 2 * at)
    return pl.DataFrame({
        "pool": pool, "at": at, "day": day, "order": order, "by_day": daily, "attempt": attempt[rows],
    }).filter(pl.col("pool") >= 0)  # fmt: skip


def join_touches(world: World, standing: Standing, activities: Activities) -> pl.DataFrame:
    """Return one row per lead and touch that counts for it, none before the lead was there."""
    local = world.local
    found = touches(world, activities, local).join(pools(world, standing), on="pool")
    first_day = pl.Series("first_day", local.day_of(found["since"].to_numpy()))
    clock = pl.Series("clock", world.leads.begun).gather(found["lead"])
    on_time = pl.when("by_day").then(pl.col("day") >= pl.col("first_day")).otherwise(pl.col("at") >= pl.col("since"))
    return found.with_columns(first_day, clock).filter(on_time).with_columns(at=pl.max_horizontal("at", "clock"))


def respond(
    world: World, standing: Standing, activities: Activities, converted_at: np.ndarray, slas: list[dict[str, str]]
) -> Response:
    """Return the response to every lead.

    Args:
        world: the simulated company.
        standing: which leads are facts, duplicates and roots.
        activities: what was logged.
        converted_at: when the lead, or a duplicate of it, was converted.
        slas: the response limits.
    """
    count, local = len(world.leads), world.local
    clock = world.leads.begun
    found = join_touches(world, standing, activities)
    first = found.filter("attempt").sort("lead", "order", "at").unique("lead", keep="first", maintain_order=True)
    contacted, by_day = np.full(count, NEVER), np.zeros(count, dtype=bool)
    contacted[first["lead"].to_numpy()] = first["at"].to_numpy()
    by_day[first["lead"].to_numpy()] = first["by_day"].to_numpy()
    acknowledged = np.full(count, NEVER)
    machine = found.filter(~pl.col("attempt")).group_by("lead", maintain_order=True).agg(pl.col("at").min())
    acknowledged[machine["lead"].to_numpy()] = machine["at"].to_numpy()
    until = np.where(converted_at < NEVER, np.maximum(converted_at, np.where(contacted < NEVER, contacted, 0)), NEVER)
    tries = found.filter("attempt")
    within = tries["at"].to_numpy() <= until[tries["lead"].to_numpy()]
    attempts = np.bincount(tries["lead"].to_numpy()[within], minlength=count)

    asked = np.minimum(contacted, world.now)
    owner = world.stays.owner_at(np.arange(count), asked)
    calendar = world.people.calendar[owner]
    worked = world.people.calendars.worked(calendar, asked) - world.people.calendars.worked(calendar, clock)
    due = due_times(world, calendar, slas)
    closed = closed_since(world)
    covered = int(local.start_of(local.day_of(np.array([activities.created.min(initial=world.now)])))[0])
    outcome = judge(world, contacted, by_day, due, closed, covered)
    return Response(acknowledged, contacted, by_day, attempts, owner, worked, due, outcome)


def due_times(world: World, calendar: np.ndarray, slas: list[dict[str, str]]) -> np.ndarray:
    """Return by when each lead had to be contacted, `NEVER` where no limit applies."""
    category = np.array([source.category for source in cat.SOURCES])[world.leads.source]
    rating = np.array([meaning or "" for meaning in cat.TEMPERATURES])[world.work.rating]
    clock, due = world.leads.begun, np.full(len(world.leads), NEVER)
    settled = np.zeros(len(clock), dtype=bool)
    standard = np.array([one.standard_day for one in world.people.calendars.calendars])[calendar]
    # The most exact rule wins: one that names source and temperature, then one that names the source.
    for rule in sorted(slas, key=lambda row: (row["source_category"] == "any", row["temperature"] == "any")):
        here = ~settled & np.isin(rule["source_category"], ("any",)) | ~settled & (category == rule["source_category"])
        here &= (rule["temperature"] == "any") | (rating == rule["temperature"])
        settled |= here
        if rule["applies"] != "true":
            continue
        limit = int(rule["limit_value"])
        if rule["limit_unit"] == "minutes":
            due[here] = clock[here] + limit * MINUTE
        else:
            seconds = limit * (standard[here] if rule["limit_unit"] == "working_days" else MINUTE)
            whole = np.broadcast_to(seconds, here.sum())
            due[here] = world.people.calendars.later(calendar[here], clock[here], whole)
    return due


def judge(
    world: World, contacted: np.ndarray, by_day: np.ndarray, due: np.ndarray, closed: np.ndarray, covered: int
) -> np.ndarray:
    """Return the outcome of each lead's response limit as a number in `OUTCOMES`."""
    local = world.local
    is_contacted = contacted < NEVER
    known = np.where(is_contacted, contacted, world.now)
    limit = np.where(due < NEVER, due, world.now + 300 * DAY)
    in_time = np.where(by_day, local.day_of(known) <= local.day_of(limit), contacted <= due)
    cases = [due >= NEVER, is_contacted & in_time, is_contacted, due < covered, closed <= due, world.now > due]
    return np.select(cases, range(6), 6)
