"""The key of the picture of what campaigns cost and brought: what each of its marks is, in words.

Reads the rows of the picture; drawn but not yet placed.
"""

from __future__ import annotations

from typing import NamedTuple

import altair as alt
import polars as pl

from dashboards.components.charts import LETTER
from dashboards.components.theme import colours

KEY_ROW = " "
"""The name of the row of the key: no group has it, and it is not seen."""

SQUARE, CIRCLE = "square", "circle"
LINE, BAND = "M-0.1,-1L0.1,-1L0.1,1L-0.1,1Z", "M-1,-0.4L1,-0.4L1,0.4L-1,0.4Z"
"""What the key shows marks by; line and band are paths in a square from -1 to 1."""

FIRST, ASIDE = 6, 90
"""Where the first mark of the key stands, and how far left of that on a phone, above the names; in pixels."""

TRACE = 0.005
"""Amounts that differ by less are the same."""


class Told(NamedTuple):
    """A part of the key: what a mark is in words, in short ones (none: left out), how it looks, whether it is drawn."""

    words: str
    short: str
    shape: str
    fill: str
    stroke: str
    is_shown: bool


def pale(colour: str) -> str:
    """Return a colour (`#RRGGBB`) that lets a third of itself through."""
    return f"{colour}55"


def key(label: str, beside: str, drawn: pl.DataFrame) -> list[alt.Chart]:
    """Return what each mark is, beside the mark itself, on a row above all groups; where that is narrow in fewer words.

    A legend of Vega cannot do that: it is cut off where its columns depend on the width. Nor may the long words be
    there unseen: the picture would shrink to make room for them.
    """
    shown = colours()
    young, lost = not drawn["is_mature"].all(), bool((drawn["lost_to"] > drawn["won"]).any())
    unpriced = bool((drawn["all_won"] > drawn["won"] + TRACE).any())
    told = [
        Told(f"won so far, by {label}", "won", SQUARE, shown.ours, shown.ours, True),
        Told("hollow: still maturing", "", SQUARE, shown.background, shown.ours, young),
        Told(f"won, by {beside}", f"by {beside}", CIRCLE, shown.background, shown.ink, label != beside),
        Told("cost", "cost", LINE, shown.warm, shown.warm, True),
        Told("won, no cost known", "", SQUARE, pale(shown.ours), pale(shown.ours), unpriced),
        Told("cost not won back", "", BAND, pale(shown.warm), pale(shown.warm), lost),
    ]
    placed, end = _placed([each for each in told if each.is_shown])
    is_wide = f"width >= {end}"
    base = (
        alt.Chart(placed)
        .transform_filter(f"{is_wide} || datum.short !== ''")
        .transform_calculate(at=f"{is_wide} ? datum.long_at : datum.short_at")
        .transform_calculate(told=f"{is_wide} ? datum.words : datum.short", beside="datum.at + 11")
        .encode(y=alt.Y("label:N"))
    )
    look = {each: getattr(alt, each.capitalize())(f"{each}:N", scale=None) for each in ("shape", "fill", "stroke")}
    mark = base.mark_point(size=90, strokeWidth=1.5, opacity=1).encode(x=alt.X("at:Q", scale=None), **look)
    words = base.mark_text(align="left", color=shown.quiet)
    return [mark, words.encode(x=alt.X("beside:Q", scale=None), text="told:N")]


def _placed(told: list[Told]) -> tuple[pl.DataFrame, int]:
    """Return the parts of a key side by side, in long and in short, and where the long ones end, in pixels."""
    rows, long_at, short_at = [], FIRST, FIRST - ASIDE
    for each in told:
        rows.append({**each._asdict(), "long_at": long_at, "short_at": short_at, "label": KEY_ROW})
        long_at += _room(each.words)
        short_at += _room(each.short) if each.short else 0
    return pl.DataFrame(rows), long_at


def _room(words: str) -> int:
    """Return the width of a part of the key: its mark, its words, and air."""
    return 38 + round(len(words) * LETTER * 1.04)
