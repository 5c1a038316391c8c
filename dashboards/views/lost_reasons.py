"""Page "Lost reasons": why do we lose?

Reads metrics of fct_opportunities by close date. One row per opportunity; never-real ones stand apart.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import data
from dashboards.components import charts
from dashboards.components.annotated import annotated, events_of
from dashboards.components.cohorts import whole_months
from dashboards.components.columns import stacked
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.losses import (
    closed_said,
    competitors,
    never_real_said,
    of_all_types,
    of_those_lost,
    pareto,
    reasons_said,
    stages,
)
from dashboards.components.moved import what_moved
from dashboards.components.page import heading, is_empty, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.rejected import rejected_but_right
from dashboards.components.tiles import Tile, tiles

TILES = [
    Tile("win_rate", noun="deals closed"),
    Tile("win_rate_by_amount", more=of_all_types, noun="deals with an amount"),
    Tile("opportunities_lost", more=closed_said, noun="deals lost"),
    Tile("amount_lost", more=of_those_lost, noun="deals lost with an amount"),
    Tile("never_real_opportunities", more=never_real_said),
]
FIELDS = (
    *("name", "amount", "closed_date", "lost_reason", "lost_stage", "competitor", "owner_name", "source_category"),
    "account_name",
)


def page() -> None:
    """Draw the page."""
    heading("Lost reasons", "Why do we lose?")
    view = filter_bar("fct_opportunities", "closed_date", "12m")
    if is_empty("win_rate", view):
        return
    chosen = tiles(TILES, view, "opportunities_lost")
    pair(partial(pareto, "opportunities_lost", view), partial(pareto, "amount_lost", view))
    st.caption(reasons_said(view))
    section("why")
    moved = partial(what_moved, "win_rate", view)
    by_stage = [partial(stages, name, view) for name in ("opportunities_lost", "amount_lost")]
    pair(stacked(partial(over_time, view), *by_stage), stacked(moved, partial(competitors, view)))
    section("who")
    record_list(chosen, FIELDS, view)
    win_back(view)
    rejected_but_right(view)


def over_time(view: View) -> None:
    """Win rate by month of closing."""
    rates = data.metric("win_rate", ("closed_month",), view.where)
    alt = "Win rate by month of closing, with its 95 % band."
    shown, said = whole_months(rates, "closed_month", view)
    events = events_of(shown, "closed_month")
    chart = partial(charts.trend, shown, "closed_month", "win rate")
    picture("Do we win more often?", lambda: annotated(chart(), events), rates, alt, "trend")
    st.caption(f"Win rate of the deals closed in a month; shaded: its 95 % interval.{said}")


def win_back(view: View) -> None:
    """Deals lost for a reason that may have passed, whose account has opened none since."""
    title = "Worth another call: lost for timing or budget, and nothing opened since"
    record_list(Tile("deals_to_win_back"), FIELDS, view, title, "amount")


if __name__ == "__main__":
    page()
