"""One published version, asked about single records.

Reads the published file alone, read-only. Grain: one `Line` per landed record. Writes nothing.
Refuses: a version that was built before lines were kept (`LeadhouseError`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb

from leadhouse.errors import LeadhouseError
from leadhouse.explaining.explanation import Line
from leadhouse.explaining.nearby import lifetime, nearby
from leadhouse.warehouse.database import open_published

Row = dict[str, Any]
Places = Callable[[str, str, str | None], tuple[int, ...]]

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
LANDED = f"select {LINE}, record_id, created_at from meta_lineage"
LINEAGE = f"{LANDED} where entity = $entity and record_key in (select unnest($keys))"

OF_PERSON = """
    lead_key, duplicate_of_lead_key, opportunity_key, is_converted, is_won, created_at, qualified_at, converted_at,
    won_at
"""
"""What is asked of all leads of a person."""


class Version:
    """A published version that stays open while questions are asked."""

    def __init__(
        self, path: Path, connection: duckdb.DuckDBPyConnection | None = None, places: Places | None = None
    ) -> None:
        """Open a version, or ask one that is open already.

        Args:
            places: returns the ids of the rows of a table whose column has a value, if it is known where these stand.
        """
        self.path = path
        self.name = path.stem.removeprefix("leadhouse-")
        self._connection = connection or open_published(path)
        self._places = places
        self._answers: dict[tuple[object, ...], list[Row]] = {}
        self._created: dict[tuple[str, str], datetime] = {}
        self._landed: dict[tuple[str, str], Row] = {}
        self._changes: dict[tuple[str, str], tuple[datetime, datetime, list[Row]]] = {}
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
        """Return the rows of a query, with values bound by name. Each is asked once: leave the rows as they are."""
        asked = (sql, *((name, tuple(each) if isinstance(each, list) else each) for name, each in values.items()))
        if asked not in self._answers:
            cursor: duckdb.DuckDBPyConnection = self._connection.execute(sql, values or None)
            names = [column[0] for column in cursor.description or ()]
            self._answers[asked] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return self._answers[asked]

    def row(self, sql: str, **values: Any) -> Row | None:
        """Return the first row of a query, or None."""
        return next(iter(self.rows(sql, **values)), None)

    def having(self, table: str, column: str, **value: str | None) -> str:
        """Return the condition of the rows of a table whose column has a value, which is to be bound by its name."""
        ((name, key),) = value.items()
        if self._places is None:
            return f"{column} = ${name}"
        return f"rowid in (select unnest({list(self._places(table, column, key))}::bigint[])) and {column} = ${name}"

    def stages(self, opportunity: str) -> list[Row]:
        """Return the stays of an opportunity in its stages, in their order."""
        table = "fct_opportunity_stages"
        theirs = self.having(table, "opportunity_key", key=opportunity)
        return self.rows(f"select * from {table} where {theirs} order by stay_number", key=opportunity)

    def fact(self, entity: str, key: str) -> Row | None:
        """Return the row of a lead, opportunity or activity in its fact."""
        table, column = FACTS[entity], f"{entity}_key"
        found = self.row(f"select * from {table} where {self.having(table, column, key=key)}", key=key)
        self._note_creation(entity, [found] if found else [])
        return found

    def decided(self, key: str) -> Row:
        """Return what decided of a lead beside its facts; nothing for one that has no row."""
        table = "meta_lead_decisions"
        return self.row(f"select * from {table} where {self.having(table, 'lead_key', key=key)}", key=key) or {}

    def statuses(self, key: str) -> list[Row]:
        """Return the stays of a lead in its statuses, in their order."""
        return self._stays(key, "fct_lead_statuses", "entered_at", lambda stay: stay["is_current"])

    def owners(self, key: str) -> list[Row]:
        """Return the stays of a lead with its owners, in their order."""
        return self._stays(key, "fct_lead_assignments", "assigned_at", lambda stay: stay["end_reason"] != "reassigned")

    def _stays(self, key: str, table: str, began: str, is_last: Callable[[Row], bool]) -> list[Row]:
        """Return the stays of a lead: those that began in its lifetime, if no other follows them, else any."""
        times = lifetime(self.fact("lead", key))
        if times:
            sql = f"{nearby(table, 'lead_key', began)} order by stay_number"
            found = self.rows(sql, key=key, **times)
            # Stays are numbered from 1, and the last one of a lead tells that it is.
            if found and found[-1]["stay_number"] == len(found) and is_last(found[-1]):
                return found
        return self.rows(f"select * from {table} where lead_key = $key order by stay_number", key=key)

    def found(self, key: str) -> list[Line]:
        """Return the landed records of a key, a bare id, or a Salesforce id of 15 characters."""
        short = "or (length($key) = 15 and substr(record_id, 1, 15) = $key)"
        sql = f"select {LINE} from meta_lineage where record_key = $key or record_id = $key {short} order by all"
        return [_line(row) for row in self.rows(sql, key=key)]

    def leads_of_person(self, lead: Row) -> list[Row]:
        """Return all leads of a lead's person, itself among them, with what `OF_PERSON` names."""
        person = lead["person_key"]
        theirs = self.having("fct_leads", "person_key", person=person)
        found = self.rows(f"select {OF_PERSON} from fct_leads where {theirs} order by lead_key", person=person)
        self._note_creation("lead", found)
        return found

    def duplicates(self, lead: Row) -> list[Row]:
        """Return the duplicates of a lead, which are leads of its person."""
        return [row for row in self.leads_of_person(lead) if row["duplicate_of_lead_key"] == lead["lead_key"]]

    def landed(self, entity: str, keys: Iterable[str | None], created: Iterable[datetime | None] = ()) -> list[Row]:
        """Return the rows of records in meta_lineage, by key; those that never landed have none.

        The table is mostly in the order of creation: where that is known from a fact, little of it is read. What is not
        found there is looked for everywhere.

        Args:
            created: times between which most of the records were created, where no fact tells.
        """
        wanted = sorted({key for key in keys if key})
        told = [*created, *(self._created.get((entity, key)) for key in wanted)]
        between = sorted(at for at in told if at)
        everywhere: tuple[str, dict[str, datetime]] = (LINEAGE, {})
        narrow = f"{LINEAGE} and created_at between $first and $last"
        places = [(narrow, {"first": between[0], "last": between[-1]}), everywhere] if between else [everywhere]
        for sql, times in places:
            unknown = [key for key in wanted if (entity, key) not in self._landed]
            if unknown:
                found = self.rows(sql, entity=entity, keys=unknown, **times)
                self._landed |= {(entity, row["record_key"]): row for row in found}
        return [self._landed[entity, key] for key in wanted if (entity, key) in self._landed]

    def lines(
        self, entity: str, keys: Iterable[str | None], created: Iterable[datetime | None] = ()
    ) -> dict[str, Line]:
        """Return the lines of records by key; keys that never landed are not in it. `created`: as for `landed`."""
        return {row["record_key"]: _line(row) for row in self.landed(entity, keys, created)}

    def merged_into(self, key: str) -> list[Row]:
        """Return the rows in meta_lineage of the leads that were merged into one."""
        return self.rows(f"{LANDED} where entity = 'lead' and survivor_key = $key", key=key)

    def merge_chain(self, key: str) -> list[Line]:
        """Return a lead's own record and those merged into it, the earliest created first, with that time as note."""
        found = by_creation([*self.landed("lead", [key]), *self.merged_into(key)])
        return [_line(row, f"created {row['created_at']}") for row in found]

    def read_changes(self, entity: str, key: str, times: Iterable[datetime | None]) -> None:
        """Read the recorded changes of a record from the first to the last of some times at once, to be asked for."""
        known = sorted(at for at in times if at)
        if known:
            columns = "field, load_id, source_file, source_row, changed_at"
            near = nearby("meta_change_lineage", "record_key", "changed_at", columns)
            sql = f"{near} and entity = $entity order by all"
            found = self.rows(sql, entity=entity, key=key, first=known[0], last=known[-1])
            self._changes[entity, key] = (known[0], known[-1], found)

    def read_changes_of_stays(self, lead: Row) -> None:
        """Read the recorded changes behind the stays of a lead and its steps at once, to be asked for."""
        key = lead["lead_key"]
        began = [row["entered_at"] for row in self.statuses(key)] + [row["assigned_at"] for row in self.owners(key)]
        self.read_changes("lead", key, [*began, lead["qualified_at"], lead["converted_at"]])

    def changes(self, entity: str, key: str, fields: tuple[str, ...], at: datetime | None) -> tuple[Line, ...]:
        """Return where the recorded changes of some fields of a record at a time stand."""
        if at is None:
            return ()
        first, last, _ = self._changes.get((entity, key), (datetime.max, datetime.min, []))
        if not first <= at <= last:
            self.read_changes(entity, key, (at,))
        return tuple(
            Line(key, entity, "", row["load_id"], row["source_file"], row["source_row"], "", note=NOTES[row["field"]])
            for row in self._changes[entity, key][2]
            if row["field"] in fields and row["changed_at"] == at
        )

    @cached_property
    def settings(self) -> dict[str, str]:
        """Company settings that the version was built with, by name."""
        return {row["setting"]: row["value"] for row in self.rows("select setting, value from meta_settings")}

    def as_of(self, source_system: str) -> Any:
        """Return the UTC time up to which a system's exports tell."""
        found = self.row("select as_of_at from meta_sources where source_system = $system", system=source_system)
        return found["as_of_at"] if found else None

    def _note_creation(self, entity: str, rows: list[Row]) -> None:
        if entity != "activity":
            self._created |= {(entity, row[f"{entity}_key"]): row["created_at"] for row in rows if row["created_at"]}


def by_creation(rows: list[Row]) -> list[Row]:
    """Return rows of meta_lineage, the earliest created first; those created at an unknown time come last."""
    return sorted(
        rows, key=lambda row: (row["created_at"] is None, row["created_at"] or datetime.min, row["record_key"])
    )


def _line(row: Row, note: str = "") -> Line:
    return replace(Line(*(row[name] for name in LINE.split(", "))), note=note)
