"""When campaigns won: by quarter of closing, each campaign with all below it.

Reads metrics of fct_campaign_attribution through `data`. Grain: one row per campaign and quarter. Writes nothing.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from dashboards import data
from dashboards.filters import Filters
from dashboards.ways import under, without_renewals

QUARTERS = 8
"""Quarters that are shown, up to that of the data."""

QUARTER = pl.col("closed_month").dt.truncate("1q").alias("quarter")


def won_by_quarter(tree: pl.DataFrame, model: str) -> pl.DataFrame:
    """Return what campaigns won by quarter, each with all below it; quarters in which nothing was won have no row.

    Args:
        tree: `campaign_key` and `parent_campaign_key` of every campaign.
        model: the attribution model.

    Returns:
        `campaign_key`, `quarter` (its first day), `won` in the reporting currency.
    """
    where = without_renewals(under(Filters(), model), "fct_campaign_attribution")
    found = data.metric("attributed_won", ("campaign_key", "closed_month"), where)
    own = found.filter(pl.col("value") > 0).select("campaign_key", QUARTER, won=pl.col("value").cast(pl.Float64))
    summed = (
        with_those_above(tree)
        .join(own, on="campaign_key")
        .group_by(pl.col("above"), "quarter")
        .agg(pl.col("won").sum())
    )
    return summed.rename({"above": "campaign_key"}).sort("campaign_key", "quarter")


def with_those_above(tree: pl.DataFrame) -> pl.DataFrame:
    """Return each campaign with itself and every campaign above it."""
    parents = tree.select("campaign_key", parent="parent_campaign_key")
    found = level = parents.select("campaign_key", above="campaign_key")
    while level.height:
        above = parents.rename({"campaign_key": "above"})
        level = level.join(above, on="above").select("campaign_key", above="parent").drop_nulls()
        found = pl.concat([found, level])
    return found


def quarters(today: date) -> list[date]:
    """Return the first days of the quarters that are shown, the oldest first."""
    last = today.year * 4 + (today.month - 1) // 3
    return [date(each // 4, each % 4 * 3 + 1, 1) for each in range(last - QUARTERS + 1, last + 1)]
