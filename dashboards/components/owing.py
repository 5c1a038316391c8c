"""Who owes first answers: a table of owners, each with how many leads are overdue, since when, and their worth.

Reads `overdue`; a click on a name keeps that owner on the page, in the URL.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import data, overdue
from dashboards.components.downloads import about, downloads
from dashboards.components.filter_bar import View, keep_only
from dashboards.components.fitting import height_of, more_rows
from dashboards.components.formats import count_of
from dashboards.components.record_columns import formats_of, in_tenths
from dashboards.filters import NO_VALUE

TITLE = "Who owes first answers?"
KEY = "owing"
SHARE = "Share"
MOST_ROWS = 12
"""Rows of the table in sight; a longer one scrolls."""

EXPECTED = (
    "What leads of these sources were won for on average, counting those that were not won: an upper guide, as leads "
    "that waited are won less often."
)


def owing(view: View) -> None:
    """List who owes first answers, the most first; nothing where nobody does."""
    found = overdue.by_owner(view.where)
    if not found.height:
        return
    table, expected = _table(found)
    st.subheader(TITLE, anchor=False)
    formats: dict[str, Any] = formats_of(table, [SHARE])
    formats["Owner"] = st.column_config.ButtonColumn(
        type="tertiary", alignment="left", key=KEY, on_click=_keep, args=(found["owner"].to_list(),),
        help="Keeps only this owner on the page.",
    )  # fmt: skip
    formats["Overdue"] = st.column_config.ProgressColumn(
        format="localized", min_value=0, max_value=int(table["Overdue"].max()),  # type: ignore[arg-type]
    )  # fmt: skip
    formats[expected] = st.column_config.NumberColumn(format="localized", help=EXPECTED)
    st.dataframe(
        in_tenths(table, [SHARE]).with_columns(pl.col("Owner") + " →"),
        hide_index=True,
        column_config=formats,
        placeholder="-",
        **height_of(table.height, MOST_ROWS),
    )
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        overdue_in_all = f"{count_of(table['Overdue'].sum(), 'leads')} overdue in all, by who owns them today"
        said = (
            f"{count_of(table.height, 'owners')} · {overdue_in_all} · {view.period}{more_rows(table.height, MOST_ROWS)}"
        )
        st.caption(said, width="content")
        downloads(table, about(TITLE, view, overdue.METRIC, table.height), f"download_{KEY}")


def _table(found: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """Return the owners as the screen lists them, and what the column of their worth is called."""
    expected = f"Worth ({data.currency()})"
    table = found.select(
        pl.col("owner_label").alias("Owner"),
        pl.col("overdue").cast(pl.Int64).alias("Overdue"),
        pl.col("due").cast(pl.Int64).alias("Of leads due"),
        (pl.col("overdue") / pl.col("due")).alias(SHARE),
        pl.col("oldest").alias("Longest overdue since"),
        pl.col("expected").round(0).cast(pl.Int64).alias(expected),
    )
    return table, expected


def _keep(owners: list[str | None]) -> None:
    clicked = st.session_state[KEY]
    if clicked:
        keep_only("owner", owners[clicked["row"]] or NO_VALUE)
