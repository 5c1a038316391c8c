"""The picture of what campaigns cost and brought: winners and losers on one axis of money.

Reads frames of `marketing.returns` as `standouts` chose them; drawn but not yet placed.
"""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import altair as alt
import polars as pl

from dashboards.components.campaign_key import KEY_ROW, TRACE, key, pale
from dashboards.components.charts import LETTER, Chart
from dashboards.components.formats import SPACE, count, money
from dashboards.components.theme import colours
from dashboards.standouts import LOST, WON

ROW = 21
"""Height of a group in pixels: all of them, with their axis, stand on the first screen."""

TICKS = 26
"""Height of the axis in pixels."""

WORDS_AT = 34
"""How far right of the longest bar the words begin, in pixels: a circle at its end is none of their signs."""

NARROW = "width < 320"
"""Where the room is that of a phone: amounts and returns are left to axis and table. An expression of the chart."""

SAID = (("''", "text"), ("datum.short", "head"))
"""What a row and a head say on a phone, and the column with what they say elsewhere."""

HEADS = {WON: "won most", LOST: "lost most"}
"""What stands above the groups of a part, after their number."""

MEANS = {WON: "", LOST: ": old enough to be judged, cost not won back"}
"""What follows, where there is room for it."""


def roi(value: float | None) -> str:
    """Write a return: `ROI +120 %`; without a known cost there is none."""
    return f"ROI {value * 100:+,.0f}{SPACE}%" if value is not None else "no cost known"


def told_return(row: dict[str, Any]) -> str:
    """Write the return of a group: that of all its campaigns, and of the mature ones where some are not."""
    if row["roi"] is None or row["priced"] == row["mature_priced"]:
        return roi(row["roi"])
    if row["mature_roi"] is None:
        return "still maturing"
    return f"{roi(row['roi'])}, {row['mature_priced']:,} mature {roi(row['mature_roi']).removeprefix('ROI ')}"


def cost_and_won(frame: pl.DataFrame, currency: str, label: str, beside: str) -> Chart:
    """Draw what each group won as a bar from zero, its cost as a line, what of it is not won back as a pale bar.

    The bar is of the campaigns with a known cost, as the return is; what the others won follows it, pale. The won of
    the other model is a circle; what campaigns still maturing won, and have not won back yet, is hollow.

    Args:
        frame: rows of `standouts`.
        label: name of the model of the bars.
        beside: name of the model of the circles.
    """
    shown = colours()
    drawn = _written(frame, currency)
    top = max([1.0, *drawn["end"].fill_null(0).to_list()])
    heads = _heads(frame)
    order = [KEY_ROW] + [name for part in (*HEADS, "") for name in _rows(drawn, heads, part)]
    y = alt.Y("label:N", sort=order, scale=alt.Scale(domain=order), axis=_names())
    room = max(map(len, drawn["text"].to_list()), default=0) * LETTER + WORDS_AT
    longest = alt.ExprRef(f"max(40, width - ({NARROW} ? 8 : {room}))")
    scale = alt.Scale(domain=[0, top], rangeMax=longest, nice=False)
    axis = money_axis(currency)
    hover = _hover(label, beside)

    def x(field: str) -> alt.X:
        return alt.X(f"{field}:Q", axis=axis, scale=scale)

    base = alt.Chart(drawn)
    tick = base.mark_tick(color=shown.warm, thickness=3, size=18).encode(y=y, x=x("cost"), tooltip=hover)
    circle = base.mark_point(color=shown.ink, fill=shown.background, size=40, strokeWidth=1.5, opacity=1)
    said, headed = (alt.ExprRef(f"{NARROW} ? {one} : datum.{other}") for one, other in SAID)
    # All in one column: beside a circle the figure of the bar would be read as the circle's.
    words = base.mark_text(align="left", dx=WORDS_AT, color=shown.ink, text=said).encode(y=y, x=alt.value(longest))
    above = alt.Chart(heads).mark_text(align="left", color=shown.quiet, fontStyle="italic", text=headed).encode(y=y)
    circles = [circle.encode(y=y, x=x("won_beside"), tooltip=hover)] if label != beside else []
    layers = [
        *(each.encode(y=y, x=x(start), tooltip=hover, **end) for each, start, end in _bars(drawn)),
        *(tick, *circles, words),
        above.encode(x=alt.value(0)),
        *key(label, beside, drawn),
    ]
    return alt.layer(*layers).properties(height=max(1, len(order)) * ROW + TICKS)


