"""Settings: the environment and the company's leadhouse.toml.

Reads LEADHOUSE_WAREHOUSE and LEADHOUSE_THREADS (nothing else in Leadhouse reads the environment, but profiles.yml
LEADHOUSE_MEMORY) and <warehouse>/leadhouse.toml, which it writes with commented defaults at first use. One Settings
per warehouse.
Refuses: a key that it does not know, a value of the wrong type, an unknown time zone.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from leadhouse.default_settings import DEFAULT_FILE
from leadhouse.errors import InputRefused, UsageRefused
from leadhouse.warehouse.calendars import is_time_zone
from leadhouse.warehouse.files import write_aside
from leadhouse.warehouse.layout import Warehouse

DEFAULT_WAREHOUSE = "warehouse"
MOST_THREADS = 8
DEFAULT_KEPT_VERSIONS = 3
NAMED_COLUMNS = ("disqualified_reason_column", "lost_reason_column", "competitor_column")


@dataclass(frozen=True)
class Inbox:
    """A folder or file that `leadhouse run` loads from.

    Attributes:
        source: as in `leadhouse load SOURCE`.
        path: absolute.
        mapping: absolute path of the mapping file, if the source needs one.
        complete: whether rows that are absent have been deleted.
        time_zone: zone of times that carry none; None where the export says it.
        date_order: dmy, mdy or ymd; None where the export says it.
    """

    source: str
    path: Path
    mapping: Path | None = None
    complete: bool = False
    time_zone: str | None = None
    date_order: str | None = None


@dataclass(frozen=True)
class Settings:
    """The company's settings, defaults filled in.

    Attributes:
        activities_complete_from: None means the day of the earliest exported activity.
        named_columns: of `NAMED_COLUMNS`, the columns of the exports that the company names.
        keep_versions: published versions that pruning leaves.
    """

    company: str = ""
    reporting_time_zone: str = "UTC"
    reporting_currency: str = "USD"
    activities_complete_from: date | None = None
    named_columns: dict[str, str] = field(default_factory=dict)
    keep_versions: int = DEFAULT_KEPT_VERSIONS
    inboxes: list[Inbox] = field(default_factory=list)

    def dbt_vars(self, as_of: datetime | None = None) -> dict[str, str]:
        """The vars that a build hands to the models; as_of is UTC, None means the newest exported time."""
        complete_from = self.activities_complete_from
        return {
            "reporting_time_zone": self.reporting_time_zone,
            "reporting_currency": self.reporting_currency,
            "activities_complete_from": complete_from.isoformat() if complete_from else "",
            **{key: self.named_columns.get(key, "") for key in NAMED_COLUMNS},
            "as_of": as_of.strftime("%Y-%m-%d %H:%M:%S") if as_of else "",
        }


def warehouse_folder(given: str | Path | None = None) -> Path:
    """The warehouse folder: as given, else LEADHOUSE_WAREHOUSE, else ./warehouse; absolute."""
    return Warehouse.at(given or os.environ.get("LEADHOUSE_WAREHOUSE") or DEFAULT_WAREHOUSE).root


def name_warehouse(warehouse: Warehouse) -> None:
    """Make this the warehouse that everything in this process reads when none is given."""
    os.environ["LEADHOUSE_WAREHOUSE"] = str(warehouse.root)


def threads() -> int:
    """How many models are built at once: LEADHOUSE_THREADS, else the number of processors, at most 8."""
    given = os.environ.get("LEADHOUSE_THREADS")
    if not given:
        return max(2, min(os.cpu_count() or 2, MOST_THREADS))
    if not given.isdecimal() or int(given) < 1:
        raise UsageRefused(f'LEADHOUSE_THREADS is "{given}"; a whole number from 1 is expected.')
    return int(given)


def child_environment(extra: Mapping[str, str]) -> dict[str, str]:
    """The environment for a child process: this one's, with the given variables set."""
    return {**os.environ, **extra}


def write_default_settings(warehouse: Warehouse) -> bool:
    """Write leadhouse.toml with commented defaults unless it exists.

    Returns:
        Whether it was written.
    """
    if warehouse.settings.exists():
        return False
    write_aside(warehouse.settings, DEFAULT_FILE)
    return True


def read_settings(warehouse: Warehouse) -> Settings:
    """Read leadhouse.toml; defaults where it or a key is absent.

    Raises:
        InputRefused: the file is not TOML, or names a key or value that cannot be used.
    """
    path = warehouse.settings
    if not path.is_file():
        return Settings()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputRefused(f"{path} cannot be read: {error}. Correct the line, then try again.") from None
    return _SettingsReader(path, content).read()


