"""Where the rows of a key stand in a table of a version, without looking through its texts each time.

Reads a column of keys once per version and keeps four bytes of each in memory. Grain: one place per row.
Writes nothing.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from dashboards.published import KEPT_OPEN
from dashboards.sql import fetch

HASH = "cast(hash({}) & 4294967295 as uinteger) as short"
"""A number that equal texts share, and hardly ever others."""

COLUMNS = 10
"""Columns that are looked through for keys."""

_lock = Lock()


@lru_cache(maxsize=1000)
def places_of(path: Path, table: str, column: str, key: str | None) -> tuple[int, ...]:
    """Return the row ids of all rows of a table whose column has a value, and rarely that of another one.

    Published tables are written once, so that a row's id is its place.
    """
    if key is None:
        return ()
    short = fetch(path, f"select {HASH.format('$key')}", {"key": key}).item()
    # Who comes while a column is read waits for it instead of reading it too.
    with _lock:
        found = _read(path, table, column)
    return tuple(int(place) for place in np.flatnonzero(found == short))


@lru_cache(maxsize=KEPT_OPEN * COLUMNS)
def _read(path: Path, table: str, column: str) -> NDArray[np.uint32]:
    return fetch(path, f"select {HASH.format(column)} from {table}", {})["short"].to_numpy()
