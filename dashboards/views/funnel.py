"""Page "Funnel": how much becomes of our leads, and where do we lose them?

Reads metrics of fct_leads by creation, the funnel of those leads, and amounts won by close date. One row of leads per
created lead that counts.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data, leakage
from dashboards.components import funnel_charts, funnel_words
from dashboards.components.choices import choice, notices
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.funnel_groups import by_group
from dashboards.components.growth_panel import growth
from dashboards.components.moved import what_moved
from dashboards.components.page import heading, is_empty, is_too_old, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles
from dashboards.funnel import ENDED, NEGLECTED, WORKED, stopped_at

TILES = [
    Tile("customer_rate", part="hits", noun="leads won"),
    Tile("leads_created"),
    Tile("qualification_rate", part="hits", noun="leads qualified"),
    Tile("opportunity_rate", part="hits", noun="leads with a deal"),
    Tile("amount_won", noun="deals won, with an amount"),
]
FATES = {"worked": WORKED, "neglected": NEGLECTED, "ended": ENDED}
DEALS = (
    "account_name",
    "name",
    "owner_name",
    "won_amount",
    "closed_date",
    "source_category",
    "opportunity_type",
    "team",
)
"""What is told of the deals behind the amount won."""

FIELDS = (
    "company",
    "owner_name",
    "source_category",
    "status",
    "created_at",
    "first_contacted_at",
    "qualified_at",
    "has_opportunity",
    "is_won",
    "disqualified_reason",
    "team",
)


def page() -> None:
    """Draw the page."""
    heading("Funnel", "How much becomes of our leads, and where do we lose them?")
    if is_too_old(leakage.is_known(), "what became of each lead"):
        return
    view = filter_bar("fct_leads", "created_date", "12m")
    if is_empty("leads_created", view):
        return
    chosen = tiles(TILES, view, "leads_created")
    steps = funnel(view)
    section("why")
    what_moved(growth(view), view, ("source_category", "owner", "team"))
    by_group(view, steps)
    section("who")
    lists = [partial(stopped, steps, view), partial(behind, chosen, view)]
    # Who asked for the records of a number sees these first; else those for whom something can still be done.
    for each in lists[::-1] if "show" in st.query_params else lists:
        each()


def funnel(view: View) -> pl.DataFrame:
    """The picture: the steps, what became of the leads of each, and how long the next one took."""
    ends_at = "opportunity" if data.absence("customer_rate", view.where) == "not exported" else "won"
    steps = data.ask("funnel", view.where, ends_at)
    title, alt = funnel_words.title(steps), funnel_words.alt(steps)
    at_last = funnel_words.at_last(view.where) if ends_at == "won" else ""
    picture(title, lambda: funnel_charts.funnel(steps, at_last), steps, alt, "funnel")
    st.caption(funnel_words.young(view.where))
    return steps


def behind(chosen: Tile, view: View) -> None:
    """The records of a number: of money the deals, of anything else the leads."""
    record_list(chosen, DEALS if chosen.metric == "amount_won" else FIELDS, view)


def stopped(steps: pl.DataFrame, view: View) -> None:
    """The leads that stopped at a step: at first the neglected ones that came furthest, nearest to being won."""
    offered = funnel_words.stops(steps)
    furthest = [row["step"] for row in steps.to_dicts() if row["neglected"]] or ["created"]
    usual = f"{furthest[-1]}-neglected"
    chosen = choice("stopped", "step", offered, usual, "Leads that stopped at a step")
    notices()
    if chosen == usual and steps["neglected"].sum():
        st.caption("The neglected ones that came furthest, nearest to a win. The other steps can be chosen above.")
    step, _, became = chosen.rpartition("-")
    narrowed = view.narrowed(lambda where: stopped_at(where, steps["step"].to_list(), step, FATES[became]))
    record_list(Tile("leads_created"), FIELDS, narrowed, title=offered[chosen])


if __name__ == "__main__":
    page()
