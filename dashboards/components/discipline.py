"""What keeps rates per rep fair and records in order: who is too young to be judged, and what each rep notes down.

Reads `data`; writes to the screen only.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.formats import count, day, rate
from dashboards.filters import Filters

DISCIPLINE = {
    "rep_sla_met_rate": "First contact in time",
    "attempts_with_notes_rate": "Attempts with notes",
    "follow_up_set_rate": "Follow-up set",
    "status_current_rate": "Status current",
    "reason_given_rate": "Reason given",
}
"""The rates shown per rep, with their headers."""


def too_young(names: tuple[str, ...], where: Filters) -> None:
    """Say how many leads are left out of each rate because most of what will become of them is still to come."""
    words = [
        f"{data.definition(name).label.lower()} {count(young)} (received after {day(until)})"
        for name in names
        if (young := data.immature(name, where)) and (until := data.mature_until(name, where))
    ]
    if words:
        st.caption(f"Left out as not yet mature: {', '.join(words)}.")


def discipline(where: Filters) -> None:
    """What each rep keeps in order."""
    found = data.side_by_side(tuple(DISCIPLINE), where)
    shown = pl.Series("shown", [rate(*row) for row in found.select("value", "hits", "of").iter_rows()], dtype=pl.String)
    table = found.with_columns(shown).pivot("metric", index=["owner", "owner_label"], values="shown").drop("owner")
    st.subheader("Who keeps the records in order?", anchor=False)
    st.dataframe(table.rename({"owner_label": "Owner", **DISCIPLINE}), hide_index=True, placeholder="-")
    st.caption(
        "First contact in time: of leads received and due. Notes: of attempts to reach somebody. Follow-up and status: "
        "of open leads that were contacted. Reason: of disqualified leads. Each in the period, by today's owner "
        "except for what was received."
    )
