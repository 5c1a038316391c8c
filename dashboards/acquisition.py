"""What a new customer costs: the part of `data` that is about all of marketing and of sales, whatever the campaign.

Reads metrics of rpt_acquisition_costs, by whole months that begin in the period. Writes nothing. Refuses: what `data`
refuses.
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboards import data
from dashboards.filters import Filters

ALONE, WITH_SALES = "cost_per_acquisition", "cost_per_acquisition_with_sales"


@dataclass(frozen=True)
class Cost:
    """What was spent, the customers won and one over the other, in so many months; None: no data."""

    spent: float | None
    customers: float | None
    each: float | None
    months: int


def is_published() -> bool:
    """Whether the current version knows these costs; one that an earlier release built does not."""
    return WITH_SALES in data.catalogue().metrics


def cost(name: str, where: Filters) -> Cost:
    """Return what a new customer cost in the period of the filters: of the whole company, whatever else they keep."""
    period = Filters(where.first, where.last)
    row = data.metric(name, (), period).row(0, named=True)
    months = data.metric(name, ("cost_month",), period)
    return Cost(row["hits"], row["of"], row["value"], months.filter(months["n"] > 0).height)
