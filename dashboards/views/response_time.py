"""Page "Response time": do we answer new leads in time?

Reads metrics of fct_leads. One row of leads per created lead that counts.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data, hours
from dashboards.components import charts, curves, heat
from dashboards.components.buckets import buckets, qualified_by_bucket
from dashboards.components.columns import stacked
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import FEW, count, duration, percent
from dashboards.components.limit_words import in_time_words
from dashboards.components.moved import what_moved
from dashboards.components.order_words import order_words
from dashboards.components.owing import owing
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
    *("company", "owner_name", "source_category", "clock_started_at", "response_due_at", "first_contacted_at"),
    *("response_outcome", "contact_attempts", "team"),
)
DUE = (
    "Due: each lead once, from when sales had it; on Reps each owner's time with a lead, from the hand-over. So the "
    "two pages count differently."
)
"""Why as many are due as here, and on Reps another number."""


def page() -> None:
    """Draw the page."""
    heading("Response time", "Do we answer new leads in time?")
    view = filter_bar("fct_leads", "created_date", "90d")
    if is_empty("leads_created", view):
        return
    chosen = tiles(TILES, view, "overdue_now")
    st.caption(in_time_words(data.ask("limits")))
    st.caption(DUE)
    coverage(view)
    pair(partial(answered, view), partial(buckets, view), (3, 2))
    section("why")
    left = stacked(partial(by_source, view), partial(qualified_by_bucket, view))
    pair(left, stacked(partial(by_hour, view), partial(what_moved, "sla_met_rate", view)))
    curves_by_source(view)
    section("who")
    owing(view)
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
    title, picks = "Which sources wait?", "source_category"
    chart = partial(charts.dots, rates, "source_category_label", "SLA met, of leads due an answer")
    picture(title, chart, rates, alt, "source", picks)
    st.caption(order_words())


def by_hour(view: View) -> None:
    """Arrivals against first attempts, and answers in time, by weekday and hour."""
    found = hours.week(view.where)
    title = "When in the week do leads wait?"
    picture(title, lambda: heat.heat_map(found), found, heat.in_words(found), "hour")
    st.caption(
        f"Hours in {data.catalogue().zone}. First attempts of which only the day is known are left out. SLA met by "
        f"three hours each, empty where fewer than {FEW} leads were due."
    )


def curves_by_source(view: View) -> None:
    """One small curve per source against everybody's."""
    found = data.cumulative_incidence(("source_category",), view.where)
    everybody = data.cumulative_incidence((), view.where)
    each = {}
    enough = found.filter(pl.col("n") >= curves.FEWEST_IN_A_CURVE)
    for (name,), own in enough.group_by("source_category_label", maintain_order=True):
        title = f"{name}  \n:gray[{count(own['n'][0])} leads, {percent(own['incidence'][-1])} answered]"
        each[title] = partial(curves.small_curve, own, everybody)
    small_pictures("Share answered within a time, by source; all sources in grey", each, found, "curves")


if __name__ == "__main__":
    page()
