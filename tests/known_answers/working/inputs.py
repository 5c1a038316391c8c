"""Reads an export and its definitions as text; writes nothing; knows the file shapes, no definition.

Times in the export are UTC without a zone; dates carry 00:00:00 and are days in the reporting zone. The folder is the
small export beside this one, or the one that the variable KNOWN_ANSWERS names. Now is the newest stamp, or the earlier
time that KNOWN_ANSWERS_AS_OF names: then the export is one that wind_back.py wrote.
"""

from __future__ import annotations

import csv
import os
import re
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

HOME = Path(__file__).resolve().parent.parent
HERE = Path(os.environ.get("KNOWN_ANSWERS", HOME / "salesforce_small"))
SEEDS = HOME.parents[1] / "seeds"
SYSTEM = "salesforce"
COMPANY = tomllib.loads((HERE / "leadhouse.toml").read_text(encoding="utf-8"))["company"]
ZONE = ZoneInfo(COMPANY["reporting_time_zone"])
UTC = ZoneInfo("UTC")
CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
MERGEABLE = ("Lead", "Contact", "Account")
STAMPS = ("CreatedDate", "LastModifiedDate", "SystemModstamp", "CompletedDateTime")


class Row(dict[str, str]):
    """One record; a column that was not exported is empty."""

    def __missing__(self, column: str) -> str:
        return ""


@cache
def rows(path: Path) -> list[Row]:
    """All rows of one CSV file, as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Row(row) for row in csv.DictReader(file)]


def full_id(text: str) -> str:
    """The 18-character form of a Salesforce id: one bit per capital, in groups of five, least significant first."""
    if len(text) != 15 or not text.isalnum():
        return text
    groups = [text[start : start + 5] for start in (0, 5, 10)]
    return text + "".join(CHECKSUM[sum(1 << n for n, c in enumerate(group) if c.isupper())] for group in groups)


def is_exported(name: str) -> bool:
    """Whether the export holds an object at all."""
    return (HERE / "export" / f"{name}.csv").exists()


def is_true(text: str) -> bool:
    """A boolean as the exports write it; an empty one is false."""
    return text.lower() in ("1", "true")


@cache
def versions(name: str) -> list[Row]:
    """Every exported version of an object's records: trimmed, ids in their long form."""
    if not is_exported(name):
        return []
    found = rows(HERE / "export" / f"{name}.csv")
    return [Row({at: tidy(at, value) for at, value in row.items()}) for row in found]


def tidy(column: str, value: str) -> str:
    """A value without spaces around it, an id in its long form."""
    return full_id(value.strip()) if column.endswith("Id") else value.strip()


def has_column(name: str, column: str) -> bool:
    """Whether the export holds a column of an object."""
    return any(column in row for row in versions(name)[:1])


@cache
def latest(name: str) -> dict[str, Row]:
    """The newest version of each record, by the system's own stamp."""
    found: dict[str, Row] = {}
    for row in versions(name):
        stamp = row["SystemModstamp"] or row["LastModifiedDate"] or row["CreatedDate"]
        kept = found.get(row["Id"])
        if kept is None or stamp >= (kept["SystemModstamp"] or kept["LastModifiedDate"] or kept["CreatedDate"]):
            found[row["Id"]] = row
    return found


def end_of(record: str, among: dict[str, Row]) -> str | None:
    """The record at the end of a merge chain; nothing for a cycle, an absent end or a deleted end."""
    seen: set[str] = set()
    while record in among and record not in seen:
        row = among[record]
        if not row["MasterRecordId"]:
            return None if is_true(row["IsDeleted"]) else record
        seen.add(record)
        record = row["MasterRecordId"]
    return None


@cache
def survivors(name: str) -> dict[str, str]:
    """For each record of an object that can be merged the one that it became; deleted ones are not there."""
    among = latest(name)
    return {record: end for record in among if (end := end_of(record, among))}


