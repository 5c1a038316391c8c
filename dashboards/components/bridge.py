"""The bridge from a rate to that of another period: what the mix brought and what the rates of groups brought.

Reads frames of `decomposition.bridge`. Draws two dots and a bar per step.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.components.charts import AXIS, Chart, names_axis, rows_high, wrapped
from dashboards.components.formats import percent, points
from dashboards.components.theme import colours

NARROWEST = 0.02
"""Width of the axis at least, so that small changes look small: two percentage points."""

IN_TENTHS = "format(datum.value * 100, '.1f') + ' %'"
"""How the axis writes a rate."""

ROOM = 74
"""Width of the figures at the right, in pixels."""


def bridge_chart(steps: pl.DataFrame, before: str, now: str, title: str, is_chance: bool = False) -> Chart:
    """Draw the earlier rate, a bar from where each step starts to where it ends, and the rate now, from top to bottom.

    Args:
        before: the earlier period in words.
        now: the later period in words.
        title: what the rate is of.
        is_chance: whether the whole change may be chance: the bars are pale then.
    """
    shown = colours()
    drawn = steps.with_columns(
        step=pl.col("step").map_elements(wrapped, return_dtype=pl.String),
        text=pl.col("shown").map_elements(points, return_dtype=pl.String),
        direction=pl.when(pl.col("effect") < 0).then(pl.lit("down")).otherwise(pl.lit("up")),
    )
    first, last = wrapped(before), wrapped(now) + " "
    rates = pl.DataFrame({"step": [first, last], "rate": [drawn["start"][0], drawn["end"][-1]]}).with_columns(
        text=pl.col("rate").map_elements(percent, return_dtype=pl.String)
    )
    order = [first, *drawn["step"], last]
    y = alt.Y("step:N", sort=order, scale=alt.Scale(domain=order), axis=names_axis())
    room = alt.ExprRef(f"max(60, width - {ROOM})")
    scale = alt.Scale(domain=_around(drawn), zero=False, nice=False, rangeMax=room)
    # The axis is narrow: whole percentage points would stand there twice.
    axis = alt.Axis(title=title, tickCount=4, labelExpr=IN_TENTHS, labelOverlap="greedy", labelSeparation=10)
    base = alt.Chart(drawn)
    paint = [shown.scale[1], shown.warm_pale] if is_chance else [shown.ours, shown.warm]
    bar = base.mark_bar(height=12).encode(
        y=y,
        x=alt.X("start:Q", scale=scale, axis=axis),
        x2="end:Q",
        color=alt.Color("direction:N", scale=alt.Scale(domain=["up", "down"], range=paint), legend=None),
        tooltip=_hover(drawn),
    )
    dot = alt.Chart(rates).mark_point(filled=True, size=110, color=shown.ink, opacity=1)
    ends = dot.encode(y=y, x=alt.X("rate:Q", scale=scale, axis=axis), tooltip=[alt.Tooltip("text:N", title="rate")])
    edge = alt.value(alt.ExprRef("width"))
    words = base.mark_text(align="right", color=shown.ink).encode(y=y, x=edge, text="text:N")
    bold = alt.Chart(rates).mark_text(align="right", color=shown.ink, fontWeight=600).encode(y=y, x=edge, text="text:N")
    return alt.layer(bar, ends, words, bold).properties(height=rows_high(order) + AXIS)


def _hover(drawn: pl.DataFrame) -> list[alt.Tooltip]:
    """Return what is said of a step; a rate now and before only where one was handed over."""
    rates = [
        alt.Tooltip("rate_before:Q", title="rate before", format=".1%"),
        alt.Tooltip("rate:Q", title="rate now", format=".1%"),
    ]
    told = [alt.Tooltip("step:N", title=" "), alt.Tooltip("text:N", title="brought")]
    return [*told, *rates] if "rate" in drawn.columns else told


def _around(steps: pl.DataFrame) -> list[float]:
    """Return the part of 0..1 that holds all steps, wide enough that small changes look small."""
    ends = [*steps["start"].to_list(), *steps["end"].to_list()]
    low, high = min(ends), max(ends)
    more = max((high - low) / 8, (NARROWEST - (high - low)) / 2)
    return [max(0.0, low - more), min(1.0, high + more)]
