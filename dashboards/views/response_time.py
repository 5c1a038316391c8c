"""Page "Response time": do we answer new leads in time?

Reads metrics of fct_leads. One row of leads per created lead that counts.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import data, hours, overdue
from dashboards.components import curves, heat
from dashboards.components.answering import curves_by_source, in_time
from dashboards.components.buckets import buckets, qualified_by_bucket
from dashboards.components.columns import stacked
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import count, duration
from dashboards.components.limit_words import in_time_words
from dashboards.components.moved import what_moved
from dashboards.components.owing import owing
from dashboards.components.page import heading, is_empty, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.response_tiles import all_overdue, missed, worth
from dashboards.components.tiles import Tile, tiles
from dashboards.orders import NEWEST

TILES = [
    Tile("sla_met_rate", more=missed, noun="leads due"),
    Tile("median_response_time"),
    Tile("p90_response_time"),
    Tile("never_contacted_rate", part="hits", noun="leads never contacted"),
    Tile("overdue_now", compared=False, more=worth, after=all_overdue),
]
FIELDS = (
    *("company", "owner_name", "owner_since_at", "source_category", "clock_started_at", "response_due_at"),
    *("first_contacted_at", "response_outcome", "contact_attempts", "team"),
)
DUE = (
    "Each lead counts once, from when sales had it: quote this SLA for the company. Reps counts each owner's time with "
    "a lead, from the hand-over: quote that one for a person."
)
"""Why as many are due as here, and on Reps another number."""


def page() -> None:
    """Draw the page."""
    heading("Response time", "Do we answer new leads in time?")
    view = filter_bar("fct_leads", "created_date", "90d")
    if is_empty("leads_created", view):
        return
    chosen = tiles(TILES, view, "overdue_now")
    st.caption(f"{in_time_words(data.ask('limits'))} {DUE}")
    coverage(view)
    pair(partial(answered, view), partial(buckets, view), (3, 2))
    section("why")
    left = stacked(partial(in_time, view), partial(what_moved, "sla_met_rate", view))
    pair(left, stacked(partial(by_hour, view), partial(qualified_by_bucket, view)))
    curves_by_source(view)
    section("who")
    owing(view)
    # The list of the page Leads begins with the same: who is overdue lately is the likeliest to answer.
    record_list(chosen, FIELDS, view, order="lately" if chosen.metric == overdue.METRIC else NEWEST)


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


def by_hour(view: View) -> None:
    """Arrivals against first attempts, and answers in time, by weekday and part of the day."""
    found = hours.week(view.where)
    title = "When in the week do leads wait?"
    said = heat.days_in_words(found)
    picture(title, lambda: heat.heat_map(found), found, heat.in_words(found), "hour")
    if said:
        st.markdown(said)
    st.caption(
        f"By when the lead came in, attempts by when they were made, each from the hour on; hours in "
        f"{data.catalogue().zone}. Strong blue: many. Strong orange: few in time; empty: fewer than {hours.ENOUGH} due."
    )


if __name__ == "__main__":
    page()
