"""Page "Leads": which lead is it, and what happened to it?

Reads records of fct_leads with their names; one lead's events, reasons and lines. One row per lead record.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards import components, leads
from dashboards.components.filter_bar import filter_bar
from dashboards.components.lead_search import found_list, narrowed, searched
from dashboards.components.lead_sheet import lead_sheet, record_without_a_row
from dashboards.components.page import heading

STYLE = Path(components.__file__).parent / "timeline.css"


def page() -> None:
    """Draw the page: one lead where the URL names it, else the search."""
    heading("Leads", "Which lead is it, and what happened to it?")
    key = st.query_params.get("lead")
    if key is None:
        text = searched()
        view = narrowed(filter_bar("fct_leads", "created_date", "all"))
        found_list(text, view)
        return
    st.html(STYLE)
    lead = leads.lead(key)
    if lead is None:
        record_without_a_row(key)
    else:
        lead_sheet(key, lead)


if __name__ == "__main__":
    page()
