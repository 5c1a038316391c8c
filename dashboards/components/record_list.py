"""The records behind a number: a typed table whose rows lead to the lead behind them, its row count, its downloads.

Reads `data.records`; the screen shows the newest, the files have them all.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.downloads import about, downloads
from dashboards.components.filter_bar import View
from dashboards.components.fitting import fitted, height_of, more_columns, more_rows, width_in
from dashboards.components.formats import count, count_of
from dashboards.components.record_columns import AMOUNTS, CODES, SHARES, formats_of, header_of
from dashboards.components.tiles import NOUNS, Tile
from dashboards.orders import NEWEST, order_said

MOST_SHOWN = 500
"""Rows put on the screen; the files have them all."""

MOST_ROWS = 10
"""Rows of a list in sight; a longer one scrolls."""

NAMED_BY = ("company", "name")
"""The fields whose cell leads to the lead of its row."""

LEAD = "lead_key"

ASKED_LEAD = "asked_lead"
"""Where a session notes the lead that was asked for."""


def record_list(tile: Tile, fields: tuple[str, ...], view: View, title: str | None = None, order: str = NEWEST) -> None:
    """List the records behind a tile in one of `orders`, the newest first, under its label or another title."""
    asked = data.definition(tile.metric)
    has_lead = data.catalogue().has(asked.fact, LEAD)
    found = data.records(tile.metric, (*fields, LEAD) if has_lead else fields, view.where, tile.part, MOST_SHOWN, order)
    number = data.number_of_records(tile.metric, view.where, tile.part)
    table = _titled(found, fields, asked.fact)
    title = title or asked.label
    st.subheader(title, anchor=False)
    link = header_of(next(name for name in fields if name in NAMED_BY)) if has_lead else None
    hidden = _draw(table, found[LEAD].to_list() if link else [], link, f"list_{title}")
    shown = f"first {count(MOST_SHOWN)} of " if number > MOST_SHOWN else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        rows = f"{shown}{count_of(number, tile.noun or NOUNS[asked.fact])}, {order_said(order)} · {view.period}"
        times = f" · times in {data.catalogue().zone}"
        st.caption(rows + times + more_rows(table.height, MOST_ROWS) + more_columns(hidden), width="content")
        downloads(
            partial(_whole, tile, fields, view, order), about(title, view, tile.metric, number), f"download_{title}"
        )


def _whole(tile: Tile, fields: tuple[str, ...], view: View, order: str) -> pl.DataFrame:
    """Return all rows of a list."""
    fact = data.definition(tile.metric).fact
    return _titled(data.records(tile.metric, fields, view.where, tile.part, order=order), fields, fact)


def _draw(table: pl.DataFrame, leads: list[str | None], link: str | None, key: str) -> int:
    """Draw the first rows; the cells of one column open the page of the row's lead. Return how many columns hide."""
    table = _rounded(table)
    formats, hidden = fitted(table, formats_of(table), link)
    if link:
        has_lead = pl.Series([lead is not None for lead in leads], dtype=pl.Boolean)
        named = pl.col(link).fill_null("no name")
        table = table.with_columns(pl.when(has_lead).then(named + " →").otherwise(named).alias(link))
        formats[link] = st.column_config.ButtonColumn(
            type="tertiary",
            alignment="left",
            key=key,
            on_click=_ask_for_lead,
            args=(key, leads),
            help="Opens the timeline of the lead.",
            width=width_in(formats, link),
        )
    st.dataframe(
        table,
        hide_index=True,
        column_config=formats,
        placeholder="-",
        **height_of(table.height, MOST_ROWS),
    )
    return hidden


def _ask_for_lead(key: str, leads: list[str | None]) -> None:
    """Note which lead was asked for: the app goes there before it draws the page again."""
    clicked = st.session_state[key]
    lead = leads[clicked["row"]] if clicked else None
    if lead:
        st.session_state[ASKED_LEAD] = lead
    else:
        st.toast("No lead is behind this row.")


def _titled(found: pl.DataFrame, fields: tuple[str, ...], fact: str) -> pl.DataFrame:
    """Return the fields with their labels as values and their headers as names."""
    currency = data.currency()
    chosen = []
    for field in fields:
        column = f"{field}_label" if f"{field}_label" in found.columns else field
        header = f"{header_of(field, fact)} ({currency})" if field in AMOUNTS else header_of(field, fact)
        words = pl.col(column).str.replace_all("_", " ") if field in CODES else pl.col(column)
        chosen.append((words * 100 if field in SHARES else words).alias(header))
    return found.select(chosen)


def _rounded(table: pl.DataFrame) -> pl.DataFrame:
    """Return amounts in whole units for the screen, and shares of one with one digit; the files keep it all."""
    amounts = [name for name, kind in table.schema.items() if kind.is_decimal() or name.endswith(data.currency() + ")")]
    table = table.with_columns(pl.col(amounts).cast(pl.Float64).round(0).cast(pl.Int64))
    return table.with_columns(pl.col(pl.Float64).round(1))
