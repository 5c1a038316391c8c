"""A prepared warehouse, copied for each example, and what stands in it.

Reads and writes folders below a temporary one. The warehouse holds one earlier load, so that "as it was before" says
something.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

import loaders
from tests.fuzz.exports import MAPPING
from tests.fuzz.given import Given
from tests.fuzz.ids import make_id
from tests.fuzz.sources import INBOX

EARLIER = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
NOW = datetime(2026, 3, 31, 18, 0, tzinfo=UTC)
SHARED_MEMORY = Path("/dev/shm")
Rows = list[dict[str, Any]]


class Warehouses:
    """Copies of one prepared warehouse.

    Args:
        folder: temporary; emptied by whoever made it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.number = 0
        self.template = folder / "template"
        (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
        (folder / "Group.csv").write_text(f"Id,Name\n{make_id('00G', 1)},Queue\n,no id\n", encoding="utf-8")
        loaders.load("salesforce", [folder / "Group.csv"], self.template, loaded_at=EARLIER)
        self.connection = duckdb.connect(config={"threads": 1})
        self.before = self.contents(self.template)
        self.bytes = (self.template / "landing.duckdb").read_bytes()
        self.names = names(self.template)

    @contextmanager
    def one(self) -> Iterator[tuple[Path, Path]]:
        """A fresh warehouse, and a folder for what is to be loaded; gone afterwards."""
        self.number += 1
        place = self.folder / str(self.number)
        shutil.copytree(self.template, place / "warehouse")
        (place / INBOX).mkdir()
        try:
            yield place / "warehouse", place / INBOX
        finally:
            shutil.rmtree(place)

    def load(self, given: Given, inbox: Path, warehouse: Path) -> loaders.LoadReport:
        """Load what lies in the inbox as the example says."""
        paths = [inbox / file.name for file in given.files] if given.is_named else [inbox]
        options: dict[str, Any] = dict(given.options)
        if given.source == "spreadsheet":
            options["mapping"] = self.folder / "mapping.toml"
        return loaders.load(given.source, paths, warehouse, loaded_at=NOW, **options)

    def contents(self, warehouse: Path) -> dict[str, Rows]:
        """The rows of each table of landing.duckdb that has any, by schema and name."""
        run = self.connection.execute
        run(f"attach '{warehouse / 'landing.duckdb'}' as landed (read_only)")
        try:
            tables = run(
                "select schema_name || '.' || table_name, estimated_size from duckdb_tables() "
                "where database_name = 'landed'"
            ).fetchall()
            return {name: rows for name, size in tables if size and (rows := self._rows(name))}
        finally:
            run("detach landed")

    def is_untouched(self, warehouse: Path) -> bool:
        """Whether nothing has changed since it was copied."""
        if names(warehouse) != self.names:
            return False
        same = (warehouse / "landing.duckdb").read_bytes() == self.bytes
        return same or self.contents(warehouse) == self.before

    def _rows(self, table: str) -> Rows:
        schema, name = table.split(".")
        cursor = self.connection.execute(f'select * from landed."{schema}"."{name}" order by rowid')
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def warehouses() -> Iterator[Warehouses]:
    """Warehouses in memory where the machine offers that."""
    place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="leadhouse-fuzz-", dir=place))
    prepared = None
    try:
        prepared = Warehouses(folder)
        yield prepared
    finally:
        if prepared:
            prepared.connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def names(folder: Path) -> set[str]:
    """All that lies below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
