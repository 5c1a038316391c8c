"""The three costs of a customer: their figures, what each is made of, and what is said where a cost is not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from dashboards import data, ways
from dashboards.components.formats import SPACE, money
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened

NONE = "no data"


def costs(**url: str) -> dict[str, tuple[str, str]]:
    """What the page Campaigns says over all months: per name the amount, and what it is made of."""
    app = opened("campaigns", period="all", **url)
    assert not app.exception
    found = {}
    for column in app.columns:
        told = [str(each.value) for each in column.markdown if "  \n**" in str(each.value)]
        if len(told) == 1 and len(column.caption) == 1:
            name, amount = told[0].split("  \n")
            found[name] = (amount.strip("*"), str(column.caption[0].value).replace(SPACE, " "))
    return found


def test_each_cost_has_its_own_name_and_says_what_is_divided_by_what(version: Path) -> None:
    roi = read(version, "rpt_campaign_roi").filter(
        pl.col("attribution_model") == ways.usual_model(), pl.col("campaign_key").is_not_null(), pl.col("cost") > 0
    )
    found = costs()
    assert list(found) == ["Cost per credited win", "Cost per acquisition", "Cost per acquisition with sales"]
    amount, made_of = found["Cost per credited win"]
    cost, wins = float(roi["cost"].sum()), float(roi["attributed_customers"].sum())
    assert amount == money(cost / wins, data.currency())
    assert f"over the {wins:,.1f} deals won that Linear credits" in made_of


def test_the_company_s_cost_divides_the_sums_of_the_months_whatever_the_filters_but_the_period(version: Path) -> None:
    campaigns, spend = read(version, "dim_campaigns"), read(version, "fct_campaign_spend")
    unmatched = spend.filter(pl.col("campaign_key").is_null())["spend"].sum()
    first = campaigns.drop_nulls("cost")["started_date"].min()
    assert isinstance(first, date)
    won = read(version, "fct_opportunities").filter("is_counted", "is_won", "is_in_roi")
    won = won.filter(pl.col("closed_date") >= first.replace(day=1))
    cost = float(campaigns["cost"].sum()) + float(unmatched or 0)
    amount, made_of = costs(team="DACH")["Cost per acquisition"]
    assert amount == money(cost / won.height, data.currency())
    assert f"over all {won.height:,} customers won" in made_of


def test_without_a_sales_cost_there_is_none_with_sales_and_it_says_why(changed: Path) -> None:
    change(
        changed,
        "delete from rpt_acquisition_costs where source_system = 'company'",
        "update rpt_acquisition_costs set acquisition_cost = null, is_sales_cost_known = false",
    )
    found = costs()
    assert found["Cost per acquisition"][0].endswith("EUR")
    amount, why = found["Cost per acquisition with sales"]
    assert amount == NONE
    assert "definitions/sales_costs.csv" in why


def test_without_a_cost_of_marketing_there_is_no_figure_of_the_company_at_all(changed: Path) -> None:
    change(
        changed,
        "update rpt_acquisition_costs set marketing_cost = null, acquisition_cost = null",
        "update rpt_acquisition_costs set is_marketing_cost_known = false",
    )
    found = costs()
    for name in ("Cost per acquisition", "Cost per acquisition with sales"):
        assert found[name][0] == NONE
        assert found[name][1].startswith("No month")


def test_campaigns_without_a_known_cost_have_no_cost_of_a_win(changed: Path) -> None:
    change(changed, "update rpt_campaign_roi set cost = null, roi = null, total_cost = null, total_roi = null")
    assert costs()["Cost per credited win"][0] == NONE


def test_a_version_of_an_earlier_release_says_nothing_of_it(changed: Path) -> None:
    change(changed, "delete from dim_metrics where metric like 'cost_per_acquisition%'")
    assert costs() == {}


def test_with_sales_it_says_which_month_is_missing_and_what_the_others_cost_without(changed: Path) -> None:
    known = read(changed, "rpt_acquisition_costs").filter(pl.col("acquisition_cost").is_not_null())
    last = known["cost_month"].max()
    assert isinstance(last, date)
    change(
        changed,
        "update rpt_acquisition_costs set acquisition_cost = null, is_sales_cost_known = false "
        f"where cost_month = date '{last}'",
    )
    told = costs()["Cost per acquisition with sales"][1]
    assert f"{last:%b %Y}" in told.partition("not known for ")[2]
    assert "without sales a customer of the other months cost" in told
