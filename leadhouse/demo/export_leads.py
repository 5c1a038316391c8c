"""Lead and LeadHistory of the export.

Reads a world, writes frames in the genuine column order. The history writes a change of owner twice, once
with names and once with ids, as Salesforce does; rows of `created` and `leadConverted` have no values.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from leadhouse.demo import catalogue as cat
from leadhouse.demo.archive import slices, table
from leadhouse.demo.identities import Identities, lead_emails, texts
from leadhouse.demo.ids import make_ids, pick
from leadhouse.demo.leads import FOLLOWER, PLAIN
from leadhouse.demo.moments import NEVER, LocalDays, as_dates, as_times
from leadhouse.demo.people import TEAMS
from leadhouse.demo.references import PIECE, References
from leadhouse.demo.words import INDUSTRIES, TITLES
from leadhouse.demo.working import WON_OVER
from leadhouse.demo.world import World

STATUS_LABELS = tuple(label for label, _ in cat.STATUSES)


def latest(times: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return the value that belongs to the last time that is not `NEVER`, row by row."""
    column = times.shape[1] - 1 - np.argmax((times < NEVER)[:, ::-1], axis=1)
    return values[np.arange(len(times)), column]


def leads(world: World, references: References, identities: Identities) -> Iterator[pl.DataFrame]:
    """Yield the lead records that an export holds."""
    records, work, stays, conversion = world.leads, world.work, world.stays, world.conversion
    exported = np.flatnonzero(records.is_exported)
    local = LocalDays(cat.REPORTING_ZONE, world.start // 86400 - 5, world.now // 86400 + 5)
    for low, high in slices(len(records), PIECE):
        rows = exported[(exported >= low) & (exported < high)]
        who = records.identity[rows]
        owner = pick(references.owners, latest(stays.since[rows], stays.owner[rows]))
        creator = pick(references.owners, stays.writer[rows, 0])
        times = np.concatenate([work.status_at[rows], stays.since[rows], work.rated_at[rows, None]], axis=1)
        changed = np.max(np.where(times < NEVER, times, 0), axis=1)
        stamp = changed.copy()
        stamp[rows == exported[-1]] = world.now
        at = work.converted_at[rows]
        status = latest(work.status_at[rows], work.status[rows])
        reason = np.where((work.status_at[rows, 5:10] < NEVER).any(axis=1), work.reason[rows], 0)
        reasons = texts(tuple(label for label, _, _ in cat.DISQUALIFIED_REASONS), reason)
        doubled = (records.role[rows] == FOLLOWER) & (status == cat.DISQUALIFIED) & (rows % 3 == 0)
        source = texts(tuple(item.label for item in cat.SOURCES), records.source[rows])
        shouted = (records.source[rows] == cat.WEB) & (identities.draw[who] % 97 == 0)
        score = np.clip(identities.draw[who] % 60 + 20 * (work.rating_now[rows] == 1) + 15 * (at < NEVER), 0, 100)
        yield table("Lead", {
            "Id": references.leads.gather(rows), "IsDeleted": pl.Series(~records.is_fact[rows]),
            "MasterRecordId": references.lead_of(records.merged_into[rows]),
            "FirstName": identities.first_name(who), "LastName": identities.last_name(who),
            "Title": identities.pick(TITLES, who, 11), "Company": identities.company(who),
            "City": identities.city(who), "Country": identities.country(who),
            "Phone": identities.phone(who).set(pl.Series(identities.draw[who] % 9 == 0), ""),
            "Email": lead_emails(world, identities, low, high).gather(rows - low),
            "Website": identities.domain(who).set(pl.Series(identities.draw[who] % 5 == 0), ""),
            "LeadSource": source.set(pl.Series(shouted), "WEB"), "Status": texts(STATUS_LABELS, status),
            "Industry": identities.pick(INDUSTRIES, who, 7).set(pl.Series(identities.draw[who] % 6 == 0), ""),
            "Rating": texts(cat.RATINGS, work.rating_now[rows]),
            "CurrencyIsoCode": texts(tuple(team[2] for team in TEAMS), records.team[rows]),
            "NumberOfEmployees": pl.Series(10 + identities.draw[who] % 4_000).set(
                pl.Series(identities.draw[who] % 4 == 0), None),
            "OwnerId": owner, "HasOptedOutOfEmail": 0, "IsConverted": pl.Series(at < NEVER),
            "ConvertedDate": as_dates(np.where(at < NEVER, local.day_of(np.where(at < NEVER, at, world.start)), -1)),
            "ConvertedAccountId": pick(references.accounts, conversion.account[rows]),
            "ConvertedContactId": pick(references.contacts, conversion.contact[rows]),
            "ConvertedOpportunityId": references.deal_of(conversion.opportunity[rows]),
            "IsUnreadByOwner": pl.Series(work.attempts[rows, 0] >= NEVER),
            "CreatedDate": as_times(records.created[rows]), "CreatedById": creator,
            "LastModifiedDate": as_times(changed), "LastModifiedById": owner, "SystemModstamp": as_times(stamp),
            "DoNotCall": 0, "HasOptedOutOfFax": 0,
            "Lead_Score__c": pl.Series(score).set(pl.Series(identities.draw[who] % 12 == 0), None),
            "Disqualified_Reason__c": reasons.set(pl.Series(doubled), "Duplicate"),
        })  # fmt: skip


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


def changed_fields(world: World, references: References, rows: np.ndarray, names: pl.Series) -> Iterator[pl.DataFrame]:
    """Yield the changes of the given leads, one frame per field."""
    stays, work, records = world.stays, world.work, world.leads

    def part(order: int, field: str, row: np.ndarray, at: np.ndarray, by: np.ndarray, old: pl.Series, new: pl.Series):  # type: ignore[no-untyped-def]
        return pl.DataFrame({"row": row.astype(np.int64), "at": at, "order": np.full(len(row), order), "by": by.astype(np.int64)}).with_columns(
            pl.lit(field).alias("field"), old.alias("old"), new.alias("new"))  # fmt: skip

    def blank(count: int) -> pl.Series:
        return pl.Series([""], dtype=pl.String).new_from_index(0, count)

    none = blank(len(rows))
    yield part(0, "created", rows, records.created[rows], stays.writer[rows, 0], none, none)
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
    yield part(
        4, "Rating", rated, at, by, texts(cat.RATINGS, work.rating[rated]), texts(cat.RATINGS, work.rating_now[rated])
    )
    # Where history tracking lost the conversion, the new contact's creation still tells its time.
    kept = work.converted_at[rows] < NEVER
    makes_contact = np.zeros(len(records), dtype=bool)
    makes_contact[world.conversion.contact_leads] = True
    kept &= ~(makes_contact[rows] & (records.role[rows] == PLAIN) & (rows % 25 == 0))
    done = rows[kept]
    at = work.status_at[done, WON_OVER]
    yield part(5, "leadConverted", done, at, stays.owner_at(done, at), blank(len(done)), blank(len(done)))
