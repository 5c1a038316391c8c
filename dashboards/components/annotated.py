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
"""Lines of words that follow one another from the top, so that neighbours do not overlap."""

LONGEST = 28
"""Letters of an event that are written; the whole stands on hover."""


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
    first, last = events["annotated_date"].min(), events["annotated_date"].max()
    drawn = (
        events.sort("annotated_date")
        .with_row_index("number")
        .with_columns(
            pl.col("annotated_date").cast(pl.String),
            text=pl.when(pl.col("annotation").str.len_chars() > LONGEST)
            .then(pl.col("annotation").str.slice(0, LONGEST - 1) + "…")
            .otherwise("annotation"),
            is_late=pl.lit(first != last) & (pl.col("annotated_date") == last),
        )
    )
    x = alt.X("annotated_date:T", title=None)
    hover = [
        alt.Tooltip("annotated_date:T", format="%-d %b %Y", title="on"),
        alt.Tooltip("annotation:N", title="what happened"),
    ]
    layers = [alt.Chart(drawn).mark_rule(color=shown.quiet, strokeWidth=1, opacity=0.7).encode(x=x, tooltip=hover)]
    if drawn.height <= MOST_WRITTEN:
        for row in drawn.to_dicts():
            # The words of the last event stand to the left of its rule: there is room.
            is_late = row["is_late"]
            words = alt.Chart(drawn.filter(pl.col("number") == row["number"])).mark_text(
                color=shown.quiet,
                fontSize=11,
                baseline="top",
                align="right" if is_late else "left",
                dx=-4 if is_late else 4,
            )
            layers.append(words.encode(x=x, y=alt.value(row["number"] % LEVELS * LINE), text="text:N", tooltip=hover))
    return alt.layer(chart, *layers)
