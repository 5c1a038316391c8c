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


ALL = "All"
"""What the row of all groups together is called."""

ADDED = (
    *("campaigns", "cost", "pipeline", "priced", "priced_won_beside"),
    *("mature_priced", "mature_cost", "mature_priced_won"),
)
"""What groups of campaigns add up in, beside what those with and without a known cost brought."""


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


def together(found: pl.DataFrame) -> pl.DataFrame:
    """Return all groups of `marketing.returns` as one row, `All`: their sums, and the ratios worked out of these.

    A sum is null where no group has one: no campaign has a known cost. What each thing cost and the returns are over
    the campaigns with a known cost, as those of the groups are; null where there is nothing to divide by.
    """
    halves = [f"{part}_{column}" for part in ("priced", "unpriced") for column in ("won", *UNITS)]
    sums = found.select(
        pl.when(pl.col(each).is_not_null().any()).then(pl.col(each).sum()).alias(each) for each in (*ADDED, *halves)
    )
    costs = {name.removeprefix("cost_"): _over(pl.col("cost"), f"priced_{column}") for column, name in UNITS.items()}
    returns = {"roi": "priced_won", "roi_beside": "priced_won_beside"}
    return sums.with_columns(
        label=pl.lit(ALL),
        mature_roi=_over(pl.col("mature_priced_won"), "mature_cost") - 1,
        **{name: _over(pl.col(won), "cost") - 1 for name, won in returns.items()},
        **costs,
    )


def _over(part: pl.Expr, of: str) -> pl.Expr:
    return pl.when(pl.col(of) > 0).then(part / pl.col(of))
