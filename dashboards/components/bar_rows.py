"""What the bars of a picture say and how strong they are: a value with its share, the share before, the cumulative one.

Pure. Grain: one row per bar, in the order of the frame.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from dashboards.components.formats import percent

MOST = 0.8
"""Share of the whole that a Pareto's strong bars make up."""

WEAK = 0.45
"""How strong its other bars are."""


def bar_rows(frame: pl.DataFrame, written: Callable[[float], str], paint: str, grey: str) -> pl.DataFrame:
    """Return the rows with `text`, `strength` (0..1) and `paint`; of a Pareto also `added_up`.

    Args:
        frame: has `value` and `share`; `cumulative_share` where it is a Pareto (null: no part of what adds up);
            `is_apart` where a bar is grey; `before` where the share before stands behind the one now.
        written: writes a value.
    """
    texts = [_said(row, written) for row in frame.to_dicts()]
    drawn = frame.with_columns(
        pl.col("value").cast(pl.Float64),
        text=pl.Series(texts, dtype=pl.String),
        strength=pl.lit(1.0),
        paint=pl.lit(paint),
    )
    if "is_apart" in frame.columns:
        drawn = drawn.with_columns(paint=pl.when("is_apart").then(pl.lit(grey)).otherwise("paint"))
    if "cumulative_share" not in frame.columns:
        return drawn
    # The last strong bar is the one with which the sum beside the bars reaches the 80 %.
    is_apart = pl.col("cumulative_share").is_null()
    is_most = is_apart | (pl.col("cumulative_share").shift(1, fill_value=0).round(9) < MOST)
    added_up = pl.col("cumulative_share").map_elements(percent, return_dtype=pl.String).fill_null("")
    return drawn.with_columns(added_up=added_up, strength=pl.when(is_most).then(1.0).otherwise(WEAK))


def _said(row: dict[str, Any], written: Callable[[float], str]) -> str:
    said = f"{written(row['value'])}  ·  {percent(row['share'])}"
    return f"{said}  ·  before {percent(row['before'])}" if row.get("before") is not None else said
