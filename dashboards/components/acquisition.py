"""The sentence on what a new customer costs, by marketing alone and with what sales cost.

Reads `dashboards.acquisition`; a cost that nobody gave is said to be missing, never 0.
"""

from __future__ import annotations

import streamlit as st

from dashboards import acquisition, data
from dashboards.acquisition import ALONE, WITH_SALES, Cost
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, money


def acquisition_line(view: View) -> None:
    """Say what each new customer won in the period cost the company, whatever the filters but the period."""
    if not acquisition.is_published():
        return
    alone, with_sales = (acquisition.cost(name, view.where) for name in (ALONE, WITH_SALES))
    st.caption(
        f"A new customer cost **{_each(alone)}** of marketing, **{_each(with_sales)}** with sales. "
        f"{_of(alone, with_sales)} All campaigns, spend without one and all customers but renewals; a campaign costs "
        "in its first month.",
        help=f"{data.definition(ALONE).description} {data.definition(WITH_SALES).description}",
    )


def _each(cost: Cost) -> str:
    return "no data" if cost.each is None else money(cost.each, data.currency())


def _of(alone: Cost, with_sales: Cost) -> str:
    """Return what the figures are made of, and why there is none."""
    if alone.each is None:
        return "No month that begins in the period has both a known cost and a customer."
    told = f"{money(alone.spent, data.currency())} and {count(alone.customers)} customers in {_months(alone)}"
    if with_sales.each is None:
        return f"{told}; what sales cost in them is not given (definitions/sales_costs.csv)."
    both = money(with_sales.spent, data.currency())
    return f"{told}; with sales {both} in the {_months(with_sales)} with a sales cost."


def _months(cost: Cost) -> str:
    return f"{cost.months} {'month' if cost.months == 1 else 'months'}"
