"""Reads an invented Salesforce company as another system would know it; gives tables of text, writes nothing.

Standard library only. Kept: the newest version of each record, ids in their long form, merged records as the one that
stands for them. Times are squeezed through the other system's clock: its zone, which has an hour twice, and its unit.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.known_answers.inventing.world import Record, stamp
from tests.known_answers.working.inputs import MERGEABLE, Row, end_of, full_id, is_true

Tables = dict[str, list[Record]]
DAY = len("2025-01-31")
TIMES = (
    "CreatedDate", "LastModifiedDate", "SystemModstamp", "CompletedDateTime", "ActivityDateTime", "LastStageChangeDate",
)  # fmt: skip


def settled(case: Path) -> Tables:
    """All records of a case once, as they are now; a record that was merged into nothing counts as deleted."""
    tables = {path.stem: newest(path) for path in sorted((case / "export").glob("*.csv"))}
    stands: dict[str, str] = {}
    for name in MERGEABLE:
        among = {row["Id"]: Row(row) for row in tables[name]}
        ends = {record: end_of(record, among) for record in among}
        for row in tables[name]:
            row |= {"MasterRecordId": "", "IsDeleted": "0" if ends[row["Id"]] else "1"}
        stands |= {record: end for record, end in ends.items() if end}
        tables[name] = [row for row in tables[name] if ends[row["Id"]] in (row["Id"], None)]
    for name, records in tables.items():
        for row in records if name != "LeadHistory" else ():
            row |= {at: stands.get(value, value) for at, value in row.items() if at.endswith("Id")}
    there = {row["Id"] for row in tables["Lead"]}
    tables["LeadHistory"] = [row for row in tables["LeadHistory"] if row["LeadId"] in there and is_change(row)]
    return tables


def newest(path: Path) -> list[Record]:
    """The newest version of each record of a file."""
    found: dict[str, Record] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for raw in csv.DictReader(file):
            row = {at: tidy(at, value, raw) for at, value in raw.items()}
            kept = found.get(row["Id"])
            if kept is None or version(row) >= version(kept):
                found[row["Id"]] = row
    return [found[record] for record in sorted(found)]


def version(row: Record) -> str:
    """The stamp that tells two versions of a record apart."""
    return row.get("SystemModstamp") or row["CreatedDate"]


def tidy(column: str, value: str, row: Record) -> str:
    """A value without the space around it; an id in its long form."""
    is_id = column.endswith("Id") or (column in ("OldValue", "NewValue") and row.get("Field") == "Owner")
    return full_id(value.strip()) if is_id else value.strip()


def is_change(row: Record) -> bool:
    """Owner changes are exported twice, by name and by id: the one by id; `created` says nothing."""
    return row["Field"] != "created" and (row["Field"] != "Owner" or row["NewValue"][:3] in ("005", "00G"))


def squeezed(tables: Tables, zone: ZoneInfo, unit: timedelta) -> None:
    """Every time as the other system can write it; the order of two times never changes."""
    for records in tables.values():
        for row in records:
            for column in TIMES:
                if len(row.get(column, "")) > DAY:
                    row[column] = stamp(squeeze(datetime.fromisoformat(row[column]), zone, unit))
            if is_true(row.get("IsAllDayEvent", "0")):
                continue
            if row.get("StartDateTime"):
                row["StartDateTime"] = stamp(squeeze(datetime.fromisoformat(row["StartDateTime"]), zone, unit))


def squeeze(at: datetime, zone: ZoneInfo, unit: timedelta) -> datetime:
    """Whole units; of the hour that happens twice in a zone the second is its end, which happens once."""
    at -= (at - datetime(2000, 1, 1)) % unit
    if local(at, zone).fold:
        at = datetime(at.year, at.month, at.day, at.hour) + timedelta(hours=1)
    return at


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """A UTC time on the clocks of a zone."""
    return at.replace(tzinfo=UTC).astimezone(zone)


def written(text: str, zone: ZoneInfo, form: str, day_form: str) -> str:
    """A UTC time, or a day, of the export as the other system writes it in a zone."""
    if not text:
        return ""
    at = datetime.fromisoformat(text)
    return at.strftime(day_form) if len(text) == DAY else local(at, zone).strftime(form)


def day(text: str, form: str) -> str:
    """A date-only field as the other system writes it."""
    return datetime.fromisoformat(text[:DAY]).strftime(form) if text else ""


def every_id(tables: Tables) -> Iterator[str]:
    """Every id that stands anywhere in some tables."""
    for records in tables.values():
        for row in records:
            yield from (value for column, value in row.items() if is_reference(column, row) and value)


def is_reference(column: str, row: Record) -> bool:
    """Whether a column holds ids."""
    return column.endswith("Id") or (column in ("OldValue", "NewValue") and row.get("Field") == "Owner")
