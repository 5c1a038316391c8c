"""What moved a rate since the period before: its change, split exactly into mix and rates, as a small table.

Reads `data.what_moved`; writes to the screen only.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, count, day, percent, points

GROUPS = {"source_category": "Source", "owner": "Owner", "team": "Team", "score_band": "Score"}
"""What can have moved a rate, with its header."""

PRESENCE = {"entered": "new", "left": "gone"}


@st.fragment
def what_moved(name: str, view: View, fields: tuple[str, ...] = ("source_category", "owner")) -> None:
    """Draw the table for the group that the visitor chooses; nothing where there is no period before."""
    before = view.compared
    if before is None:
        return
    label = data.definition(name).label
    st.subheader(f"What moved? {label}, by what brought the change", anchor=False)
    by = (
        st.segmented_control("By", fields, format_func=GROUPS.__getitem__, default=fields[0], key=f"moved_{name}")
        or fields[0]
    )
    found = data.what_moved(name, by, view.where, before)
    if not found.height:
        st.markdown(f":gray[{_nothing(name, view)}]")
        return
    whole = "Of mature leads: " if data.immature(name, view.where) else ""
    st.markdown(whole + _sentence(found, GROUPS[by].lower(), view.before))
    st.dataframe(_table(found, by), hide_index=True, placeholder="-", height="content" if found.height < 8 else 320)
    st.caption(_note(name, view))


def _nothing(name: str, view: View) -> str:
    until = data.mature_until(name, view.where)
    if until and data.immature(name, view.where):
        return f"not mature: only leads created up to {day(until)} have had time enough"
    return "no data in one of the two periods"


def _sentence(found: pl.DataFrame, word: str, before: str) -> str:
    """Return the change and its two parts in words."""
    change, mix, rates = (float(found[name].sum()) for name in ("effect", "mix_effect", "rate_effect"))
    return (
        f"{points(change)} against {before}: {points(rates)} because rates changed within a {word}, "
        f"{points(mix)} because the mix of {word}s changed."
    )


def _table(found: pl.DataFrame, by: str) -> pl.DataFrame:
    label = f"{by}_label" if f"{by}_label" in found.columns else by
    named = pl.col(label).fill_null(f"No {GROUPS[by].lower()}")
    gone = pl.col("presence").replace_strict(PRESENCE, default=None)
    rows = [
        {
            "Share before": percent(row["share_before"]),
            "now": percent(row["share"]),
            "Rate before": percent(row["rate_before"]),
            "now ": percent(row["rate"]),
            "Mix": points(row["mix_effect"]),
            "Rate": points(row["rate_effect"]),
            "Both": points(row["effect"]),
        }
        for row in found.to_dicts()
    ]
    words = pl.when(gone.is_null()).then(named).otherwise(pl.format("{} ({})", named, gone))
    return pl.concat([found.select(words.alias(GROUPS[by])), pl.DataFrame(rows)], how="horizontal")


def _note(name: str, view: View) -> str:
    """Return how to read the table, and how many leads are too young for it."""
    young = data.immature(name, view.where)
    until = data.mature_until(name, view.where)
    left_out = (
        f"Left out: {count(young)}{SPACE}leads created after {day(until)}, not yet mature. " if young and until else ""
    )
    return (
        f"{left_out}Mix: the group's share of all changed, it being better or worse than all. Rate: its own rate "
        "changed. Over all rows they add up to the change."
    )
