"""A measure by month against the year before and its target: the choice, the picture, and how it is read.

Reads `dashboards.growth`; the chosen measure is `measure` in the URL.
"""

from __future__ import annotations

import streamlit as st

from dashboards import data
from dashboards.components import funnel_charts, funnel_words
from dashboards.components.annotated import annotated, events_of
from dashboards.components.choices import notices, segments
from dashboards.components.filter_bar import View
from dashboards.components.formats import in_unit
from dashboards.components.page import picture
from dashboards.growth import by_month

MEASURES = {
    "leads_created": "Leads created",
    "qualification_rate": "Qualification rate",
    "opportunity_rate": "Opportunity rate",
    "customer_rate": "Customer rate",
    "amount_won": "Amount won",
}
"""What can be followed over the months, with its word."""


def growth(view: View) -> str:
    """Draw the measure that the visitor chooses, and return its name."""
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
    return measure
