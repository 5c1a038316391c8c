"""What a customer costs, three times: of these campaigns, of all marketing, and of marketing and sales together.

Reads metrics of rpt_campaign_roi and `acquisition`; writes to the screen only. Each figure has a name of its own and
says what is divided by what, in one place, so that nobody takes one for another.
"""

from __future__ import annotations

import streamlit as st

from dashboards import acquisition, data
from dashboards.acquisition import ALONE, WITH_SALES, Cost
from dashboards.components.filter_bar import View
from dashboards.components.formats import NO_DATA, count, money
from dashboards.components.models import Models

OF_CAMPAIGNS = "cost_per_customer"

MOST_MONTHS = 3
"""Months without a cost of sales that are named, the latest."""


def customer_costs(view: View, models: Models) -> None:
    """Draw the three costs of a customer side by side: the page's own, and those of the company."""
    if not acquisition.is_published():
        return
    st.subheader("Three costs of a customer, and how they differ", anchor=False)
    alone, with_sales = (acquisition.cost(name, view.where) for name in (ALONE, WITH_SALES))
    within = acquisition.cost(ALONE, view.where, with_sales.months)
    told = (
        _of_campaigns(view, models),
        (ALONE, alone.each, _of_marketing(alone)),
        (WITH_SALES, with_sales.each, _of_both(with_sales, alone, within)),
    )
    for column, (name, each, made_of) in zip(st.columns(len(told), gap="large"), told, strict=True):
        asked, amount = data.definition(name), NO_DATA if each is None else money(each, data.currency())
        with column:
            st.markdown(f"{asked.label}  \n**{amount}**", help=asked.description)
            st.caption(made_of)


def _of_campaigns(view: View, models: Models) -> tuple[str, float | None, str]:
    """Return name, amount and make of what a customer costs that is credited to the campaigns of the page."""
    row = data.metric(OF_CAMPAIGNS, (), view.where).row(0, named=True)
    if row["value"] is None:
        return OF_CAMPAIGNS, None, "No campaign that started in the period has both a known cost and a deal won."
    made_of = (
        f"Do these campaigns pay? {money(row['hits'], data.currency())} that campaigns started in the period cost, "
        f"over the {row['of']:,.1f} deals won that {models.label} credits to them so far."
    )
    return OF_CAMPAIGNS, row["value"], made_of


def _of_marketing(cost: Cost) -> str:
    if cost.each is None:
        return "No month that begins in the period has both a known cost and a customer."
    return (
        f"What does it take to win one? {money(cost.spent, data.currency())}, all that marketing spent in "
        f"{_months(cost)}, on no campaign too, over all {count(cost.customers)} customers won in them, whatever "
        "brought them; renewals apart. A campaign costs in its first month. No filter but the period counts."
    )


def _of_both(cost: Cost, alone: Cost, within: Cost) -> str:
    if cost.each is None:
        without = "What sales cost in these months is not given (definitions/sales_costs.csv)."
        return _of_marketing(alone) if alone.each is None else without
    missing = [f"{each:%b %Y}" for each in reversed(alone.months) if each not in cost.months]
    lacking = (
        f" The cost of sales is not known for {', '.join(missing[:MOST_MONTHS])}"
        f"{f' and {count(len(missing) - MOST_MONTHS)} more' if len(missing) > MOST_MONTHS else ''}; without sales a "
        f"customer of the other months cost {money(within.each, data.currency())}."
        if missing
        else ""
    )
    return (
        f"The same with sales: {money(cost.spent, data.currency())} of marketing and sales in {_months(cost)}, over "
        f"the {count(cost.customers)} customers won in them.{lacking}"
    )


def _months(cost: Cost) -> str:
    """Return the months in words: `12 months (Dec 2025 - Nov 2026)`."""
    number = len(cost.months)
    return f"{number} {'month' if number == 1 else 'months'} ({cost.months[0]:%b %Y} - {cost.months[-1]:%b %Y})"
