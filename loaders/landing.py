"""landing.duckdb: the raw tables, the ledger, and the one transaction of a load.

Reads the declarations; creates and changes landing.duckdb. All declared tables always exist, with every declared
column as text. Refuses to wait for a lock: another process that holds the file is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from loaders.declarations import ROW_COLUMNS, Table, landing_sources
from loaders.errors import Busy
from loaders.parts import Part
from loaders.reading import Landed, Stamp
from loaders.sql import all_equal, literal, quoted
from loaders.text import TextFile

# From v1.3.0 on, text is compressed in a way that makes loading a fifth faster.
STORAGE_VERSION = "v1.3.0"
# Bounds a load whatever the size of its files; the rest goes to the temporary folder.
MEMORY = "1GB"
LEDGER = "ledger"
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


class Landing:
    """An open landing.duckdb, attached as `landing`.

    Attributes:
        connection: for reading; what is written goes through the methods or within `transaction`.
    """

    def __init__(self, database: Path, temporary: Path) -> None:
        # A folder of its own: what stands beside it is removed file by file while DuckDB may still be using this.
        spill = temporary / "spill"
        spill.mkdir(exist_ok=True)
        self.connection = duckdb.connect(config={"temp_directory": str(spill), "memory_limit": MEMORY})
        self.connection.execute("set TimeZone = 'UTC'")
        self.connection.execute("set enable_progress_bar = false")  # it would go to stdout, among the data
        path = str(database).replace("'", "''")
        option = "" if database.exists() else f" (storage_version '{STORAGE_VERSION}')"
        try:
            self.connection.execute(f"attach '{path}' as landing{option}")
        except duckdb.IOException as error:
            self.connection.close()
            if "lock" in str(error):
                raise Busy(database.name, str(error)) from None
            raise

    def close(self) -> None:
        """Write everything to the file and let go of it."""
        self.connection.close()

    def create_tables(self) -> None:
        """Create what is declared and missing: schemas, tables, columns."""
        existing = self._existing_columns()
        for declared in landing_sources():
            self.connection.execute(f"create schema if not exists landing.{quoted(declared.schema)}")
            for table in declared.tables:
                self._create_table(table, existing.get((table.schema, table.name)))

    def copy_ledger(self, database: Path) -> None:
        """Take over the ledger of another landing.duckdb, which stays as it is.

        Raises:
            Busy: another process holds it.
        """
        path = str(database).replace("'", "''")
        try:
            self.connection.execute(f"attach '{path}' as other (read_only)")
        except duckdb.IOException as error:
            raise Busy(database.name, str(error)) from None
        for (table,) in self.connection.execute(
            "select table_name from duckdb_tables() where database_name = 'other' and schema_name = 'ledger'"
        ).fetchall():
            self.connection.execute(f"insert into landing.ledger.{table} by name select * from other.ledger.{table}")
        self.connection.execute("detach other")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing."""
        self.connection.execute("begin transaction")
        try:
            yield
        except BaseException:
            self.connection.execute("rollback")
            raise
        self.connection.execute("commit")

    def add_columns(self, table: Table, names: Iterable[str]) -> None:
        """Add text columns that the declarations do not know; those that exist stay."""
        known = self._existing_columns()[(table.schema, table.name)]
        for name in names:
            if name.lower() not in known:
                self.connection.execute(f"alter table {self._name(table)} add column {quoted(name)} varchar")

    def earlier_files(self, system: str, object_name: str, sha256: str) -> list[LedgerFile]:
        """What was landed before from that content as that object."""
        columns = ", ".join(LedgerFile.__dataclass_fields__)
        is_same = all_equal(source_system=system, object_name=object_name, sha256=sha256)
        rows = self.connection.execute(f"select {columns} from landing.ledger.files where {is_same}").fetchall()
        return [LedgerFile(*row) for row in rows]

    def known_columns(self, system: str, object_name: str) -> set[str]:
        """Columns that any earlier load of the object had."""
        is_same = all_equal(source_system=system, object_name=object_name, is_present=True)
        rows = self.connection.execute(f"select distinct column_name from landing.ledger.columns where {is_same}")
        return {name for (name,) in rows.fetchall()}

    def known_objects(self, system: str) -> set[str]:
        """Objects of which any load landed a file."""
        query = f"select distinct object_name from landing.ledger.files where {all_equal(source_system=system)}"
        return {name for (name,) in self.connection.execute(query).fetchall()}

    def take_out(self, table: Table, file: LedgerFile) -> int:
        """Remove what a file's earlier mapping landed, from the raw table and from the ledger.

        Returns:
            Rows removed from the raw table.
        """
        rows = all_equal(_load_id=file.load_id, _source_system=file.source_system, _source_file=file.file_name)
        self.connection.execute(f"delete from {self._name(table)} where {rows}")
        entries = all_equal(
            load_id=file.load_id,
            source_system=file.source_system,
            file_name=file.file_name,
            object_name=file.object_name,
        )
        for ledger_table in ("files", "rejects"):
            self.connection.execute(f"delete from landing.ledger.{ledger_table} where {entries}")
        return file.landed

    def new_load_id(self, loaded_at: datetime) -> str:
        """The load's time, numbered if another load has it."""
        stem = loaded_at.strftime("%Y%m%dT%H%M%SZ")
        rows = self.connection.execute("select load_id from landing.ledger.loads").fetchall()
        taken = {load_id for (load_id,) in rows}
        return next(name for name in _numbered(stem) if name not in taken)

    def record_load(self, stamp: Stamp, source: str, is_complete: bool) -> None:
        """Add a row to ledger.loads."""
        self._insert("loads", [(stamp.load_id, source, stamp.system, is_complete, stamp.loaded_at)])

    def record_file(self, stamp: Stamp, text: TextFile, part: Part, landed: Landed) -> None:
        """Add a row to ledger.files and one per rejected record to ledger.rejects."""
        place = (stamp.load_id, stamp.system, text.name, part.table.object)
        counts = (landed.records, landed.landed, len(landed.rejects), landed.left_out)
        self._insert("files", [(*place, text.sha256, text.size, *counts, part.mapping_sha256, text.encoding)])
        self._insert("rejects", [(*place, reject.line, reject.rule, reject.raw_text) for reject in landed.rejects])

    def record_columns(self, stamp: Stamp, table: Table, present: set[str]) -> None:
        """Add the declared columns, present or not, and the undeclared ones of one object to ledger.columns."""
        place = (stamp.load_id, stamp.system, table.object)
        declared = [column.name for column in table.columns]
        rows = [(*place, name, True, name in present) for name in declared]
        rows += [(*place, name, False, True) for name in sorted(present - set(declared))]
        self._insert("columns", rows)

    def replace_value_maps(self, system: str, rows: list[tuple[str, str, str, str]]) -> bool:
        """Make a system's value maps those of its mapping: entity, field, raw value, value.

        Returns:
            Whether anything changed.
        """
        of_system = all_equal(source_system=system)
        query = f"select entity, field, raw_value, value from landing.ledger.value_maps where {of_system}"
        if set(self.connection.execute(query).fetchall()) == set(rows):
            return False
        self.connection.execute(f"delete from landing.ledger.value_maps where {of_system}")
        self._insert("value_maps", [(system, *row) for row in rows])
        return True

    def _insert(self, ledger_table: str, rows: list[tuple]) -> None:
        for start in range(0, len(rows), ROWS_PER_INSERT):
            values = ", ".join(f"({', '.join(map(literal, row))})" for row in rows[start : start + ROWS_PER_INSERT])
            self.connection.execute(f"insert into landing.{LEDGER}.{ledger_table} values {values}")

    def _create_table(self, table: Table, existing: set[str] | None) -> None:
        is_ledger = table.schema == LEDGER
        columns = {column.name: column.type if is_ledger else "varchar" for column in table.columns}
        columns |= {} if is_ledger else ROW_COLUMNS
        if existing is None:
            spec = ", ".join(f"{quoted(name)} {type_}" for name, type_ in columns.items())
            self.connection.execute(f"create table {self._name(table)} ({spec})")
            return
        for name, type_ in columns.items():
            if name.lower() not in existing:
                self.connection.execute(f"alter table {self._name(table)} add column {quoted(name)} {type_}")

    def _existing_columns(self) -> dict[tuple[str, str], set[str]]:
        existing: dict[tuple[str, str], set[str]] = {}
        query = "select schema_name, table_name, column_name from duckdb_columns() where database_name = 'landing'"
        for schema, table, column in self.connection.execute(query).fetchall():
            existing.setdefault((schema, table), set()).add(column.lower())
        return existing

    def _name(self, table: Table) -> str:
        return f"landing.{quoted(table.schema)}.{quoted(table.name)}"


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
