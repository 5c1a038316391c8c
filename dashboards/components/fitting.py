"""Which columns of a list fit beside each other on a screen: a column is shown whole or not at all.

Pure. The others are one click away, in the menu of the list's columns, and in its files.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

ROOM = 1046
"""Width in pixels of a list on a screen of 1440."""

LETTER, AROUND = 7.3, 17
"""Width of a letter in a list, and of the air around its text, in pixels."""

ARROW = 16
"""Width in pixels of the arrow after a text that can be clicked."""

LINK_AROUND = 28
"""The air around the text of a column whose cells can be clicked."""

MEASURED = 8
"""Rows by which the browser sets the width of a column: the text of a later one that is longer would be cut off."""

WIDEST = 205
"""No column is wider: longer text goes on under the pointer."""

TIME, DAY, BOX = len("20 Nov 2026, 17:02"), len("20 Nov 2026"), 4
"""Letters of a time, of a day, and as wide as a box to tick."""


ROW, EDGE, LINE = 33, 2, 20
"""Height in pixels of a row of a table, its header included, of the lines around it, of a further line in a row."""

WRAPS = 64
"""The least height of a row in which text goes on in a second line; in a lower one it is cut off."""


def height_of(rows: int, most: int, lines: int = 1) -> dict[str, Any]:
    """Return how high a table is: as its rows need, or as so many whole ones do; no row is cut in half.

    Args:
        lines: of text in a row.
    """
    row = ROW if lines == 1 else max(WRAPS, ROW + (lines - 1) * LINE)
    return {"row_height": row, "height": "content" if rows <= most else ROW + most * row + EDGE}


def more_rows(rows: int, most: int) -> str:
    """Return that a table has more rows than are in sight; nothing where it shows all."""
    return f" · {most} in sight, scroll for more" if rows > most else ""


def fitted(table: pl.DataFrame, formats: dict[str, Any], link: str | None = None) -> tuple[dict[str, Any], int]:
    """Return the formats of a list's columns with those hidden that do not fit, and how many these are.

    Args:
        link: the column whose cells can be clicked.
    """
    room, hidden, shown = float(ROOM), 0, dict(formats)
    for name in table.columns:
        needed = letters(table[name]) * LETTER + (LINK_AROUND if name == link else AROUND)
        width = min(WIDEST, max(needed, len(name) * LETTER + AROUND))
        if hidden or width > room:
            # Nothing is shown beyond the first that does not fit: the order is the one of importance.
            shown[name], hidden = None, hidden + 1
            continue
        room -= width
        is_late = letters(table[name]) > letters(table[name].head(MEASURED))
        # What can be clicked is read whole: a long one has the width that the browser gives it.
        if (is_late and needed <= WIDEST) if name == link else (is_late or needed > WIDEST):
            arrow = ARROW if name == link else 0
            shown[name] = {**(shown.get(name) or st.column_config.Column()), "width": round(width + arrow)}
    return shown, hidden


def width_in(formats: dict[str, Any], column: str) -> int | None:
    """Return the width that `fitted` set for a column whose format is made anew; None: the browser's own."""
    return (formats.get(column) or {}).get("width")


def letters(column: pl.Series) -> int:
    """Return how many letters the longest value of a column takes as it is written."""
    kind = column.dtype
    if column.null_count() == len(column):
        return 1
    if kind == pl.String:
        return int(column.str.len_chars().max() or 1)  # type: ignore[arg-type]
    if kind == pl.Boolean:
        return BOX
    if kind.is_numeric():
        return max((len(f"{each:,}") for each in column.drop_nulls()), default=1)
    return TIME if isinstance(kind, pl.Datetime) else DAY


def more_columns(hidden: int) -> str:
    """Return where the columns are that do not fit; nothing where all do."""
    if not hidden:
        return ""
    return f" · {hidden} more {'column is' if hidden == 1 else 'columns are'} in the downloads"
