"""Page "Lost reasons": why do we lose?

Reads metrics of fct_opportunities by close date. One row per opportunity; never-real ones stand apart.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts
from dashboards.components.annotated import annotated, events_of
from dashboards.components.columns import stacked
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import count, money, percent
from dashboards.components.losses import competitors, stages
from dashboards.components.moved import what_moved
from dashboards.components.page import heading, is_empty, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.rejected import rejected_but_right
from dashboards.components.tiles import Tile, tiles

TILES = [
    Tile("win_rate"),
    Tile("win_rate_by_amount"),
    Tile("opportunities_lost"),
    Tile("amount_lost"),
    Tile("never_real_opportunities"),
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
    in_money = partial(money, currency=data.currency())
    pair(
        partial(pareto, "opportunities_lost", "What loses most deals?", count, view),
        partial(pareto, "amount_lost", "What loses most money?", in_money, view),
    )
    unexplained(view)
    section("why")
    moved = partial(what_moved, "win_rate", view)
    pair(stacked(partial(over_time, view), partial(stages, view)), stacked(moved, partial(competitors, view)))
    section("who")
    record_list(chosen, FIELDS, view)
    win_back(view)
    rejected_but_right(view)


def pareto(name: str, title: str, written: charts.Written, view: View) -> None:
    """The picture: reasons, the largest first, with the share so far."""
    found = data.shares(name, "lost_reason", view.where)
    alt = f"{title} Reasons from the largest down, with the share so far."
    picture(title, lambda: charts.bars(found, "lost_reason_label", written, warm=True), found, alt, name)


def unexplained(view: View) -> None:
    """What has no reason, and what was never real."""
    lost = data.shares("opportunities_lost", "lost_reason", view.where)
    amounts = data.shares("amount_lost", "lost_reason", view.where)
    silent, its_amount = (each.filter(pl.col("lost_reason") == data.NO_REASON) for each in (lost, amounts))
    never = data.metric("never_real_opportunities", (), view.where)["value"][0]
    never_amount = data.metric("never_real_amount", (), view.where)["value"][0]
    no_reason = count(silent["value"].sum())
    share = percent(silent["share"].sum())
    st.caption(
        "Beside a bar: number or amount and its share; at the right: the share of all down to here; strong: what "
        "makes up 80 %. "
        f"No reason given: {no_reason} deals ({share}), {money(its_amount['value'].sum(), data.currency())}. "
        f"Never real (duplicate, error, test) and left out: {count(never)}, {money(never_amount, data.currency())}."
    )


def over_time(view: View) -> None:
    """Win rate by month of closing."""
    rates = data.metric("win_rate", ("closed_month",), view.where)
    alt = "Win rate by month of closing, with its 95 % band."
    events = events_of(rates, "closed_month")
    chart = partial(charts.trend, rates, "closed_month", "win rate")
    picture("Do we win more often?", lambda: annotated(chart(), events), rates, alt, "trend")


def win_back(view: View) -> None:
    """Deals lost for a reason that may have passed, whose account has opened none since."""
    title = "Worth another call: lost for timing or budget, and nothing opened since"
    record_list(Tile("deals_to_win_back"), FIELDS, view, title)


if __name__ == "__main__":
    page()
