"""What campaigns with a known cost brought, apart from what the others did: what a return can be worked out from.

Reads metrics of rpt_campaign_roi through `data`. Grain: one row per group of campaigns. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.filters import Filters

ROI = "campaign_roi"

UNITS = {
    "leads": "cost_per_lead",
    "qualified_leads": "cost_per_qualified_lead",
    "opportunities": "cost_per_opportunity",
    "customers": "cost_per_customer",
}
"""What a cost is divided by, with the metric that does: its `of` is that of campaigns with a known cost."""


def with_priced(found: pl.DataFrame, by: str, where: Filters, mature: Filters, beside: Filters) -> pl.DataFrame:
    """Add what campaigns with a known cost brought, and what the others did.

    Args:
        found: groups with `cost`, `won` and the columns of `UNITS`.
        mature: the filters without campaigns that are too young to be judged.
        beside: the filters under the other model.

    Returns:
        Also `priced_` and `unpriced_` of `won` and of the columns of `UNITS`, which add up to what these are,
        `mature_priced_won` and `priced_won_beside`. Of a group without any known cost the priced ones are null.
    """
    sums = {"priced_won": (ROI, "hits", where), "mature_priced_won": (ROI, "hits", mature)}
    sums["priced_won_beside"] = (ROI, "hits", beside)
    sums |= {f"priced_{column}": (name, "of", where) for column, name in UNITS.items()}
    for column, (name, part, kept) in sums.items():
        value = data.metric(name, (by,), kept).select(by, pl.col(part).cast(pl.Float64).alias(column))
        found = found.join(value, on=by, how="left", nulls_equal=True, maintain_order="left")
    is_known = pl.col("cost").is_not_null()
    found = found.with_columns(pl.when(is_known).then(pl.col(each).fill_null(0)) for each in sums)
    return found.with_columns(
        (pl.col(each).fill_null(0) - pl.col(f"priced_{each}").fill_null(0)).alias(f"unpriced_{each}")
        for each in ("won", *UNITS)
    )
