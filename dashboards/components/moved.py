"""What moved a rate since the period compared with: its change, split exactly into mix and rates, as a bridge.

Reads `data.what_moved`; writes to the screen only.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.bridge import bridge_chart
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, count, day, percent, points
from dashboards.components.page import picture
from dashboards.decomposition import bridge

GROUPS = {"source_category": "Source", "owner": "Owner", "team": "Team", "score_band": "Score"}
"""What can have moved a rate, with its header."""

PRESENCE = {"entered": "new", "left": "gone"}


@st.fragment
def what_moved(name: str, view: View, fields: tuple[str, ...] = ("source_category", "owner")) -> None:
    """Draw the bridge for the group that the visitor chooses; nothing where there is no period before."""
    before = view.compared
    if before is None:
        return
    label = data.definition(name).label
    st.subheader(f"What moved the figure? {label}", anchor=False)
    offered = st.segmented_control(
        "By",
        fields,
        format_func=lambda field: f"By {GROUPS[field].lower()}",
        default=fields[0],
        key=f"moved_{name}",
        label_visibility="collapsed",
    )
    by = offered or fields[0]
    found = data.what_moved(name, by, view.where, before)
    if not found.height:
        st.markdown(f":gray[{_nothing(name, view)}]")
        return
    word = GROUPS[by].lower()
    whole = "Of mature leads: " if data.immature(name, view.where) else ""
    said = whole + _sentence(found, word, view.before)
    st.markdown(said)
    steps = bridge(_named(found, by), "group", f"Mix of {word}s", f"Rates of all other {word}s")
    chart = partial(bridge_chart, steps, view.before, view.period, label)
    picture(f"Step by step, by {word}", chart, _table(found, by), f"{label}: {said}", f"bridge_{name}")
    st.caption(_note(name, view))


def _nothing(name: str, view: View) -> str:
    until = data.mature_until(name, view.where)
    if until and data.immature(name, view.where):
        return f"not mature: only leads created up to {day(until)} have had time enough"
    return "no data in one of the two periods"


def _sentence(found: pl.DataFrame, word: str, before: str) -> str:
    """Return the change and its two parts in words."""
    # As written, so that the parts add up: the change is that of the two rates at the ends of the bridge.
    now, then = (
        round(float(found[f"hits{each}"].sum()) / float(found[f"of{each}"].sum()) * 100, 1) / 100
        for each in ("", "_before")
    )
    change, mix = now - then, round(float(found["mix_effect"].sum()) * 100, 1) / 100
    rates = change - mix
    return (
        f"{points(change)} against {before}: {points(rates)} because rates changed within a {word}, "
        f"{points(mix)} because the mix of {word}s changed."
    )


def _table(found: pl.DataFrame, by: str) -> pl.DataFrame:
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
    return pl.concat(
        [_named(found, by).select(pl.col("group").alias(GROUPS[by])), pl.DataFrame(rows)], how="horizontal"
    )


def _named(found: pl.DataFrame, by: str) -> pl.DataFrame:
    """Add the name of each `group`, with a word for one that only one of the periods has."""
    label = f"{by}_label" if f"{by}_label" in found.columns else by
    named = pl.col(label).fill_null(f"No {GROUPS[by].lower()}")
    gone = pl.col("presence").replace_strict(PRESENCE, default=None)
    return found.with_columns(group=pl.when(gone.is_null()).then(named).otherwise(pl.format("{} ({})", named, gone)))


def _note(name: str, view: View) -> str:
    """Return how to read the table, and how many leads are too young for it."""
    young = data.immature(name, view.where)
    until = data.mature_until(name, view.where)
    left_out = (
        f"Left out: {count(young)}{SPACE}leads created after {day(until)}, not yet mature. " if young and until else ""
    )
    return (
        f"{left_out}Mix: groups that are better or worse than all became a larger or smaller share of the whole. The "
        "other steps: a group's own rate changed. The steps add up to the change; the table has every group."
    )
