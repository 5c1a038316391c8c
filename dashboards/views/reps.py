"""Page "Reps": who answers, qualifies and wins the leads they are given?

Reads metrics of fct_lead_assignments. One row per lead and stay with an owner; a lead that moves on counts for each.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts
from dashboards.components.bases import whole_of
from dashboards.components.discipline import discipline, too_young
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.leavers import with_leavers
from dashboards.components.limit_words import in_time_words
from dashboards.components.order_words import order_words
from dashboards.components.page import heading, is_empty, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles
from dashboards.components.verdicts import verdicts
from dashboards.components.workload import open_today, others, workload

TILES = [
    Tile("rep_won_rate", part="hits", label="Won of received", noun="leads won"),
    Tile("rep_qualified_rate", part="hits", label="Qualified of received", noun="leads qualified"),
    Tile("rep_sla_met_rate", noun="leads due"),
    Tile("rep_contacted_rate", label="Contacted of received", noun="leads judged"),
    Tile("leads_received"),
]
FIELDS = (
    *("company", "owner_name", "source_category", "assigned_at", "first_touch_at", "response_due_at", "end_reason"),
    *("is_qualified", "is_won", "released_at", "team"),
)
DUE = (
    "Due: each rep's time with a lead once, from the hand-over and on the rep's own hours; on Response time each lead "
    "once, from when sales had it, whoever owned it. So the two pages count differently."
)
"""Why as many are due as here, and on Response time another number."""
WHY = (
    (("rep_won_rate", "won"), ("rep_qualified_rate", "qualified")),
    (("rep_converted_rate", "converted"), ("rep_contacted_rate", "contacted")),
)


def page() -> None:
    """Draw the page."""
    heading("Reps", "Who answers, qualifies and wins the leads they are given?")
    view = filter_bar("fct_lead_assignments", "assigned_date", "12m")
    if is_empty("leads_received", view):
        return
    people = view.narrowed(data.of_reps)
    chosen = tiles(TILES, people, "leads_received")
    verdicts(view)
    too_young(tuple(tile.metric for tile in TILES), people.where)
    section("why")
    for (first, its_word), (second, other_word) in WHY:
        pair(partial(by_rep, first, its_word, view), partial(by_rep, second, other_word, view))
    in_time(view)
    discipline(view.where)
    pair(partial(workload, view), partial(others, view))
    section("who")
    open_today(view)
    record_list(chosen, FIELDS, people)


def in_time(view: View) -> None:
    """SLA met per rep beside what the rep's mix of sources would give."""
    rates = with_leavers(data.rates_by_rep("rep_sla_met_rate", view.where).filter(pl.col("of") > 0))
    alt = "Share of leads answered in time per rep, with 95 % intervals and the rate expected from the mix of sources."
    chart = partial(charts.dots, rates, "owner_label", "SLA met, of leads received and due")
    picture("Who answers in time?", chart, rates, alt, "in_time", "owner")
    st.caption(
        f"Expected: what all reps together reach on the same mix of sources. {order_words()} "
        f"{in_time_words(data.ask('limits'))}"
    )
    st.caption(DUE)


def by_rep(name: str, word: str, view: View) -> None:
    """One rate per rep."""
    rates = with_leavers(data.rates_by_rep(name, view.where))
    title = f"Share {word} by the owner"
    chart = partial(charts.dots, rates, "owner_label", f"{word}, of {whole_of(data.definition(name))}")
    picture(title, chart, rates, f"{title}, with 95 % intervals.", name, "owner")


if __name__ == "__main__":
    page()
