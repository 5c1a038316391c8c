"""The curves of time to an event: each function turns frames of `data` into an Altair chart, drawn but not yet placed.

Reads frames of `data.cumulative_incidence`; draws no more marks than they have rows.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.components.charts import Chart
from dashboards.components.formats import percent
from dashboards.components.theme import colours, percent_axis, step_colours

TIMES = {5: "5 min", 60: "1 h", 240: "4 h", 1440: "1 d", 10080: "7 d", 43200: "30 d", 129600: "90 d"}
"""Minutes marked on the axis of a response curve."""

CURVE_ENDS = max(TIMES)
"""Minutes at which a response curve ends on the screen."""

LAST_DAY = 180
"""Days of age at which the curves of slow events end on the screen."""

MARKED_DAYS = (0, 1, 3, 7, 14, 30, 60, 90, 180)
"""Days marked on the axis of the curves of slow events."""

FEWEST_IN_A_CURVE = 20
"""Groups with fewer leads have no curve of their own; the table has them."""


def _time_axis(minutes: list[int]) -> alt.Axis:
    names = " : ".join(f"datum.value == {each} ? '{TIMES[each]}'" for each in minutes)
    return alt.Axis(values=minutes, labelExpr=f"{names} : ''", grid=False, title="time since sales had the lead")


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
        text = f"{percent(share)} within {within}"
        rows.append({"minutes": each, "incidence": share, "text": text, "n": curve["n"][0]})
    return pl.DataFrame(rows)


def _never(curve: pl.DataFrame, goes_on: bool) -> alt.Chart:
    """Write beside the end of the curve what share was not answered by then."""
    shown = colours()
    last = float(curve["incidence"][-1])
    until = f" within {TIMES[CURVE_ENDS]}" if goes_on else ""
    text = f"not answered{until}: {percent(1 - last)}"
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
        values=[60, 1440, 43200],
        labelExpr="datum.value == 60 ? '1 h' : datum.value == 1440 ? '1 d' : '30 d'",
        title=None,
        grid=False,
    )
    x = alt.X("minutes:Q", scale=_time_scale(), axis=axis)
    y = alt.Y("incidence:Q", scale=alt.Scale(domain=[0, 1]), axis=percent_axis(title=None, values=[0, 0.5, 1]).copy())
    grey = alt.Chart(everybody).mark_line(interpolate="step-after", color=shown.other, strokeWidth=1)
    ours = alt.Chart(curve).mark_line(interpolate="step-after", color=shown.ours, strokeWidth=2)
    return (grey.encode(x=x, y=y) + ours.encode(x=x, y=y)).properties(height=110)


def reached(curves: pl.DataFrame) -> Chart:
    """Draw the share of leads that had each `event` by age in days, with its 95 % band and the share ever reached."""
    shown = colours()
    names = curves["event"].unique(maintain_order=True).to_list()
    paint = [step_colours().get(each, shown.other) for each in names]
    colour = alt.Color("event:N", scale=alt.Scale(domain=names, range=paint), legend=None)
    drawn = curves.with_columns(days=pl.col("minutes") / 1440).filter(pl.col("days") <= LAST_DAY)
    top = min(1.0, max([0.05, *drawn["high"].to_list()]) * 1.05)
    # The first days stand wide apart: most of it happens in them.
    scale = alt.Scale(type="symlog", constant=2, domain=[0, LAST_DAY], nice=False)
    axis = alt.Axis(title="days since creation", grid=False, values=list(MARKED_DAYS))
    x = alt.X("days:Q", scale=scale, axis=axis)
    y = alt.Y("incidence:Q", scale=alt.Scale(domain=[0, top]), axis=percent_axis(title="share of leads"))
    base = alt.Chart(drawn)
    band = base.mark_area(interpolate="step-after", opacity=0.15).encode(x=x, y="low:Q", y2="high:Q", color=colour)
    line = base.mark_line(interpolate="step-after", strokeWidth=2).encode(x=x, y=y, color=colour)
    last = drawn.group_by("event", maintain_order=True).last()
    share = pl.col("incidence").map_elements(percent, return_dtype=pl.String)
    last = last.with_columns(text=pl.format("{} {} after {} d", "event", share, pl.lit(LAST_DAY)), at=pl.lit(LAST_DAY))
    # The first event's words stand above its curve, the second's below.
    words = [
        alt.Chart(last.filter(pl.col("event") == name))
        .mark_text(align="right", dy=dy, fontSize=13)
        .encode(x="at:Q", y="incidence:Q", text="text:N", color=colour)
        for name, dy in zip(names, (-16, 34), strict=False)
    ]
    return alt.layer(band, line, *words).properties(height=240)
