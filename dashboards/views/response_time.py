"""Page "Response time": do we answer new leads in time?

Reads metrics of fct_leads. One row of leads per created lead that counts.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts, curves
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import count, duration, percent
from dashboards.components.moved import what_moved
from dashboards.components.page import heading, is_empty, pair, picture, section, small_pictures
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles

TILES = [
    Tile("sla_met_rate"),
    Tile("median_response_time"),
    Tile("p90_response_time"),
    Tile("never_contacted_rate", part="hits"),
    Tile("overdue_now", compared=False),
]
FIELDS = (
    "company",
    "owner_name",
    "team",
    "source_category",
    "clock_started_at",
    "response_due_at",
    "first_contacted_at",
    "response_outcome",
    "contact_attempts",
)


def page() -> None:
    """Draw the page."""
    heading("Response time", "Do we answer new leads in time?")
    view = filter_bar("fct_leads", "created_date", "90d")
    if is_empty("leads_created", view):
        return
    chosen = tiles(TILES, view, "overdue_now")
    coverage(view)
    answered(view)
    section("why")
    pair(partial(by_source, view), partial(by_hour, view))
    pair(partial(buckets, view), partial(qualified_by_bucket, view))
    curves_by_source(view)
    what_moved("sla_met_rate", view)
    section("who")
    record_list(chosen, FIELDS, view)


def coverage(view: View) -> None:
    """How many leads the activity export does not cover."""
    lacking = data.unmeasurable(view.where)
    if lacking:
        of = count(data.metric("leads_created", (), view.where)["n"][0])
        st.caption(
            f"Response is not measurable for {count(lacking)} of {of} leads: the exported activities do not cover the "
            "time in which they were due. They are in none of these figures."
        )


def answered(view: View) -> None:
    """The picture: how the share answered grows with time."""
    curve = data.cumulative_incidence((), view.where)
    median = data.metric("median_response_time", (), view.where)["value"][0]
    alt = f"Share of leads answered within a time; half are answered within {duration(median)}."
    picture("How fast are leads answered?", lambda: curves.response_curve(curve), curve, alt, "curve")


def by_source(view: View) -> None:
    """SLA met per source."""
    rates = data.ranking("sla_met_rate", "source_category", view.where)
    alt = "Share of leads due that were answered in time, by source, with 95 % intervals."
    picture("Which sources wait?", lambda: charts.dots(rates, "source_category_label", "SLA met"), rates, alt, "source")


def by_hour(view: View) -> None:
    """Arrivals and SLA met by weekday and hour."""
    rates = data.metric("sla_met_rate", ("created_weekday", "created_hour"), view.where).filter(pl.col("of") > 0)
    alt = "Leads by weekday and hour of creation; darker circles were answered in time more often."
    picture("When do leads come in?", lambda: charts.weekday_by_hour(rates), rates, alt, "hour")


def buckets(view: View) -> None:
    """Leads per response bucket."""
    found = data.distribution("leads_created", "response_bucket", view.where)
    alt, title = "Leads by time to the first attempt.", "How long do leads wait?"
    picture(title, lambda: charts.bars(found, "response_bucket", count), found, alt, "buckets")


def qualified_by_bucket(view: View) -> None:
    """Qualification rate per response bucket."""
    rates = data.distribution("qualification_rate", "response_bucket", view.where)
    title, alt = "Does a fast answer pay?", "Qualification rate by time to the first attempt, with 95 % intervals."
    picture(title, lambda: charts.dots(rates, "response_bucket", "qualified"), rates, alt, "qualified")


def curves_by_source(view: View) -> None:
    """One small curve per source against everybody's."""
    found = data.cumulative_incidence(("source_category",), view.where)
    everybody = data.cumulative_incidence((), view.where)
    each = {}
    enough = found.filter(pl.col("n") >= curves.FEWEST_IN_A_CURVE)
    for (name,), own in enough.group_by("source_category_label", maintain_order=True):
        title = f"{name} :gray[{count(own['n'][0])} leads, {percent(own['incidence'][-1], 0)} answered]"
        each[title] = partial(curves.small_curve, own, everybody)
    small_pictures("Share answered within a time, by source; all sources in grey", each, found, "curves")


if __name__ == "__main__":
    page()
