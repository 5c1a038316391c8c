"""Page "Leakage": which leads slip away though nobody decided so?

Reads metrics of fct_leads by creation and the leakage classes. One row per created lead that counts, in one class.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data, leakage
from dashboards.components import charts
from dashboards.components.choices import choice, notices
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import count, percent
from dashboards.components.leakage_flow import leakage_flow
from dashboards.components.leakage_tables import ACTIVITY, CLASS, class_table, owner_table, waiting_table
from dashboards.components.leakage_words import KEY, NEGLECTED, all_neglected, at_stake, largest, lost_deals, not_old
from dashboards.components.order_words import order_words
from dashboards.components.page import heading, is_empty, is_too_old, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import LINE, Tile, tiles
from dashboards.orders import NEWEST

TILES = [
    Tile("leaked_rate", part="hits", noun="leads leaked"),
    Tile(NEGLECTED, more=at_stake, after=all_neglected),
    Tile("leads_dropped"),
    Tile("leads_lost", more=lost_deals),
]
FIELDS = (
    *("company", "owner_name", "source_category", "leakage_class", "created_at", "last_activity_at", "follow_up_at"),
    *("owner_since_at", "contact_attempts", "status", "opportunity_amount"),
)
ANY = "any"


def page() -> None:
    """Draw the page."""
    heading("Leakage", "Which leads slip away though nobody decided so?")
    view = filter_bar("fct_leads", "created_date", "12m")
    if is_too_old(leakage.is_known(), "what became of each lead"):
        return
    if is_empty("leads_created", view):
        return
    chosen = tiles(TILES, view, NEGLECTED)
    flow = leakage.flow(view.where)
    leaked = percent(flow.filter(flow["fate"].is_in(leakage.LEAKED))["share"].sum())
    alt = f"{count(flow['leads'].sum())} leads, what became of them, and the class of each; {leaked} of them leaked."
    picture("What became of all leads?", partial(leakage_flow, flow), flow, alt, "flow")
    st.caption(LINE.join(filter(None, (largest(flow), KEY))))
    section("why")
    pair(partial(by_source, view), partial(by_age, view))
    st.subheader("What does each class mean?", anchor=False)
    class_table(flow, leakage.unknown(view.where))
    section("who")
    st.subheader("Whose leads leak?", anchor=False)
    owners = leakage.by_owner(view.where)
    if owners.height:
        is_above = owners["evidence"].eq_missing("above")
        owner_table(owners.sort(is_above, descending=True, maintain_order=True))
        st.caption("People of whose leads surely more leaked than of all stand first, then by how many are neglected.")
    else:
        st.markdown(":gray[Nobody: none of these leads leaked.]")
    waiting = leakage.to_call_first(view.where)
    if waiting.height:
        st.subheader("Which of the neglected ones first?", anchor=False)
        waiting_table(waiting)
    work_list(chosen, view, flow)


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
    title = "How long have they been left alone?"
    alt = "Neglected leads by the days since their last activity, or since their creation where there was none."
    picture(title, lambda: charts.bars(found, "age", count, warm=True), found, alt, "age")
    st.caption(
        "Neglected leads by days since the last activity, or since the creation where there was none. Leads created "
        f"before the period are not among them, so none has waited longer than it lasts.{not_old(found)}"
    )


def work_list(tile: Tile, view: View, flow: pl.DataFrame) -> None:
    """The leads behind a tile, or of one class, to be worked through."""
    classes = dict(zip(flow["leakage_class"], flow["leakage_class_label"], strict=True))
    offered = {ANY: f"{data.definition(tile.metric).label}: all", **classes}
    name = choice(CLASS, "leakage class", offered, ANY, "List the leads of")
    notices()
    if name == ANY:
        record_list(tile, FIELDS, view, order=order_of(tile.metric == NEGLECTED))
        st.caption(ACTIVITY)
        return
    row = flow.row(by_predicate=pl.col("leakage_class") == name, named=True)
    st.caption(f"{row['description']} What to do: {row['next_step']}")
    kept = view.narrowed(lambda where: where.only("leakage_class", name))
    record_list(Tile("leads_created"), FIELDS, kept, classes[name], order_of(row["fate"] == "neglected"))
    st.caption(ACTIVITY)


def order_of(is_neglected: bool) -> str:
    """Return the order of a list: of neglected leads the one left alone for the longest stands first."""
    return "idle" if is_neglected else NEWEST


if __name__ == "__main__":
    page()
