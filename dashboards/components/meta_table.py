"""A table of the data page: chosen columns with headers that say what they hold.

Reads the `meta_` tables through `data`; times are in the reporting zone.
"""

from __future__ import annotations

import math

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards import data
from dashboards.components.fitting import height_of, letters, more_rows
from dashboards.components.formats import count_of

HEADERS = {
    "source_system": "Source",
    "as_of_at": "Data as of",
    "loaded_at": "Loaded",
    "reporting_currency": "Currency",
    "reporting_time_zone": "Time zone",
    "object_name": "Object",
    "exported": "Exported?",
    "unused": "Not used",
    "months_without": "Empty months since the first",
    "age": "Age when loaded",
    "definition": "Give it a meaning in",
    "rows": "Rows",
    "first_record_at": "First record",
    "last_record_at": "Last created or changed",
    "file_name": "File",
    "records": "Records",
    "landed": "Landed",
    "rejected": "Rejected",
    "newest_record_at": "Newest record",
    "open": "Open",
    "resolved": "Resolved",
    "rule": "Rule",
    "change": "Change",
    "former_name": "Formerly",
    "column_name": "Column",
    "data_type": "Expected",
    "failed": "Values",
    "example": "Example",
    "example_file": "In file",
    "example_row": "Row",
    "field": "Field",
    "raw_value": "Value",
    "description": "What was found",
    "reason": "Left out because",
    "table_name": "Table",
    "test_name": "Test",
    "status": "Result",
    "failures": "Failing rows",
}
"""What the columns of the data page are called."""

WIDE = ("description", "test_name", "file_name", "object_name", "months_without", "definition")
"""Columns whose width is that of their text."""

WIDEST = {"description": 740, "file_name": 240, "months_without": 260}
NARROWEST, LETTER, BROADEST = 60, 6.6, 260
"""The least width in pixels of such a column, the width of a letter, and the most width of those not named above."""

ONE_LINE = {"description": 880}
"""The width up to which text of such a column stands in one line; what is longer has several, in the width above."""

MOST_ROWS, FEWEST_ROWS = 20, 8
"""Rows of a table in sight, and of one whose rows have several lines; a longer one scrolls."""


def meta_table(name: str, columns: tuple[str, ...], title: str, nothing: str) -> None:
    """Show the columns of a table under a question, or say that it has no rows."""
    st.subheader(title, anchor=False)
    show_rows(data.table(name), columns, nothing)


def show_rows(found: pl.DataFrame, columns: tuple[str, ...], nothing: str, hidden: tuple[str, ...] = ()) -> None:
    """Show rows of the data page with their number, or say that there are none.

    Args:
        hidden: columns that are one click away, in the menu of the table.
    """
    if not found.height:
        st.markdown(f":gray[{nothing}]")
        return
    formats: dict[str, ColumnConfig | None] = dict.fromkeys(HEADERS[column] for column in hidden)
    formats.update({HEADERS[column]: each for column in columns if (each := _format(column, found[column]))})
    lines = max(_lines(column, found[column]) for column in columns)
    most = max(FEWEST_ROWS, MOST_ROWS // lines)
    st.dataframe(
        found.select(pl.col(column).alias(HEADERS[column]) for column in (*columns, *hidden)),
        hide_index=True,
        column_config=formats,
        placeholder="-",
        **height_of(found.height, most, lines),
    )
    st.caption(f"{count_of(found.height, 'rows')}{more_rows(found.height, most)}")


def _letters(values: pl.Series) -> int:
    return int(values.str.len_chars().max() or 0)  # type: ignore[arg-type]


def _lines(column: str, values: pl.Series) -> int:
    """Return how many lines the longest text of a column takes, so that none is cut off."""
    if column not in WIDE or values.dtype != pl.String:
        return 1
    return max(1, math.ceil(_letters(values) * LETTER / _width(column, values)))


def _width(column: str, values: pl.Series) -> int:
    """Return the width of a column in pixels: that of its text, where this is not too long."""
    needed = max(len(HEADERS[column]), _letters(values) + 2) * LETTER
    most = WIDEST.get(column, BROADEST)
    return round(needed if needed <= ONE_LINE.get(column, most) else most) if needed > NARROWEST else NARROWEST


def _format(column: str, values: pl.Series) -> ColumnConfig | None:
    kind = values.dtype
    if column in WIDE and kind == pl.String:
        return st.column_config.TextColumn(width=_width(column, values))
    if isinstance(kind, pl.Datetime):
        return st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")
    if column == "reason":
        return st.column_config.TextColumn(width=WIDEST["months_without"])
    if column == "table_name":
        return st.column_config.TextColumn(width=round((letters(values) + 4) * LETTER))
    if not kind.is_numeric():
        return None
    width = round((max(letters(values), len(HEADERS[column])) + 2) * LETTER)
    return st.column_config.NumberColumn(format="localized", width=width)
