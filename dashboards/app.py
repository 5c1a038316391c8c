"""The dashboards: menu, theme and pages.

Run by `leadhouse dashboard`. Reads the published version of the warehouse through `dashboards.data`; writes nothing.
Refuses to show pages when nothing is published, and says what to do next.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from dashboards import data
from dashboards.components.following import follow
from dashboards.components.hint import hint
from dashboards.components.record_list import ASKED_LEAD
from leadhouse.errors import LeadhouseError

HERE = Path(__file__).parent
SECTIONS = {
    "Overview": [("funnel", "Funnel")],
    "Speed": [("response_time", "Response time"), ("leakage", "Leakage")],
    "Quality": [("qualification", "Qualification"), ("reps", "Reps")],
    "Money": [
        ("campaigns", "Campaigns"),
        ("attribution_paths", "Attribution paths"),
        ("lost_reasons", "Lost reasons"),
    ],
    "Records": [("leads", "Leads")],
    "Operations": [("data", "Data")],
}
"""The menu: sections, and in each the pages by the name of their file."""

FIRST = "funnel"
"""The page that an address without a page name shows; it has its own name as well, so that links to it last."""

SHARED = ("period", "compare", "source", "team", "owner", "kind", "type", "model", "beside")
"""What of the URL goes along from page to page."""


def main() -> None:
    """Draw the menu and the page that the URL names."""
    st.set_page_config(page_title="Leadhouse", page_icon=str(HERE / "components" / "icon.svg"), layout="wide")
    st.html(HERE / "components" / "style.css")
    pages = {
        section: [st.Page(f"views/{name}.py", title=title, url_path=name.replace("_", "-")) for name, title in listed]
        for section, listed in SECTIONS.items()
    }
    first = st.Page(f"views/{FIRST}.py", title="Leadhouse", url_path="start", default=True)
    chosen = st.navigation({"": [first], **pages}, position="hidden")
    carried = {name: st.query_params.get_all(name) for name in SHARED if name in st.query_params}
    menu(pages, first if chosen == first else None, carried)
    if lead := st.session_state.pop(ASKED_LEAD, None):
        st.switch_page("views/leads.py", query_params={**carried, "lead": lead})
    try:
        data.catalogue()
    except LeadhouseError as nothing:
        st.title("Nothing to show yet", anchor=False)
        st.markdown(str(nothing))
        st.stop()
    follow()
    chosen.run()


def menu(pages: dict[str, list[st.Page]], shown_first: st.Page | None, carried: dict[str, list[str]]) -> None:
    """List the pages by section; links carry the filters along.

    Args:
        shown_first: the page of an address without a page name when that is what is shown, so that it is marked.
        carried: what of the URL goes along.
    """
    with st.sidebar:
        st.markdown("#### Leadhouse")
        for section, listed in pages.items():
            st.caption(section)
            for page in listed:
                linked = shown_first if shown_first and page.url_path == FIRST.replace("_", "-") else page
                st.page_link(linked, label=page.title, query_params=carried, width="stretch")
        hint()


if __name__ == "__main__":
    main()
