"""What keeps rates per rep fair and records in order: who is too young to be judged, and what each rep notes down.

Reads `data`; writes to the screen only.
"""

from __future__ import annotations

import textwrap
from functools import partial

import altair as alt
import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.charts import AXIS, Chart, names_axis, rows_high, wrapped
from dashboards.components.formats import FEW, count, day, rate
from dashboards.components.leavers import with_leavers
from dashboards.components.page import picture
from dashboards.components.theme import colours
from dashboards.filters import Filters

DISCIPLINE = {
    "rep_sla_met_rate": "First contact in time",
    "attempts_with_notes_rate": "Attempts with notes",
    "follow_up_set_rate": "Follow-up set",
    "status_current_rate": "Status current",
    "reason_given_rate": "Reason given",
}
"""The rates shown per rep, with their headers."""

ALL = "All reps"
"""What the row of all is called."""

LONGEST_HEAD, LINE = 9, 13
"""Letters of a header on one line, and the height of a line in pixels."""


def too_young(names: tuple[str, ...], where: Filters) -> None:
    """Say how many leads are left out of each rate because most of what will become of them is still to come."""
    words = [
        f"{data.definition(name).label.lower()} {count(young)} (received after {day(until)})"
        for name in names
        if (young := data.immature(name, where)) and (until := data.mature_until(name, where))
    ]
    if words:
        st.caption(f"Left out as too young to judge, each step by the time that it takes: {', '.join(words)}.")


def discipline(where: Filters) -> None:
    """What each rep keeps in order."""
    found = with_leavers(data.side_by_side(tuple(DISCIPLINE), where))
    said = "Share of records that each rep keeps in order, by what there is to keep."
    picture("Who keeps the records in order?", partial(cells, found), side_by_side(found), said, "discipline", "owner")
    few = "; *2 of 3*: too few for a rate" if found.filter(pl.col("of").is_between(1, FEW - 1)).height else ""
    st.caption(
        "First contact in time: of leads received and due. Notes: of attempts to reach somebody. Follow-up and status: "
        "of open leads that were contacted. Reason: of disqualified leads. Each in the period, by today's owner "
        f"except for what was received. By name; the stronger the blue, the higher the share, good or bad{few}."
    )


def side_by_side(found: pl.DataFrame) -> pl.DataFrame:
    """Return one row per rep and one column per rate of `DISCIPLINE`, also for what nobody has."""
    reps = _written(found).group_by("owner", "owner_label", maintain_order=True)
    columns = [
        pl.col("shown").filter(pl.col("metric") == name).first().alias(word) for name, word in DISCIPLINE.items()
    ]
    return reps.agg(columns).drop("owner").rename({"owner_label": "Owner"})


def _written(found: pl.DataFrame) -> pl.DataFrame:
    shown = [rate(*row) for row in found.select("value", "hits", "of").iter_rows()]
    return found.with_columns(shown=pl.Series(shown, dtype=pl.String))


def cells(found: pl.DataFrame) -> Chart:
    """Draw a cell per rep and rate with its figure, the stronger the higher; one row per rep."""
    shown = colours()
    heads = ["\n".join(textwrap.wrap(each, LONGEST_HEAD)) for each in DISCIPLINE.values()]
    drawn = _written(found.filter(pl.col("of") > 0)).with_columns(
        named=pl.col("owner_label").map_elements(wrapped, return_dtype=pl.String),
        what=pl.col("metric").replace_strict(dict(zip(DISCIPLINE, heads, strict=True)), return_dtype=pl.String),
        shade=pl.when(pl.col("of") >= FEW).then("value"),
    )
    whole = of_all(found).with_columns(
        what=pl.col("metric").replace_strict(dict(zip(DISCIPLINE, heads, strict=True)), return_dtype=pl.String)
    )
    names = [ALL, *drawn["named"].unique(maintain_order=True)]
    x = alt.X("what:N", sort=heads, axis=_head())
    y = alt.Y("named:N", sort=names, axis=names_axis())
    hover = [
        alt.Tooltip("owner_label:N", title="owner"),
        alt.Tooltip("what:N", title="shown"),
        alt.Tooltip("shown:N", title="rate"),
        alt.Tooltip("of:Q", title="n", format=","),
    ]
    base = alt.Chart(drawn).encode(x=x, y=y)
    paint = alt.Scale(domain=[0, 1], range=list(shown.cells))
    cell = base.mark_rect(stroke=shown.background, strokeWidth=2).encode(
        color=alt.condition(
            "isValid(datum.shade)", alt.Color("shade:Q", scale=paint, legend=None), alt.value(shown.faint)
        ),
        tooltip=hover,
    )
    # Words without a tooltip let a click through to their cell.
    words = base.mark_text(color=shown.ink).encode(text="shown:N")
    bold = alt.Chart(whole).mark_text(color=shown.ink, fontWeight="bold").encode(x=x, y=y, text="shown:N")
    return alt.layer(cell, words, bold).properties(height=rows_high(names) + 2 * AXIS)


def _head() -> alt.Axis:
    """Return the axis above the cells, whose words stand in several lines."""
    return alt.Axis(
        title=None,
        orient="top",
        grid=False,
        labelExpr="split(datum.label, '\\n')",
        labelLimit=0,
        labelLineHeight=LINE,
        labelPadding=2 * LINE + 6,
        labelFontSize=11,
    )


def of_all(found: pl.DataFrame) -> pl.DataFrame:
    """Return one row per rate of all reps together, with what is `shown` of it."""
    sums = found.group_by("metric", maintain_order=True).agg(pl.col("hits", "of").sum()).filter(pl.col("of") > 0)
    return _written(sums.with_columns(value=pl.col("hits") / pl.col("of"), named=pl.lit(ALL)))
