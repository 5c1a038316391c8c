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

COMPETITOR = "competitor"
"""The reason that a competitor won the deal; who was in the race is a field of its own."""


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
    noted = count(named["value"].sum())
    lost_to, label = _went_to_a_competitor(view)
    st.caption(
        f"Shares of all deals lost: {noted} of {count(found['value'].sum())} have a competitor noted. That is another "
        f'number than that of the reason "{label}" ({count(lost_to)}): who else was in the race may be noted whatever '
        "decided, and is not always noted where it did."
    )


def _went_to_a_competitor(view: View) -> tuple[float, str]:
    """Return how many deals have the reason that a competitor won them, and what that reason is called."""
    reasons = data.metric("opportunities_lost", ("lost_reason",), view.where).filter(
        pl.col("lost_reason") == COMPETITOR
    )
    return float(reasons["value"].sum()), data.options("fct_opportunities", "lost_reason").get(COMPETITOR, COMPETITOR)
