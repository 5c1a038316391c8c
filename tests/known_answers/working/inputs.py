"""Reads the small export and the definitions as text; writes nothing; knows the file shapes, no definition.

Times in the export are UTC without a zone; dates carry 00:00:00 and are days in the reporting zone.
"""

from __future__ import annotations

import csv
import re
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

HERE = Path(__file__).resolve().parent.parent / "salesforce_small"
SEEDS = HERE.parents[2] / "seeds"
SYSTEM = "salesforce"
COMPANY = tomllib.loads((HERE / "leadhouse.toml").read_text(encoding="utf-8"))["company"]
ZONE = ZoneInfo(COMPANY["reporting_time_zone"])
UTC = ZoneInfo("UTC")
CHECKSUM = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """All rows of one CSV file, as text."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def merged() -> dict[str, str]:
    """For each contact and account that was merged away, the one at the end of its chain."""
    records = [row for name in ("Contact", "Account") for row in rows(HERE / "export" / f"{name}.csv")]
    master = {row["Id"]: row["MasterRecordId"] for row in records if row["MasterRecordId"]}
    return {record: end_of(record, master) for record in master}


def end_of(record: str, master: dict[str, str]) -> str:
    """The last record of a merge chain; contacts and accounts here make no cycle."""
    return end_of(master[record], master) if record in master else record


def everything(name: str) -> list[Row]:
    """All rows of one exported object, deleted ones too; contacts and accounts that were merged away replaced."""
    survivors = merged()
    found = rows(HERE / "export" / f"{name}.csv")
    for row in found:
        row.update({column: survivors.get(value, value) for column, value in row.items() if column != "Id"})
    return found


def export(name: str) -> list[Row]:
    """Rows of one exported object that are not deleted."""
    return [row for row in everything(name) if row.get("IsDeleted", "0") == "0"]


def seed(name: str) -> list[Row]:
    """A definition: the company's own file, else the one that ships."""
    own = HERE / "definitions" / f"{name}.csv"
    return rows(own if own.exists() else SEEDS / f"{name}.csv")


def full_id(text: str) -> str:
    """The 18-character form of a Salesforce id: one bit per capital, in groups of five, least significant first."""
    if len(text) != 15:
        return text
    groups = [text[start : start + 5] for start in (0, 5, 10)]
    return text + "".join(CHECKSUM[sum(1 << n for n, c in enumerate(group) if c.isupper())] for group in groups)


def key(text: str) -> str | None:
    """`salesforce:<id>`, or nothing."""
    return f"{SYSTEM}:{full_id(text)}" if text else None


def moment(text: str) -> datetime | None:
    """A UTC time, or nothing."""
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


def mapped(name: str, column: str, raw: str, result: str, default: str | None = "unmapped") -> str | None:
    """What a label means: the system's own row before the one for any system, trimmed, in any letter case."""
    wanted = raw.strip().lower()
    if not wanted:
        return None
    found = [row for row in seed(name) if row[column].strip().lower() == wanted]
    found.sort(key=lambda row: row.get("source_system", "any") == "any")
    return found[0][result] if found else default


def like(pattern: str, text: str) -> bool:
    """SQL's LIKE with % only, in any letter case; an empty text is like nothing."""
    parts = [re.escape(part) for part in pattern.lower().split("%")]
    return bool(text) and re.fullmatch(".*".join(parts), text.strip().lower(), re.DOTALL) is not None


def newest_stamp() -> datetime:
    """Now: the newest time that the system itself stamped anywhere in the export."""
    columns = ("CreatedDate", "LastModifiedDate", "SystemModstamp", "CompletedDateTime")
    stamps = [
        moment(row[column])
        for path in sorted((HERE / "export").glob("*.csv"))
        for row in rows(path)
        for column in columns
        if row.get(column)
    ]
    return max(stamp for stamp in stamps if stamp)


AS_OF = newest_stamp()
TODAY = AS_OF.replace(tzinfo=UTC).astimezone(ZONE).date()


def ago(days: int) -> datetime:
    """So many times 24 hours before now."""
    return AS_OF - timedelta(days=days)
