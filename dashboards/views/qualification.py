"""Page "Qualification": which leads qualify, convert and become customers?

Reads metrics of fct_leads by creation cohort. One row of leads per created lead that counts.
"""

from __future__ import annotations

from functools import partial

from dashboards import data
from dashboards.components import charts
from dashboards.components.cohorts import by_age, by_month
from dashboards.components.columns import stacked
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import count, percent
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
PICKS = "source_category"
MOVED_BY = (PICKS, "owner", "score_band")
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
    pair(partial(by_month, view), partial(by_age, view))
    moved = partial(what_moved, "qualification_rate", view, MOVED_BY)
    pair(stacked(partial(customers_by_source, view), partial(reasons, view)), stacked(moved, partial(by_score, view)))
    section("who")
    record_list(chosen, FIELDS, view)


def by_source(view: View) -> None:
    """The picture: qualification rate per source."""
    rates = data.ranking("qualification_rate", "source_category", view.where)
    alt = f"Qualification rate by source with 95 % intervals; {percent(rates['whole'][0])} over all sources."
    title = "Which sources bring leads that qualify?"
    picture(title, lambda: charts.dots(rates, "source_category_label", "qualified"), rates, alt, "source", PICKS)


def by_score(view: View) -> None:
    """Qualification rate per score band."""
    rates = data.metric("qualification_rate", ("score_band",), view.where)
    alt = "Qualification rate by lead score, with 95 % intervals."
    picture(
        "Does the lead score tell who qualifies?",
        lambda: charts.dots(rates, "score_band_label", "qualified"),
        rates,
        alt,
        "score",
    )


def customers_by_source(view: View) -> None:
    """Customer rate per source."""
    rates = data.ranking("customer_rate", "source_category", view.where)
    alt = "Customer rate by source, with 95 % intervals."
    title = "Which sources bring customers?"
    picture(title, lambda: charts.dots(rates, "source_category_label", "won"), rates, alt, "customers", PICKS)


def reasons(view: View) -> None:
    """Why leads were disqualified."""
    found = data.shares("leads_disqualified", "disqualified_reason", view.where)
    alt = "Reasons for which leads were disqualified, by number."
    title = "Why are leads disqualified?"
    picture(title, lambda: charts.bars(found, "disqualified_reason_label", count), found, alt, "reasons")


if __name__ == "__main__":
    page()