class _SettingsReader:
    """Checks one leadhouse.toml key by key."""

    def __init__(self, path: Path, content: dict[str, Any]) -> None:
        self.path = path
        self.content = content

    def read(self) -> Settings:
        self.check_keys(self.content, "", {"company", "salesforce", "publishing", "inbox"})
        company, salesforce = self.table("company"), self.table("salesforce")
        publishing = self.table("publishing")
        self.check_keys(company, "company.", {"name", "reporting_time_zone", "reporting_currency"})
        self.check_keys(salesforce, "salesforce.", {"activities_complete_from", *NAMED_COLUMNS})
        self.check_keys(publishing, "publishing.", {"keep_versions"})
        defaults = Settings()
        zone = self.text(company, "company.", "reporting_time_zone") or defaults.reporting_time_zone
        currency = self.text(company, "company.", "reporting_currency") or defaults.reporting_currency
        if not is_time_zone(zone):
            self.refuse(f'company.reporting_time_zone "{zone}" is not a known time zone such as "Europe/Berlin".')
        if not re.fullmatch("[A-Z]{3}", currency):
            self.refuse(f'company.reporting_currency "{currency}" is not a currency code such as "EUR".')
        return Settings(
            company=self.text(company, "company.", "name") or "",
            reporting_time_zone=zone,
            reporting_currency=currency,
            activities_complete_from=self.day(salesforce, "salesforce.", "activities_complete_from"),
            named_columns={key: self.column(salesforce, key) for key in NAMED_COLUMNS if key in salesforce},
            keep_versions=self.count(publishing, "publishing.", "keep_versions", defaults.keep_versions),
            inboxes=[self.inbox(entry) for entry in self.inbox_entries()],
        )

    def refuse(self, reason: str) -> NoReturn:
        raise InputRefused(f"{self.path}: {reason} Correct it, then try again.")

    def check_keys(self, values: dict[str, Any], prefix: str, known: set[str]) -> None:
        for key in values:
            if key not in known:
                self.refuse(f'the key "{prefix}{key}" is not known (known: {", ".join(sorted(known))}).')

    def table(self, name: str) -> dict[str, Any]:
        value = self.content.get(name, {})
        if not isinstance(value, dict):
            self.refuse(f"{name} is not a block; write [{name}] on a line of its own.")
        return value

    def text(self, values: dict[str, Any], prefix: str, key: str) -> str | None:
        value = values.get(key)
        if value is not None and not isinstance(value, str):
            self.refuse(f"{prefix}{key} is {value!r}; text in quotes is expected.")
        return value

    def column(self, values: dict[str, Any], key: str) -> str:
        name = self.text(values, "salesforce.", key) or ""
        # It becomes part of a query: letters, digits and what labels of reports are made of.
        if not re.fullmatch(r"[\w .:/()&-]+", name):
            self.refuse(f'salesforce.{key} "{name}" is not the name of a column such as "Loss_Reason__c".')
        return name

    def day(self, values: dict[str, Any], prefix: str, key: str) -> date | None:
        value = values.get(key)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value) if value else None
            except ValueError:
                self.refuse(f'{prefix}{key} "{value}" is not a date (yyyy-mm-dd expected).')
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            self.refuse(f"{prefix}{key} is {value!r}; a date (yyyy-mm-dd) is expected.")
        return value

    def count(self, values: dict[str, Any], prefix: str, key: str, default: int) -> int:
        value = values.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            self.refuse(f"{prefix}{key} is {value!r}; a whole number from 1 is expected.")
        return value

    def inbox_entries(self) -> list[dict[str, Any]]:
        entries = self.content.get("inbox", [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            self.refuse("inbox is not a list of blocks; begin each with [[inbox]] on a line of its own.")
        return entries

    def inbox(self, entry: dict[str, Any]) -> Inbox:
        self.check_keys(entry, "inbox.", {"source", "path", "mapping", "complete", "time_zone", "date_order"})
        source, path = self.text(entry, "inbox.", "source"), self.text(entry, "inbox.", "path")
        if not source or not path:
            self.refuse("an [[inbox]] needs both source and path.")
        zone, order = self.text(entry, "inbox.", "time_zone"), self.text(entry, "inbox.", "date_order")
        if zone and not is_time_zone(zone):
            self.refuse(f'inbox.time_zone "{zone}" is not a known time zone such as "Europe/Berlin".')
        if order and order not in {"dmy", "mdy", "ymd"}:
            self.refuse(f'inbox.date_order "{order}" is not dmy, mdy or ymd.')
        complete = entry.get("complete", False)
        if not isinstance(complete, bool):
            self.refuse(f"inbox.complete is {complete!r}; true or false is expected.")
        mapping = self.text(entry, "inbox.", "mapping")
        folder = self.path.parent
        return Inbox(source, folder / path, folder / mapping if mapping else None, complete, zone, order)
