"""When the cost of the leads of a month came back: a triangle of months, and what leads of each source cost.

Reads frames of `payback`; writes to the screen only.
"""

from __future__ import annotations

import altair as alt
import polars as pl
import streamlit as st

from dashboards import data, marketing, payback
from dashboards.components.campaign_tables import OF_COSTS
from dashboards.components.charts import AXIS, ROW, Chart
from dashboards.components.downloads import about, downloads
from dashboards.components.filter_bar import View
from dashboards.components.fitting import fitted, height_of, more_columns, more_rows
from dashboards.components.formats import count, day, money, percent
from dashboards.components.page import picture
from dashboards.components.record_columns import IN_PERCENT, formats_of
from dashboards.components.theme import colours
from dashboards.priced import ALL

MOST_COHORTS = 18
"""Months of leads in the picture, the latest; the table has them all."""

SOURCES = {
    "label": "Source of the lead",
    "cost": "Cost",
    "won": "Won",
    "roi": "ROI",
    "leads": "Leads",
    "per_lead": "lead",
    "qualified_leads": "Qualified",
    "per_qualified_lead": "qualified",
    "customers": "Leads won",
    "per_customer": "lead won",
    "unpriced_won": "Won, no cost known",
    "unpriced_leads": "Leads, no cost known",
    "pipeline": "Open pipeline",
}
"""The figures in their order: what the return is made of, then what a lead cost, then what has no known cost."""

MOST_SOURCES = 18
"""Sources in sight, with the row of all; a longer list scrolls."""

MONEY = ("cost", "won", "pipeline", "unpriced_won")


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
        pipeline = money(whole.filter(~pl.col("is_mature"))["pipeline"].sum(), data.currency())
        st.caption(
            "A row: the leads of campaigns that were created in that month. A cell: how much of their cost was won "
            f"back by the end of so many months after, dark where all of it was. {_in_all(whole)} No cell: still to "
            f"come. {_young()} {pipeline} in open pipeline."
        )


def _young() -> str:
    """Return what the sign beside a month means: it has leads that came too recently to be judged."""
    until = marketing.mature_until()
    after = f" after {day(until)}" if until else ""
    return f"○: leads came{after}, so the month is still maturing, with"


def _in_all(whole: pl.DataFrame) -> str:
    """Return how many months of leads paid back and when, and how that agrees with the return of campaigns.

    Args:
        whole: one row per month of leads.
    """
    back, number = whole["paid_back"].drop_nulls(), count(whole.height)
    middle = back.quantile(0.5, "lower")
    when = "" if middle is None else f", {count(int((back <= middle).sum()))} of these by month {count(middle)}"
    won = float((whole["cost"] * whole["so_far"]).sum()) / float(whole["cost"].sum())
    return (
        f"Paid back: {count(back.len())} of {number}{when}. All months together won back {percent(won, 0)} of their "
        "cost, as the youngest have hardly begun. ROI at the top is of campaigns by their start, this is of leads by "
        "their month."
    )


def _triangle(found: pl.DataFrame) -> Chart:
    """Draw a cell per month of leads and months since: the darker the more of the cost is back, darkest all of it."""
    shown = colours()
    latest = found["cohort_month"].unique().sort().tail(MOST_COHORTS)
    drawn = found.filter(pl.col("cohort_month").is_in(latest.implode())).with_columns(
        name=pl.col("cohort_month").dt.strftime("%b %Y")
        + pl.when("is_mature").then(pl.lit("")).otherwise(pl.lit(" ○")),
        text=pl.col("share").map_elements(of_the_cost, return_dtype=pl.String),
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
    is_back = "datum.share >= 1"
    colour = alt.condition(is_back, alt.value(shown.ours), alt.Color("filled:Q", scale=scale, legend=None))
    cell = base.mark_rect(stroke=shown.background, strokeWidth=1).encode(color=colour)
    wide = alt.ExprRef("width < 420 ? '' : datum.text")
    ink = alt.condition(is_back, alt.value(shown.background), alt.value(shown.ink))
    words = base.mark_text(fontSize=11, text=wide).encode(color=ink)
    return alt.layer(cell, words).properties(height=len(order) * (ROW - 2) + AXIS)


def of_the_cost(share: float) -> str:
    """Write how much of the cost came back: `64 %`, from ten times on `35x`; not 100 % before all of it did."""
    written = min(share, 0.99) if share < 1 else share
    return percent(written, 0) if share < 10 else f"{share:,.0f}x"


def costs_by_source(view: View) -> None:
    """List what leads of campaigns cost and brought by their own source."""
    found = payback.by_source(view.where)
    names = {each: _header(each, data.currency()) for each in SOURCES}
    table = found.with_columns(pl.col("roi") * 100).select(pl.col(each).alias(name) for each, name in names.items())
    table = table.with_columns(pl.col(pl.Float64).round(0).cast(pl.Int64))
    formats, hidden = fitted(table, formats_of(table))
    st.subheader("What did leads cost and win, by the source of the lead, not by touch?", anchor=False)
    st.dataframe(
        table,
        hide_index=True,
        column_config=formats,
        placeholder="",
        **height_of(table.height, MOST_SOURCES),
    )
    # Who adds up the rows of a file must not have all of them twice.
    rows = found.filter(pl.col("label") != ALL).height
    downloads(table.head(rows), about("Campaign costs by source of the lead", view, rows=rows), "campaign_sources")
    st.caption(
        "A deal whose lead came from the web counts for Web, even if a webinar touched it: a webinar that many such "
        "deals attended has a high return above and maybe a low one here. Sources are what leads say, programmes and "
        "types what campaigns are: near names (Purchased list, Bought lists) need not hold the same leads. Of "
        "leads of campaigns, created in the months that begin in the period; each bears an equal share of its "
        f"campaign's cost. Won: by these leads. Last row: all. {OF_COSTS} No lead: campaigns that brought none."
        f"{more_rows(table.height, MOST_SOURCES)}{more_columns(hidden)}"
    )


def _header(column: str, currency: str) -> str:
    """Return a column's name with its currency."""
    word = SOURCES[column]
    if column.startswith("per_"):
        return f"{currency} per {word}"
    return f"{word} ({currency})" if column in MONEY else f"{word}{IN_PERCENT}" if column == "roi" else word
