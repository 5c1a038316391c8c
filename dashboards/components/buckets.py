"""Leads by the time to the first attempt: how many waited how long, and how many of them qualified.

Reads metrics of fct_leads; writes to the screen only.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts
from dashboards.components.filter_bar import View
from dashboards.components.formats import bucket, count
from dashboards.components.page import picture
from dashboards.filters import Filters


def buckets(view: View) -> None:
    """Leads per response bucket."""
    found = spoken(data.distribution("leads_created", "response_bucket", timed(view.where)))
    if not found.height:
        return
    alt, title = "Leads by time to the first attempt.", "How long do they wait?"
    picture(title, lambda: charts.bars(found, "waited", count), found, alt, "buckets")
    st.caption(
        f"{count(found['value'].sum())} leads, as in the curve: a limit applies, and their times are known. "
        "Elapsed time, from when sales had the lead to the first attempt."
    )


def qualified_by_bucket(view: View) -> None:
    """Qualification rate per response bucket."""
    rates = spoken(data.distribution("qualification_rate", "response_bucket", timed(view.where)))
    if not rates.height:
        return
    title, alt = "Does a fast answer pay?", "Qualification rate by time to the first attempt, with 95 % intervals."
    picture(title, lambda: charts.dots(rates, "waited", "qualified, of leads created"), rates, alt, "qualified")


def timed(where: Filters) -> Filters:
    """Return the filters that keep the leads of the curve: a limit applies to them, and their times are known."""
    return where.only("is_measurable", "true")


def spoken(found: pl.DataFrame) -> pl.DataFrame:
    """Add each response bucket in words."""
    return found.with_columns(waited=pl.col("response_bucket").map_elements(bucket, return_dtype=pl.String))
