"""Page "Qualification": which leads qualify, convert and become customers?

Reads metrics of fct_leads by creation cohort. One row of leads per created lead that counts.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import data
from dashboards.components import charts
from dashboards.components.buckets import qualified_by_bucket
from dashboards.components.cohorts import by_age, by_month
from dashboards.components.columns import stacked
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import count
from dashboards.components.lead_groups import GROUPS, chosen_group, how_fast, offered, score, who_qualifies
from dashboards.components.moved import what_moved
from dashboards.components.page import heading, is_empty, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles

TILES = [
    Tile("qualification_rate", part="hits", noun="leads qualified"),
    Tile("crm_conversion_rate", part="hits", noun="leads converted"),
    Tile("opportunity_rate", part="hits", noun="leads with a deal"),
    Tile("customer_rate", part="hits", noun="leads won"),
    Tile("leads_created"),
]
MOVED_BY = ("source_category", "owner", "score_band")
FIELDS = (
    *("company", "owner_name", "source_category", "score_band", "status", "created_at", "qualified_at"),
    *("has_opportunity", "is_won", "disqualified_reason", "industry", "company_size", "country", "team"),
)


def page() -> None:
    """Draw the page."""
    heading("Qualification", "Which leads qualify, convert and become customers?")
    view = filter_bar("fct_leads", "created_date", "12m")
    if is_empty("leads_created", view):
        return
    chosen = tiles(TILES, view, "qualification_rate")
    group = chosen_group()
    who_qualifies(view, group)
    if group is not GROUPS["score"] and "score" in offered():
        score(view)
    section("why")
    pair(partial(by_month, view), partial(by_age, view))
    moved = partial(what_moved, "qualification_rate", view, MOVED_BY)
    speed = partial(qualified_by_bucket, view)
    pair(stacked(partial(how_fast, view, group), partial(reasons, view)), stacked(moved, speed))
    section("who")
    record_list(chosen, FIELDS, view)


def reasons(view: View) -> None:
    """Why leads were disqualified."""
    found = data.shares("leads_disqualified", "disqualified_reason", view.where)
    alt = "Reasons for which leads were disqualified, by number."
    title = "Why are leads disqualified?"
    picture(title, lambda: charts.bars(found, "disqualified_reason_label", count), found, alt, "reasons")
    all_of_them = int(found["n"].sum())
    with_deal = data.number_of_records("leads_disqualified", view.where.only("has_opportunity", "true"))
    deals = f" {count(with_deal)} of them have a deal all the same, and stand by that on Leakage." if with_deal else ""
    st.caption(f"Shares of the {count(all_of_them)} leads disqualified.{deals}")


if __name__ == "__main__":
    page()
