"""Page "Leads": Whom to call next, and what happened to a lead?

Reads records of fct_leads with their names; one lead's events, reasons and lines. One row per lead record.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards import components, leads
from dashboards.components.choices import notices
from dashboards.components.filter_bar import filter_bar
from dashboards.components.lead_search import found_list, narrowed, searched
from dashboards.components.lead_sheet import lead_sheet, record_without_a_row
from dashboards.components.lead_states import kept_states
from dashboards.components.page import heading

STYLE = Path(components.__file__).parent / "timeline.css"


def page() -> None:
    """Draw the page: one lead where the URL names it, else the search."""
    heading("Leads", "Whom to call next, and what happened to a lead?")
    key = st.query_params.get("lead")
    if key is None:
        text = searched()
        view, order = narrowed(filter_bar("fct_leads", "created_date", "all"))
        kept = kept_states(text, view)
        notices()
        found_list(text, kept, order)
        # Beside a page that is drawn once, as for a test or a report, nothing should go on.
        if st.runtime.exists():
            leads.read_ahead()
        return
    st.html(STYLE)
    lead = leads.lead(key)
    if lead is None:
        record_without_a_row(key)
    else:
        lead_sheet(key, lead)


if __name__ == "__main__":
    page()
