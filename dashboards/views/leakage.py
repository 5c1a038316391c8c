"""Page "Leakage": where do leads get lost without a decision?

Reads metrics of fct_leads by creation and the leakage classes. One row per created lead that counts, in one class.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import data, leakage
from dashboards.components import charts
from dashboards.components.choices import choice, notices
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import count, money, percent
from dashboards.components.leakage_flow import leakage_flow
from dashboards.components.leakage_tables import CLASS, class_table, owner_table, waiting_table
from dashboards.components.order_words import order_words
from dashboards.components.page import heading, is_empty, is_too_old, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles

TILES = [
    Tile("leaked_rate", part="hits"),
    Tile("leads_neglected"),
    Tile("leads_dropped"),
    Tile("leads_lost"),
    Tile("lead_amount_lost"),
]
FIELDS = (
    *("company", "owner_name", "source_category", "leakage_class", "created_at", "response_due_at", "last_activity_at"),
    *("follow_up_at", "contact_attempts", "status", "opportunity_amount"),
)
ANY = "any"


def page() -> None:
    """Draw the page."""
    heading("Leakage", "Where do leads get lost without a decision?")
    view = filter_bar("fct_leads", "created_date", "12m")
    if is_too_old(leakage.is_known(), "what became of each lead"):
        return
    if is_empty("leads_created", view):
        return
    chosen = tiles(TILES, view, "leads_neglected")
    flow = leakage.flow(view.where)
    leaked = percent(flow.filter(flow["fate"].is_in(leakage.LEAKED))["share"].sum())
    alt = f"{count(flow['leads'].sum())} leads, what became of them, and the class of each; {leaked} of them leaked."
    picture("What became of all leads?", partial(leakage_flow, flow), flow, alt, "flow")
    at_stake(view)
    section("why")
    pair(partial(by_source, view), partial(by_age, view))
    st.subheader("What does each class mean?", anchor=False)
    class_table(flow)
    section("who")
    st.subheader("Who has leads that nobody works on?", anchor=False)
    owner_table(leakage.by_owner(view.where))
    waiting = leakage.longest_waiting(view.where)
    if waiting.height:
        st.subheader("Which of them has waited longest?", anchor=False)
        waiting_table(waiting)
    work_list(chosen, view, dict(zip(flow["leakage_class"], flow["leakage_class_label"], strict=True)))


def at_stake(view: View) -> None:
    """What the neglected leads may be worth."""
    neglected = data.metric("leads_neglected", (), view.where)["value"][0]
    expected = leakage.expected(view.where)
    if expected:
        st.caption(
            f"Leaked leads have no opportunity, so nobody knows what they are worth. If the {count(neglected)} "
            f"neglected ones were won as often as older leads of their sources, it would be about "
            f"{money(expected, data.currency())}: at most, as leads that waited are won less often."
        )
    st.caption(
        f"{data.definition('lead_amount_lost').label} is of the leads created in the period. The page Lost reasons has "
        "another figure: of all deals that closed as lost in it, from a lead or not."
    )


def by_source(view: View) -> None:
    """Share leaked per source."""
    rates = data.ranking("leaked_rate", "source_category", view.where)
    title, alt = "From which sources do leads leak?", "Share of new leads that leaked, by source, with 95 % intervals."
    chart = partial(charts.dots, rates, "source_category_label", "leaked, of leads created", less_is_better=True)
    picture(title, chart, rates, alt, "source", "source_category")
    st.caption(order_words(less_is_better=True))


def by_age(view: View) -> None:
    """How long the neglected leads have been waiting."""
    found = leakage.ages(view.where)
    title = "How long has nobody worked on them?"
    alt = "Neglected leads by the days since their last activity, or since their creation where there was none."
    picture(title, lambda: charts.bars(found, "age", count, warm=True), found, alt, "age")
    st.caption("Neglected leads by days since the last activity, or since the creation where there was none.")


def work_list(tile: Tile, view: View, classes: dict[str, str]) -> None:
    """The leads behind a tile, or of one class, to be worked through."""
    offered = {ANY: "As in the number above", **classes}
    name = choice(CLASS, "leakage class", offered, ANY, "Leads of one class")
    notices()
    if name == ANY:
        record_list(tile, FIELDS, view)
    else:
        kept = view.narrowed(lambda where: where.only("leakage_class", name))
        record_list(Tile("leads_created"), FIELDS, kept, classes[name])


if __name__ == "__main__":
    page()
