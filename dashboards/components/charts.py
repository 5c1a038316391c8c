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

WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def dots(frame: pl.DataFrame, label: str, title: str) -> Chart:
    """Draw a rate per group as a dot on its 95 % interval, in the order of the frame, n beside it.

    Where the frame has them: the `expected` rate as a tick, the rate over the `whole` as a rule, the `evidence` on
    hover. Too few for a rate: the fraction in words.
    """
    shown = colours()
    kept = frame.filter(pl.col("value").is_not_null()).with_columns(
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
    if "evidence" in kept.columns:
        hover.append(
            alt.Tooltip("evidence:N", title="against " + ("expected" if "expected" in kept.columns else "all"))
        )
    enough = kept.filter(pl.col("of") >= FEW)
    base = alt.Chart(enough)
    interval = base.mark_rule(color=shown.ours, strokeWidth=2, opacity=0.35).encode(
        y=y, x=alt.X("low:Q", title=title), x2="high:Q", tooltip=hover
    )
    dot = base.mark_point(color=shown.ours, filled=True, size=70, opacity=1).encode(y=y, x=x, tooltip=hover)
    few = alt.Chart(kept.filter(pl.col("of") < FEW).with_columns(text=pl.format("{} of {}", "hits", "of")))
    fraction = few.mark_text(align="left", color=shown.quiet).encode(y=y, x=alt.value(4), text="text:N", tooltip=hover)
    layers = [*_compared(kept, enough, y), interval, dot, fraction]
    return alt.layer(*layers).properties(height=max(1, kept.height) * ROW + AXIS)


def _compared(kept: pl.DataFrame, enough: pl.DataFrame, y: alt.Y) -> list[Any]:
    """Return what rates are compared with: the rate over the whole as a rule, the expected ones as ticks."""
    shown, layers = colours(), []
    if "whole" in kept.columns:
        rule = alt.Chart(pl.DataFrame({"whole": kept["whole"].head(1)}))
        layers.append(rule.mark_rule(color=shown.other, strokeDash=[3, 3]).encode(x="whole:Q"))
    if "expected" in kept.columns:
        hover = alt.Tooltip("expected:Q", title="expected from the mix of sources", format=".1%")
        ticks = alt.Chart(enough.drop_nulls("expected")).mark_tick(color=shown.other, thickness=2, size=14)
        layers.append(ticks.encode(y=y, x="expected:Q", tooltip=[hover]))
    return layers


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
