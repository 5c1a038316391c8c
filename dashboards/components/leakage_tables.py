"""The tables of the page Leakage: what each class means, and who has the neglected leads.

Reads frames of `leakage`; a click on a name keeps that class or owner in the URL.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.charts import ARROWS
from dashboards.components.downloads import about, downloads
from dashboards.components.fitting import fitted, height_of, more_columns, more_rows, width_in
from dashboards.components.formats import count, percent
from dashboards.components.leavers import with_leavers
from dashboards.components.record_columns import formats_of, in_tenths
from dashboards.components.record_list import ASKED_LEAD
from dashboards.leakage_queries import STILL_WARM

CLASS, OWNER, LEAD = "class", "owner", "lead"
"""Names in the URL."""

MOST_ROWS = 12
"""Rows of a table in sight; a longer one scrolls."""

SHARES = ("Share", "Leaked")
"""The columns that are shares."""

MEANING, WIDE = "Meaning", 440
"""The column of what a class means, and its width in pixels: it is read as a sentence."""

TITLES = {
    "classes": "What became of leads",
    "owners": "Whose leads leak",
    "waiting": "Neglected leads by their worth",
}
"""What the tables are called in the files that leave the page."""

MEANINGS = {
    "Amount": "The amounts of the opportunities that came of these leads, each once.",
    "Worth": "What such leads were won for on average, by their source, counting those that were not won: an upper "
    "guide, as leads that waited are won less often.",
    "Waiting": "Days since the last activity, or since the creation where there was none.",
}
"""What columns mean, by the beginning of their headers."""

ACTIVITY = "Last activity: an automatic mail too, which is no contact: a lead with one may never have been contacted."
"""Why a lead that nobody contacted may have an activity."""

AGAINST = {"above": f"{ARROWS['above']} more than all", "below": f"{ARROWS['below']} less than all"}
"""How the share of one owner's leads that leaked is said to differ from that of all; else it may be chance."""


def class_table(flow: pl.DataFrame, unknown: int) -> None:
    """List the classes with their definitions; a click on one lists its leads below.

    Args:
        unknown: leads that seem to be worked on time because no activities were exported for their time.
    """
    currency = data.currency()
    table = flow.select(
        pl.col("leakage_class_label").alias("Class"),
        pl.col("label").alias("Became"),
        pl.col("leads").alias("Leads"),
        pl.col("share").alias("Share"),
        pl.col("expected").round(0).cast(pl.Int64).alias(f"Worth ({currency})"),
        pl.col("description").alias(MEANING),
        pl.col("amount").round(0).cast(pl.Int64).alias(f"Amount ({currency})"),
        pl.col("next_step").alias("What to do"),
    )
    keys = flow["leakage_class"].to_list()
    _clickable(table.drop(table.columns[-2:]), "Class", CLASS, keys, "Lists these leads below.", whole=True)
    said = f"{count(table.height)} classes · {count(flow['leads'].sum())} leads in all{_unknown(unknown)}"
    _below(said, table, "classes")


def _unknown(number: int) -> str:
    """Return of how many leads that seem on time nothing is known."""
    return f" · of {count(number)} on time nothing is known: their activities were not exported" if number else ""


def _below(said: str, table: pl.DataFrame, name: str) -> None:
    """Write what a table has under it, beside its downloads."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(said, width="content")
        downloads(table, about(TITLES[name], rows=table.height), f"download_{name}")


def owner_table(owners: pl.DataFrame) -> None:
    """List whose leads leak, those with the most neglected first; a click on one keeps only theirs on the page."""
    currency = data.currency()
    table = with_leavers(owners).select(
        pl.col("owner_label").alias("Owner"),
        pl.col("neglected").alias("Neglected"),
        pl.col("overdue").alias("First answer overdue"),
        pl.col("dropped").alias("Dropped"),
        pl.col("leads").alias("Of leads"),
        pl.col("share").alias("Leaked"),
        pl.col("evidence").replace(AGAINST).alias("Against all"),
        pl.col("expected").round(0).cast(pl.Int64).alias(f"Worth ({currency})"),
    )
    keys = [key or "none" for key in owners["owner"].to_list()]
    _clickable(table, "Owner", OWNER, keys, "Keeps only this owner on the page.")
    neglected, dropped = (count(owners[name].sum()) for name in ("neglected", "dropped"))
    leaked = f"leaked: {percent(owners['whole'].max())} of all leads"  # type: ignore[arg-type]
    said = f"{count(table.height)} owners · {neglected} neglected leads, {dropped} dropped · {leaked}"
    _below(said + more_rows(table.height, MOST_ROWS), table, "owners")


def waiting_table(found: pl.DataFrame) -> None:
    """List the neglected leads by what they may be worth; a click on one opens it."""
    currency = data.currency()
    table = found.select(
        pl.col("company").fill_null("(no company)").alias("Company"),
        pl.col("days").floor().cast(pl.Int64).alias("Waiting (days)"),
        pl.col("owner_label").alias("Owner"),
        pl.col("leakage_class_label").alias("Class"),
        pl.col("source_category_label").alias("Source"),
        pl.col("expected").round(0).cast(pl.Int64).alias(f"Worth ({currency})"),
        pl.col("last_activity_at").alias("Last activity"),
        pl.col("next_step").alias("What to do"),
    )
    hidden = _clickable(table, "Company", LEAD, found["lead_key"].to_list(), "Opens the timeline of the lead.")
    total = int(found["found"][0])
    first = f"first {count(table.height)} of " if total > table.height else ""
    order = f"those left alone for up to {STILL_WARM} days first, each by what leads of its source are worth"
    times = f"times in {data.catalogue().zone}{more_rows(table.height, MOST_ROWS)}{more_columns(hidden)}"
    _below(f"{first}{count(total)} neglected leads, {order} · {times}", table, "waiting")


def _clickable(table: pl.DataFrame, column: str, name: str, values: list[str], words: str, whole: bool = False) -> int:
    """Draw a table in which a click on the cells of one column puts the value of its row into the URL.

    Args:
        whole: show all rows at once, however many.

    Returns:
        How many columns do not fit.
    """
    shares = [name for name in SHARES if name in table.columns]
    formats: dict[str, Any] = formats_of(table, shares)
    for header, meaning in MEANINGS.items():
        for each in (each for each in table.columns if each.startswith(header)):
            formats[each] = st.column_config.NumberColumn(format="localized", help=meaning)
    formats, hidden = fitted(table, formats, column)
    if MEANING in table.columns:
        formats[MEANING] = st.column_config.TextColumn(width=WIDE)
    key = f"pick_{name}"
    formats[column] = st.column_config.ButtonColumn(
        type="tertiary",
        alignment="left",
        key=key,
        on_click=_pick,
        args=(key, name, values),
        help=words,
        width=width_in(formats, column),
    )
    st.dataframe(
        in_tenths(table, shares).with_columns(pl.col(column) + " →"),
        hide_index=True,
        column_config=formats,
        placeholder="-",
        **height_of(table.height, table.height if whole else MOST_ROWS),
    )
    return hidden


def _pick(key: str, name: str, values: list[str]) -> None:
    clicked = st.session_state[key]
    if clicked and name == LEAD:
        st.session_state[ASKED_LEAD] = values[clicked["row"]]
    elif clicked:
        st.query_params[name] = values[clicked["row"]]
