"""The pictures: each function turns a frame of `data` into an Altair chart, drawn but not yet placed.

Reads frames with `value`, `n` and, for shares, `low` and `high`; draws no more marks than the frame has rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import altair as alt
import polars as pl

from dashboards.components.formats import FEW, percent
from dashboards.components.theme import colours, percent_axis

Chart = alt.LayerChart | alt.FacetChart
"""What Altair makes of several layers."""

Written = Callable[[float], str]
"""Writes a value in its unit."""

ROW = 26
"""Height of a row of dots or bars in pixels."""

LETTER = 6
"""Width of a letter beside a bar in pixels."""

CUMULATIVE = 48
"""Width of the share so far at the right of the bars, with air on both sides, in pixels."""

SHORTEST = 16
"""Length of the longest bar in pixels where the words leave no room for more."""

AXIS = 44
"""Height of an axis with its title in pixels."""

TIMES = {5: "5 min", 60: "1 h", 240: "4 h", 1440: "1 d", 10080: "7 d", 43200: "30 d", 129600: "90 d"}
"""Minutes marked on the axis of a response curve."""

CURVE_ENDS = max(TIMES)
"""Minutes at which a response curve ends on the screen."""

FEWEST_IN_A_CURVE = 20
"""Groups with fewer leads have no curve of their own; the table has them."""

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def _time_axis(minutes: list[int]) -> alt.Axis:
    names = " : ".join(f"datum.value == {each} ? '{TIMES[each]}'" for each in minutes)
    return alt.Axis(values=minutes, labelExpr=f"{names} : ''", grid=False, title="time since the lead came in")


def _time_scale() -> alt.Scale:
    return alt.Scale(type="log", domain=[1, CURVE_ENDS], clamp=True, nice=False)


def response_curve(curve: pl.DataFrame, height: int = 300) -> alt.LayerChart:
    """Draw the share of leads answered within a time, its band, and what is left over as never answered."""
    shown = colours()
    goes_on = bool((curve["minutes"] > CURVE_ENDS).any())
    curve = curve.filter(pl.col("minutes") <= CURVE_ENDS)
    x = alt.X("minutes:Q", scale=_time_scale(), axis=_time_axis(list(TIMES)))
    share = alt.Y("incidence:Q", scale=alt.Scale(domain=[0, 1]), axis=percent_axis(title="share of leads answered"))
    base = alt.Chart(curve)
    band = base.mark_area(interpolate="step-after", color=shown.ours, opacity=0.15).encode(
        x=x, y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
    )
    line = base.mark_line(interpolate="step-after", color=shown.ours, strokeWidth=2.5).encode(x=x, y=share)
    marks = _marked_times(curve, [60, 1440])
    points = alt.Chart(marks)
    rules = points.mark_rule(color=shown.other, strokeDash=[3, 3]).encode(x="minutes:Q")
    dots = points.mark_point(color=shown.ours, filled=True, size=60, opacity=1).encode(
        x="minutes:Q",
        y="incidence:Q",
        tooltip=[alt.Tooltip("text:N", title="answered"), alt.Tooltip("n:Q", format=",")],
    )
    words = points.mark_text(align="right", dx=-8, dy=-10, color=shown.ink, fontSize=13).encode(
        x="minutes:Q", y="incidence:Q", text="text:N"
    )
    return (band + line + rules + dots + words + _never(curve, goes_on)).properties(height=height)


def _marked_times(curve: pl.DataFrame, minutes: list[int]) -> pl.DataFrame:
    """Return the share answered at some times, read from the curve."""
    rows = []
    for each in minutes:
        reached = curve.filter(pl.col("minutes") <= each)["incidence"]
        share = float(reached[-1]) if len(reached) else 0.0
        within = "1 h" if each == 60 else "24 h"
        text = f"{percent(share, 0)} within {within}"
        rows.append({"minutes": each, "incidence": share, "text": text, "n": curve["n"][0]})
    return pl.DataFrame(rows)


def _never(curve: pl.DataFrame, goes_on: bool) -> alt.Chart:
    """Write beside the end of the curve what share was not answered by then."""
    shown = colours()
    last = float(curve["incidence"][-1])
    until = f" within {TIMES[CURVE_ENDS]}" if goes_on else ""
    text = f"not answered{until}: {percent(1 - last, 0)}"
    gap = pl.DataFrame([{"minutes": CURVE_ENDS, "incidence": min(0.985, last + (1 - last) / 2 + 0.01), "text": text}])
    return (
        alt.Chart(gap)
        .mark_text(align="right", color=shown.warm, fontSize=13)
        .encode(x="minutes:Q", y="incidence:Q", text="text:N")
    )


def small_curve(curve: pl.DataFrame, everybody: pl.DataFrame) -> alt.LayerChart:
    """Draw one group's response curve against everybody's in grey."""
    shown = colours()
    curve, everybody = (each.filter(pl.col("minutes") <= CURVE_ENDS) for each in (curve, everybody))
    axis = alt.Axis(
        values=[60, 1440, 10080],
        labelExpr="datum.value == 60 ? '1 h' : datum.value == 1440 ? '1 d' : '7 d'",
        title=None,
        grid=False,
    )
    x = alt.X("minutes:Q", scale=_time_scale(), axis=axis)
    y = alt.Y("incidence:Q", scale=alt.Scale(domain=[0, 1]), axis=percent_axis(title=None, values=[0, 0.5, 1]).copy())
    grey = alt.Chart(everybody).mark_line(interpolate="step-after", color=shown.other, strokeWidth=1)
    ours = alt.Chart(curve).mark_line(interpolate="step-after", color=shown.ours, strokeWidth=2)
    return (grey.encode(x=x, y=y) + ours.encode(x=x, y=y)).properties(height=110)


def dots(frame: pl.DataFrame, label: str, title: str, ordered: bool = False, whole: float | None = None) -> Chart:
    """Draw a rate per group as a dot on its 95 % interval, n beside it, and where there is one the expected rate.

    Too few for a rate: the fraction in words.

    Args:
        ordered: keep the order of the frame; else the highest rate comes first.
        whole: the rate over all groups, drawn as a rule.
    """
    shown = colours()
    kept = frame.filter(pl.col("value").is_not_null())
    kept = kept if ordered else kept.sort("value", descending=True)
    kept = kept.with_columns(
        named=pl.col(label) + "  ·  " + pl.col("of").map_elements(lambda n: f"{n:,}", return_dtype=pl.String),
        shown=pl.col("value").map_elements(percent, return_dtype=pl.String),
    )
    order = kept["named"].to_list()
    y = alt.Y("named:N", sort=order, axis=alt.Axis(title=None, grid=False, labelPadding=12))
    scale = alt.Scale(domain=_around(kept.filter(pl.col("of") >= FEW)), nice=True, zero=False)
    x = alt.X("value:Q", scale=scale, axis=percent_axis(title=title))
    hover = [
        alt.Tooltip(f"{label}:N", title=" "),
        alt.Tooltip("shown:N", title="rate"),
        alt.Tooltip("of:Q", title="n", format=","),
    ]
    enough = kept.filter(pl.col("of") >= FEW)
    base = alt.Chart(enough)
    interval = base.mark_rule(color=shown.ours, strokeWidth=2, opacity=0.35).encode(
        y=y, x=alt.X("low:Q", title=title), x2="high:Q", tooltip=hover
    )
    dot = base.mark_point(color=shown.ours, filled=True, size=70, opacity=1).encode(y=y, x=x, tooltip=hover)
    few = alt.Chart(kept.filter(pl.col("of") < FEW).with_columns(text=pl.format("{} of {}", "hits", "of")))
    fraction = few.mark_text(align="left", color=shown.quiet).encode(y=y, x=alt.value(4), text="text:N", tooltip=hover)
    layers: list[Any] = [interval, dot, fraction]
    if "expected" in kept.columns:
        tick = base.mark_tick(color=shown.other, thickness=2, size=14).encode(
            y=y,
            x="expected:Q",
            tooltip=[alt.Tooltip("expected:Q", title="expected from the mix of sources", format=".1%")],
        )
        layers.insert(1, tick)
    if whole is not None:
        rule = alt.Chart(pl.DataFrame({"whole": [whole]}))
        layers.insert(0, rule.mark_rule(color=shown.other, strokeDash=[3, 3]).encode(x="whole:Q"))
    return alt.layer(*layers).properties(height=max(1, kept.height) * ROW + AXIS)


def in_whole(share: float) -> str:
    """Write a share in whole percent."""
    return percent(share, 0)


def _around(kept: pl.DataFrame) -> list[float]:
    """Return the part of 0..1 that holds all intervals; it begins at 0 unless they all lie far from it."""
    lows, highs = kept["low"].to_list() or [0.0], kept["high"].to_list() or [1.0]
    return [0.0 if min(lows) < 0.5 else min(lows), max(0.05, *highs)]


def bars(frame: pl.DataFrame, label: str, written: Written, warm: bool = False) -> Chart:
    """Draw a value per group as a bar from zero in the order of the frame; value and share stand at its end.

    Args:
        frame: has `value`, `share` and, for a Pareto, `cumulative_share`.
        written: writes a value.
    """
    shown = colours()
    texts = [f"{written(row['value'])}  ·  {percent(row['share'], 0)}" for row in frame.to_dicts()]
    drawn = frame.with_columns(pl.col("value").cast(pl.Float64), text=pl.Series(texts, dtype=pl.String))
    if "cumulative_share" in frame.columns:
        drawn = drawn.with_columns(so_far=pl.col("cumulative_share").map_elements(in_whole, return_dtype=pl.String))
    y = alt.Y(f"{label}:N", sort=drawn[label].to_list(), axis=alt.Axis(title=None, grid=False))
    top = max([1e-9, *drawn["value"].fill_null(0).to_list()])
    beside = max(map(len, texts), default=0) * LETTER + CUMULATIVE
    longest = alt.ExprRef(f"max({SHORTEST}, width - {beside:.0f})")
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top], rangeMax=longest, nice=False))
    base = alt.Chart(drawn)
    bar = base.mark_bar(color=shown.warm if warm else shown.ours, height=15).encode(y=y, x=x)
    words = base.mark_text(align="left", dx=6, color=shown.ink).encode(y=y, x=x, text="text:N")
    layers: list[Any] = [bar, words]
    if "so_far" in drawn.columns:
        edge = alt.value(alt.ExprRef("width"))
        layers.append(base.mark_text(align="right", color=shown.quiet).encode(y=y, x=edge, text="so_far:N"))
    return alt.layer(*layers).properties(height=max(1, drawn.height) * ROW + 12)


def trend(frame: pl.DataFrame, month: str, title: str) -> alt.LayerChart:
    """Draw a rate by month with its 95 % band; months still maturing are drawn hollow."""
    shown = colours()
    kept = frame.filter(pl.col("value").is_not_null()).with_columns(
        month=pl.col(month).cast(pl.String), shown=pl.col("value").map_elements(percent, return_dtype=pl.String)
    )
    if "is_mature" not in kept.columns:
        kept = kept.with_columns(is_mature=pl.lit(True))
    top = min(1.0, max([0.05, *kept["high"].fill_null(0).to_list(), *kept["value"].to_list()]) * 1.05)
    x = alt.X("month:T", axis=alt.Axis(title=None, format="%b %y", grid=False, tickCount=6, labelOverlap=True))
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, top]), axis=percent_axis(title=title))
    hover = [
        alt.Tooltip("month:T", format="%b %Y", title="month"),
        alt.Tooltip("shown:N", title="rate"),
        alt.Tooltip("of:Q", title="n", format=","),
    ]
    base = alt.Chart(kept.drop(month))
    band = base.mark_area(color=shown.ours, opacity=0.12).encode(x=x, y=alt.Y("low:Q", title=title), y2="high:Q")
    line = base.mark_line(color=shown.ours, strokeWidth=2).encode(x=x, y=y)
    fill = alt.condition("datum.is_mature", alt.value(shown.ours), alt.value(shown.background))
    point = base.mark_point(filled=True, size=55, stroke=shown.ours, strokeWidth=2, opacity=1)
    return (band + line + point.encode(x=x, y=y, fill=fill, tooltip=hover)).properties(height=240)


def weekday_by_hour(frame: pl.DataFrame) -> alt.Chart:
    """Draw arrivals by weekday and hour as circles: the larger the more leads, the darker the more in time."""
    shown = colours()
    kept = frame.filter(pl.col("of") > 0).with_columns(
        day=pl.col("created_weekday").map_elements(lambda number: WEEKDAYS[number - 1], return_dtype=pl.String),
        shown=pl.col("value").map_elements(percent, return_dtype=pl.String),
    )
    return (
        alt.Chart(kept)
        .mark_circle(opacity=1)
        .encode(
            x=alt.X(
                "created_hour:Q",
                scale=alt.Scale(domain=[-0.5, 23.5]),
                axis=alt.Axis(
                    values=[0, 6, 9, 12, 15, 18, 21], labelExpr="datum.value + ':00'", title=None, grid=False
                ),
            ),
            y=alt.Y("day:N", sort=WEEKDAYS, scale=alt.Scale(domain=WEEKDAYS), axis=alt.Axis(title=None, grid=False)),
            size=alt.Size("of:Q", scale=alt.Scale(type="sqrt", range=[8, 260]), legend=None),
            color=alt.Color(
                "value:Q",
                scale=alt.Scale(domain=[0, 1], range=list(shown.scale)),
                legend=alt.Legend(
                    title="SLA met",
                    labelExpr="format(datum.value * 100, '.0f') + ' %'",
                    tickCount=3,
                    gradientLength=120,
                ),
            ),
            tooltip=[
                alt.Tooltip("day:N", title="day"),
                alt.Tooltip("created_hour:Q", title="hour"),
                alt.Tooltip("shown:N", title="SLA met"),
                alt.Tooltip("of:Q", title="leads due", format=","),
            ],
        )
        .properties(height=240)
    )
