"""The raw tables as models/staging/*/_sources.yml declares them.

Reads those files; one Source per system, one Table per raw table, one Column per column. Writes nothing.
Every source but the reference calendars lives in landing.duckdb. To add a CRM is to add such a file: its objects and
columns, and at the source what docs/loading.md lists under "A source of your own".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml  # type: ignore[import-untyped]

# The loader written in C, where there is one, is ten times as fast.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
STAGING = Path(__file__).resolve().parents[2] / "models" / "staging"
LEDGER = "ledger"
MAPPING = "mapping"
UTC = "utc"
DELETED_FLAGS = ("isdeleted", "is_deleted")

# What the loaders add to every raw row. Null in the last three: UTC, ISO dates, a decimal point.
ROW_COLUMNS = {
    "_load_id": "varchar",
    "_source_file": "varchar",
    "_source_row": "bigint",
    "_loaded_at": "timestamp",
    "_source_system": "varchar",
    "_time_zone": "varchar",
    "_date_order": "varchar",
    "_decimal_separator": "varchar",
}


@dataclass(frozen=True)
class Column:
    """One declared column.

    Attributes:
        labels: the headers that a report export may show for it.
        type: what staging casts to (id, text, timestamp, date, boolean, number); for the ledger its SQL type.
        is_candidate: one of several names under which a custom field may exist; its absence is no news.
        meta: all that is declared of it.
    """

    name: str
    labels: tuple[str, ...]
    type: str
    is_required: bool
    is_candidate: bool
    meta: dict = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Table:
    """One raw table.

    Attributes:
        object: what the source system calls it.
        key: the column that holds the record's id; empty if records have none.
        key_prefix: how ids of this object begin; empty if unknown.
        file_names: patterns of file names, in lower case, beside the object's own name.
        key_length: how many characters of an id tell records apart; None is all.
        id_form: how its ids are checked: salesforce; empty if they are not.
        deleted: the column in which the system flags a deleted record; empty if it has none.
        meta: all that is declared of it.
    """

    schema: str
    name: str
    object: str
    key: str
    key_prefix: str
    columns: tuple[Column, ...]
    file_names: tuple[str, ...] = ()
    key_length: int | None = None
    deleted: str = ""
    id_form: str = ""
    meta: dict = field(default_factory=dict, compare=False)

    def column(self, name: str) -> Column:
        """The declared column of that exact name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def required(self) -> list[Column]:
        """The columns without which a file is refused."""
        return [column for column in self.columns if column.is_required]


@dataclass(frozen=True)
class Source:
    """One source system, or the ledger.

    Attributes:
        is_mapped: its files mean what a mapping says, which the user writes.
        is_utc: times that its own exports write without a zone are UTC.
        id_pattern: what its ids look like, as a regular expression; empty if an id may be anything.
        not_read: patterns of the names of files that are known and not read, in lower case, and the reason.
        expects_all: every object is worth having, so that one that was never loaded is told.
    """

    name: str
    schema: str
    tables: tuple[Table, ...]
    is_mapped: bool = False
    is_utc: bool = False
    id_pattern: str = ""
    not_read: tuple[tuple[tuple[str, ...], str], ...] = ()
    expects_all: bool = True


def landing_sources() -> tuple[Source, ...]:
    """All sources that live in landing.duckdb, in the order of their folders."""
    return _read_all(STAGING)


def source(name: str) -> Source:
    """The source of that name."""
    return next(declared for declared in landing_sources() if declared.name == name)


def source_names() -> tuple[str, ...]:
    """The sources that can be loaded: all but the ledger."""
    return tuple(declared.name for declared in landing_sources() if declared.name != LEDGER)


@cache
def _read_all(staging: Path) -> tuple[Source, ...]:
    return tuple(declared for path in sorted(staging.glob("*/_sources.yml")) for declared in _read(path))


def _read(path: Path) -> Iterator[Source]:
    for entry in yaml.load(path.read_text(encoding="utf-8"), LOADER)["sources"]:
        if entry.get("database") == "landing":
            meta = _meta(entry)
            tables = tuple(_table(entry["schema"], table, meta) for table in entry["tables"])
            is_mapped, is_utc = meta.get("read_by") == MAPPING, meta.get("times") == UTC
            not_read = tuple((tuple(each["file_names"]), each["reason"]) for each in meta.get("not_read", []))
            yield Source(
                entry["name"],
                entry["schema"],
                tables,
                is_mapped,
                is_utc,
                meta.get("id_pattern", ""),
                not_read,
                bool(meta.get("expects_all", True)),
            )


def _table(schema: str, entry: dict, of_source: dict) -> Table:
    meta, name = _meta(entry), entry["name"]
    return Table(
        schema,
        name,
        meta.get("object", name),
        meta.get("key", ""),
        meta.get("key_prefix", ""),
        tuple(_column(column) for column in entry["columns"]),
        tuple(pattern.lower() for pattern in meta.get("file_names", [])),
        of_source.get("id_length"),
        next((column["name"] for column in entry["columns"] if column["name"].lower() in DELETED_FLAGS), ""),
        of_source.get("id_form", ""),
        meta,
    )


def _column(entry: dict) -> Column:
    meta = _meta(entry)
    labels = [meta["label"]] if "label" in meta else []
    return Column(
        name=entry["name"],
        labels=(*labels, *meta.get("other_labels", [])),
        type=entry.get("data_type") or meta.get("type", "text"),
        is_required=bool(meta.get("required")),
        is_candidate="candidate_for" in meta,
        meta=meta,
    )


def _meta(entry: dict) -> dict:
    meta: dict = entry.get("config", {}).get("meta", {})
    return meta
