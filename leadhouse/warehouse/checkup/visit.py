"""What a check-up looks at: one warehouse, its databases opened for reading where nobody holds them.

Reads status.json, landing.duckdb and the published version; writes nothing and never waits. One Visit per check-up.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from leadhouse.errors import LeadhouseError, WarehouseBusy
from leadhouse.os_errors import explain
from leadhouse.warehouse.database import first_line, open_published
from leadhouse.warehouse.landed import open_landed
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.lock import running_build
from leadhouse.warehouse.status import read_status
from leadhouse.warehouse.versions import current_file

Rows = list[tuple[Any, ...]]


@dataclass
class Visit:
    """A warehouse as it was found.

    Attributes:
        status: the sections of status.json; empty if there are none or they cannot be read.
        landed: landing.duckdb, if it is there and could be opened.
        landed_trouble: why it could not be opened.
        loading: the process that holds landing.duckdb.
        published: the version that readers open, if there is one and it could be opened.
        published_trouble: why it could not be opened.
        building: the process that builds.
    """

    warehouse: Warehouse
    status: dict[str, Any]
    landed: duckdb.DuckDBPyConnection | None = None
    landed_trouble: str = ""
    loading: str = ""
    published: duckdb.DuckDBPyConnection | None = None
    published_trouble: str = ""
    building: str = ""

    def ask_landed(self, sql: str) -> Rows:
        """Rows of landing.duckdb; none if it could not be opened or is too old to have the table."""
        return _ask(self.landed, sql)

    def let_go_of_landed(self) -> None:
        """Close landing.duckdb, so that a load may begin."""
        if self.landed is not None:
            self.landed.close()
            self.landed = None

    def ask_published(self, sql: str) -> Rows:
        """Rows of the published version; none if it could not be opened or is too old to have the table."""
        return _ask(self.published, sql)


@contextmanager
def visit(warehouse: Warehouse) -> Iterator[Visit]:
    """Open what can be opened."""
    found = Visit(warehouse, _status(warehouse), building=running_build(warehouse) or "")
    with ExitStack() as opened:
        try:
            if warehouse.landing.is_file():
                found.landed = opened.enter_context(open_landed(warehouse))
        except WarehouseBusy as busy:
            found.loading = str(busy)
        except (duckdb.Error, OSError) as error:
            found.landed_trouble = told(error)
        try:
            path = current_file(warehouse)
            if path:
                found.published = opened.enter_context(open_published(path))
        except (LeadhouseError, duckdb.Error, OSError) as error:
            found.published_trouble = told(error)
        yield found


def _status(warehouse: Warehouse) -> dict[str, Any]:
    try:
        return read_status(warehouse)
    except OSError:
        return {}  # told with the permissions


def told(error: Exception) -> str:
    """An error as people read it."""
    explained = error if isinstance(error, LeadhouseError) else explain(error)
    if explained:
        return str(explained)
    return first_line(error) if isinstance(error, duckdb.Error) else str(error)


def _ask(connection: duckdb.DuckDBPyConnection | None, sql: str) -> Rows:
    if connection is None:
        return []
    try:
        return connection.execute(sql).fetchall()
    except (duckdb.CatalogException, duckdb.BinderException):
        return []
