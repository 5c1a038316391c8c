"""The tables of the page Leakage: what each class means, and who has the leads that nobody works on.

Reads frames of `leakage`; a click on a name keeps that class or owner in the URL.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.downloads import about, downloads
from dashboards.components.fitting import fitted, more_columns
from dashboards.components.formats import count
from dashboards.components.record_columns import formats_of, in_tenths
from dashboards.components.record_list import ASKED_LEAD

CLASS, OWNER, LEAD = "class", "owner", "lead"
"""Names in the URL."""

FEW_ROWS, HEIGHT = 12, 455
STYLE = Path(__file__).parent / "timeline.css"

TITLES = {
    "classes": "What became of leads",
    "owners": "Who has neglected leads",
    "waiting": "Longest waiting",
}
"""What the tables are called in the files that leave the page."""

MEANINGS = {
    "Amount": "The amounts of the opportunities that came of these leads, each once.",
    "Expected": "What such leads were won for on average, by their source, counting those that were not won: an upper "
    "guide, as leads that waited are won less often.",
    "Waiting": "Days since the last activity, or since the creation where there was none.",
    "Longest wait": "Days since the last activity, or since the creation where there was none, of the lead that waits "
    "longest.",
}
"""What columns mean, by the beginning of their headers."""


def class_table(flow: pl.DataFrame) -> None:
    """List the classes with their definitions; a click on one lists its leads below."""
    currency = data.currency()
    table = flow.select(
        pl.col("leakage_class_label").alias("Class"),
        pl.col("label").alias("What became of them"),
        pl.col("description").alias("Definition"),
        pl.col("leads").alias("Leads"),
        pl.col("share").alias("Share"),
        pl.col("amount").round(0).cast(pl.Int64).alias(f"Amount ({currency})"),
        pl.col("expected").round(0).cast(pl.Int64).alias(f"Expected ({currency})"),
        pl.col("next_step").alias("What to do"),
    )
    kept = [name for name in table.columns if name not in ("Definition", "What to do")]
    keys = flow["leakage_class"].to_list()
    st.html(STYLE)
    st.html(definitions_markup(flow.to_dicts()))
    _clickable(table.select(kept), "Class", CLASS, keys, "Lists these leads below.", whole=True)
    _below(f"{count(table.height)} classes · {count(flow['leads'].sum())} leads in all", table, "classes")


def definitions_markup(rows: list[dict[str, Any]]) -> str:
    """Return what each class means and, where there is something, what to do with its leads."""
    parts = [
        f"<div><dt>{escape(row['leakage_class_label'] or '')}</dt><dd>{escape(row['description'] or '')} "
        f"<small>{escape(row['next_step'] or '')}</small></dd></div>"
        for row in rows
    ]
    return f'<dl class="meanings">{"".join(parts)}</dl>'


def _below(said: str, table: pl.DataFrame, name: str) -> None:
    """Write what a table has under it, beside its downloads."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(said, width="content")
        downloads(table, about(TITLES[name], rows=table.height), f"download_{name}")


def owner_table(owners: pl.DataFrame) -> None:
    """List who has leads that nobody works on, the most first; a click on one keeps only theirs on the page."""
    currency = data.currency()
    table = owners.select(
        pl.col("owner_label").alias("Owner"),
        pl.col("neglected").alias("Neglected"),
        pl.col("leads").alias("Of leads"),
        pl.col("share").alias("Share"),
        pl.col("overdue").alias("Never contacted, overdue"),
        pl.col("longest").floor().cast(pl.Int64).alias("Longest wait (days)"),
        pl.col("expected").round(0).cast(pl.Int64).alias(f"Expected ({currency})"),
    )
    keys = [key or "none" for key in owners["owner"].to_list()]
    _clickable(table, "Owner", OWNER, keys, "Keeps only this owner on the page.")
    _below(f"{count(table.height)} owners · {count(owners['neglected'].sum())} neglected leads in all", table, "owners")


def waiting_table(found: pl.DataFrame) -> None:
    """List the neglected leads that wait longest; a click on one opens it."""
    currency = data.currency()
    table = found.select(
        pl.col("company").fill_null("(no company)").alias("Company"),
        pl.col("days").floor().cast(pl.Int64).alias("Waiting (days)"),
        pl.col("owner_label").alias("Owner"),
        pl.col("leakage_class_label").alias("Class"),
        pl.col("source_category_label").alias("Source"),
        pl.col("expected").round(0).cast(pl.Int64).alias(f"Expected ({currency})"),
        pl.col("last_activity_at").alias("Last activity"),
        pl.col("response_due_at").alias("Response due"),
        pl.col("next_step").alias("What to do"),
    )
    hidden = _clickable(table, "Company", LEAD, found["lead_key"].to_list(), "Opens the timeline of the lead.")
    total = int(found["found"][0])
    first = f"longest {count(table.height)} of " if total > table.height else ""
    times = f"times of {data.catalogue().zone}{more_columns(hidden)}"
    _below(f"{first}{count(total)} neglected leads · {times}", table, "waiting")


def _clickable(table: pl.DataFrame, column: str, name: str, values: list[str], words: str, whole: bool = False) -> int:
    """Draw a table in which a click on the cells of one column puts the value of its row into the URL.

    Args:
        whole: show all rows at once, however many.

    Returns:
        How many columns do not fit.
    """
    formats: dict[str, Any] = formats_of(table, ["Share"])
    for header, meaning in MEANINGS.items():
        for each in (each for each in table.columns if each.startswith(header)):
            formats[each] = st.column_config.NumberColumn(format="localized", help=meaning)
    formats, hidden = fitted(table, formats, column)
    key = f"pick_{name}"
    formats[column] = st.column_config.ButtonColumn(
        type="tertiary", alignment="left", key=key, on_click=_pick, args=(key, name, values), help=words
    )
    st.dataframe(
        in_tenths(table, ["Share"]).with_columns(pl.col(column) + " →"),
        hide_index=True,
        column_config=formats,
        placeholder="-",
        height="content" if whole or table.height <= FEW_ROWS else HEIGHT,
    )
    return hidden


def _pick(key: str, name: str, values: list[str]) -> None:
    clicked = st.session_state[key]
    if clicked and name == LEAD:
        st.session_state[ASKED_LEAD] = values[clicked["row"]]
    elif clicked:
        st.query_params[name] = values[clicked["row"]]