def _bars(drawn: pl.DataFrame) -> list[tuple[alt.Chart, str, dict[str, str]]]:
    """Return the bars from the hindmost on, each with the column where it starts and the one where it ends."""
    shown = colours()
    unpriced = drawn.filter(pl.col("all_won") > pl.col("won") + TRACE)
    tail = alt.Chart(unpriced).mark_bar(height=12, color=pale(shown.ours))
    later = alt.Chart(drawn.filter(pl.col("cost") > pl.col("lost_to")))
    expected = later.mark_bar(height=6, stroke=pale(shown.warm), strokeWidth=1, fill=shown.background)
    missing = alt.Chart(drawn.filter(pl.col("lost_to") > pl.col("won"))).mark_bar(height=6, color=pale(shown.warm))
    young = alt.Chart(drawn.filter(pl.col("won") > pl.col("mature_won")))
    hollow = young.mark_bar(height=12, stroke=shown.ours, strokeWidth=1.5, fill=shown.background)
    bar = alt.Chart(drawn).mark_bar(height=12, stroke=shown.ours, strokeWidth=1.5, color=shown.ours)
    return [
        *([(tail, "won", {"x2": "all_won:Q"})] if unpriced.height else []),
        (expected, "lost_to", {"x2": "cost:Q"}),
        (missing, "won", {"x2": "lost_to:Q"}),
        (hollow, "mature_won", {"x2": "won:Q"}),
        (bar, "mature_won", {}),
    ]


def _written(frame: pl.DataFrame, currency: str) -> pl.DataFrame:
    """Return the rows with what is written beside them and on hover, and how far their marks reach.

    `won`, `mature_won` and `won_beside` are here those of the campaigns with a known cost, `all_won` is of all. Of a
    group without any known cost the amount written and the circle are of all.
    """
    said = pl.struct("won", "all_won", "cost", "roi", "mature_roi", "priced", "mature_priced")
    missing = (pl.col("cost") - pl.col("won")).clip(lower_bound=0)
    priced = frame.with_columns(
        pl.col("lacking").fill_null(0),
        all_won=pl.col("won").fill_null(0),
        won=pl.col("priced_won").fill_null(0),
        mature_won=pl.col("mature_priced_won").fill_null(0),
        won_beside=pl.coalesce("priced_won_beside", "won_beside"),
    )
    return priced.with_columns(
        text=said.map_elements(lambda row: _said(row, currency), return_dtype=pl.String),
        lost_to=pl.col("won") + pl.when(missing > 0).then(pl.min_horizontal("lacking", missing)).otherwise(0),
        **{f"{each}_shown": _in_money(each, currency) for each in ("won", "all_won", "won_beside", "cost", "pipeline")},
        end=pl.max_horizontal("all_won", "cost", "won_beside"),
    )


def _said(row: dict[str, Any], currency: str) -> str:
    """Write the amount that a group's return is made of, and the return."""
    amount = row["all_won"] if row["cost"] is None else row["won"]
    return f"{money(amount, currency)}  ·  {told_return(row)}"


def _in_money(column: str, currency: str) -> pl.Expr:
    return pl.col(column).map_elements(partial(money, currency=currency), return_dtype=pl.String, skip_nulls=False)


def _heads(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a row above each part that has groups, with a name that no group has and that is not seen."""
    numbers = {part: frame.filter(pl.col("part") == part).height for part in HEADS}
    rows = [
        {"label": KEY_ROW * (place + 2), "part": part, "short": (short := f"The {count(number)} that {HEADS[part]}")}
        | {"head": short + MEANS[part]}
        for place, (part, number) in enumerate(numbers.items())
        if number
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(("label", "part", "short", "head"), pl.String))


def _rows(drawn: pl.DataFrame, heads: pl.DataFrame, part: str) -> list[str]:
    """Return the names of a part from the top down, its head first."""
    return [name for each in (heads, drawn) for name in each.filter(pl.col("part") == part)["label"]]


def _names() -> alt.Axis:
    return alt.Axis(title=None, grid=False, labelLimit=200)


def money_axis(currency: str) -> alt.Axis:
    """Return an axis of amounts written `50 k EUR`."""
    written = (
        "(abs(datum.value) >= 1e6 ? format(datum.value / 1e6, '.2~f') + ' M' : "
        "abs(datum.value) >= 1e3 ? format(datum.value / 1e3, '.1~f') + ' k' : format(datum.value, '~f')) + "
        f"{json.dumps(f' {currency}')}"
    )
    return alt.Axis(title=None, grid=True, tickCount=5, labelExpr=written, labelOverlap="greedy", labelSeparation=10)


def _hover(label: str, beside: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=" "),
        alt.Tooltip("won_shown:N", title=f"won, {label}, of a known cost"),
        alt.Tooltip("all_won_shown:N", title=f"won in all, {label}"),
        alt.Tooltip("won_beside_shown:N", title=f"won, {beside}"),
        alt.Tooltip("cost_shown:N", title="cost"),
        alt.Tooltip("pipeline_shown:N", title="open pipeline"),
        alt.Tooltip("campaigns:Q", title="campaigns", format=","),
        alt.Tooltip("priced:Q", title="of these of a known cost", format=","),
        alt.Tooltip("mature_priced:Q", title="and mature", format=","),
    ]
