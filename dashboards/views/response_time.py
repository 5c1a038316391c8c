"""Page "Response time": do we answer new leads in time?

Reads metrics of fct_leads. One row of leads per created lead that counts.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data, hours, overdue
from dashboards.components import charts, curves, heat
from dashboards.components.buckets import buckets, qualified_by_bucket
from dashboards.components.choices import notices, segments
from dashboards.components.columns import stacked
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import SPACE, count, duration, money, percent
from dashboards.components.limit_words import in_time_words
from dashboards.components.moved import what_moved
from dashboards.components.order_words import order_words
from dashboards.components.owing import owing
from dashboards.components.page import heading, is_empty, pair, picture, section, small_pictures
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles
from dashboards.orders import NEWEST


def worth(view: View) -> str:
    """What the overdue leads may be worth."""
    return f"worth **{money(overdue.worth(view.where), data.currency())}** at most, as others of their sources"


def all_overdue(view: View) -> None:
    """The way to the leads overdue whenever they were created."""
    if view.where.first or view.where.last:
        number = data.number_of_records(overdue.METRIC, view.where.of_all_time())
        said = "Leads that are overdue now, whenever they were created."
        label = f"{count(number)}{SPACE}of all time →"
        st.button(label, key="all_overdue", type="tertiary", on_click=of_all_time, help=said)


def of_all_time() -> None:
    """Put all time into the URL, and that the list is of the leads overdue."""
    st.query_params.update(period="all", show=overdue.METRIC)


TILES = [
    Tile("sla_met_rate"),
    Tile("median_response_time"),
    Tile("p90_response_time"),
    Tile("never_contacted_rate", part="hits"),
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


if __name__ == "__main__":
    page()
