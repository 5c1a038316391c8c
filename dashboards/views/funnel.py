"""Page "Funnel": how much becomes of our leads, and where do we lose them?

Reads metrics of fct_leads by creation, the funnel of those leads, and amounts won by close date. One row of leads per
created lead that counts.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import funnel_charts, funnel_words
from dashboards.components.annotated import annotated, events_of
from dashboards.components.choices import choice, notices, segments
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import in_unit
from dashboards.components.moved import what_moved
from dashboards.components.page import heading, is_empty, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles
from dashboards.funnel import ENDED, OPEN, stopped_at
from dashboards.growth import by_month

TILES = [
    Tile("customer_rate", part="hits"),
    Tile("leads_created"),
    Tile("qualification_rate", part="hits"),
    Tile("opportunity_rate", part="hits"),
    Tile("median_days_to_win"),
]
MEASURES = {
    "leads_created": "Leads created",
    "qualification_rate": "Qualification rate",
    "opportunity_rate": "Opportunity rate",
    "customer_rate": "Customer rate",
    "amount_won": "Amount won",
}
GROUPS = {"source_category": "Source", "team": "Team", "owner": "Owner"}
RATES = {
    "contacted_rate": "Contacted",
    "qualification_rate": "Qualified",
    "opportunity_rate": "Opportunity",
    "customer_rate": "Won",
}
MOST_GROUPS = 12
FATES = {"open": OPEN, "ended": ENDED}
FIELDS = (
    "company",
    "owner_name",
    "team",
    "source_category",
    "status",
    "created_at",
    "first_contacted_at",
    "qualified_at",
    "has_opportunity",
    "is_won",
    "disqualified_reason",
)


def page() -> None:
    """Draw the page."""
    heading("Funnel", "How much becomes of our leads, and where do we lose them?")
    view = filter_bar("fct_leads", "created_date", "12m")
    if is_empty("leads_created", view):
        return
    chosen = tiles(TILES, view, "leads_created")
    steps = funnel(view)
    section("why")
    growth(view)
    by_group(view)
    what_moved("customer_rate", view, ("source_category", "owner", "team"))
    section("who")
    records(chosen, steps, view)


def funnel(view: View) -> pl.DataFrame:
    """The picture: the steps, what became of the leads of each, and how long the next one took."""
    ends_at = "opportunity" if data.absence("customer_rate", view.where) == "not exported" else "won"
    steps = data.ask("funnel", view.where, ends_at)
    title, alt = funnel_words.title(steps), funnel_words.alt(steps)
    picture(title, lambda: funnel_charts.funnel(steps), steps, alt, "funnel")
    st.caption(funnel_words.young(view.where))
    return steps


def growth(view: View) -> None:
    """A measure by month against the year before and its target."""
    measure = segments("measure", "measure", MEASURES, "leads_created")
    notices()
    asked, currency = data.definition(measure), data.currency()
    months = by_month(measure, view.where)
    events = events_of(months, "month")

    def written(value: float | None) -> str:
        return in_unit(value, asked, currency)

    def chart() -> funnel_charts.Chart:
        return annotated(funnel_charts.against(months, written, asked.label, asked.unit == "rate"), events)

    title = funnel_words.growth_title(months, asked, written)
    picture(title, chart, months, funnel_words.of_months(months, asked.label, written), "growth")
    st.caption(funnel_words.beside_months(months, asked))


def by_group(view: View) -> None:
    """How far the leads of each source, team or owner come."""
    by = segments("by", "group", GROUPS, "source_category")
    rates = [data.ranking(name, by, view.where).with_columns(step_label=pl.lit(step)) for name, step in RATES.items()]
    found = pl.concat(rates, how="diagonal")
    most = data.metric("leads_created", (by,), view.where).sort("n", descending=True).head(MOST_GROUPS)
    shown = most.select(by, leads="n").join(found, on=by, how="left", nulls_equal=True, maintain_order="left")
    label = f"{by}_label" if f"{by}_label" in shown.columns else by
    shown = shown.with_columns(pl.col(label).fill_null(f"No {GROUPS[by].lower()}"))
    alt = f"Share of leads that reached each step, by {GROUPS[by].lower()}."
    title = f"Which {GROUPS[by].lower()}s lose leads, and at which step?"
    picture(title, lambda: funnel_charts.cells(shown, label), found, alt, "groups", picks=by)
    st.caption(funnel_words.beside_groups(GROUPS[by].lower(), most.height == MOST_GROUPS))


def records(chosen: Tile, steps: pl.DataFrame, view: View) -> None:
    """The records behind a tile, or those that stopped at a step."""
    offered = {"": "As the tile says", **funnel_words.stops(steps)}
    stopped = choice("stopped", "step", offered, "", "Leads that stopped at a step")
    notices()
    if not stopped:
        record_list(chosen, FIELDS, view)
        return
    step, _, became = stopped.rpartition("-")
    narrowed = view.narrowed(lambda where: stopped_at(where, steps["step"].to_list(), step, FATES[became]))
    record_list(Tile("leads_created"), FIELDS, narrowed, title=offered[stopped])


if __name__ == "__main__":
    page()
