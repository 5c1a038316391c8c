"""Lead and LeadHistory of the export.

Reads a world, writes frames in the genuine column order. The history writes a change of owner twice, once
with names and once with ids, as Salesforce does; rows of `created` and `leadConverted` have no values.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo.archive import slices, table
from leadhouse.demo.identities import Identities, lead_emails, texts
from leadhouse.demo.ids import make_ids, pick
from leadhouse.demo.moments import NEVER, as_dates, as_times
from leadhouse.demo.people import TEAMS
from leadhouse.demo.references import PIECE, References, converted_ids
from leadhouse.demo.words import INDUSTRIES, TITLES
from leadhouse.demo.world import World

STATUS_LABELS = tuple(label for label, _ in cat.STATUSES)


def latest(times: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the value that belongs to the last time that is not `NEVER`, row by row."""
    column = times.shape[1] - 1 - np.argmax((times < NEVER)[:, ::-1], axis=1)
    return values[np.arange(len(times)), column]


def leads(world: World, references: References, identities: Identities) -> Iterator[pl.DataFrame]:
    """Yield the lead records that an export holds."""
    exported = np.flatnonzero(world.leads.is_exported)
    for low, high in slices(len(world.leads), PIECE):
        rows = exported[(exported >= low) & (exported < high)]
        emails = lead_emails(world, identities, low, high).gather(rows - low)
        yield table("Lead", {
            "Email": emails, **described(world, identities, rows), **worked(world, references, rows, exported[-1]),
            **converted(world, references, rows),
        })  # fmt: skip


def described(world: World, identities: Identities, rows: np.ndarray) -> dict[str, Any]:
    """Return what a lead says of itself; a part of the profile is missing."""
    who = world.leads.identity[rows]
    draw = identities.draw[who]
    source = texts(tuple(item.label for item in cat.SOURCES), world.leads.source[rows])
    shouted = (world.leads.source[rows] == cat.WEB) & (draw % 97 == 0)

    def without(values: pl.Series, every: int) -> pl.Series:
        return values.set(pl.Series(draw % every == 0), None)

    return {
        "FirstName": identities.first_name(who), "LastName": identities.last_name(who),
        "Title": identities.pick(TITLES, who, 11), "Company": identities.company(who),
        "City": identities.city(who), "Country": identities.country(who), "Phone": without(identities.phone(who), 9),
        "Website": without(identities.domain(who), 5), "Industry": without(identities.pick(INDUSTRIES, who, 7), 6),
        "NumberOfEmployees": without(pl.Series(10 + draw % 4_000), 4),
        "LeadSource": source.set(pl.Series(shouted), "WEB"), "HasOptedOutOfEmail": 0, "DoNotCall": 0,
        "HasOptedOutOfFax": 0, "CurrencyIsoCode": texts(tuple(team[2] for team in TEAMS), world.leads.team[rows]),
    }  # fmt: skip


def worked(world: World, references: References, rows: np.ndarray, newest: int) -> dict[str, Any]:
    """Return what sales made of the leads; the newest record bears the stamp of the export's moment."""
    work, stays = world.work, world.stays
    owner = pick(references.owners, latest(stays.since[rows], stays.owner[rows]))
    times = np.concatenate([work.status_at[rows], stays.since[rows], work.rated_at[rows, None]], axis=1)
    changed = np.max(np.where(times < NEVER, times, 0), axis=1)
    dropped = (work.status[rows] == cat.DISQUALIFIED) & (work.status_at[rows] < NEVER)
    reason = np.where(dropped.any(axis=1), work.reason[rows], 0)
    score = rows * 7_919 % 60 + 20 * (work.rating_now[rows] == 1) + 15 * (work.converted_at[rows] < NEVER)
    return {
        "Id": references.leads.gather(rows), "OwnerId": owner,
        "CreatedById": pick(references.owners, stays.writer[rows, 0]),
        "LastModifiedById": owner, "CreatedDate": as_times(world.leads.created[rows]),
        "LastModifiedDate": as_times(changed), "SystemModstamp": as_times(np.where(rows == newest, world.now, changed)),
        "Status": texts(STATUS_LABELS, latest(work.status_at[rows], work.status[rows])),
        "Rating": texts(cat.RATINGS, work.rating_now[rows]),
        "IsUnreadByOwner": pl.Series(work.attempts[rows, 0] >= NEVER),
        "Lead_Score__c": pl.Series(score).set(pl.Series(rows % 12 == 0), None),
        "Disqualified_Reason__c": texts(tuple(row[0] for row in cat.DISQUALIFIED_REASONS), reason),
    }  # fmt: skip


