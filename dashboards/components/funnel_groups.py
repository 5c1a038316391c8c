"""At which step each source, team or owner loses its leads: a field per group and step.

Reads the questions of `dashboards.funnel`; the chosen groups are `by` in the URL.
"""

from __future__ import annotations

from functools import partial

import polars as pl

from dashboards import data
from dashboards.components import funnel_cells
from dashboards.components.choices import notices, segments
from dashboards.components.filter_bar import View
from dashboards.components.page import picture

GROUPS = {"source_category": "Source", "team": "Team", "owner": "Owner"}
"""What leads can be grouped by, with its word."""

MOST_GROUPS = 12
"""Groups that the picture has, those with the most leads; all others are one more row. The table has all."""


def by_group(view: View, steps: pl.DataFrame) -> None:
    """Draw the groups that the visitor chooses, those with the most leads.

    Args:
        steps: the funnel of all these leads.
    """
    by = segments("by", "group", GROUPS, "source_category")
    notices()
    word, last = GROUPS[by].lower(), steps["step"][-1]
    shown = named(data.ask("funnel_groups", by, view.where, last, MOST_GROUPS), by)
    listed = named(data.ask("funnel_groups", by, view.where, last), by).drop("pooled", "whole")
    won = ", and that was won of all created" if last == "won" else ""
    alt = f"Share of each {word}'s leads that went on from step to step{won}."
    title = f"Which {word}s lose leads, and at which step?"
    chart = partial(funnel_cells.cells, shown, f"{by}_label")
    picture(title, chart, listed, alt, "groups", picks=by)


def named(found: pl.DataFrame, by: str) -> pl.DataFrame:
    """Return the rows with each group's name, `<by>_label`; one for all others together says how many they are."""
    word = GROUPS[by].lower()
    label = pl.col(f"{by}_label" if f"{by}_label" in found.columns else by).cast(pl.String).fill_null(f"No {word}")
    others = pl.format(f"All {{}} other {word}s", "pooled")
    name = pl.when(pl.col("pooled") > 0).then(others).otherwise(label)
    return found.select(by, name.alias(f"{by}_label"), pl.exclude(by, f"{by}_label"))
