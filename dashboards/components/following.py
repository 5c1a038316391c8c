"""An open page follows what is published: it draws itself anew when there is a new version.

Reads the name of the current version; writes to the screen only.
"""

from __future__ import annotations

import streamlit as st

from dashboards.components.downloads import as_of_words
from dashboards.data import current_path
from leadhouse.errors import LeadhouseError

SECONDS = 10
"""How often an open page looks for a new version."""


def follow() -> None:
    """Say that the page shows a new version when it does, and look for the next one from time to time."""
    drawn, now = st.session_state.get("version"), current_path().name
    if drawn not in (None, now):
        st.toast(f"New data: as of {as_of_words()}", icon=":material/update:")
    st.session_state["version"] = now
    _look_for_another(now)


@st.fragment(run_every=SECONDS)
def _look_for_another(drawn: str) -> None:
    try:
        published = current_path().name
    except LeadhouseError:
        # Nothing is published at the moment; what is on the screen stays.
        return
    if published != drawn:
        st.rerun()
