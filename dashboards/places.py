"""Where the rows of a key stand in a table of a version, without looking through its texts each time.

Reads a column of keys once per version and keeps four bytes of each in memory. Grain: one place per row.
Writes nothing.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from threading import Lock, Thread

import numpy as np
from numpy.typing import NDArray

from dashboards.published import KEPT_OPEN
from dashboards.sql import fetch

HASH = "cast(hash({}) & 4294967295 as uinteger) as short"
"""A number that equal texts share, and hardly ever others."""

KEYS = (
    ("fct_leads", "lead_key"),
    ("fct_leads", "person_key"),
    ("meta_lead_decisions", "lead_key"),
    ("fct_activities", "person_key"),
    ("fct_touchpoints", "person_key"),
    ("fct_opportunities", "opportunity_key"),
    ("fct_opportunity_stages", "opportunity_key"),
    ("fct_opportunity_touchpoints", "opportunity_key"),
)
"""The tables and columns that are looked through to show one lead."""

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


@lru_cache(maxsize=KEPT_OPEN)
def read_ahead(path: Path) -> None:
    """Begin to read all these columns of a version, once, so that the first lead opens as fast as any other."""
    Thread(target=read_all, args=(path,), name="places of keys").start()


def read_all(path: Path) -> None:
    """Read all these columns of a version."""
    for table, column in KEYS:
        with _lock:
            _read(path, table, column)


@lru_cache(maxsize=KEPT_OPEN * len(KEYS))
def _read(path: Path, table: str, column: str) -> NDArray[np.uint32]:
    return fetch(path, f"select {HASH.format(column)} from {table}", {})["short"].to_numpy()
