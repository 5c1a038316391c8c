"""Gives back the room that a load took which did not come to its end.

Reads how many blocks landing.duckdb refers to; cuts the file behind the last of them. DuckDB writes the rows of a
large load before it is committed; if it is not, they lie behind the end of the database until something is written
over them, and keep a full disk full. Refuses nothing: a file that somebody holds stays as it is.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import duckdb

# Before the blocks DuckDB keeps three headers of this many bytes.
HEADERS = 3 * 4096


def cut_unused(database: Path) -> None:
    """Cut the file to the blocks that it refers to; with a log beside it, which may refer to more, leave it."""
    if not database.exists() or database.with_name(database.name + ".wal").exists():
        return
    with suppress(duckdb.Error, OSError), duckdb.connect() as connection:
        path = str(database).replace("'", "''")
        connection.execute(f"attach '{path}' as landing (read_only)")  # nobody else can write now
        rows = connection.execute(
            "select total_blocks, block_size from pragma_database_size() where database_name = 'landing'"
        ).fetchall()
        present = database.stat().st_size
        for blocks, block in rows:
            is_laid_out_as_known = (present - HEADERS) % block == 0  # else another format: nothing is cut
            if is_laid_out_as_known and present > HEADERS + blocks * block:
                os.truncate(database, HEADERS + blocks * block)
