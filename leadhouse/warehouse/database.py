"""Opens DuckDB files the way Leadhouse needs them.

Reads and writes nothing itself. Times are UTC, and nothing is ever printed: by default DuckDB draws a progress bar on
stdout, in the middle of data.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

# Locked after opening: SQL can then neither reach other files nor switch this off.
SANDBOX: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
}


def open_file(path: Path | None, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """Open a file, or a database in memory if there is none."""
    return _quiet(duckdb.connect(str(path) if path else ":memory:", read_only=read_only))


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a published file as a stranger may: for reading, locked against everything else."""
    connection = _quiet(duckdb.connect(str(path), read_only=True, config=SANDBOX))
    connection.execute("set lock_configuration = true")
    return connection


def first_line(error: duckdb.Error) -> str:
    """What DuckDB says is wrong, without the advice and the SQL that follow."""
    return " ".join(str(error).split("\n")[0].split())


def _quiet(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    connection.execute("set enable_progress_bar = false")
    connection.execute("set TimeZone = 'UTC'")
    return connection
