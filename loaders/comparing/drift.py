"""What differs between a load and the loads of the same system before it: columns and objects.

Reads the ledger, and for probable renames raw rows; writes nothing. One Drift per load. Corrected records that were
loaded again are no export and count on neither side.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

import duckdb

from leadhouse.listing import some
from loaders.comparing.drift_columns import Agreement, Renamed, probable_renames
from loaders.landing.database import LANDING, Landing
from loaders.landing.sql import all_equal, literal, quoted
from loaders.sources.declarations import Table, landing_sources

# Records of the later export whose values are compared.
COMPARED = 10_000
Columns = dict[str, str]  # lower case -> as the export writes it, in its order


@dataclass(frozen=True)
class ObjectDrift:
    """How one object's columns differ from the load before that had it.

    Attributes:
        compared_with: that load.
        new: never there before. A renamed column's new name is among them.
        gone: there in the load before. A renamed column's old name is among them.
        returned: not there in the load before, but in an earlier one.
    """

    object: str
    compared_with: str
    new: tuple[str, ...]
    gone: tuple[str, ...]
    returned: tuple[str, ...]
    renamed: tuple[Renamed, ...]


@dataclass(frozen=True)
class Drift:
    """What differs in a load.

    Attributes:
        first_objects: in no load before; empty for a system's first load.
        absent_objects: in a load before, but not in this one.
        objects: those whose columns differ.
    """

    first_objects: tuple[str, ...] = ()
    absent_objects: tuple[str, ...] = ()
    objects: tuple[ObjectDrift, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As plain values; docs/operating.md describes them."""
        return {name: list(value) for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Drift:
        """The drift that `as_dict` made these values of."""
        objects = tuple(
            ObjectDrift(**{**entry, "renamed": tuple(Renamed(**renamed) for renamed in entry["renamed"])})
            for entry in values["objects"]
        )
        return cls(tuple(values["first_objects"]), tuple(values["absent_objects"]), objects)

    def lines(self) -> list[str]:
        """For people."""
        lines = [f"{drift.object}: {text}" for drift in self.objects for text in _lines(drift)]
        if self.first_objects:
            lines.append(f"Exported for the first time: {', '.join(self.first_objects)}")
        if self.absent_objects:
            lines.append(f"Not in this export, but in an earlier one: {', '.join(self.absent_objects)}")
        return lines


def _lines(drift: ObjectDrift) -> list[str]:
    before = {renamed.before for renamed in drift.renamed}
    after = {renamed.after for renamed in drift.renamed}
    lists = (
        ("new columns", [name for name in drift.new if name not in after]),
        ("columns no longer exported", [name for name in drift.gone if name not in before]),
        ("columns exported again", drift.returned),
    )
    lines = [f"{title}: {some(names)}" for title, names in lists if names]
    return lines + [
        f"{renamed.before} is probably called {renamed.after} now ({', '.join(renamed.grounds)})"
        for renamed in drift.renamed
    ]


class History:
    """The loads of the system of one load, up to it.

    Args:
        landing: within the load's transaction, or after it.
    """

    def __init__(self, landing: Landing, load_id: str) -> None:
        self.landing, self.load_id = landing, load_id
        rows = landing.connection.execute(
            "select load_id, source_system, unchanged_objects from landing.ledger.loads "
            "where not coalesce(is_retry, false) order by rowid"
        ).fetchall()
        self.system = next((system for id_, system, _ in rows if id_ == load_id), "")
        loads = [(id_, json.loads(unchanged or "[]")) for id_, system, unchanged in rows if system == self.system]
        place = [id_ for id_, _ in loads].index(load_id) if self.system else 0
        self.unchanged: list[str] = loads[place][1] if self.system else []
        self.before = [id_ for id_, _ in loads[:place]]
        self.columns = _columns(landing.connection, self.system)

    def drift(self) -> Drift:
        """What differs."""
        if not self.before:
            return Drift()
        now = {name for id_, name in self.columns if id_ == self.load_id} | set(self.unchanged)
        earlier = {name for id_, name in self.columns if id_ in self.before}
        drifts = [self._object(name) for name in sorted(now & earlier - set(self.unchanged))]
        return Drift(
            tuple(sorted(now - earlier)),
            tuple(sorted(earlier - now)),
            tuple(drift for drift in drifts if drift.new or drift.gone or drift.returned),
        )

    def _object(self, name: str) -> ObjectDrift:
        loads = [id_ for id_ in self.before if (id_, name) in self.columns]
        now, last = self.columns[self.load_id, name], self.columns[loads[-1], name]
        ever = set().union(*(self.columns[id_, name] for id_ in loads))
        new = _named(now, now.keys() - ever)
        gone = _named(last, last.keys() - now.keys())
        returned = _named(now, now.keys() & ever - last.keys())
        values = _Values(self.landing, self.system, name, loads[-1], self.load_id)
        renamed = probable_renames(gone, new, [*last.values()], [*now.values()], values.compare)
        return ObjectDrift(name, loads[-1], new, gone, returned, renamed)


def drift_of(landing: Landing, load_id: str) -> Drift:
    """What differs between a load and those before it."""
    return History(landing, load_id).drift()


class _Values:
    """Compares the values of two columns over the records that two loads share."""

    def __init__(self, landing: Landing, system: str, object_name: str, before: str, after: str) -> None:
        self.landing, self.system, self.before, self.after = landing, system, before, after
        sources = [declared for declared in landing_sources() if declared.name == system]
        tables = [table for declared in sources for table in declared.tables if table.object == object_name]
        # A mapped system's columns are those of its files; they have no raw columns of their own.
        self.table: Table | None = tables[0] if tables and tables[0].key else None

    def compare(self, old: str, new: str) -> Agreement | None:
        """None where the raw table cannot tell."""
        table = self.table
        if table is None or old.lower() not in self.landing.earlier_columns(table):
            return None
        query = f"""
            select count(*), count(*) filter (where earlier.told = later.told),
                count(distinct earlier.told) filter (where earlier.told = later.told)
            from ({self._rows(self.landing.earlier(table), old, self.before)}) as earlier
            inner join (
                {self._rows(f"{LANDING}.{quoted(table.schema)}.{quoted(table.name)}", new, self.after)}
                order by id limit {COMPARED}
            ) as later on earlier.id = later.id
        """
        return Agreement(*self.landing.connection.execute(query).fetchall()[0])

    def _rows(self, relation: str, column: str, load_id: str) -> str:
        assert self.table is not None
        key, told = quoted(self.table.key), quoted(column)
        return (
            f"select {key} as id, min({told}) as told from {relation} "
            f"where {all_equal(_load_id=load_id, _source_system=self.system)} and nullif({told}, '') is not null "
            "group by id"
        )


def _columns(connection: duckdb.DuckDBPyConnection, system: str) -> dict[tuple[str, str], Columns]:
    """The columns of each load and object, in the order of its files."""
    of_system = f"source_system = {literal(system)}"
    found: dict[tuple[str, str], Columns] = {}
    for load_id, name, listed in connection.execute(
        f"select load_id, object_name, raw_columns from landing.ledger.files where {of_system} order by rowid"
    ).fetchall():
        _add(found.setdefault((load_id, name), {}), json.loads(listed or "[]"))
    # Loads of an older version listed them without an order.
    for load_id, name, column in connection.execute(
        f"select load_id, object_name, column_name from landing.ledger.columns where {of_system} and is_present "
        "and load_id in (select load_id from landing.ledger.files where raw_columns is null) order by rowid"
    ).fetchall():
        _add(found.setdefault((load_id, name), {}), [column])
    return found


def _add(columns: Columns, names: Iterable[str]) -> None:
    for name in names:
        columns.setdefault(name.lower(), name)


def _named(columns: Columns, keys: Iterable[str]) -> tuple[str, ...]:
    """The names of some columns, in the order of the export."""
    wanted = set(keys)
    return tuple(name for key, name in columns.items() if key in wanted)
