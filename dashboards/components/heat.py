"""The week by weekday and part of the day: how many leads came in, how many first attempts, how many answers in time.

Reads frames of `hours.week`. Draws at most three cells, each with its number, per part of the day.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import polars as pl

from dashboards import hours
from dashboards.components.charts import Chart
from dashboards.components.formats import count, percent
from dashboards.components.theme import colours

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CELL = 22
"""Height of a cell in pixels."""

STRONG = 0.95
"""Share of the cells below which the strongest colour begins."""

DARK, DARK_LATE = 0.55, 0.75
"""Strength of a cell's colour from which its number is written in the colour of the background."""

TOP, BLOCK = 2, len(WEEKDAYS) + 3
"""Rows of a block: its title and its hours above its days, and air below."""

LATE = "late"
"""Kind of cell that is painted by what was not in time."""


def heat_map(week: pl.DataFrame) -> Chart:
    """Draw three blocks over the same parts of the day: leads that came in, first attempts, answers in time."""
    shown = colours()
    cells, rows = _cells(week), 3 * BLOCK - 1
    y_scale = alt.Scale(domain=[0, rows], reverse=True, nice=False)
    x_scale = alt.Scale(domain=[-4, 24], nice=False)
    x, y = alt.X("hour:Q", scale=x_scale, axis=None), alt.Y("row:Q", scale=y_scale, axis=None)
    hover = [
        alt.Tooltip("when:N", title=" "),
        alt.Tooltip("what:N", title="shown"),
        alt.Tooltip("said:N", title="figure"),
    ]
    layers: list[Any] = []
    for kind, paint in (("number", list(shown.scale)), (LATE, [shown.background, shown.warm])):
        # Between two colours straight through: the usual way round the circle would turn orange on black into purple.
        scale = alt.Scale(domain=[0, 1], range=paint, clamp=True, interpolate="rgb")
        color = alt.Color("shade:Q", scale=scale, legend=None)
        cell = alt.Chart(cells.filter(pl.col("kind") == kind)).mark_rect(stroke=shown.background, strokeWidth=1.5)
        layers.append(cell.encode(x=x, x2="until:Q", y=y, y2="below:Q", color=color, tooltip=hover))
    ink = alt.condition(
        f"datum.shade >= (datum.kind == '{LATE}' ? {DARK_LATE} : {DARK})",
        alt.value(shown.background),
        alt.value(shown.ink),
    )
    number = alt.Chart(cells).mark_text(fontSize=11, baseline="middle")
    middle, centre = alt.X("middle:Q", scale=x_scale, axis=None), alt.Y("centre:Q", scale=y_scale, axis=None)
    layers.append(number.encode(x=middle, y=centre, text="text:N", color=ink, tooltip=hover))
    looks: list[dict[str, Any]] = [{"color": shown.ink, "fontWeight": "bold"}, {"color": shown.quiet}]
    for words, look in zip((_heads(week), _marks()), looks, strict=True):
        said = alt.Chart(words).mark_text(align="left", baseline="middle", **look)
        layers.append(said.encode(x=x, y=y, text="text:N"))
    return alt.layer(*layers).resolve_scale(color="independent").properties(height=rows * CELL)


def _cells(week: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of the three blocks: their place, how strong they are (0..1), their number and their words."""
    parts = hours.in_time(week)
    strong = max(1.0, float(pl.concat([parts["arrived"], parts["answered"]]).quantile(STRONG, "nearest") or 0))
    blocks = []
    for block, (column, what) in enumerate((("arrived", "leads came in"), ("answered", "first attempts"))):
        number = pl.col(column).map_elements(count, return_dtype=pl.String)
        said = pl.format("{} of {}", column, pl.col(column).sum())
        blocks.append(_placed(parts, block).with_columns(shade=pl.col(column) / strong, text=number, said=said))
        blocks[-1] = blocks[-1].with_columns(what=pl.lit(what), kind=pl.lit("number"))
    share = pl.col("value").map_elements(percent, return_dtype=pl.String)
    tenth = (pl.col("value") * 100).round().cast(pl.Int64).cast(pl.String)
    late = _placed(parts.filter(pl.col("due") >= hours.ENOUGH), 2).with_columns(
        shade=(1 - pl.col("value")), text=tenth, said=pl.format("{} of {} leads due", share, "due")
    )
    blocks.append(late.with_columns(what=pl.lit("SLA met"), kind=pl.lit(LATE)))
    kept = ("row", "below", "hour", "until", "middle", "centre", "when", "what", "said", "text", "shade", "kind")
    return pl.concat([each.select(kept) for each in blocks])


def _placed(cells: pl.DataFrame, number: int) -> pl.DataFrame:
    """Add the place of a block's cells and the part of the day in words."""
    day = pl.col("weekday").replace_strict(dict(enumerate(WEEKDAYS, 1)), return_dtype=pl.String)
    until, row = pl.col("hour") + hours.BLOCK, pl.col("weekday") - 1 + number * BLOCK + TOP
    return cells.with_columns(
        row=row,
        below=row + 1,
        centre=row + 0.5,
        until=until,
        middle=pl.col("hour") + hours.BLOCK / 2,
        when=pl.format("{} {}:00 - {}:00", day, "hour", until),
    )


def _heads(week: pl.DataFrame) -> pl.DataFrame:
    """Return the titles of the blocks, each with how many leads it is of."""
    words = (
        f"{count(week['arrived'].sum())} leads came in",
        f"{count(week['answered'].sum())} first attempts on them, hour known",
        f"SLA met, in %, of {count(week['due'].sum())} leads due",
    )
    return pl.DataFrame([{"row": each * BLOCK + 0.3, "hour": -4, "text": text} for each, text in enumerate(words)])


def _marks() -> pl.DataFrame:
    """Return the weekdays beside the rows of each block and the hours above its columns."""
    marks: list[dict[str, Any]] = []
    for block in range(3):
        top = block * BLOCK + TOP
        marks += [{"row": top + day + 0.5, "hour": -4.0, "text": word} for day, word in enumerate(WEEKDAYS)]
        marks += [{"row": top - 0.5, "hour": float(at), "text": f"{at} h"} for at in range(0, 24, hours.BLOCK)]
    return pl.DataFrame(marks)


def in_words(week: pl.DataFrame) -> str:
    """Return what the heat map shows, for who cannot see it."""
    said = []
    for column, word in (("arrived", "leads come in"), ("answered", "first attempts are made")):
        row = week.sort(column, descending=True, maintain_order=True).row(0, named=True)
        hour = f"{WEEKDAYS[row['weekday'] - 1]} {row['hour']}:00 - {row['hour'] + 1}:00"
        said.append(f"Most {word} {hour}: {count(row[column])} of {count(week[column].sum())}.")
    return " ".join([*said, days_in_words(week)]).strip()


def days_in_words(week: pl.DataFrame) -> str:
    """Return on which weekdays fewer leads are answered in time than all others are, and how many on the others."""
    days = hours.by_weekday(week)
    low = days.filter(pl.col("evidence") == "below").sort("value")
    rest = days.filter((pl.col("evidence") != "below") & (pl.col("due") >= hours.ENOUGH))
    if not low.height or not rest.height:
        return ""
    named = [f"{percent(row['value'], 0)} on {WEEKDAYS[row['weekday'] - 1]}" for row in low.to_dicts()]
    share = float(rest["met"].sum()) / float(rest["due"].sum())
    return f"In time: {', '.join(named)}; {percent(share, 0)} of the leads that come in on the other days."
