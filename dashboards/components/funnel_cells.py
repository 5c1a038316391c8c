"""The share of each group's leads that reached each step: a field per group and step, under those of all together.

Reads frames of `data.ranking` and `data.metric`; draws no more marks than some per group and step.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.components.charts import ARROWS, Chart, names_axis
from dashboards.components.formats import count, percent, rate
from dashboards.components.theme import colours, key_line

CELL = 36
"""Height of a row in pixels: a name over the number of its leads."""

HEADER = 74
"""Height of the words above the rows and of the air around them in pixels."""

NARROW = 300
"""Width in pixels below which figures are smaller."""

ALL = "All"
"""What the row of all leads is called."""

KEY = (f"{ARROWS['above']} strong: above all", "pale: may be chance", f"{ARROWS['below']} orange: below all")
"""What the shades and arrows mean."""


def cells(frame: pl.DataFrame, whole: pl.DataFrame, label: str) -> Chart:
    """Draw a rate per group and step as cells with figures; an arrow where the group is surely above or below all.

    Args:
        frame: one row per group and step: the label, `leads`, `step_label`, `value`, `hits`, `of`, `whole`, `evidence`.
        whole: one row per step of all leads: `leads`, `step_label`, `value`, `hits`, `of`.
    """
    drawn = _named(frame, pl.col(label)).with_columns(
        evidence=pl.col("evidence").fill_null("no data"),
        whole_words=pl.col("whole").map_elements(percent, return_dtype=pl.String),
    )
    everybody = _named(whole, pl.lit(ALL))
    rows = [*everybody["named"].unique(), *drawn["named"].unique(maintain_order=True)]
    y = alt.Y("named:N", sort=rows, axis=names_axis(labelOffset=-7))
    steps = drawn["step_label"].unique(maintain_order=True).to_list()
    x = alt.X("step_label:N", sort=steps, axis=alt.Axis(title=None, orient="top", grid=False, labelFontSize=11))
    hover = [
        alt.Tooltip(f"{label}:N", title=" "),
        alt.Tooltip("step_label:N", title="step"),
        alt.Tooltip("text:N", title="rate"),
        alt.Tooltip("of:Q", title="n", format=","),
        alt.Tooltip("whole_words:N", title="all together"),
        alt.Tooltip("evidence:N", title="against all"),
    ]
    shown, size = colours(), alt.ExprRef(f"width < {NARROW} ? 11 : 13")
    base = alt.Chart(drawn)
    cell = base.mark_rect(stroke=shown.background, strokeWidth=3).encode(x=x, y=y, color=_shades(), tooltip=hover)
    below = alt.condition("datum.evidence == 'below'", alt.value(shown.warm), alt.value(shown.ink))
    # Without words of its own on hover a figure lets a click through to its cell.
    figure = base.mark_text(fontSize=size).encode(x=x, y=y, text="text:N", color=below)
    bold = alt.Chart(everybody).mark_text(fontSize=size, fontWeight="bold").encode(x=x, y=y, text="text:N")
    return alt.layer(cell, figure, bold).properties(height=len(rows) * CELL + HEADER, title=key_line(*KEY))


def _named(frame: pl.DataFrame, name: pl.Expr) -> pl.DataFrame:
    """Return rows with what stands at the left of them, a name and its number of leads, and what in their cells."""
    leads = pl.col("leads").map_elements(_leads, return_dtype=pl.String)
    words = pl.Series("text", [_cell(row) for row in frame.to_dicts()], dtype=pl.String)
    return frame.with_columns(words, pl.format("{}\n{}", name, leads).alias("named"))


def _shades() -> alt.Color:
    """Return the colours of cells by what is known of their difference from all."""
    shown = colours()
    shades = {"above": shown.scale[1], "may be chance": shown.scale[0], "below": shown.background}
    shades["no data"] = shown.background
    return alt.Color("evidence:N", scale=alt.Scale(domain=list(shades), range=list(shades.values())), legend=None)


def _leads(number: int) -> str:
    return f"{count(number)} lead{'' if number == 1 else 's'}"


def _cell(row: dict[str, float | str]) -> str:
    arrow = f"{ARROWS[str(row['evidence'])]} " if row.get("evidence") in ARROWS else ""
    return arrow + rate(row["value"], row["hits"], row["of"])  # type: ignore[arg-type]
