"""Page "Qualification": which leads qualify, convert and become customers?

Reads metrics of fct_leads by creation cohort. One row of leads per created lead that counts.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts, curves
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import count, day, percent
from dashboards.components.moved import what_moved
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
AGES = {"median_time_to_qualify": "qualified", "median_time_to_convert": "converted"}
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
    pair(partial(by_score, view), partial(by_age, view))
    reasons(view)
    what_moved("qualification_rate", view, ("source_category", "owner", "score_band"))
    section("who")
    record_list(chosen, FIELDS, view)


def by_source(view: View) -> None:
    """The picture: qualification rate per source."""
    rates = data.ranking("qualification_rate", "source_category", view.where)
    alt = f"Qualification rate by source with 95 % intervals; {percent(rates['whole'][0])} over all sources."
    title = "Which sources bring leads that qualify?"
    picture(title, lambda: charts.dots(rates, "source_category_label", "qualified"), rates, alt, "source")


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
    picture(title, lambda: charts.dots(rates, "score_band_label", "qualified"), rates, alt, "score")


def by_age(view: View) -> None:
    """How the share qualified, and the share converted, grow with age."""
    found = pl.concat(
        data.cumulative_incidence((), view.where, name).with_columns(event=pl.lit(word)) for name, word in AGES.items()
    )
    alt = "Share of leads qualified and converted by days since creation, with 95 % bands."
    picture("How long does it take?", lambda: curves.reached(found), found, alt, "age")


def customers_by_source(view: View) -> None:
    """Customer rate per source."""
    rates = data.ranking("customer_rate", "source_category", view.where)
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
