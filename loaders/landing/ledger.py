"""The ledger: what was loaded, from which files, what was rejected, which columns there were.

Reads and writes the tables of schema `ledger` on one connection, within the caller's transaction; they are declared
in models/staging/ledger/_sources.yml. Refuses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from loaders.formats.text import TextFile
from loaders.gate.reading import Landed, Stamp
from loaders.landing.sql import all_equal, literal, quoted
from loaders.sources.declarations import LEDGER, Table
from loaders.sources.parts import Formats, Part

ROWS_PER_INSERT = 1000


@dataclass(frozen=True)
class LedgerFile:
    """What ledger.files says of a file that was landed before."""

    load_id: str
    source_system: str
    file_name: str
    object_name: str
    records: int
    landed: int
    mapping_sha256: str


@dataclass(frozen=True)
class RejectedFrom:
    """One object of one file, and some records of it that were rejected.

    Attributes:
        header: of that file.
        formats: that its records were to be read with.
        reject_ids, open_ids: those asked for, and which of them have not landed since.
    """

    load_id: str
    file_name: str
    object_name: str
    mapping_sha256: str
    header: tuple[str, ...]
    formats: Formats
    reject_ids: tuple[str, ...]
    open_ids: tuple[str, ...]


class Ledger:
    """The ledger of the database that a connection has attached as `landing`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def earlier_files(self, system: str, object_name: str, sha256: str) -> list[LedgerFile]:
        """What was landed before from that content as that object."""
        columns = ", ".join(LedgerFile.__dataclass_fields__)
        is_same = all_equal(source_system=system, object_name=object_name, sha256=sha256)
        return [LedgerFile(*row) for row in self._rows(f"select {columns} from landing.ledger.files where {is_same}")]

    def known_columns(self, system: str, object_name: str) -> set[str]:
        """Columns that any earlier load of the object had."""
        is_same = all_equal(source_system=system, object_name=object_name, is_present=True)
        return {
            name for (name,) in self._rows(f"select distinct column_name from landing.ledger.columns where {is_same}")
        }

    def known_objects(self, system: str) -> set[str]:
        """Objects of which any load landed a file."""
        query = f"select distinct object_name from landing.ledger.files where {all_equal(source_system=system)}"
        return {name for (name,) in self._rows(query)}

    def load_ids(self) -> list[str]:
        """All loads, in the order in which they were recorded."""
        return [load_id for (load_id,) in self._rows("select load_id from landing.ledger.loads order by rowid")]

    def new_load_id(self, loaded_at: datetime) -> str:
        """The load's time, numbered if another load has it."""
        taken = set(self.load_ids())
        return next(name for name in _numbered(loaded_at.strftime("%Y%m%dT%H%M%SZ")) if name not in taken)

    def record_load(
        self, stamp: Stamp, source: str, *, is_complete: bool, is_retry: bool, unchanged: Sequence[str]
    ) -> None:
        """Add a row to ledger.loads."""
        row = {
            "load_id": stamp.load_id,
            "source": source,
            "source_system": stamp.system,
            "is_complete": is_complete,
            "loaded_at": stamp.loaded_at,
            "is_retry": is_retry,
            "unchanged_objects": json.dumps(sorted(unchanged)),
        }
        self._insert("loads", [row])

    def record_file(self, stamp: Stamp, text: TextFile, part: Part, landed: Landed, text_name: str = "") -> None:
        """Add a row to ledger.files and one per rejected record to ledger.rejects.

        Args:
            text_name: tells the sheets of a workbook apart; empty is the file's name.
        """
        place = {"load_id": stamp.load_id, "source_system": stamp.system, "file_name": text.name}
        place |= {"object_name": part.table.object, "mapping_sha256": part.mapping_sha256}
        columns = text.header if part.mapping_sha256 else [value.target for value in part.values]
        file = {
            "sha256": text.sha256,
            "bytes": text.size,
            "records": landed.records,
            "landed": landed.landed,
            "rejected": len(landed.rejects),
            "left_out": landed.left_out,
            "encoding": text.encoding,
            "delimiter": text.delimiter,
            "time_zone": part.formats.time_zone,
            "date_order": part.formats.date_order,
            "decimal_separator": part.formats.decimal_separator,
            "header": json.dumps(list(text.header), ensure_ascii=False),
            "raw_columns": json.dumps(list(columns), ensure_ascii=False),
        }
        self._insert("files", [place | file])
        prefix = f"{stamp.load_id}/{text_name or text.name}"
        rejects = [
            {
                "reject_id": f"{prefix}/{reject.line}",
                "line": reject.line,
                "rule": reject.rule,
                "raw_text": reject.raw_text,
            }
            for reject in landed.rejects
        ]
        self._insert("rejects", [place | reject for reject in rejects])

    def record_columns(self, stamp: Stamp, table: Table, present: set[str]) -> None:
        """Add the declared columns, present or not, and the undeclared ones of one object to ledger.columns."""
        declared = [column.name for column in table.columns]
        rows = [(name, True, name in present) for name in declared]
        rows += [(name, False, True) for name in sorted(present - set(declared))]
        place = {"load_id": stamp.load_id, "source_system": stamp.system, "object_name": table.object}
        names = ("column_name", "is_declared", "is_present")
        self._insert("columns", [place | dict(zip(names, row, strict=True)) for row in rows])

    def forget(self, file: LedgerFile) -> None:
        """Remove a file whose rows are taken out of the raw table."""
        entries = all_equal(
            load_id=file.load_id,
            source_system=file.source_system,
            file_name=file.file_name,
            object_name=file.object_name,
        )
        for table in ("files", "rejects"):
            self.connection.execute(f"delete from landing.ledger.{table} where {entries}")

    def replace_value_maps(self, system: str, rows: list[tuple[str, str, str, str]]) -> bool:
        """Make a system's value maps those of its mapping: entity, field, raw value, value.

        Returns:
            Whether others were there before.
        """
        of_system = all_equal(source_system=system)
        query = f"select entity, field, raw_value, value from landing.ledger.value_maps where {of_system}"
        before = set(self._rows(query))
        if before == set(rows):
            return False
        self.connection.execute(f"delete from landing.ledger.value_maps where {of_system}")
        names = ("source_system", "entity", "field", "raw_value", "value")
        self._insert("value_maps", [dict(zip(names, (system, *row), strict=True)) for row in rows])
        return bool(before)

    def rejected_from(self, system: str, reject_ids: Sequence[str]) -> list[RejectedFrom]:
        """Where rejected records come from, one per file and object; ids that are not known are left out."""
        if not reject_ids:
            return []
        query = f"""
            select load_id, file_name, object_name, rejects.mapping_sha256, any_value(files.header),
                any_value(files.time_zone), any_value(files.date_order), any_value(files.decimal_separator),
                list(reject_id order by rejects.rowid),
                list(reject_id order by rejects.rowid) filter (where resolved_load_id is null)
            from landing.ledger.rejects
            inner join landing.ledger.files
                using (load_id, source_system, file_name, object_name)
            where source_system = {literal(system)} and rejects.mapping_sha256 = files.mapping_sha256
                and reject_id in ({", ".join(map(literal, reject_ids))})
            group by load_id, file_name, object_name, rejects.mapping_sha256
            order by min(rejects.rowid)
        """
        return [_rejected_from(row) for row in self._rows(query)]

    def resolve(self, stamp: Stamp, object_name: str, mapping_sha256: str, reject_ids: Sequence[str]) -> None:
        """Close rejects whose corrected records this load has landed."""
        place = all_equal(source_system=stamp.system, object_name=object_name, mapping_sha256=mapping_sha256)
        self.connection.execute(
            f"update landing.ledger.rejects set resolved_load_id = {literal(stamp.load_id)} "
            f"where {place} and resolved_load_id is null and reject_id in ({', '.join(map(literal, reject_ids))})"
        )

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        """Add rows by name: in a file of an older version columns stand in another order."""
        for start in range(0, len(rows), ROWS_PER_INSERT):
            names = ", ".join(map(quoted, rows[0]))
            values = ", ".join(
                f"({', '.join(map(literal, row.values()))})" for row in rows[start : start + ROWS_PER_INSERT]
            )
            self.connection.execute(f"insert into landing.{LEDGER}.{table} ({names}) values {values}")

    def _rows(self, query: str) -> list[tuple]:
        rows: list[tuple] = self.connection.execute(query).fetchall()
        return rows


def _rejected_from(row: tuple) -> RejectedFrom:
    load_id, file_name, object_name, mapping_sha256, header, zone, order, decimal_separator, ids, still_open = row
    return RejectedFrom(
        load_id,
        file_name,
        object_name,
        mapping_sha256,
        tuple(json.loads(header)),
        Formats(zone, order, decimal_separator),
        tuple(ids),
        tuple(still_open or ()),
    )


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
