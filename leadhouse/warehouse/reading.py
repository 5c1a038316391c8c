"""Reads a published version as a stranger may: without writing to it or reaching beyond it.

Reads the published file only. Refuses: statements that write, other files, the network, changing a setting.
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


def open_published(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a published file for reading, times in UTC, locked against everything else."""
    connection = duckdb.connect(str(path), read_only=True, config=SANDBOX)
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set lock_configuration = true")
    return connection
