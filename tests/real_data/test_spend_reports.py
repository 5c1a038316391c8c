"""What four ad platforms charged, from the tables that a connector landed: sums and names as in the files.

Each figure is computed here from the files with the standard library, never by the models. No CRM stands beside them:
all of it is spend that matches no campaign, and none of it may be missing.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from . import counts
from .conftest import leadhouse, one, published

FOLDER = "fivetran_ad_reporting"
REPORTS = {
    "google_ads": ("google_ads_campaign_stats", "id", "date", "cost_micros"),
    "linkedin_ads": ("linkedin_ad_analytics_by_campaign", "campaign_id", "day", "cost_in_local_currency"),
    "microsoft_ads": ("microsoft_ads_campaign_performance_daily_report", "campaign_id", "date", "spend"),
}


@pytest.fixture(scope="module")
def platforms(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """The reports of all platforms in one warehouse, nothing else."""
    warehouse = tmp_path_factory.mktemp("platforms")
    leadhouse(warehouse, "load", "spend", shared_data / FOLDER)
    leadhouse(warehouse, "build")
    return published(warehouse)


def rows(data: Path, name: str) -> list[dict[str, str]]:
    """The records of a report."""
    return counts.rows(data / FOLDER / f"{name}_data.csv")


def days(connection: duckdb.DuckDBPyConnection, platform: str) -> dict[tuple[str, str], Decimal]:
    """What the fact says of each campaign and day of a platform."""
    sql = "select platform_campaign_id, cast(spend_date as varchar), spend from fct_campaign_spend where platform = ?"
    return {(campaign, day): spend for campaign, day, spend in connection.cursor().execute(sql, [platform]).fetchall()}


def cents(amount: Decimal) -> Decimal:
    """Rounded half up."""
    return amount.quantize(Decimal("0.01"), "ROUND_HALF_UP")


@pytest.mark.parametrize("platform", REPORTS)
def test_each_campaign_and_day_costs_what_the_report_says(
    platforms: duckdb.DuckDBPyConnection, shared_data: Path, platform: str
) -> None:
    name, campaign, day, cost = REPORTS[platform]
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows(shared_data, name):
        expected[row[campaign], row[day][:10]] += Decimal(row[cost]) / (10**6 if cost == "cost_micros" else 1)
    assert days(platforms, platform) == {key: cents(amount) for key, amount in expected.items()}


def test_what_ads_cost_is_their_campaigns_cost(platforms: duckdb.DuckDBPyConnection, shared_data: Path) -> None:
    campaigns = {row["id"]: row["campaign_id"] for row in rows(shared_data, "facebook_ads_ad_history")}
    expected: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in rows(shared_data, "facebook_ads_basic_ad"):
        expected[campaigns[row["ad_id"]], row["date"]] += Decimal(row["spend"])
    assert days(platforms, "facebook_ads") == expected
    assert sum(expected.values()) == Decimal("643.63")


def test_a_campaign_is_called_by_its_last_name(platforms: duckdb.DuckDBPyConnection, shared_data: Path) -> None:
    history = sorted(rows(shared_data, "linkedin_ad_campaign_history"), key=lambda row: row["last_modified_time"])
    last = {row["id"]: row["name"] for row in history}
    found = (
        platforms.cursor()
        .execute(
            "select distinct platform_campaign_id, platform_campaign_name from fct_campaign_spend "
            "where platform = 'linkedin_ads'"
        )
        .fetchall()
    )
    assert found
    assert dict(found) == {campaign: last[campaign] for campaign, _ in found}


def test_no_value_of_the_reports_is_left_unread(platforms: duckdb.DuckDBPyConnection) -> None:
    assert one(platforms, "select count(*) from meta_casts") == 0
    assert one(platforms, "select count(*) from fct_campaign_spend where spend is null") == 0


def test_all_of_it_is_spend_that_no_campaign_accounts_for(platforms: duckdb.DuckDBPyConnection) -> None:
    unmatched = one(platforms, "select sum(spend) from fct_campaign_spend where campaign_key is null")
    assert unmatched == one(platforms, "select sum(spend) from fct_campaign_spend") == Decimal("2351.92")
    for (cost,) in (
        platforms.cursor().execute("select sum(cost) from rpt_campaign_roi group by attribution_model").fetchall()
    ):
        assert cost == unmatched
