"""The pictures of the marketing pages: frames of `marketing` as Altair charts, drawn but not yet placed."""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.components.charts import AXIS, ROW, Chart
from dashboards.components.formats import count, percent
from dashboards.components.theme import colours, key_line, percent_axis

SHARE_LABELLED = 0.25
"""Segments of the strip that are at least this wide carry their name and share; a phone has room for them too."""


LEAST_DEALS = 50
"""Closed deals that a channel must have touched for what a model learned of it to be more than chance."""

FIGURE = 64
"""Width of a figure at the right of a picture, with air, in pixels."""


def strip(origins: pl.DataFrame) -> Chart:
    """Draw where the won money came from as one bar: marketing's, others', and what no touch explains."""
    shown = colours()
    paint = {"Marketing": shown.ours, "Unattributed": shown.background}
    drawn = origins.with_columns(
        start=pl.col("share").cum_sum() - pl.col("share"),
        end=pl.col("share").cum_sum(),
        colour=pl.col("label").replace_strict(paint, default=shown.other),
        ink=pl.when(pl.col("label") == "Unattributed").then(pl.lit(shown.ink)).otherwise(pl.lit(shown.background)),
        middle=pl.col("share").cum_sum() - pl.col("share") / 2,
        text=pl.col("share").map_elements(percent, return_dtype=pl.String),
    ).with_columns(said=pl.col("label") + " " + pl.col("text"))
    hover = [alt.Tooltip("label:N", title=" "), alt.Tooltip("text:N", title="of the amount won")]
    base = alt.Chart(drawn)
    scale = alt.Scale(domain=[0, 1], nice=False)
    bar = base.mark_bar(height=22, stroke=shown.other, strokeWidth=1).encode(
        x=alt.X("start:Q", scale=scale, axis=None), x2="end:Q", fill=alt.Fill("colour:N", scale=None), tooltip=hover
    )
    wide = alt.Chart(drawn.filter(pl.col("share") >= SHARE_LABELLED))
    words = wide.mark_text().encode(
        x=alt.X("middle:Q", scale=scale), text="said:N", color=alt.Color("ink:N", scale=None)
    )
    return alt.layer(bar, words).properties(height=26)


def positions(frame: pl.DataFrame, words: list[str]) -> Chart:
    """Draw the share of each channel at each position as cells, the larger the stronger; one row per channel."""
    shown = colours()
    label = "source_category_label"
    order = frame.group_by(label, maintain_order=True).agg(pl.col("touches").sum()).sort("touches", descending=True)
    most = float(frame["share"].max() or 0)  # type: ignore[arg-type]
    drawn = frame.with_columns(text=pl.col("share").map_elements(percent, return_dtype=pl.String))
    axis = alt.Axis(title=None, orient="top", grid=False, labelExpr="split(datum.label, ' ')", labelPadding=18)
    x = alt.X("position:N", sort=words, axis=axis)
    y = alt.Y(f"{label}:N", sort=order[label].to_list(), axis=alt.Axis(title=None, grid=False))
    hover = [
        alt.Tooltip(f"{label}:N", title="channel"),
        alt.Tooltip("position:N", title="position"),
        alt.Tooltip("text:N", title="share"),
        alt.Tooltip("touches:Q", title="touches", format=","),
    ]
    base = alt.Chart(drawn).encode(x=x, y=y)
    scale = alt.Scale(domain=[0, most], range=list(shown.cells))
    cell = base.mark_rect(stroke=shown.background, strokeWidth=2).encode(
        color=alt.Color("share:Q", scale=scale, legend=None), tooltip=hover
    )
    # Words without a tooltip let a click through to their cell.
    words_in = base.mark_text(color=shown.ink).encode(text="text:N")
    return alt.layer(cell, words_in).properties(height=order.height * ROW + AXIS)


