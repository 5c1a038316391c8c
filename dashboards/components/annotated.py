"""What happened when, on charts that run over time: thin rules with text.

Reads `data.annotations`; `annotated` is pure.
"""

from __future__ import annotations

from datetime import date, timedelta

import altair as alt
import polars as pl

from dashboards import data
from dashboards.components.charts import Chart
from dashboards.components.theme import colours

MOST_WRITTEN = 6
"""Events whose words are written; of more only the rules are drawn, and their words stand on hover."""

LINE = 14
"""Distance of the lines of words in pixels."""

LEVELS = 3
"""Lines of words that follow one another, so that neighbours do not overlap."""

LONGEST = 28
"""Letters of an event that are written; the whole stands on hover."""

IS_LATE = "scale('x', datum.annotated_date) > width / 2"
"""Whether an event lies in the right half of a chart: its words then stand to the left of its rule."""


def events_of(frame: pl.DataFrame, month: str) -> pl.DataFrame:
    """Return the dated events of the months that a frame has: `annotated_date`, `annotation`."""
    first, last = frame[month].min(), frame[month].max()
    if not isinstance(first, date) or not isinstance(last, date):
        return data.annotations().clear()
    following = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
    return data.annotations(first, following - timedelta(days=1))


def annotated(chart: Chart, events: pl.DataFrame) -> Chart:
    """Return a chart over time with a rule and words for each event; the chart itself where there is none."""
    if not events.height:
        return chart
    shown = colours()
    drawn = (
        events.sort("annotated_date")
        .with_row_index("number")
        .with_columns(
            pl.col("annotated_date").cast(pl.String),
            # Above the picture, so that no word stands on a line of it.
            down=(pl.col("number").cast(pl.Int64) % LEVELS - min(LEVELS, events.height)) * LINE,
            text=pl.when(pl.col("annotation").str.len_chars() > LONGEST)
            .then(pl.col("annotation").str.slice(0, LONGEST - 1) + "…")
            .otherwise("annotation"),
        )
    )
    x = alt.X("annotated_date:T", title=None)
    hover = [
        alt.Tooltip("annotated_date:T", format="%-d %b %Y", title="on"),
        alt.Tooltip("annotation:N", title="what happened"),
    ]
    base = alt.Chart(drawn)
    is_written = drawn.height <= MOST_WRITTEN
    rules = base.mark_rule(
        color=shown.quiet,
        strokeWidth=1,
        opacity=0.7,
        y=alt.ExprRef("datum.down" if is_written else "0"),
        y2=alt.ExprRef("height"),
    ).encode(x=x, tooltip=hover)
    if not is_written:
        return alt.layer(chart, rules)
    words = base.mark_text(
        color=shown.quiet,
        fontSize=11,
        baseline="top",
        y=alt.ExprRef("datum.down"),
        align=alt.ExprRef(f"{IS_LATE} ? 'right' : 'left'"),
        dx=alt.ExprRef(f"{IS_LATE} ? -4 : 4"),
    )
    return alt.layer(chart, rules, words.encode(x=x, text="text:N", tooltip=hover))
