"""The share of each group's leads that went on from step to step: a field per group and step, under those of all.

Reads frames of `dashboards.funnel`; draws no more marks than some per group and step.
"""

from __future__ import annotations

import json

import altair as alt
import polars as pl

from dashboards.components.charts import ARROWS, Chart, names_axis
from dashboards.components.formats import FEW, SPACE, count_of, percent, rate
from dashboards.components.theme import colours, key_line
from dashboards.funnel import CUSTOMER

CELL = 36
"""Height of a row in pixels: a name over the number of its leads."""

HEADER = 90
"""Height of the words above the rows and of the air around them in pixels."""

ROOM = 62
"""Width in pixels of a cell with a whole figure; in narrower ones figures are shorter."""

SMALL = 0.0995
"""A customer rate below is told with its tenth in a narrow picture too."""

SHORT = 8
"""Letters of the word above a column in a narrow picture."""

WHOLE = ("named", "head", "short_head", "step", "text", "short")
"""The columns of the row of all leads."""

ALL = "All"
"""What the row of all leads is called."""

KEY = (
    f"{ARROWS['above']} blue: more go on than on average",
    f"{ARROWS['below']} orange: fewer go on",
    "grey: may be chance",
)
"""What the shades and arrows mean."""


def cells(frame: pl.DataFrame, label: str) -> Chart:
    """Draw per group and step the share that went on to it, with an arrow where it surely differs from that of all.

    Args:
        frame: what `funnel.groups_of` returns, with the names of the groups.
        label: the column of the names.
    """
    drawn = _drawn(frame, pl.col(label))
    everybody = _of_all(frame)
    rows = [*everybody["named"].unique(), *drawn["named"].unique(maintain_order=True)]
    y = alt.Y("named:N", sort=rows, axis=names_axis(labelOffset=-7))
    heads = everybody["head"].to_list()
    narrow = len(heads) * ROOM
    short = json.dumps(dict(everybody.select("head", "short_head").iter_rows()))
    font = alt.ExprRef(f"width < {narrow} ? 8 : 11")
    words = f"width < {narrow} ? {short}[datum.label] : split(datum.label, '\\n')"
    axis = alt.Axis(title=None, orient="top", grid=False, labelExpr=words, labelLineHeight=13, labelFontSize=font)
    x = alt.X("head:N", sort=heads, axis=axis)
    shown, size = colours(), alt.ExprRef(f"width < {narrow} ? 10 : 13")
    # A click on all others together keeps nobody: their cells are no part of what is picked.
    parts = [drawn.filter(pl.col("pooled") == 0), drawn.filter(pl.col("pooled") > 0)]
    said, layers = alt.ExprRef(f"width < {narrow} ? datum.short : datum.text"), []
    for part in parts:
        base = alt.Chart(part).encode(x=x, y=y)
        rect = base.mark_rect(stroke=shown.background, strokeWidth=3).encode(color=_shades(), tooltip=_hover(label))
        # Without words of its own on hover a figure lets a click through to its cell.
        layers += [rect, base.mark_text(fontSize=size, color=shown.ink, text=said)] if part.height else []
    bold = alt.Chart(everybody).mark_text(fontSize=size, fontWeight="bold", text=said).encode(x=x, y=y)
    return alt.layer(*layers, bold).properties(height=len(rows) * CELL + HEADER, title=key_line(*KEY))


def _hover(label: str) -> list[alt.Tooltip]:
    return [
        alt.Tooltip(f"{label}:N", title=" "),
        alt.Tooltip("label:N", title="went on to"),
        alt.Tooltip("text:N", title="share"),
        alt.Tooltip("of:Q", title="of leads", format=","),
        alt.Tooltip("whole_words:N", title="all together"),
        alt.Tooltip("evidence:N", title="against all"),
    ]


def _drawn(frame: pl.DataFrame, name: pl.Expr) -> pl.DataFrame:
    """Return rows with what stands at the left of them, a name and its number of leads, and what in their cells."""
    leads = pl.Series([count_of(number, "leads") for number in frame["leads"]], dtype=pl.String)
    words = pl.Series("text", [_cell(row) for row in frame.to_dicts()], dtype=pl.String)
    short = pl.Series("short", [_cell(row, short=True) for row in frame.to_dicts()], dtype=pl.String)
    return frame.with_columns(
        words,
        short,
        pl.format("{}\n{}", name, leads).alias("named"),
        head=pl.Series([_head(row["label"], row["before"]) for row in frame.to_dicts()], dtype=pl.String),
        evidence=pl.col("evidence").fill_null("no data"),
        whole_words=pl.col("whole").map_elements(percent, return_dtype=pl.String),
    )


def _of_all(frame: pl.DataFrame) -> pl.DataFrame:
    """Return per step but the first the share of all leads that went on to it."""
    ways = ("step", "label", "before", pl.col("whole").alias("value"))
    summed = frame.group_by(ways, maintain_order=True).agg(pl.col("hits", "of", "leads").sum()).to_dicts()
    found = [
        {
            "named": f"{ALL}\n{count_of(row['leads'], 'leads')}",
            "head": _head(row["label"], row["before"]),
            "short_head": _short_head(row),
            "step": row["step"],
            "text": _cell(row),
            "short": _cell(row, short=True),
        }
        for row in summed
    ]
    return pl.DataFrame(found, schema=dict.fromkeys(WHOLE, pl.String))


def _head(label: str, before: str) -> str:
    """Return the words above a column: what was reached, and of whom."""
    return f"{label}\nof {before.lower()}"


def _short_head(row: dict[str, str]) -> str:
    """Return what stands above a column where there is little room."""
    if row["step"] == CUSTOMER:
        return "of all"
    return row["label"] if len(row["label"]) <= SHORT else f"{row['label'][: SHORT - 1]}."


def _shades() -> alt.Color:
    """Return the colours of cells by what is known of their difference from all."""
    shown = colours()
    shades = {"above": shown.scale[1], "may be chance": shown.faint, "below": shown.warm_pale}
    shades["no data"] = shown.background
    return alt.Color("evidence:N", scale=alt.Scale(domain=list(shades), range=list(shades.values())), legend=None)


def _cell(row: dict[str, float | str], short: bool = False) -> str:
    """Return `▲ 34.7 %`; where there is little room `▲35%`."""
    arrow = f"{ARROWS[str(row['evidence'])]} " if row.get("evidence") in ARROWS else ""
    shown = arrow + rate(row["value"], row["hits"], row["of"])  # type: ignore[arg-type]
    if not short:
        return shown
    if not row["of"] or float(row["of"]) < FEW:
        return shown.replace(" of ", "/")
    digits = 1 if row["step"] == CUSTOMER and float(row["value"]) < SMALL else 0
    return (arrow + percent(row["value"], digits)).replace(SPACE, "").replace(" ", "")  # type: ignore[arg-type]
