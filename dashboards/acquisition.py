"""What a new customer costs: the part of `data` that is about all of marketing and of sales, whatever the campaign.

Reads metrics of rpt_acquisition_costs, by whole months that begin in the period. Writes nothing. Refuses: what `data`
refuses.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboards import data
from dashboards.filters import Filters

ALONE, WITH_SALES = "cost_per_acquisition", "cost_per_acquisition_with_sales"


@dataclass(frozen=True)
class Cost:
    """What was spent, the customers won and one over the other, in these months; None: no data."""

    spent: float | None
    customers: float | None
    each: float | None
    months: tuple[date, ...]


def is_published() -> bool:
    """Whether the current version knows these costs; one that an earlier release built does not."""
    return WITH_SALES in data.catalogue().metrics


def cost(name: str, where: Filters, within: tuple[date, ...] | None = None) -> Cost:
    """Return what a new customer cost in the period of the filters: of the whole company, whatever else they keep.

    Args:
        within: only these months; None: all that have the cost.
    """
    found = data.metric(name, ("cost_month",), Filters(where.first, where.last)).filter(pl.col("n") > 0)
    kept = found if within is None else found.filter(pl.col("cost_month").is_in(list(within)))
    if not kept.height:
        return Cost(None, None, None, ())
    spent, customers = (float(kept[each].sum()) for each in ("hits", "of"))
    return Cost(spent, customers, spent / customers if customers else None, tuple(kept["cost_month"].sort()))
