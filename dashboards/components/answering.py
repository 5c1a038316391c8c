"""Who is answered in time, and how fast: by source, team or owner, and a small curve per source.

Reads metrics of fct_leads. One row per group. Writes nothing.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts, curves
from dashboards.components.choices import notices, segments
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, percent
from dashboards.components.order_words import order_words
from dashboards.components.page import picture, small_pictures

GROUPS = {
    "source": ("source_category", "source_category_label", "Which sources wait?"),
    "team": ("team", "team", "Which teams let leads wait?"),
    "owner": ("owner", "owner_label", "Which owners let leads wait?"),
}
"""Whose leads are answered in time: by its name in the URL the field, the column of its names, and the question."""

MOST_GROUPS = 12
"""Owners in the picture, those with the most leads; all others are one."""

MOST_CURVES = 8
"""Small curves, of the sources with the most leads; the table has all."""


def in_time(view: View) -> None:
    """SLA met per source, team or owner."""
    chosen = segments("group", "grouping", {each: f"By {each}" for each in GROUPS}, "source")
    notices()
    field, label, title = GROUPS[chosen]
    rates = data.ranking("sla_met_rate", field, view.where, MOST_GROUPS if field == "owner" else None)
    rates = named(rates, label)
    alt = f"Share of leads due that were answered in time, by {chosen}, with 95 % intervals."
    chart = partial(charts.dots, rates, label, "SLA met, of leads due an answer")
    picture(title, chart, rates, alt, "source", field)
    st.caption(order_words() + ("" if chosen == "source" else " By who owns the lead today, whoever had it then."))


def named(rates: pl.DataFrame, label: str) -> pl.DataFrame:
    """Name leads without a team, and the owners that stand for all others."""
    if "pooled" not in rates.columns:
        return rates.with_columns(pl.col(label).fill_null("No team"))
    others = pl.format("{} other owners", "pooled")
    return rates.with_columns(pl.when(pl.col("pooled") > 0).then(others).otherwise(label).alias(label)).drop("pooled")


def curves_by_source(view: View) -> None:
    """One small curve per source against everybody's."""
    found = data.cumulative_incidence(("source_category",), view.where)
    everybody = data.cumulative_incidence((), view.where)
    each = {}
    largest = found.filter(pl.col("n") >= curves.FEWEST_IN_A_CURVE).group_by("source_category_label").agg(pl.max("n"))
    kept = largest.sort("n", "source_category_label", descending=[True, False]).head(MOST_CURVES)
    enough = found.join(kept, on="source_category_label", how="semi", maintain_order="left")
    for (name,), own in enough.group_by("source_category_label", maintain_order=True):
        title = f"{name}  \n:gray[{count(own['n'][0])} leads, {percent(own['incidence'][-1])} answered]"
        each[title] = partial(curves.small_curve, own, everybody)
    small_pictures("How fast is each source answered? All sources in grey", each, found, "curves")
