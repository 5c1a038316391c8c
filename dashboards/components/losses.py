"""Where on their way deals were lost, and to whom.

Reads metrics of fct_opportunities; writes to the screen only.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts
from dashboards.components.filter_bar import View
from dashboards.components.formats import count
from dashboards.components.page import picture


def stages(view: View) -> None:
    """At which stage deals were lost."""
    found = data.distribution("opportunities_lost", "lost_stage", view.where)
    title = "At which stage are they lost?"
    picture(title, lambda: charts.bars(found, "lost_stage_label", count, warm=True), found, title, "stages")


def competitors(view: View) -> None:
    """To whom deals were lost, where that is noted."""
    found = data.shares("opportunities_lost", "competitor", view.where)
    named = found.filter(pl.col("competitor").is_not_null())
    title = "To whom, where it is noted?"
    picture(
        title, lambda: charts.bars(named.drop("cumulative_share"), "competitor", count, warm=True), named, title, "to"
    )
    unknown = count(found.filter(pl.col("competitor").is_null())["value"].sum())
    st.caption(f"Shares of all deals lost. No competitor noted: {unknown}.")
