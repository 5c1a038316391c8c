"""The records behind a number: a typed table, its row count, and its download.

Reads `data.records`; offers a CSV whose text cells no spreadsheet takes for a formula.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards import data
from dashboards.components.filter_bar import View
from dashboards.components.formats import count
from dashboards.components.tiles import NOUNS, Tile

HEADERS = {
    "company": "Company",
    "account_name": "Account",
    "name": "Opportunity",
    "owner_name": "Owner",
    "team": "Team",
    "source_category": "Source",
    "status": "Status",
    "created_at": "Created",
    "clock_started_at": "Waiting since",
    "response_due_at": "Due",
    "first_contacted_at": "Answered",
    "first_touch_at": "First attempt",
    "assigned_at": "Received",
    "released_at": "Released",
    "qualified_at": "Qualified",
    "closed_date": "Closed",
    "response_minutes": "Response (minutes)",
    "response_outcome": "Outcome",
    "score_band": "Score",
    "disqualified_reason": "Reason",
    "lost_reason": "Reason",
    "lost_stage": "Lost at",
    "competitor": "Competitor",
    "amount": "Amount",
    "end_reason": "Ended by",
    "contact_attempts": "Attempts",
    "is_qualified": "Qualified?",
    "has_opportunity": "Opportunity?",
    "is_won": "Won?",
    "lead_id": "Lead id",
    "campaign_key": "Campaign",
    "campaign_type": "Type",
    "started_date": "Started",
    "cost": "Cost",
    "leads": "Leads",
    "qualified_leads": "Qualified",
    "attributed_opportunities": "Opportunities",
    "attributed_customers": "Customers",
    "attributed_amount": "Amount credited",
    "attributed_open_amount": "Open pipeline",
    "attributed_won_amount": "Won",
    "roi": "ROI (%)",
    "status_raw": "Member status",
    "has_responded": "Responded?",
    "has_succeeded": "Attended?",
    "joined_at": "Joined",
    "first_responded_at": "First answer",
    "channel": "Channel",
    "touched_at": "Touched",
    "touch_number": "Touch",
    "positions": "Positions",
    "credit": "Credit (%)",
    "way": "Person by",
}
"""What the columns of record lists are called."""

CODES = ("status", "response_outcome", "end_reason", "positions", "way")
"""Columns whose values are words of the contract, written with spaces on the screen."""

AMOUNTS = ("amount", "cost", "attributed_amount", "attributed_open_amount", "attributed_won_amount")
"""Columns of money: in whole units on the screen, with their currency in the header."""

SHARES = ("credit", "roi")
"""Columns that are shares (0..1), written in percent."""

MOST_SHOWN = 500
"""Rows put on the screen; the download has them all."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def record_list(tile: Tile, fields: tuple[str, ...], view: View, title: str | None = None) -> None:
    """List the records behind a tile, the newest first, under its label or another title."""
    asked = data.definition(tile.metric)
    found = data.records(tile.metric, fields, view.where, tile.part)
    table = _titled(found, fields)
    st.subheader(title or asked.label, anchor=False)
    st.dataframe(
        _rounded(table.head(MOST_SHOWN)),
        hide_index=True,
        column_config=_formats(table),
        placeholder="-",
        height="content" if len(table) < 10 else 385,
    )
    shown = f"first {count(MOST_SHOWN)} of " if table.height > MOST_SHOWN else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        rows = f"{shown}{count(table.height)} {NOUNS[asked.fact]} · {view.period} · times in {data.catalogue().zone}"
        st.caption(rows, width="content")
        download(table, tile.metric, f"download_{title or tile.metric}")


def download(table: pl.DataFrame, name: str, key: str | None = None) -> None:
    """Draw the button that downloads a table as CSV, whatever part of it is on the screen."""
    st.download_button(
        "Download CSV",
        _csv_of(table),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
        key=key or f"download_{name}",
    )


def _titled(found: pl.DataFrame, fields: tuple[str, ...]) -> pl.DataFrame:
    """Return the fields with their labels as values and their headers as names."""
    currency = data.currency()
    chosen = []
    for field in fields:
        column = f"{field}_label" if f"{field}_label" in found.columns else field
        header = f"{HEADERS[field]} ({currency})" if field in AMOUNTS else HEADERS[field]
        words = pl.col(column).str.replace_all("_", " ") if field in CODES else pl.col(column)
        chosen.append((words * 100 if field in SHARES else words).alias(header))
    return found.select(chosen)


def _rounded(table: pl.DataFrame) -> pl.DataFrame:
    """Return amounts in whole units for the screen, and shares of one with one digit; the download keeps it all."""
    amounts = [name for name, kind in table.schema.items() if kind.is_decimal() or name.endswith(data.currency() + ")")]
    table = table.with_columns(pl.col(amounts).cast(pl.Float64).round(0).cast(pl.Int64))
    return table.with_columns(pl.col(pl.Float64).round(1))


def _formats(table: pl.DataFrame) -> dict[str, ColumnConfig]:
    formats: dict[str, ColumnConfig] = {}
    for name, kind in table.schema.items():
        if isinstance(kind, pl.Datetime):
            formats[name] = st.column_config.DatetimeColumn(format="ddd D MMM YYYY, HH:mm")
        elif kind == pl.Date:
            formats[name] = st.column_config.DateColumn(format="D MMM YYYY")
        elif kind.is_numeric():
            formats[name] = st.column_config.NumberColumn(format="localized")
    return formats


def _csv_of(table: pl.DataFrame) -> Callable[[], bytes]:
    """Return a function that writes the CSV when it is asked for."""
    return lambda: neutralised(table).write_csv(include_bom=True).encode()


def neutralised(table: pl.DataFrame) -> pl.DataFrame:
    """Return the table with an apostrophe before each text cell that would start a formula; numbers stay numbers."""
    return table.with_columns(_neutral(name) for name, kind in table.schema.items() if kind == pl.String)


def _neutral(name: str) -> pl.Expr:
    starts = pl.any_horizontal([pl.col(name).str.starts_with(start) for start in FORMULA_STARTS])
    return pl.when(starts).then(pl.lit("'") + pl.col(name)).otherwise(pl.col(name)).alias(name)
