"""One published version, asked about single records.

Reads the published file alone, read-only. Grain: one `Line` per landed record. Writes nothing.
Refuses: a version that was built before lines were kept (`LeadhouseError`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from leadhouse.errors import LeadhouseError
from leadhouse.explaining.explanation import Line
from leadhouse.warehouse.database import open_published

Row = dict[str, Any]

FACTS = {"lead": "fct_leads", "opportunity": "fct_opportunities", "activity": "fct_activities"}
"""The fact that holds the published records of an entity."""

NOTES = {
    "status": "status changed",
    "owner": "owner changed",
    "converted": "converted",
    "stage": "stage changed",
    "saved": "stage, amount and close date saved",
}
"""What a recorded change is, by meta_change_lineage.field."""

LINE = "record_key, entity, source_object, load_id, source_file, source_row, fate, survivor_key"


class Version:
    """A published version that stays open while questions are asked."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection | None = None) -> None:
        """Open a version, or ask one that is open already."""
        self.path = path
        self.name = path.stem.removeprefix("leadhouse-")
        self._connection = connection or open_published(path)
        if not self.rows("select 1 from duckdb_tables() where table_name = 'meta_lineage'"):
            self.close()
            raise LeadhouseError(
                f"Version {self.name} was built before the lines of records were kept. Next: leadhouse build"
            )

    def __enter__(self) -> Version:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def rows(self, sql: str, **values: Any) -> list[Row]:
        """Return the rows of a query, with values bound by name."""
        cursor: duckdb.DuckDBPyConnection = self._connection.execute(sql, values or None)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def row(self, sql: str, **values: Any) -> Row | None:
        """Return the first row of a query, or None."""
        return next(iter(self.rows(sql, **values)), None)

    def fact(self, entity: str, key: str) -> Row | None:
        """Return the row of a lead, opportunity or activity in its fact."""
        return self.row(f"select * from {FACTS[entity]} where {entity}_key = $key", key=key)

    def found(self, key: str) -> list[Line]:
        """Return the landed records of a key, a bare id, or a Salesforce id of 15 characters."""
        short = "or (length($key) = 15 and substr(record_id, 1, 15) = $key)"
        sql = f"select {LINE} from meta_lineage where record_key = $key or record_id = $key {short} order by all"
        return [_line(row) for row in self.rows(sql, key=key)]

    def lines(self, entity: str, keys: Iterable[str]) -> dict[str, Line]:
        """Return the lines of records by key; keys that never landed are not in it."""
        wanted = sorted({key for key in keys if key})
        if not wanted:
            return {}
        sql = f"select {LINE} from meta_lineage where entity = $entity and record_key in (select unnest($keys))"
        return {row["record_key"]: _line(row) for row in self.rows(sql, entity=entity, keys=wanted)}

    def merge_chain(self, key: str) -> list[Line]:
        """Return a lead's own record and those merged into it, the earliest created first, with that time as note."""
        sql = f"""
            select {LINE}, created_at from meta_lineage
            where entity = 'lead' and (record_key = $key or survivor_key = $key)
            order by created_at nulls last, record_key
        """
        return [_line(row, f"created {row['created_at']}") for row in self.rows(sql, key=key)]

    def changes(self, entity: str, key: str, fields: tuple[str, ...], at: object) -> tuple[Line, ...]:
        """Return where the recorded changes of some fields of a record at a time stand."""
        sql = """
            select field, load_id, source_file, source_row from meta_change_lineage
            where entity = $entity and record_key = $key and changed_at = $at and list_contains($fields, field)
            order by all
        """
        found = self.rows(sql, entity=entity, key=key, at=at, fields=list(fields)) if at else []
        return tuple(
            Line(key, entity, "", row["load_id"], row["source_file"], row["source_row"], "", note=NOTES[row["field"]])
            for row in found
        )

    @cached_property
    def settings(self) -> dict[str, str]:
        """Company settings that the version was built with, by name."""
        return {row["setting"]: row["value"] for row in self.rows("select setting, value from meta_settings")}

    def as_of(self, source_system: str) -> Any:
        """Return the UTC time up to which a system's exports tell."""
        found = self.row("select as_of_at from meta_sources where source_system = $system", system=source_system)
        return found["as_of_at"] if found else None


def _line(row: Row, note: str = "") -> Line:
    return replace(Line(*(row[name] for name in LINE.split(", "))), note=note)
