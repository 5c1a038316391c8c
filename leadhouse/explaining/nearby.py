"""Rows of a key, looked for among those of a time: to compare times takes a tenth of comparing texts.

Pure: SQL, and the time in which the stays of a lead are likely to have begun.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

STEPS = ("qualified_at", "converted_at", "recycled_at", "closed_at", "last_activity_at")
"""What is known of when things happened to a lead."""

SOON = timedelta(days=7)
"""So long after the last of these nearly every stay of a lead has begun."""


def nearby(table: str, column: str, time: str, columns: str = "*") -> str:
    """Return the SQL of the rows whose column is `$key` and whose time lies between `$first` and `$last`.

    The times are compared first, in a part of their own: beside each other the database begins with the texts.
    """
    return f"""
        with near as materialized (
            select rowid as place, {column} as named from {table} where {time} between $first and $last
        )

        select {columns} from {table} where rowid in (select place from near where named = $key)
    """


def lifetime(lead: dict[str, Any] | None) -> dict[str, datetime] | None:
    """Return the `first` and `last` time at which nearly every stay of a lead began; None where nothing tells."""
    first = lead["created_at"] if lead else None
    if lead is None or first is None:
        return None
    return {"first": first, "last": max(lead[step] or first for step in STEPS) + SOON}
