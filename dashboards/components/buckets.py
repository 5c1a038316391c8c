"""Leads by the time to the first attempt: how many waited how long, and how many of them qualified.

Reads metrics of fct_leads; writes to the screen only.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.components import charts
from dashboards.components.filter_bar import View
from dashboards.components.formats import bucket, count
from dashboards.components.page import picture


def buckets(view: View) -> None:
    """Leads per response bucket."""
    found = spoken(data.distribution("leads_created", "response_bucket", view.where))
    alt, title = "Leads by time to the first attempt.", "How long do they wait?"
    picture(title, lambda: charts.bars(found, "waited", count), found, alt, "buckets")


def qualified_by_bucket(view: View) -> None:
    """Qualification rate per response bucket."""
    rates = spoken(data.distribution("qualification_rate", "response_bucket", view.where))
    title, alt = "Does a fast answer pay?", "Qualification rate by time to the first attempt, with 95 % intervals."
    picture(title, lambda: charts.dots(rates, "waited", "qualified"), rates, alt, "qualified")


def spoken(found: pl.DataFrame) -> pl.DataFrame:
    """Add each response bucket in words."""
    return found.with_columns(waited=pl.col("response_bucket").map_elements(bucket, return_dtype=pl.String))
