"""The sentence on what a new customer costs: its figures, and what it says where a cost is not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from dashboards import data
from dashboards.components.formats import money
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened


def sentence() -> str:
    """What the page Campaigns says over all months."""
    app = opened("campaigns", period="all", team="DACH")
    assert not app.exception
    return next((str(each.value) for each in app.caption if "A new customer cost" in each.value), "")


def test_the_sentence_divides_the_sums_of_the_months_whatever_the_filters_but_the_period(version: Path) -> None:
    campaigns, spend = read(version, "dim_campaigns"), read(version, "fct_campaign_spend")
    unmatched = spend.filter(pl.col("campaign_key").is_null())["spend"].sum()
    first = campaigns.drop_nulls("cost")["started_date"].min()
    assert isinstance(first, date)
    won = read(version, "fct_opportunities").filter("is_counted", "is_won", "is_in_roi")
    won = won.filter(pl.col("closed_date") >= first.replace(day=1))
    cost = float(campaigns["cost"].sum()) + float(unmatched or 0)
    said = sentence()
    assert f"**{money(cost / won.height, data.currency())}** of marketing" in said
    assert f"{won.height:,} customers" in said


def test_without_a_sales_cost_there_is_none_with_sales_and_it_says_why(changed: Path) -> None:
    change(
        changed,
        "delete from rpt_acquisition_costs where source_system = 'company'",
        "update rpt_acquisition_costs set acquisition_cost = null, is_sales_cost_known = false",
    )
    said = sentence()
    assert "EUR** of marketing, **no data** with sales" in said
    assert "definitions/sales_costs.csv" in said


def test_without_a_cost_of_marketing_there_is_no_figure_at_all(changed: Path) -> None:
    change(
        changed,
        "update rpt_acquisition_costs set marketing_cost = null, acquisition_cost = null",
        "update rpt_acquisition_costs set is_marketing_cost_known = false",
    )
    assert "**no data** of marketing, **no data** with sales. No month" in sentence()


def test_a_version_of_an_earlier_release_says_nothing_of_it(changed: Path) -> None:
    change(changed, "delete from dim_metrics where metric like 'cost_per_acquisition%'")
    assert sentence() == ""
