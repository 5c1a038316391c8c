"""How far the leads of each source, team or owner come: a field per group and step.

Reads `data.ranking`; the chosen groups are `by` in the URL.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import funnel_cells, funnel_words
from dashboards.components.choices import notices, segments
from dashboards.components.filter_bar import View
from dashboards.components.page import picture
from dashboards.filters import Filters

GROUPS = {"source_category": "Source", "team": "Team", "owner": "Owner"}
"""What leads can be grouped by, with its word."""

RATES = {
    "contacted_rate": "Contacted",
    "qualification_rate": "Qualified",
    "opportunity_rate": "Opportunity",
    "customer_rate": "Won",
}
"""The rates of all leads created that reach a step, with its word."""

MOST_GROUPS = 12
"""Groups that the picture has; the table has all."""


def by_group(view: View) -> None:
    """Draw the groups that the visitor chooses, those with the most leads."""
    by = segments("by", "group", GROUPS, "source_category")
    notices()
    word = GROUPS[by].lower()
    rates = [data.ranking(name, by, view.where).with_columns(step_label=pl.lit(step)) for name, step in RATES.items()]
    leads = data.metric("leads_created", (by,), view.where).sort("n", descending=True)
    kept = leads.head(MOST_GROUPS).select(by, leads="n")
    found = pl.concat(rates, how="diagonal")
    shown = kept.join(found, on=by, how="inner", nulls_equal=True, maintain_order="left")
    label = f"{by}_label" if f"{by}_label" in shown.columns else by
    named = shown.with_columns(pl.col(label).fill_null(f"No {word}"))
    alt, title = f"Share of leads that reached each step, by {word}.", f"Which {word}s lose leads, and at which step?"
    chart = partial(funnel_cells.cells, named, whole(view.where), label)
    picture(title, chart, found, alt, "groups", picks=by)
    st.caption(funnel_words.beside_groups(word, leads.height > MOST_GROUPS))


def whole(where: Filters) -> pl.DataFrame:
    """Return the rates of all leads together: a row per step, as the cells below them are read."""
    leads = data.metric("leads_created", (), where)["n"][0]
    steps = [data.metric(name, (), where).with_columns(step_label=pl.lit(step)) for name, step in RATES.items()]
    return pl.concat(steps, how="diagonal").with_columns(leads=pl.lit(leads))
