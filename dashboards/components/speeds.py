"""Times per group as bars from zero, each with its time in words and how many it was taken from.

Reads frames with `value` in the unit of a metric, and `n`. Draws one bar per row.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.catalogue import Metric
from dashboards.components.charts import ABOVE, Chart, names_axis, rows_high, wrapped
from dashboards.components.formats import count, in_unit
from dashboards.components.theme import colours

BESIDE = 130
"""Width of the time in words with the number beside it, at the right of the bars, in pixels."""


def times(frame: pl.DataFrame, label: str, asked: Metric) -> Chart:
    """Draw the times in the order of the frame."""
    shown = colours()
    texts = [in_unit(value, asked, "") for value in frame["value"]]
    drawn = frame.with_columns(
        text=pl.Series(texts, dtype=pl.String),
        many=pl.col("n").map_elements(count, return_dtype=pl.String),
        named=pl.col(label).map_elements(wrapped, return_dtype=pl.String),
    )
    y = alt.Y("named:N", sort=drawn["named"].to_list(), axis=names_axis())
    top = max([1e-9, *drawn["value"].to_list()])
    scale = alt.Scale(domain=[0, top], rangeMax=alt.ExprRef(f"max(40, width - {BESIDE})"), nice=False)
    x = alt.X("value:Q", axis=None, scale=scale)
    base = alt.Chart(drawn).encode(
        y=y,
        tooltip=[
            alt.Tooltip(f"{label}:N", title=" "),
            alt.Tooltip("text:N", title="half within"),
            alt.Tooltip("n:Q", title="n", format=","),
        ],
    )
    bar = base.mark_bar(color=shown.ours, height=alt.RelativeBandSize(0.5)).encode(x=x)
    words = base.mark_text(align="left", dx=6, color=shown.ink).encode(x=x, text="text:N")
    number = base.mark_text(align="right", color=shown.quiet).encode(x=alt.value(alt.ExprRef("width")), text="many:N")
    head = alt.Chart(pl.DataFrame({"word": ["n"]})).mark_text(align="right", color=shown.quiet, fontStyle="italic")
    edge = head.encode(x=alt.value(alt.ExprRef("width")), y=alt.value(-7), text="word:N")
    return alt.layer(bar, words, number, edge).properties(height=rows_high(drawn["named"].to_list()) + ABOVE + 12)