@cache
def replaced() -> dict[str, str]:
    """Contacts and accounts that were merged away: the record that stands for them."""
    return {record: end for name in ("Contact", "Account") for record, end in survivors(name).items() if record != end}


@cache
def gone() -> frozenset[str]:
    """Records that were exported and are in no fact: deleted, or merged into nothing that is left."""
    lost = {record for name in MERGEABLE for record in set(latest(name)) - set(survivors(name))}
    others = ("Opportunity", "Campaign")
    return frozenset(
        lost | {each["Id"] for name in others for each in latest(name).values() if is_true(each["IsDeleted"])}
    )


@cache
def everything(name: str) -> list[Row]:
    """All records of an object, deleted ones too; contacts and accounts that were merged away replaced."""
    stands = replaced()
    return [
        Row({at: value if at == "Id" else stands.get(value, value) for at, value in row.items()})
        for row in latest(name).values()
    ]


@cache
def export(name: str) -> list[Row]:
    """Records of an object that are not deleted."""
    return [row for row in everything(name) if not is_true(row["IsDeleted"])]


@cache
def seed(name: str) -> list[Row]:
    """A definition: the company's own file, else the one that ships."""
    own = HERE / "definitions" / f"{name}.csv"
    return rows(own if own.exists() else SEEDS / f"{name}.csv")


def key(text: str | None) -> str | None:
    """`salesforce:<id>`, or nothing."""
    return f"{SYSTEM}:{full_id(text)}" if text else None


def alive(text: str) -> str | None:
    """The key of a record that was not deleted: one that was not exported keeps its key."""
    return None if text in gone() else key(text)


def moment(text: str) -> datetime | None:
    """A UTC time, or nothing; a bare date begins at its midnight in the reporting zone."""
    if len(text) == len("2025-01-31"):
        return midnight(date.fromisoformat(text))
    return datetime.fromisoformat(text) if text else None


def day(text: str) -> date | None:
    """A date-only field, or nothing: a calendar day, never shifted."""
    return date.fromisoformat(text[:10]) if text else None


def local_date(at: datetime | None) -> date | None:
    """The day of a UTC time in the reporting zone."""
    return at.replace(tzinfo=UTC).astimezone(ZONE).date() if at else None


def midnight(of: date) -> datetime:
    """00:00 of a day in the reporting zone, in UTC."""
    return datetime(of.year, of.month, of.day, tzinfo=ZONE).astimezone(UTC).replace(tzinfo=None)


@cache
def mapped(name: str, column: str, raw: str, result: str, default: str | None = "unmapped") -> str | None:
    """What a label means: the system's own row before the one for any system, trimmed, in any letter case."""
    wanted = raw.strip().lower()
    if not wanted:
        return None
    found = [row for row in seed(name) if row[column].strip().lower() == wanted]
    found = [row for row in found if row.get("source_system", "any") in (SYSTEM, "any")]
    found.sort(key=lambda row: row.get("source_system", "any") == "any")
    return found[0][result] if found else default


@cache
def like(pattern: str, text: str) -> bool:
    """SQL's LIKE with % only, in any letter case; an empty text is like nothing."""
    parts = [re.escape(part) for part in pattern.lower().split("%")]
    return bool(text) and re.fullmatch(".*".join(parts), text.strip().lower(), re.DOTALL) is not None


def stamped() -> Iterator[datetime]:
    """Every time that the system itself stamped anywhere in the export."""
    for path in sorted((HERE / "export").glob("*.csv")):
        for row in rows(path):
            yield from (datetime.fromisoformat(row[column]) for column in STAMPS if row[column])


AS_OF = min(max(stamped()), datetime.fromisoformat(os.environ.get("KNOWN_ANSWERS_AS_OF", "9999-01-01")))
TODAY = AS_OF.replace(tzinfo=UTC).astimezone(ZONE).date()


def ago(days: int) -> datetime:
    """So many times 24 hours before now."""
    return AS_OF - timedelta(days=days)