def converted(world: World, references: References, rows: np.ndarray) -> dict[str, Any]:
    """Return what became of the records: converted, merged away, deleted."""
    at = world.work.converted_at[rows]
    day = world.local.day_of(np.minimum(at, world.now))
    contact, account = converted_ids(world, references, rows)
    return {
        "IsDeleted": pl.Series(~world.leads.is_fact[rows]),
        "MasterRecordId": references.lead_of(world.leads.merged_into[rows]),
        "IsConverted": pl.Series(at < NEVER), "ConvertedDate": as_dates(np.where(at < NEVER, day, -1)),
        "ConvertedAccountId": account, "ConvertedContactId": contact,
        "ConvertedOpportunityId": references.deal_of(world.conversion.opportunity[rows]),
    }  # fmt: skip


def changes(times: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return row, column, old and new value of every change in a table of stays; no change is no row."""
    rows, columns, old, new = [], [], [], []
    current = values[:, 0].astype(np.int64)
    for column in range(1, times.shape[1]):
        here = np.flatnonzero((times[:, column] < NEVER) & (values[:, column] != current))
        rows.append(here)
        columns.append(np.full(len(here), column))
        old.append(current[here])
        new.append(values[here, column].astype(np.int64))
        current[here] = values[here, column]
    return tuple(np.concatenate(part) for part in (rows, columns, old, new))  # type: ignore[return-value]


def histories(world: World, references: References) -> Iterator[pl.DataFrame]:
    """Yield the field history of the exported leads, by lead and time."""
    exported = np.flatnonzero(world.leads.is_exported)
    names = pl.Series([f"{owner.first_name} {owner.last_name}".strip() for owner in world.people.owners])
    given = references.base
    for low, high in slices(len(world.leads), PIECE):
        rows = exported[(exported >= low) & (exported < high)]
        parts = list(changed_fields(world, references, rows, names))
        frame = pl.concat(parts).sort("row", "at", "order", maintain_order=True)
        record = frame["row"].to_numpy()
        yield table("LeadHistory", {
            "Id": make_ids("LeadHistory", given, frame.height),
            "IsDeleted": pl.Series(~world.leads.is_fact[record]), "LeadId": references.leads.gather(record),
            "CreatedById": pick(references.owners, frame["by"].to_numpy()),
            "CreatedDate": as_times(frame["at"].to_numpy()), "Field": frame["field"],
            "OldValue": frame["old"], "NewValue": frame["new"],
        })  # fmt: skip
        given += frame.height


def part(order: int, field: str, row: np.ndarray, at: np.ndarray, by: np.ndarray, *values: pl.Series) -> pl.DataFrame:
    """Return changes of one field: old and new value, empty for fields whose rows have none."""
    frame = pl.DataFrame(
        {"row": row.astype(np.int64), "at": at, "order": np.full(len(row), order), "by": by.astype(np.int64)}
    )
    old, new = values or (pl.lit(None, dtype=pl.String), pl.lit(None, dtype=pl.String))
    return frame.with_columns(pl.lit(field).alias("field"), old.alias("old"), new.alias("new"))


def changed_fields(world: World, references: References, rows: np.ndarray, names: pl.Series) -> Iterator[pl.DataFrame]:
    """Yield the changes of the given leads, one frame per field."""
    stays, work = world.stays, world.work
    yield part(0, "created", rows, world.leads.created[rows], stays.writer[rows, 0])
    row, column, old, new = changes(stays.since[rows], stays.owner[rows])
    at, by = stays.since[rows[row], column], stays.writer[rows[row], column]
    yield part(1, "Owner", rows[row], at, by, names.gather(old), names.gather(new))
    yield part(2, "Owner", rows[row], at, by, references.owners.gather(old), references.owners.gather(new))
    row, column, old, new = changes(work.status_at[rows], work.status[rows])
    at = work.status_at[rows[row], column]
    by = stays.owner_at(rows[row], at)
    yield part(3, "Status", rows[row], at, by, texts(STATUS_LABELS, old), texts(STATUS_LABELS, new))
    rated = rows[work.rated_at[rows] < NEVER]
    at, by = work.rated_at[rated], stays.owner_at(rated, work.rated_at[rated])
    labels = (texts(cat.RATINGS, values[rated]) for values in (work.rating, work.rating_now))
    yield part(4, "Rating", rated, at, by, *labels)
    done = rows[(work.converted_at[rows] < NEVER) & ~untracked(world)[rows]]
    at = work.converted_at[done]
    yield part(5, "leadConverted", done, at, stays.owner_at(done, at))


def untracked(world: World) -> np.ndarray:
    """Return whose conversion history tracking lost; the deal that it made still tells its time."""
    lost = np.zeros(len(world.leads), dtype=bool)
    lost[world.conversion.opportunity_leads] = True
    lost[world.conversion.merged] = False
    return lost & (np.arange(len(lost)) % 25 == 0)
