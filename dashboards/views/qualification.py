"""Page "Qualification": which leads qualify, convert and become customers?

Reads metrics of fct_leads by creation cohort. One row of leads per created lead that counts.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import data
from dashboards.components import charts
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import count, day, percent
from dashboards.components.page import heading, is_empty, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles

TILES = [
    Tile("qualification_rate", part="hits"),
    Tile("crm_conversion_rate", part="hits"),
    Tile("opportunity_rate", part="hits"),
    Tile("customer_rate", part="hits"),
    Tile("leads_created"),
]
FIELDS = (
    "company",
    "owner_name",
    "team",
    "source_category",
    "score_band",
    "status",
    "created_at",
    "qualified_at",
    "has_opportunity",
    "is_won",
    "disqualified_reason",
)


def page() -> None:
    """Draw the page."""
    heading("Qualification", "Which leads qualify, convert and become customers?")
    view = filter_bar("fct_leads", "created_date", "12m")
    if is_empty("leads_created", view):
        return
    chosen = tiles(TILES, view, "leads_created")
    by_source(view)
    section("why")
    pair(partial(by_month, view), partial(customers_by_source, view))
    pair(partial(by_score, view), partial(reasons, view))
    section("who")
    record_list(chosen, FIELDS, view)


def by_source(view: View) -> None:
    """The picture: qualification rate per source."""
    rates = data.metric("qualification_rate", ("source_category",), view.where)
    everybody = data.metric("qualification_rate", (), view.where)["value"][0]
    alt = f"Qualification rate by source with 95 % intervals; {percent(everybody)} over all sources."
    chart = charts.dots
    picture(
        "Which sources bring leads that qualify?",
        lambda: chart(rates, "source_category_label", "qualified", whole=everybody),
        rates,
        alt,
        "source",
    )


def by_month(view: View) -> None:
    """Qualification rate per month of creation; young months are still maturing."""
    rates, mature_until = data.cohorts("qualification_rate", view.where)
    alt = "Qualification rate by month of creation with its 95 % band; hollow months are not mature."
    picture("Is it getting better?", lambda: charts.trend(rates, "created_month", "qualified"), rates, alt, "month")
    if mature_until:
        st.caption(f"By month of creation. Hollow: leads created after {day(mature_until)} still have time to qualify.")


def by_score(view: View) -> None:
    """Qualification rate per score band."""
    rates = data.metric("qualification_rate", ("score_band",), view.where)
    alt = "Qualification rate by lead score, with 95 % intervals."
    title = "Does the lead score tell who qualifies?"
    picture(title, lambda: charts.dots(rates, "score_band_label", "qualified", ordered=True), rates, alt, "score")


def customers_by_source(view: View) -> None:
    """Customer rate per source."""
    rates = data.metric("customer_rate", ("source_category",), view.where)
    alt = "Customer rate by source, with 95 % intervals."
    title = "Which sources bring customers?"
    picture(title, lambda: charts.dots(rates, "source_category_label", "won"), rates, alt, "customers")


def reasons(view: View) -> None:
    """Why leads were disqualified."""
    found = data.shares("leads_disqualified", "disqualified_reason", view.where)
    alt = "Reasons for which leads were disqualified, by number."
    title = "Why are leads disqualified?"
    picture(title, lambda: charts.bars(found, "disqualified_reason_label", count), found, alt, "reasons")


if __name__ == "__main__":
    page()
