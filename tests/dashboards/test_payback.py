"""When the cost of a month of leads comes back, on rows made by hand and against the published cohorts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboards import data, payback, ways
from dashboards.components.formats import SPACE
from dashboards.components.payback import _triangle, of_the_cost
from dashboards.components.theme import LIGHT
from dashboards.exporting import About, picture_of
from dashboards.filters import Filters
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)


@pytest.fixture
def by_hand(changed: Path) -> Path:
    """Two months of leads of one campaign with a cost, and one lead of a campaign without."""
    campaigns = "select campaign_key from dim_campaigns where cost is {} order by campaign_key limit 1"
    priced, unpriced = (campaigns.format(each) for each in ("not null", "null"))
    row = (
        "insert into rpt_campaign_cohorts by name select 'linear' as attribution_model, 'salesforce' as source_system,"
    )
    nothing = "0 as qualified_leads, 0 as customers, 0 as attributed_open_amount"
    rows = [
        f"{row} ({priced}) as campaign_key, 'web' as source_category, {months} as months_since_lead,"
        f" {observed} as months_observed, {leads} as leads, {cost} as cost, {won} as attributed_won_amount,"
        f" date '{cohort}' as cohort_month, {nothing}"
        for cohort, observed, months, leads, cost, won in (
            (JANUARY, 4, 0, 4, 100, 0),
            (JANUARY, 4, 1, 0, "null", 60),
            (JANUARY, 4, 3, 0, "null", 90),
            (FEBRUARY, 3, 0, 1, 50, 20),
        )
    ]
    rows.append(
        f"{row} ({unpriced}) as campaign_key, 'web' as source_category, 0 as months_since_lead, 4 as months_observed,"
        f" 6 as leads, null as cost, 999 as attributed_won_amount, date '{JANUARY}' as cohort_month, {nothing}"
    )
    change(changed, "delete from rpt_campaign_cohorts", *rows)
    return changed


def test_a_month_is_paid_back_when_what_it_won_reaches_its_cost(by_hand: Path) -> None:
    found = payback.payback(ways.under(Filters(), "linear"))
    january = found.filter(pl.col("cohort_month") == JANUARY)
    assert january["share"].to_list() == pytest.approx([0, 0.6, 0.6, 1.5, 1.5])
    assert set(january["paid_back"]) == {3}
    assert set(january["leads"]) == {4}


def test_a_cell_is_dark_once_all_of_the_cost_is_back(by_hand: Path) -> None:
    found = payback.payback(ways.under(Filters(), "linear"))
    svg = picture_of(lambda: _triangle(found), About("Payback", "Campaigns", []), "svg").decode()
    assert svg.count(f'fill="{LIGHT.ours}"') == found.filter(pl.col("share") >= 1).height == 2


def test_no_cell_says_all_of_the_cost_before_all_of_it_is_back() -> None:
    shares = {0.994: "99", 0.9999: "99", 1.0: "100", 0.404: "40", 1.499: "150"}
    assert {share: of_the_cost(share).removesuffix(f"{SPACE}%") for share in shares} == shares
    assert of_the_cost(35.2) == "35x"


def test_a_month_that_has_not_passed_is_not_there_and_one_not_paid_back_says_so(by_hand: Path) -> None:
    found = payback.payback(ways.under(Filters(), "linear"))
    february = found.filter(pl.col("cohort_month") == FEBRUARY)
    assert february["month"].to_list() == [0, 1, 2, 3]
    assert february["share"].to_list() == pytest.approx([0.4] * 4)
    assert february["paid_back"].to_list() == [None] * 4


def test_a_source_s_row_can_be_worked_out_and_tells_apart_what_has_no_known_cost(by_hand: Path) -> None:
    row = payback.by_source(ways.under(Filters(), "linear")).row(0, named=True)
    # By hand: 4 leads for 100 and 1 for 50, which won 0 + 60 + 90 and 20; 6 more of no known cost won 999.
    assert (row["label"], row["leads"], row["cost"], row["won"]) == ("Web", 5, 150, 170)
    assert (row["unpriced_leads"], row["unpriced_won"]) == (6, 999)
    assert row["per_lead"] == pytest.approx(150 / 5)
    assert row["roi"] == pytest.approx((170 - 150) / 150)
    assert row["per_customer"] is None


def test_a_source_without_any_known_cost_is_blank_not_zero(by_hand: Path) -> None:
    change(by_hand, "delete from rpt_campaign_cohorts where cost is not null or attributed_won_amount <> 999")
    row = payback.by_source(ways.under(Filters(), "linear")).row(0, named=True)
    assert [row[each] for each in ("cost", "won", "roi", "leads", "per_lead")] == [None] * 5
    assert (row["unpriced_leads"], row["unpriced_won"]) == (6, 999)
    assert payback.payback(ways.under(Filters(), "linear")).height == 0


def test_every_return_and_cost_of_a_lead_follows_from_its_row_on_the_page(warehouse: Path) -> None:
    tables = [each.value for each in opened("campaigns", period="all").dataframe]
    table = next(each for each in tables if "Source of the lead" in each.columns).dropna(subset=["Cost (EUR)"])
    assert len(table) > 3
    for _, row in table.iterrows():
        cost, won, leads = (float(row[each]) for each in ("Cost (EUR)", "Won (EUR)", "Leads"))
        assert row["ROI (%)"] == pytest.approx((won - cost) / cost * 100, abs=0.6)
        assert not leads or row["EUR per lead"] == pytest.approx(cost / leads, abs=0.6)


def test_a_month_is_mature_once_its_last_lead_is_old_enough(by_hand: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mature(until: date) -> set[bool]:
        monkeypatch.setattr(payback.maturity, "mature_days", lambda *_: (("salesforce", until),))
        found = payback.payback(ways.under(Filters(), "linear"))
        return set(found.filter(pl.col("cohort_month") == FEBRUARY)["is_mature"])

    assert mature(date(2026, 2, 1)) == mature(date(2026, 2, 27)) == {False}
    assert mature(date(2026, 2, 28)) == {True}


def test_the_period_keeps_the_months_of_the_leads(by_hand: Path) -> None:
    found = payback.payback(ways.under(Filters(FEBRUARY, date(2026, 2, 28)), "linear"))
    assert set(found["cohort_month"]) == {FEBRUARY}


@pytest.mark.parametrize("model", ["linear", "last_touch"])
def test_sources_add_up_to_the_cohorts_of_campaigns(version: Path, model: str) -> None:
    rows = read(version, "rpt_campaign_cohorts").filter(
        pl.col("attribution_model") == model,
        pl.col("campaign_key").is_not_null(),
        pl.col("cohort_month").is_not_null(),
    )
    by_source = payback.by_source(ways.under(Filters(), model))
    assert by_source["label"].to_list().count("All") == 1
    assert by_source["label"][-1] == "All"
    for found in (by_source[:-1], by_source[-1:]):
        assert found["cost"].sum() == pytest.approx(float(rows["cost"].sum()))
        for column, named in (("leads", "leads"), ("won", "attributed_won_amount")):
            assert found[column].sum() + found[f"unpriced_{column}"].sum() == pytest.approx(float(rows[named].sum()))
    whole = by_source.row(-1, named=True)
    assert whole["roi"] == pytest.approx((whole["won"] - whole["cost"]) / whole["cost"])
    assert whole["per_qualified_lead"] == pytest.approx(whole["cost"] / whole["qualified_leads"])


def test_without_a_model_the_cohorts_are_read_under_the_usual_one(version: Path) -> None:
    assert data.ask("cohorts", Filters()).equals(data.ask("cohorts", ways.under(Filters(), ways.usual_model())))
