"""Tables of a page, read from what it sent to the screen and written as text.

Reads Streamlit's message of a table: rows in Arrow's format and how its columns are to be written. Grain of the result:
one row of written cells per row of the page's table, as far as a reader of a report reads.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import polars as pl

from leadhouse.reporting.document import Table

MOST_ROWS = 25
"""Rows of a table that a report shows; the page, and its download, have them all."""

INDEX = "__index_level"

NAMING = frozenset(
    ("Company", "Account", "Opportunity", "Name", "Person", "Contact", "Lead", "Lead id", "E-mail", "Phone", "Example")
)
"""Headers of columns that name a lead, a person or a company."""


def table(message: Any, most: int = MOST_ROWS) -> Table:
    """Return the table of a message.

    Args:
        message: Streamlit's Dataframe.
        most: rows to write at most.
    """
    formats = {name: each or {} for name, each in json.loads(message.columns or "{}").items()}
    frame = pl.read_ipc_stream(BytesIO(message.arrow_data.data))
    names = [name for name in message.column_order or frame.columns if name in frame.columns]
    names = [name for name in names if not name.startswith(INDEX) and not formats.get(name, {}).get("hidden")]
    rows = frame.select(names).head(most).rows()
    return Table(
        headers=tuple(str(formats.get(name, {}).get("label") or name).strip() for name in names),
        rows=tuple(
            tuple(
                written(value, formats.get(name, {}), message.placeholder)
                for name, value in zip(names, row, strict=True)
            )
            for row in rows
        ),
        right=tuple(frame.schema[name].is_numeric() for name in names),
        rows_in_all=frame.height,
    )


def names_somebody(found: Table) -> bool:
    """Whether a table has a column that names leads, people or companies."""
    return not NAMING.isdisjoint(found.headers)


def written(value: Any, column: dict, placeholder: str = "") -> str:
    """Return a value as the page shows it."""
    if value is None:
        return placeholder
    asked = (column.get("type_config") or {}).get("format")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):  # and times, which are days too
        return _moment(value, asked or "")
    if isinstance(value, int | float | Decimal):
        return _number(value, asked)
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return str(value)


def _moment(value: date, asked: str) -> str:
    weekday = f"{value:%a} " if "ddd" in asked else ""
    time = f", {value:%H:%M}" if isinstance(value, datetime) and ("HH" in asked or not asked) else ""
    return f"{weekday}{value.day} {value:%b %Y}{time}"


def _number(value: int | float | Decimal, asked: str | None) -> str:
    if asked and "%" in asked and asked != "percent":
        return asked % value
    if asked == "percent":
        return f"{float(value) * 100:,.1f}\N{NO-BREAK SPACE}%"
    if isinstance(value, int):
        return f"{value:,}" if asked else str(value)
    short = f"{value:,.4f}" if asked else f"{value:.4f}"
    return short.rstrip("0").rstrip(".")
