"""What groups brought to the change of a number or an amount: a bar to the left or right of nothing for each.

Reads frames of `decomposition.brought`. Draws one bar per row.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.catalogue import Metric
from dashboards.components.charts import Chart, names_axis, rows_high, wrapped
from dashboards.components.formats import in_unit
from dashboards.components.theme import colours

MOST_GROUPS = 12
"""Groups with a bar of their own; all others are one more."""

ROOM = 190
"""Width of the figures at the right, in pixels."""


def gain(value: float, asked: Metric, currency: str) -> str:
    """Write what was gained or lost: `+1,202`, `-41.5 k EUR`."""
    return f"{'+' if value >= 0 else '-'}{in_unit(abs(value), asked, currency)}"


def foremost(named: pl.DataFrame, word: str) -> pl.DataFrame:
    """Return the groups that brought or took most, from the largest gain to the largest loss, all others last.

    Args:
        named: what `brought` returns, with the name of each `group`.
        word: what a group is called.
    """
    kept = named.head(named.height if named.height == MOST_GROUPS + 1 else MOST_GROUPS)
    rows = kept.sort("effect", descending=True, maintain_order=True).select("group", "value", "value_before", "effect")
    rest = named.slice(kept.height)
    if not rest.height:
        return rows
    sums = rest.select(pl.col("value", "value_before", "effect").sum())
    others = sums.select(pl.lit(f"All {rest.height} other {word}s").alias("group"), pl.all())
    return pl.concat([rows, others])


def brought_chart(rows: pl.DataFrame, asked: Metric, currency: str) -> Chart:
    """Draw the bars in the order of the rows; the change and both figures stand at the right."""
    shown = colours()
    texts = [
        (
            gain(row["effect"], asked, currency),
            *(in_unit(row[each], asked, currency) for each in ("value_before", "value")),
        )
        for row in rows.to_dicts()
    ]
    drawn = rows.with_columns(
        named=pl.col("group").map_elements(wrapped, return_dtype=pl.String),
        text=pl.Series([f"{moved}   ({then} → {now})" for moved, then, now in texts], dtype=pl.String),
        direction=pl.when(pl.col("effect") < 0).then(pl.lit("less")).otherwise(pl.lit("more")),
        zero=pl.lit(0.0),
    )
    ends = [0.0, *rows["effect"].to_list()]
    scale = alt.Scale(
        domain=[min(ends), max(*ends, 1e-9)], nice=False, rangeMax=alt.ExprRef(f"max(60, width - {ROOM})")
    )
    y = alt.Y("named:N", sort=drawn["named"].to_list(), axis=names_axis())
    base = alt.Chart(drawn).encode(
        y=y, tooltip=[alt.Tooltip("group:N", title=" "), alt.Tooltip("text:N", title="change (before → now)")]
    )
    paint = alt.Scale(domain=["more", "less"], range=[shown.ours, shown.warm])
    bar = base.mark_bar(height=alt.RelativeBandSize(0.5)).encode(
        x=alt.X("zero:Q", scale=scale, axis=None),
        x2="effect:Q",
        color=alt.Color("direction:N", scale=paint, legend=None),
    )
    edge = alt.value(alt.ExprRef("width"))
    words = base.mark_text(align="right", color=shown.ink).encode(x=edge, text="text:N")
    return alt.layer(bar, words).properties(height=rows_high(drawn["named"].to_list()) + 12)
