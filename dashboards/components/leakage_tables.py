"""The tables of the page Leakage: what each class means, and who has the leads that nobody works on.

Reads frames of `leakage`; a click on a name keeps that class or owner in the URL.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.downloads import about, downloads
from dashboards.components.formats import count
from dashboards.components.record_columns import formats_of

CLASS, OWNER = "class", "owner"
"""Names in the URL."""

FEW_ROWS, HEIGHT = 12, 455


def class_table(flow: pl.DataFrame) -> None:
    """List the classes with their definitions; a click on one lists its leads below."""
    currency = data.currency()
    table = flow.select(
        pl.col("leakage_class_label").alias("Class"),
        pl.col("label").alias("What became of it"),
        pl.col("description").alias("Definition"),
        pl.col("leads").alias("Leads"),
        pl.col("share").alias("Share"),
        pl.col("amount").round(0).cast(pl.Int64).alias(f"Amount ({currency})"),
        pl.col("expected").round(0).cast(pl.Int64).alias(f"Expected ({currency})"),
        pl.col("next_step").alias("What to do"),
    )
    _clickable(table, "Class", CLASS, flow["leakage_class"].to_list(), "Lists these leads below.")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(f"{count(table.height)} classes · {count(flow['leads'].sum())} leads in all", width="content")
        downloads(table, about("What became of leads", rows=table.height), "download_classes")


def owner_table(owners: pl.DataFrame) -> None:
    """List who has leads that nobody works on, the most first; a click on one keeps only theirs on the page."""
    currency = data.currency()
    table = owners.select(
        pl.col("owner_label").alias("Owner"),
        pl.col("neglected").alias("Neglected"),
        pl.col("leads").alias("Of leads"),
        pl.col("share").alias("Share"),
        pl.col("overdue").alias("Never contacted and due"),
        pl.col("longest").floor().cast(pl.Int64).alias("Longest wait (days)"),
        pl.col("expected").round(0).cast(pl.Int64).alias(f"Expected ({currency})"),
    )
    keys = [key or "none" for key in owners["owner"].to_list()]
    _clickable(table, "Owner", OWNER, keys, "Keeps only this owner on the page.")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        said = f"{count(table.height)} owners · {count(owners['neglected'].sum())} neglected leads in all"
        st.caption(said, width="content")
        downloads(table, about("Who has neglected leads", rows=table.height), "download_owners")


def _clickable(table: pl.DataFrame, column: str, name: str, values: list[str], words: str) -> None:
    """Draw a table in which a click on the cells of one column puts the value of its row into the URL."""
    formats: dict[str, Any] = formats_of(table, ["Share"])
    key = f"pick_{name}"
    formats[column] = st.column_config.ButtonColumn(
        type="tertiary", alignment="left", key=key, on_click=_pick, args=(key, name, values), help=words
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config=formats,
        placeholder="-",
        height="content" if table.height <= FEW_ROWS + 2 else HEIGHT,
    )


def _pick(key: str, name: str, values: list[str]) -> None:
    clicked = st.session_state[key]
    if clicked:
        st.query_params[name] = values[clicked["row"]]
