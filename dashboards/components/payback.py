"""When the cost of the leads of a month came back: a triangle of months, and what leads of each source cost.

Reads frames of `payback`; writes to the screen only.
"""

from __future__ import annotations

import altair as alt
import polars as pl
import streamlit as st

from dashboards import data, payback
from dashboards.components.charts import AXIS, ROW, Chart
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, money, percent
from dashboards.components.page import picture
from dashboards.components.theme import colours

MOST_COHORTS = 18
"""Months of leads in the picture, the latest; the table has them all."""

SOURCES = {
    "label": "Source",
    "leads": "Leads",
    "qualified_leads": "Qualified",
    "customers": "Customers",
    "cost": "Cost",
    "won": "Won",
    "roi": "ROI (%)",
    "pipeline": "Open pipeline",
    "per_lead": "Cost per lead",
    "per_qualified_lead": "Cost per qualified lead",
    "per_customer": "Cost per customer",
}
MONEY = ("cost", "won", "pipeline", "per_lead", "per_qualified_lead", "per_customer")


def payback_by_month(view: View) -> None:
    """Draw how much of its cost each month of leads earned back, by months since."""
    found = payback.payback(view.where)
    whole = found.unique("cohort_month")
    back = whole["paid_back"].drop_nulls()
    alt_text = (
        f"Share of the cost won back by months since the leads came; {count(back.len())} of {count(whole.height)}."
    )
    picture("How long until the cost comes back?", lambda: _triangle(found), found, alt_text, "payback")
    if whole.height:
        within = f", half of these by month {count(float(back.quantile(0.5) or 0))}" if back.len() else ""
        young = money(whole.filter(~pl.col("is_mature"))["pipeline"].sum(), data.currency())
        st.caption(
            "Months of the period in which leads of campaigns were created, and how much of their cost was won back. "
            f"Paid back: {count(back.len())} of {count(whole.height)}{within}. No cell: still to come. ○: still "
            f"maturing, with {young} in open pipeline."
        )


def _triangle(found: pl.DataFrame) -> Chart:
    """Draw a cell per month of leads and months since: the darker the more of the cost is back."""
    shown = colours()
    latest = found["cohort_month"].unique().sort().tail(MOST_COHORTS)
    drawn = found.filter(pl.col("cohort_month").is_in(latest.implode())).with_columns(
        name=pl.col("cohort_month").dt.strftime("%b %Y")
        + pl.when("is_mature").then(pl.lit("")).otherwise(pl.lit(" ○")),
        text=pl.col("share").map_elements(_of_the_cost, return_dtype=pl.String),
        filled=pl.col("share").clip(0, 1),
    )
    order = drawn.sort("cohort_month", descending=True)["name"].unique(maintain_order=True).to_list()
    x = alt.X("month:O", axis=alt.Axis(title="months since the leads came", grid=False, orient="bottom"))
    y = alt.Y("name:N", sort=order, axis=alt.Axis(title=None, grid=False))
    hover = [
        alt.Tooltip("name:N", title="leads of"),
        alt.Tooltip("month:O", title="months since"),
        alt.Tooltip("text:N", title="of the cost won back"),
        alt.Tooltip("leads:Q", title="leads", format=","),
        alt.Tooltip("cost:Q", title=f"cost ({data.currency()})", format=",.0f"),
        alt.Tooltip("pipeline:Q", title=f"still open ({data.currency()})", format=",.0f"),
    ]
    base = alt.Chart(drawn).encode(x=x, y=y, tooltip=hover)
    scale = alt.Scale(domain=[0, 1], range=list(shown.cells))
    cell = base.mark_rect(stroke=shown.background, strokeWidth=1).encode(
        color=alt.Color("filled:Q", scale=scale, legend=None)
    )
    wide = alt.ExprRef("width < 420 ? '' : datum.text")
    words = base.mark_text(fontSize=11, text=wide, color=shown.ink)
    return alt.layer(cell, words).properties(height=len(order) * (ROW - 2) + AXIS)


def _of_the_cost(share: float) -> str:
    """Write how much of the cost came back: `64 %`, from ten times on `35x`."""
    return percent(share, 0) if share < 10 else f"{share:,.0f}x"


def costs_by_source(view: View) -> None:
    """List what leads of campaigns cost and brought by their own source."""
    found = payback.by_source(view.where)
    currency = data.currency()
    names = {each: f"{word} ({currency})" if each in MONEY else word for each, word in SOURCES.items()}
    table = found.with_columns(pl.col("roi") * 100).select(pl.col(each).alias(name) for each, name in names.items())
    formats = {
        name: st.column_config.NumberColumn(format="localized") for each, name in names.items() if each != "label"
    }
    st.subheader("And by the source of the lead?", anchor=False)
    st.dataframe(
        table.with_columns(pl.col(pl.Float64).round(0)),
        hide_index=True,
        column_config=formats,
        placeholder="",
        height="content" if table.height < 10 else 385,
    )
    st.caption(
        "Leads of campaigns created in the period, by their own source; each has its share of its campaign's cost."
    )