def by_model(frame: pl.DataFrame, label: str, beside: str) -> Chart:
    """Draw each channel's share of the amount won under every model: the two compared large, the others as ticks.

    At the right the share under the model chosen, in figures.

    Args:
        label: name of the model chosen.
        beside: name of the model beside it.
    """
    shown = colours()
    drawn = frame.with_columns(
        text=pl.col("share").map_elements(percent, return_dtype=pl.String),
        part=pl.when(pl.col("model") == label)
        .then(pl.lit("chosen"))
        .when(pl.col("model") == beside)
        .then(pl.lit("beside"))
        .otherwise(pl.lit("other")),
    )
    order = drawn.filter(pl.col("part") == "chosen").sort("share", descending=True)["label"].to_list()
    y = alt.Y("label:N", sort=order, axis=_channels())
    scale = alt.Scale(rangeMax=alt.ExprRef(f"max(60, width - {FIGURE})"))
    x = alt.X("share:Q", scale=scale, axis=percent_axis(title="share of the amount won"))
    hover = [
        alt.Tooltip("label:N", title="channel"),
        alt.Tooltip("model:N", title="model"),
        alt.Tooltip("text:N", title="share"),
    ]

    def of(part: str) -> alt.Chart:
        return alt.Chart(drawn.filter(pl.col("part") == part))

    ticks = of("other").mark_tick(color=shown.other, thickness=2, size=12)
    circle = of("beside").mark_point(color=shown.ink, fill=shown.background, size=60, strokeWidth=1.5, opacity=1)
    dot = of("chosen").mark_point(color=shown.ours, filled=True, size=80, opacity=1)
    layers = [each.encode(x=x, y=y, tooltip=hover) for each in (ticks, dot, circle)]
    words = of("chosen").mark_text(align="right", color=shown.ink)
    figures = words.encode(x=alt.value(alt.ExprRef("width")), y=y, text="text:N")
    key = key_line(f"● {label}, in figures", f"○ {beside}", "ticks: other models")
    return alt.layer(*layers, figures).properties(height=max(1, len(order)) * ROW + AXIS, title=key)


def learned(frame: pl.DataFrame) -> Chart:
    """Draw each channel's share under the data-driven models beside the last touch's: dots on one line per channel."""
    shown = colours()
    names = {"last_touch": "Last touch", "markov": "Markov", "shapley": "Shapley"}
    drawn = frame.with_columns(
        label=pl.format("{} ({})", "label", pl.col("paths").map_elements(count, return_dtype=pl.String)),
        is_thin=pl.col("paths") < LEAST_DEALS,
        model=pl.col("model").replace_strict(names, default=pl.col("model")),
        text=pl.col("share").map_elements(percent, return_dtype=pl.String),
    )
    order = drawn.filter(pl.col("share").is_not_null()).group_by("label").agg(pl.col("share").max())
    y = alt.Y(
        "label:N",
        sort=order.sort("share", descending=True)["label"].to_list(),
        axis=_channels(),
    )
    x = alt.X("share:Q", axis=percent_axis(title="share of the deals won"))
    kinds = [each for each in names.values() if each in drawn["model"].to_list()]
    legend = alt.Legend(title=None, orient="top", offset=6, columns=2)
    paint = {"Last touch": shown.other, "Markov": shown.ours, "Shapley": shown.scale[2]}
    shapes = {"Last touch": "diamond", "Markov": "circle", "Shapley": "square"}
    colour = alt.Color("model:N", scale=alt.Scale(domain=kinds, range=[paint[each] for each in kinds]), legend=legend)
    shape = alt.Shape("model:N", scale=alt.Scale(domain=kinds, range=[shapes[each] for each in kinds]), legend=legend)
    hover = [
        alt.Tooltip("label:N", title="channel"),
        alt.Tooltip("model:N", title="model"),
        alt.Tooltip("text:N", title="share"),
        alt.Tooltip("effect:Q", title="removal effect or Shapley value", format=".3f"),
        alt.Tooltip("paths:Q", title="deals closed", format=","),
    ]
    point = alt.Chart(drawn).mark_point(filled=True, size=80)
    pale = alt.condition("datum.is_thin", alt.value(0.3), alt.value(0.9))
    dots = point.encode(x=x, y=y, color=colour, shape=shape, opacity=pale, tooltip=hover)
    return alt.layer(dots).properties(height=len(order) * ROW + AXIS + 24)


def _channels() -> alt.Axis:
    """Return an axis of channels whose names keep clear of a mark at zero."""
    return alt.Axis(title=None, grid=True, gridDash=[1, 3], labelPadding=9)
