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
    st.subheader("Who keeps the records in order?", anchor=False)
    if not found.height:
        st.markdown(":gray[no data: no rep received or worked on anything here]")
        return
    st.dataframe(side_by_side(found), hide_index=True, placeholder="-")
    st.caption(
        "First contact in time: of leads received and due. Notes: of attempts to reach somebody. Follow-up and status: "
        "of open leads that were contacted. Reason: of disqualified leads. Each in the period, by today's owner "
        "except for what was received."
    )


def side_by_side(found: pl.DataFrame) -> pl.DataFrame:
    """Return one row per rep and one column per rate of `DISCIPLINE`, also where nobody has it.

    Args:
        found: rows of `data.side_by_side`, at least one.
    """
    shown = pl.Series("shown", [rate(*row) for row in found.select("value", "hits", "of").iter_rows()], dtype=pl.String)
    reps = found.with_columns(shown).group_by("owner", "owner_label", maintain_order=True)
    columns = [
        pl.col("shown").filter(pl.col("metric") == name).first().alias(word) for name, word in DISCIPLINE.items()
    ]
    return reps.agg(columns).drop("owner").rename({"owner_label": "Owner"})
