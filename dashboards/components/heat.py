"""The heat map of the week: a cell per weekday and hour, for leads that came in, first attempts, and answers in time.

Reads frames of `hours.week`. Draws at most three marks per hour of the week.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from dashboards import hours
from dashboards.components.charts import Chart
from dashboards.components.formats import FEW, count, percent
from dashboards.components.theme import colours

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CELL = 15
"""Height of a cell in pixels."""

STRONG = 0.98
"""Share of the cells below which the strongest colour begins."""

BLOCK = len(WEEKDAYS) + 2
"""Rows of a block: its title, its days, and air below."""


APART: dict[str, Any] = {"labelOverlap": "greedy", "labelSeparation": 6}
"""Hours are left out of the axis where there is too little room for them all."""


def heat_map(week: pl.DataFrame) -> Chart:
    """Draw three blocks one below the other over the same hours: came in, first attempts, answered in time."""
    shown = colours()
    drawn, heads = _cells(week), pl.DataFrame({"row": [0, BLOCK, 2 * BLOCK], "text": _titles(week)})
    rows = list(range(3 * BLOCK - 1))
    number = f"datum.value % {BLOCK}"
    day = f"{number} > 0 && {number} < 8 ? {list(WEEKDAYS)}[{number} - 1] : ''"
    y_axis = alt.Axis(title=None, grid=False, labelExpr=day)
    y = alt.Y("row:O", scale=alt.Scale(domain=rows, paddingInner=0.08), axis=y_axis)
    at = alt.Axis(values=list(range(0, 24, 3)), labelExpr="datum.value + ':00'", title=None, grid=False, **APART)
    x = alt.X("hour:Q", scale=alt.Scale(domain=[0, 24], nice=False), axis=at)
    hover = [
        alt.Tooltip("when:N", title=" "),
        alt.Tooltip("what:N", title="shown"),
        alt.Tooltip("said:N", title="figure"),
    ]
    paint = alt.Color("shade:Q", scale=alt.Scale(domain=[0, 1], range=list(shown.scale), clamp=True), legend=None)
    cell = alt.Chart(drawn).mark_rect(stroke=shown.background, strokeWidth=1.5)
    words = alt.Chart(heads).mark_text(align="left", baseline="middle", dy=-4, color=shown.ink)
    layers = [cell.encode(x=x, x2="until:Q", y=y, color=paint, tooltip=hover)]
    layers.append(words.encode(x=alt.value(0), y=y, text="text:N"))
    return alt.layer(*layers).properties(height=len(rows) * CELL)


def _cells(week: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of the three blocks: their row and hours, how strong they are (0..1), and their words."""
    strong = _strongest(week)
    blocks = []
    for block, (column, what) in enumerate((("arrived", "leads came in"), ("answered", "first attempts"))):
        said = pl.format("{} of {}", column, pl.col(column).sum())
        blocks.append(_block(week, block, 1).with_columns(shade=pl.col(column) / strong, what=pl.lit(what), said=said))
    judged = hours.in_time(week).filter(pl.col("due") >= FEW)
    share = pl.col("value").map_elements(percent, return_dtype=pl.String)
    said = pl.format("{} of {} leads due", share, "due")
    late = _block(judged, 2, hours.BLOCK).with_columns(shade="value", what=pl.lit("SLA met"), said=said)
    kept = ("row", "hour", "until", "when", "what", "said", "shade")
    return pl.concat([each.select(kept) for each in (*blocks, late)])


def _block(cells: pl.DataFrame, number: int, long: int) -> pl.DataFrame:
    """Add the row of a block's cells, the hour until which each lasts, and both in words."""
    day = pl.col("weekday").replace_strict(dict(enumerate(WEEKDAYS, 1)), return_dtype=pl.String)
    until = pl.col("hour") + long
    return cells.with_columns(
        row=pl.col("weekday") + number * BLOCK, until=until, when=pl.format("{} {}:00 - {}:00", day, "hour", until)
    )


def _strongest(week: pl.DataFrame) -> float:
    """Return the number from which a cell has the strongest colour, so that one list imported at once hides nothing."""
    return max(1.0, float(pl.concat([week["arrived"], week["answered"]]).quantile(STRONG, "nearest") or 0))


def _titles(week: pl.DataFrame) -> list[str]:
    """Return what each block shows, and what its strongest colour stands for."""
    return [
        f"{count(week['arrived'].sum())} leads came in (strong: {count(_strongest(week))} or more)",
        f"{count(week['answered'].sum())} first attempts (same colours)",
        "SLA met, by when the lead came in (strong: all)",
    ]


def in_words(week: pl.DataFrame) -> str:
    """Return what the heat map shows, for who cannot see it."""
    said = []
    for column, word in (("arrived", "leads come in"), ("answered", "first attempts are made")):
        row = week.sort(column, descending=True, maintain_order=True).row(0, named=True)
        hour = f"{WEEKDAYS[row['weekday'] - 1]} {row['hour']}:00 - {row['hour'] + 1}:00"
        said.append(f"Most {word} {hour}: {count(row[column])} of {count(week[column].sum())}.")
    return " ".join(said)
