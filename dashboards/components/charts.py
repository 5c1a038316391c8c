"""The pictures: each function turns a frame of `data` into an Altair chart, drawn but not yet placed.

Reads frames with `value`, `n` and, for shares, `low` and `high`; draws no more marks than the frame has rows.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from typing import Any

import altair as alt
import polars as pl

from dashboards.components.bar_rows import bar_rows
from dashboards.components.formats import FEW, count, percent, rate
from dashboards.components.theme import colours, key_line, percent_axis

Chart = alt.LayerChart | alt.FacetChart
"""What Altair makes of several layers."""

Written = Callable[[float], str]
"""Writes a value in its unit."""

ROW = 26
"""Height of a row of dots or bars in pixels."""

LETTER = 6
"""Width of a letter beside a bar in pixels."""

CUMULATIVE = 62
"""Width of the share so far at the right of the bars, with air on both sides, in pixels."""

SHORTEST = 16
"""Length of the longest bar in pixels where the words leave no room for more."""

AXIS, ABOVE = 44, 20
"""Height of an axis with its title, and of a line of words above the rows, in pixels."""

MANY, CLOSE_ROW = 14, 18
"""From how many rows on they stand closer together, and the height of a row then in pixels."""

LONGEST_LINE = 26
"""Letters of a name on one line beside a chart."""

ARROWS = {"above": "▲", "below": "▼"}
"""What stands beside a rate that surely differs."""

N, BESIDE = 50, 132
"""Width of the number of observations at the right of the dots, and of rate and number together, in pixels."""


def dots(frame: pl.DataFrame, label: str, title: str, less_is_better: bool = False) -> Chart:
    """Draw a rate per group as a dot on its 95 % interval, in the order of the frame, with rate and n at the right.

    Where the frame has them: the `expected` rate as a tick, the rate over the `whole` as a rule. A dot is filled where
    the `evidence` says that it lies above or below that, warm on the worse side, hollow where the difference may be
    chance. Too few for a rate: the fraction instead.
    """
    shown = colours()
    is_compared = bool({"whole", "expected"} & set(frame.columns))
    kept = _in_rows(frame, label, is_compared)
    enough = kept.filter(pl.col("of") >= FEW)
    y = alt.Y("named:N", sort=kept["named"].to_list(), axis=names_axis())
    scale = alt.Scale(domain=_around(enough), nice=True, zero=False, rangeMax=alt.ExprRef(f"max(60, width - {BESIDE})"))
    x = alt.X("value:Q", scale=scale, axis=percent_axis(title=title))
    hover = [
        alt.Tooltip(f"{label}:N", title=" "),
        alt.Tooltip("rate:N", title="rate"),
        alt.Tooltip("of:Q", title="n", format=","),
    ]
    against = "expected" if "expected" in kept.columns else "all"
    if is_compared:
        hover.append(alt.Tooltip("evidence:N", title=f"against {against}"))
    base = alt.Chart(enough)
    interval = base.mark_rule(color=shown.ours, strokeWidth=2, opacity=0.35).encode(
        y=y, x=alt.X("low:Q", title=title), x2="high:Q", tooltip=hover
    )
    dot = base.mark_point(size=70, strokeWidth=1.8, opacity=1).encode(
        y=y, x=x, tooltip=hover, **_evidence(less_is_better)
    )
    layers = [*_compared(kept, enough, y), interval, dot, *_beside(kept, y)]
    has_key = is_compared and enough["evidence"].n_unique() > 1
    height = rows_high(kept["named"].to_list()) + AXIS + ABOVE * (2 if has_key else 1)
    drawn = alt.layer(*layers).properties(height=height)
    return drawn.properties(title=_key(against, less_is_better)) if has_key else drawn


def _in_rows(frame: pl.DataFrame, label: str, is_compared: bool) -> pl.DataFrame:
    """Return the rows that dots are drawn of, with their names and with what stands beside them."""
    kept = frame.filter(pl.col("value").is_not_null()).with_columns(
        named=pl.col(label).map_elements(wrapped, return_dtype=pl.String),
        rate=pl.struct("value", "hits", "of").map_elements(
            lambda row: rate(row["value"], row["hits"], row["of"]), return_dtype=pl.String
        ),
        many=pl.when(pl.col("of") >= FEW)
        .then(pl.col("of").map_elements(count, return_dtype=pl.String))
        .otherwise(pl.lit("")),
    )
    if "evidence" not in kept.columns:
        kept = kept.with_columns(evidence=pl.lit("above"))
    arrow = pl.when(is_compared & (pl.col("of") >= FEW)).then(pl.col("evidence").replace_strict(ARROWS, default=""))
    return kept.with_columns(shown=pl.concat_str(arrow.fill_null(""), pl.lit(" "), "rate").str.strip_chars())


def _evidence(less_is_better: bool) -> dict[str, Any]:
    """Return the colours of dots by what is known of their difference."""
    shown = colours()
    above, below = (shown.warm, shown.ours) if less_is_better else (shown.ours, shown.warm)
    paint = {"above": (above, above), "may be chance": (shown.background, shown.ours), "below": (below, below)}
    fill, stroke = (alt.Scale(domain=list(paint), range=[each[part] for each in paint.values()]) for part in (0, 1))
    return {
        "fill": alt.Fill("evidence:N", scale=fill, legend=None),
        "stroke": alt.Stroke("evidence:N", scale=stroke, legend=None),
    }


def _key(against: str, less_is_better: bool) -> alt.TitleParams:
    """Return what the arrows beside the rates and the dots mean; where less is better, which of them is worse."""
    compared = {"all": "all (dashed)", "expected": "expected (grey tick)"}[against]
    worse, better = (", worse", ", better") if less_is_better else ("", "")
    above, below = f"{ARROWS['above']} above {compared}{worse}", f"{ARROWS['below']} below it{better}"
    return key_line(above, below, "hollow: may be chance")


def _beside(kept: pl.DataFrame, y: alt.Y) -> list[Any]:
    """Return rate and n as two columns of text at the right."""
    shown = colours()
    base = alt.Chart(kept).encode(y=y)
    rates = base.mark_text(align="right", color=shown.ink).encode(
        x=alt.value(alt.ExprRef(f"width - {N}")), text="shown:N"
    )
    number = base.mark_text(align="right", color=shown.quiet).encode(x=alt.value(alt.ExprRef("width")), text="many:N")
    head = alt.Chart(pl.DataFrame({"word": ["n"]})).mark_text(align="right", color=shown.quiet, fontStyle="italic")
    return [rates, number, head.encode(x=alt.value(alt.ExprRef("width")), y=alt.value(-7), text="word:N")]


def wrapped(name: str | None) -> str:
    """Return a name broken into lines that fit beside a chart: nothing of it is cut off."""
    return "\n".join(textwrap.wrap(name or "", LONGEST_LINE)) or " "


def names_axis(**more: Any) -> alt.Axis:
    """Return the axis of names, a line of the axis for each line of a name."""
    lines = "split(datum.label, '\\n')"
    return alt.Axis(title=None, grid=False, labelPadding=10, labelExpr=lines, labelLimit=0, labelLineHeight=13, **more)


def rows_high(names: list[str]) -> int:
    """Return the height in pixels of rows with these names: closer together where there are many."""
    lines = max((each.count("\n") + 1 for each in names), default=1)
    return max(1, len(names)) * max(ROW if len(names) <= MANY else CLOSE_ROW, 14 * lines + 4)


def _compared(kept: pl.DataFrame, enough: pl.DataFrame, y: alt.Y) -> list[Any]:
    """Return what rates are compared with: the rate over the whole as a rule, the expected ones as ticks."""
    shown, layers = colours(), []
    if "whole" in kept.columns and kept.height:
        whole = kept.select("whole").head(1).with_columns(text=pl.format("all {}", pl.lit(percent(kept["whole"][0]))))
        base = alt.Chart(whole).encode(x="whole:Q")
        layers.append(base.mark_rule(color=shown.other, strokeDash=[3, 3]))
        layers.append(base.mark_text(color=shown.quiet, align="left", dx=4).encode(y=alt.value(-7), text="text:N"))
    if "expected" in kept.columns:
        hover = alt.Tooltip("expected:Q", title="expected from the mix of sources", format=".1%")
        ticks = alt.Chart(enough.drop_nulls("expected")).mark_tick(color=shown.other, thickness=2, size=14)
        layers.append(ticks.encode(y=y, x="expected:Q", tooltip=[hover]))
    return layers


def _around(kept: pl.DataFrame) -> list[float]:
    """Return the part of 0..1 that holds all intervals; it begins at 0 unless they all lie far from it."""
    lows, highs = kept["low"].to_list() or [0.0], kept["high"].to_list() or [1.0]
    return [0.0 if min(lows) < 0.5 else min(lows), max(0.05, *highs)]


def bars(frame: pl.DataFrame, label: str, written: Written, warm: bool = False) -> Chart:
    """Draw a value per group as a bar from zero in the order of the frame; value and share stand at its end.

    Of a Pareto the bars that make up most of the whole are strong, and the cumulative share stands at the right.

    Args:
        frame: has what `bar_rows` reads.
        written: writes a value.
    """
    shown = colours()
    drawn = bar_rows(frame, written, shown.warm if warm else shown.ours, shown.other)
    drawn = drawn.with_columns(named=pl.col(label).map_elements(wrapped, return_dtype=pl.String))
    texts, is_pareto = drawn["text"].to_list(), "added_up" in drawn.columns
    y = alt.Y("named:N", sort=drawn["named"].to_list(), axis=names_axis())
    top = max([1e-9, *drawn["value"].fill_null(0).to_list()])
    beside = max(map(len, texts), default=0) * LETTER + (CUMULATIVE if is_pareto else 12)
    longest = alt.ExprRef(f"max({SHORTEST}, width - {beside:.0f})")
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, top], rangeMax=longest, nice=False))
    base = alt.Chart(drawn).encode(
        y=y, tooltip=[alt.Tooltip(f"{label}:N", title=" "), alt.Tooltip("text:N", title="here")]
    )
    paint = alt.Color("paint:N", scale=None)
    bar = base.mark_bar(height=alt.RelativeBandSize(0.62)).encode(color=paint)
    words = base.mark_text(align="left", dx=6, color=shown.ink).encode(x=x, text="text:N")
    layers: list[Any] = [bar.encode(x=x, opacity=alt.Opacity("strength:Q", scale=None)), words]
    if is_pareto:
        edge = alt.value(alt.ExprRef("width"))
        layers.append(base.mark_text(align="right", color=shown.quiet).encode(x=edge, text="added_up:N"))
        word = "cumulative, where a reason is given" if "is_apart" in frame.columns else "cumulative"
        head = alt.Chart(pl.DataFrame({"word": [word]})).mark_text(align="right", color=shown.quiet, fontStyle="italic")
        layers.append(head.encode(x=edge, y=alt.value(-7), text="word:N"))
    return alt.layer(*layers).properties(height=rows_high(drawn["named"].to_list()) + 12)


def trend(frame: pl.DataFrame, month: str, title: str) -> Chart:
    """Draw a rate by month with its 95 % band; months that are not mature are hollow, the line to them dashed."""
    shown = colours()
    kept = frame.filter(pl.col("value").is_not_null()).with_columns(
        month=pl.col(month).cast(pl.String), shown=pl.col("value").map_elements(percent, return_dtype=pl.String)
    )
    is_mature = pl.col("is_mature").fill_null(False) if "is_mature" in kept.columns else pl.lit(True)
    kept = kept.with_columns(is_mature=is_mature)
    old = kept.filter("is_mature")
    top = min(1.0, max([0.05, *kept["high"].fill_null(0).to_list(), *kept["value"].to_list()]) * 1.05)
    x = alt.X("month:T", axis=alt.Axis(title=None, format="%b %y", grid=False, tickCount=6, labelOverlap=True))
    y = alt.Y("value:Q", scale=alt.Scale(domain=[0, top]), axis=percent_axis(title=title))
    hover = [
        alt.Tooltip("month:T", format="%b %Y", title="month"),
        alt.Tooltip("shown:N", title="rate"),
        alt.Tooltip("of:Q", title="n", format=","),
    ]
    layers: list[Any] = []
    # The dashed parts begin and end at a mature month, so that the line does not break.
    before = kept.filter(pl.col("month") <= old["month"].min()) if old.height else kept.clear()
    after = kept.filter(pl.col("month") >= old["month"].max()) if old.height else kept
    for part, dash, band in (
        (old, [1, 0], 0.14),
        *([(before, [4, 4], 0.06)] if before.height > 1 else []),
        (after, [4, 4], 0.06),
    ):
        base = alt.Chart(part.drop(month))
        between = base.mark_area(color=shown.ours, opacity=band)
        layers.append(between.encode(x=x, y=alt.Y("low:Q", title=title), y2="high:Q"))
        layers.append(base.mark_line(color=shown.ours, strokeWidth=2, strokeDash=dash).encode(x=x, y=y))
    fill = alt.condition("datum.is_mature", alt.value(shown.ours), alt.value(shown.background))
    point = alt.Chart(kept.drop(month)).mark_point(size=55, stroke=shown.ours, strokeWidth=2, opacity=1)
    return alt.layer(*layers, point.encode(x=x, y=y, fill=fill, tooltip=hover)).properties(height=260)
