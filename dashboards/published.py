"""The version that readers see, opened for reading.

Reads `published/CURRENT` of the warehouse and the version that it names. Grain: one `Published` per version; versions
opened before stay readable until newer ones have taken their place. Writes nothing.
Refuses: a warehouse without a published version (`LeadhouseError`).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from leadhouse.settings import warehouse_folder
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current

KEPT_OPEN = 3
"""Versions held open at once: the current one and those that a running page may still be reading."""

_open_versions: dict[Path, Published] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Published:
    """One published version, opened read-only."""

    path: Path
    connection: duckdb.DuckDBPyConnection

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """Return a cursor for one query. Threads must not share the connection: it mixes up their rows silently."""
        cursor = self.connection.cursor()
        cursor.execute("use published")
        return cursor


def current_path() -> Path:
    """Return the published file that readers open now."""
    return require_current(Warehouse.at(warehouse_folder()))


def open_version(path: Path) -> Published:
    """Open a version read-only, or return it when it is open already."""
    with _lock:
        if path not in _open_versions:
            _open_versions[path] = Published(path, _connect(path))
            for old in list(_open_versions)[:-KEPT_OPEN]:
                del _open_versions[old]
        return _open_versions[path]


@contextmanager
def under_construction(path: Path, connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Read a version that is being built through the connection that builds it.

    Args:
        path: a name for it that no other version has.
        connection: has its tables attached as `published`.
    """
    _open_versions[path] = Published(path, connection)
    try:
        yield
    finally:
        del _open_versions[path]


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Attach the file to a database in memory that can then reach nothing else."""
    connection = duckdb.connect()
    quoted = str(path).replace("'", "''")
    connection.execute(f"attach '{quoted}' as published (read_only)")
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set enable_progress_bar = false")
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection
