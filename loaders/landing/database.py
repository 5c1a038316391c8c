"""landing.duckdb: the raw tables and the one transaction of a load.

Reads the declarations; creates and changes landing.duckdb. All declared tables always exist, with every declared
column as text. Refuses to wait for a lock: another process that holds the file is named.
"""

from __future__ import annotations

import string
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from loaders.errors import Busy
from loaders.landing.ledger import Ledger, LedgerFile
from loaders.landing.sql import all_equal, quoted
from loaders.sources.declarations import LEDGER, ROW_COLUMNS, Table, landing_sources, source

# From v1.3.0 on, text is compressed in a way that makes loading a fifth faster.
STORAGE_VERSION = "v1.3.0"
# Bounds a load whatever the size of its files; the rest goes to the temporary folder.
MEMORY = "1GB"
# DuckDB's words when another process has the file; a full disk is an IOException too.
LOCKED = "Could not set lock on file"
# What the file that is written, and on a dry run the one that is not, are attached as.
LANDING = "landing"
WAREHOUSE = "warehouse"
# Names whose letters differ in case alone are one name to DuckDB, but only A to Z have a case to it.
FOLDED = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class Landing:
    """An open landing.duckdb, attached as `landing`.

    Attributes:
        connection: for reading; what is written goes through the methods or within `transaction`.
        ledger: its ledger.
        warehouse: what the database that holds the loads before is attached as.
    """

    def __init__(self, database: Path, temporary: Path, read_only: bool = False) -> None:
        # A folder of its own: what stands beside it is removed file by file while DuckDB may still be using this.
        spill = temporary / "spill"
        spill.mkdir(exist_ok=True)
        self.connection = duckdb.connect(config={"temp_directory": str(spill), "memory_limit": MEMORY})
        self.connection.execute("set TimeZone = 'UTC'")
        self.connection.execute("set preserve_insertion_order = true")  # records are numbered by it
        self.connection.execute("set enable_progress_bar = false")  # it would go to stdout, among the data
        path = str(database).replace("'", "''")
        option = "" if database.exists() else f" (storage_version '{STORAGE_VERSION}')"
        option = " (read_only)" if read_only else option
        try:
            self.connection.execute(f"attach '{path}' as landing{option}")
        except duckdb.IOException as error:
            self.connection.close()
            if LOCKED in str(error):
                raise Busy(database.name, str(error)) from None
            raise
        self.ledger = Ledger(self.connection)
        self.warehouse = LANDING

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

    def has_ledger(self) -> bool:
        """Whether the ledger has all its columns: that of an older version may not."""
        existing = self._existing_columns()
        tables = source(LEDGER).tables
        return all({column.name for column in t.columns} <= existing.get((t.schema, t.name), set()) for t in tables)

    def copy_ledger(self, database: Path) -> None:
        """Take over the ledger of the warehouse's landing.duckdb, which stays as it is.

        Raises:
            Busy: another process holds it.
        """
        path = str(database).replace("'", "''")
        try:
            self.connection.execute(f"attach '{path}' as {WAREHOUSE} (read_only)")
        except duckdb.IOException as error:
            if LOCKED in str(error):
                raise Busy(database.name, str(error)) from None
            raise
        self.warehouse = WAREHOUSE
        tables = (
            f"select table_name from duckdb_tables() where {all_equal(database_name=WAREHOUSE, schema_name=LEDGER)}"
        )
        for (table,) in self.connection.execute(tables).fetchall():
            self.connection.execute(
                f"insert into landing.ledger.{table} by name select * from {WAREHOUSE}.ledger.{table}"
            )

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
            if name.translate(FOLDED) not in known:
                self.connection.execute(f"alter table {self._name(table)} add column {quoted(name)} varchar")

    def take_out(self, table: Table, file: LedgerFile) -> int:
        """Remove what a file's earlier mapping landed, from the raw table and from the ledger.

        Returns:
            Rows removed from the raw table.
        """
        rows = all_equal(_load_id=file.load_id, _source_system=file.source_system, _source_file=file.file_name)
        self.connection.execute(f"delete from {self._name(table)} where {rows}")
        self.ledger.forget(file)
        return file.landed

    def earlier(self, table: Table) -> str:
        """The raw table of the loads before, for a query: on a dry run it lies in the warehouse itself."""
        database = self.warehouse if self._columns_of(self.warehouse, table) else LANDING
        return f"{database}.{quoted(table.schema)}.{quoted(table.name)}"

    def earlier_columns(self, table: Table) -> set[str]:
        """The columns of that table, in lower case."""
        return self._columns_of(self.warehouse, table)

    def _create_table(self, table: Table, existing: set[str] | None) -> None:
        is_ledger = table.schema == LEDGER
        columns = {column.name: column.type if is_ledger else "varchar" for column in table.columns}
        columns |= {} if is_ledger else ROW_COLUMNS
        if existing is None:
            spec = ", ".join(f"{quoted(name)} {type_}" for name, type_ in columns.items())
            self.connection.execute(f"create table {self._name(table)} ({spec})")
            return
        for name, type_ in columns.items():
            if name.translate(FOLDED) not in existing:
                self.connection.execute(f"alter table {self._name(table)} add column {quoted(name)} {type_}")

    def _existing_columns(self) -> dict[tuple[str, str], set[str]]:
        existing: dict[tuple[str, str], set[str]] = {}
        query = "select schema_name, table_name, column_name from duckdb_columns() where database_name = 'landing'"
        for schema, table, column in self.connection.execute(query).fetchall():
            existing.setdefault((schema, table), set()).add(column.translate(FOLDED))
        return existing

    def _columns_of(self, database: str, table: Table) -> set[str]:
        place = all_equal(database_name=database, schema_name=table.schema, table_name=table.name)
        rows = self.connection.execute(f"select lower(column_name) from duckdb_columns() where {place}").fetchall()
        return {name for (name,) in rows}

    def _name(self, table: Table) -> str:
        return f"landing.{quoted(table.schema)}.{quoted(table.name)}"


@contextmanager
def opened(database: Path) -> Iterator[Landing]:
    """A landing.duckdb for reading, its ledger brought up to date if an older version wrote it.

    Raises:
        Busy: another process writes it.
    """
    with tempfile.TemporaryDirectory() as folder:
        landing = Landing(database, Path(folder), read_only=True)
        try:
            if not landing.has_ledger():
                landing.close()
                landing = Landing(database, Path(folder))
                landing.create_tables()
            yield landing
        finally:
            landing.close()
