"""Why deals are lost: the reasons that were given, those without one apart, and who else was in the race, then and now.

Asks the current version through `data`. Grain: one row per reason or competitor. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.filters import Filters

REASON, COMPETITOR = "lost_reason", "competitor"


def reasons(name: str, where: Filters) -> pl.DataFrame:
    """Return a number or amount lost per reason, the largest first; what has no reason stands last.

    Returns:
        As `data.shares`, with `is_apart` (no reason was given) and `of_given`: the share (0..1) of what has a reason.
        `cumulative_share` adds up in this order.
    """
    found = data.shares(name, REASON, where).with_columns(is_apart=pl.col(REASON) == data.NO_REASON)
    value = pl.col("value").cast(pl.Float64).fill_null(0)
    given = value.filter(~pl.col("is_apart")).sum()
    return found.sort("is_apart", maintain_order=True).with_columns(
        cumulative_share=pl.col("share").cum_sum(),
        of_given=pl.when(~pl.col("is_apart") & (given > 0)).then(value / given),
    )


def competitors(where: Filters, before: Filters | None) -> pl.DataFrame:
    """Return how many deals lost have which competitor noted, the most first.

    Returns:
        `competitor`, `value`, `share` of all deals lost (0..1) and, with a period before, `before`: the share then.
    """
    name = "opportunities_lost"
    found = data.shares(name, COMPETITOR, where).filter(pl.col(COMPETITOR).is_not_null()).drop("cumulative_share")
    earlier = None if before is None else data.shares(name, COMPETITOR, before)
    if earlier is None or not earlier.height:
        return found
    then = earlier.select(COMPETITOR, before="share")
    return found.join(then, on=COMPETITOR, how="left", maintain_order="left").with_columns(
        pl.col("before").fill_null(0)
    )
