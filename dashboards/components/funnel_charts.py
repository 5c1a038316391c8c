"""The pictures of the page Funnel: each function turns a frame into an Altair chart, drawn but not yet placed.

Reads frames of `funnel_of` and `against`; draws no more marks than some per row.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.components.charts import Chart, Written
from dashboards.components.formats import FEW, SPACE, count, duration, percent, rate
from dashboards.components.theme import colours, key_line, percent_axis

ROW = 46
"""Height of a step in pixels: its bar, and under it what went on."""

KEY_LINE = 40
"""Height of the key above the bars in pixels."""

BAR = 20
"""Height of a bar of the funnel in pixels."""

BESIDE = 92
"""Room for the figures at the end of a bar in pixels."""

NARROW = 430
"""Width in pixels below which only the shortest words stand under a bar."""

BECAME = {"went_on": "went on", "worked": "still worked on", "neglected": "neglected", "ended": "ended here"}
"""What became of the leads of a step, with its words, in the order in which a bar is filled."""

LEGEND = alt.ExprRef(f"width < {NARROW} ? 2 : 4")
"""Words of the legend side by side."""


def funnel(frame: pl.DataFrame, at_last: str = "") -> Chart:
    """Draw the steps as bars from a common zero, each filled by what became of its leads; under it what went on.

    Args:
        at_last: what stands under the last step, from which nobody goes on.
    """
    shown = colours()
    drawn = frame.with_columns(
        at_end=pl.Series([f"{count(row['reached'])}  ·  {percent(row['share'])}" for row in frame.to_dicts()]),
        below=pl.Series([_below(row) or at_last for row in frame.to_dicts()]),
        below_short=pl.Series([_below(row, short=True) or at_last for row in frame.to_dicts()]),
        median=pl.Series([duration(row["minutes"]) for row in frame.to_dicts()]),
    )
    y = alt.Y("label:N", sort=drawn["label"].to_list(), axis=alt.Axis(title=None, grid=False, labelOffset=-11))
    most = max(1, *drawn["reached"].to_list())
    scale = alt.Scale(domain=[0, most], rangeMax=alt.ExprRef(f"max(40, width - {BESIDE})"), nice=False)
    x = alt.X("from:Q", axis=None, scale=scale)
    bars = alt.Chart(parts(drawn)).mark_bar(height=BAR, yOffset=-11, stroke=shown.ours, strokeWidth=1)
    filled = bars.encode(
        y=y,
        x=x,
        x2="to:Q",
        color=alt.Color(
            "became:N",
            scale=alt.Scale(
                domain=list(BECAME.values()), range=[shown.ours, shown.scale[1], shown.warm, shown.background]
            ),
            legend=alt.Legend(
                title=None, orient="top", symbolStrokeColor=shown.ours, symbolStrokeWidth=1, offset=2, columns=LEGEND
            ),
        ),
        tooltip=[
            alt.Tooltip("label:N", title="step"),
            alt.Tooltip("became:N", title="what became of them"),
            alt.Tooltip("leads:Q", title="leads", format=","),
            alt.Tooltip("of_step:N", title="of those who got here"),
            alt.Tooltip("median:N", title="median time to the next step"),
        ],
    )
    base = alt.Chart(drawn)
    at_end = base.mark_text(align="left", dx=6, dy=-11, color=shown.ink).encode(y=y, x="reached:Q", text="at_end:N")
    # One layer for both: words that are drawn but not seen would still take the bars their room.
    words = alt.ExprRef(f"width < {NARROW} ? datum.below_short : datum.below")
    under = base.mark_text(align="left", dy=10, color=shown.quiet, text=words).encode(y=y, x=alt.value(2))
    key = key_line("at a bar: share of all created", "↓ share of this step's leads that went on to the next")
    return alt.layer(filled, at_end, under).properties(height=frame.height * ROW + KEY_LINE, title=key)


def parts(drawn: pl.DataFrame) -> pl.DataFrame:
    """Return one row per step and what became of its leads, with the ends of its part of the bar."""
    rows = []
    for row in drawn.to_dicts():
        begins = 0
        is_last = row["went_on_rate"] is None and not any(row[each] for each in BECAME)
        for name, words in BECAME.items():
            # Nothing comes after the last step: who reached it is done.
            leads = row["reached"] if is_last and name == "went_on" else row[name]
            of_step = percent(leads / row["reached"]) if row["reached"] else ""
            ends = {"from": begins, "to": begins + leads, "leads": leads, "became": words, "of_step": of_step}
            rows.append({"label": row["label"], "median": row["median"], **ends})
            begins += leads
    return pl.DataFrame(rows).filter(pl.col("leads") > 0)


def _below(row: dict[str, float], short: bool = False) -> str:
    """Return what stands under a bar: the share that went on, how long that took, and what stayed behind."""
    if row["went_on_rate"] is None:
        return ""
    on = f"↓ {rate(row['went_on_rate'], row['went_on'], row['reached'])} went on"
    if row["minutes"] is not None:
        took = "in the same minute" if row["minutes"] < 1 else f"within {duration(row['minutes'])}"
        on += f" · {took}" if short else f", half of them {took}"
    if short:
        return on.replace(" went on", "")
    stayed = [f"{count(row[name])} {BECAME[name]}" for name in ("worked", "neglected", "ended")]
    return f"{SPACE}·{SPACE}".join([on, *stayed])


def against(frame: pl.DataFrame, written: Written, title: str, is_share: bool) -> Chart:
    """Draw a metric by month against the same days of the year before and its target.

    Bars from zero for what adds up, points on a line for shares, none where there are too few for one. Months that are
    not over, or whose leads are too young to be judged, are hollow.

    Args:
        frame: `month`, `value`, `last_year`, `target` (null: none), `is_done`, `n`.
    """
    shown = colours()
    drawn = frame.with_columns(
        pl.Series(name + "_words", [written(each) for each in frame[name].to_list()])
        for name in ("value", "last_year", "target")
    ).with_columns(state=pl.when("is_done").then(pl.lit("done")).otherwise(pl.lit("not over or too young")))
    hover = [
        alt.Tooltip("month:T", format="%b %Y", title="month"),
        alt.Tooltip("value_words:N", title=title),
        alt.Tooltip("last_year_words:N", title="year before"),
        alt.Tooltip("target_words:N", title="target"),
        alt.Tooltip("n:Q", title="n", format=","),
        alt.Tooltip("state:N", title=" "),
    ]
    x = alt.X("month:T", axis=alt.Axis(title=None, format="%b %y", grid=False, tickCount=6, labelOverlap=True))
    axis = percent_axis(title=title) if is_share else alt.Axis(title=title, tickCount=4, format="~s")
    y = alt.Y("value:Q", axis=axis, scale=alt.Scale(zero=True))
    base = alt.Chart(drawn)
    fill = alt.condition("datum.is_done", alt.value(shown.ours), alt.value(shown.background))
    if is_share:
        base = alt.Chart(drawn.filter(pl.col("n") >= FEW))
        line = base.mark_line(color=shown.ours, strokeWidth=2).encode(x=x, y=y)
        point = base.mark_point(filled=True, size=55, stroke=shown.ours, strokeWidth=2, opacity=1)
        now = [line, point.encode(x=x, y=y, fill=fill, tooltip=hover)]
    else:
        bar = base.mark_bar(stroke=shown.ours, strokeWidth=1.5, width={"band": 0.7})
        month = alt.X("month:T", timeUnit="yearmonth", bandPosition=0.5, axis=_under_bars(frame.height))
        now = [bar.encode(x=month, y=y, fill=fill, tooltip=hover)]
        x = month
    base = alt.Chart(drawn)
    before = base.transform_filter("isValid(datum.last_year)")
    grey = before.mark_line(color=shown.other, strokeWidth=1.5, strokeDash=[5, 3], point=False).encode(
        x=x, y="last_year:Q"
    )
    goal = base.transform_filter("isValid(datum.target)").mark_line(
        color=shown.ink, strokeWidth=1.5, interpolate="step"
    )
    return alt.layer(*now, grey, goal.encode(x=x, y="target:Q"), *_named(drawn)).properties(height=240)


def _under_bars(months: int) -> alt.Axis:
    """Return an axis whose months stand under their bars, not under the first day of the month."""
    middle = alt.ExprRef(f"width / {2 * max(1, months)}")
    return alt.Axis(title=None, format="%b %y", grid=False, tickCount=6, labelOverlap=True, labelOffset=middle)


def _named(drawn: pl.DataFrame) -> list[alt.Chart]:
    """Return the names of the lines of the year before and of the target, at their right ends and apart."""
    shown = colours()
    ends = {name: drawn.drop_nulls(name)[name].tail(1).to_list() for name in ("last_year", "target")}
    is_above = bool(ends["target"] and ends["last_year"] and ends["target"][0] >= ends["last_year"][0])
    named = (("last_year", "year before", shown.quiet, 7), ("target", "target", shown.ink, -7))
    return [
        alt.Chart(pl.DataFrame({"at": ends[name], "said": [said]}))
        .mark_text(align="left", dx=8, dy=dy if is_above or len(ends) < 2 else -dy, color=colour)
        .encode(x=alt.value(alt.ExprRef("width")), y="at:Q", text="said:N")
        for name, said, colour, dy in named
        if ends[name]
    ]
