"""What stands under a number: what it is a share or a count of."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from dashboards import data
from dashboards.components.bases import base_words, whole_of
from dashboards.components.charts import dots
from dashboards.components.formats import SPACE
from dashboards.components.limit_words import in_time_words
from tests.dashboards.conftest import change
from tests.dashboards.test_pages import opened

LIMITS = {"source": pl.String, "temperature": pl.String, "limit_value": pl.Float64, "limit_unit": pl.String}


@pytest.mark.usefixtures("warehouse")
@pytest.mark.parametrize(
    ("name", "hits", "of", "words"),
    [
        ("customer_rate", 44, 1552, "of 1,552 leads created"),
        ("customer_rate", 1, 3, "of leads created"),  # above it stands: 1 of 3
        ("qualification_rate", 304, 1552, "of 1,552 leads created"),
        ("crm_conversion_rate", 254, 1552, "converted in the CRM, with a deal or not, of 1,552 leads created"),
        ("opportunity_rate", 250, 1552, "with a deal opened, of 1,552 leads created"),
        ("sla_met_rate", 195, 355, "of 355 leads due an answer"),
        ("rep_won_rate", 21, 690, "of 690 leads received, old enough to judge"),
        ("rep_sla_met_rate", 813, 1441, "of 1,441 leads received and due"),
        ("win_rate", 63, 220, "of 220 deals closed"),
        ("lost_reason_given_rate", 100, 157, "of 157 deals lost"),
        ("won_without_touch", 1, 63, "of 63 deals won"),
        ("marketing_share", 1_080_000, 1_170_000, "1.08 M EUR of 1.17 M EUR won"),
        ("win_rate_by_amount", 500_000, 2_000_000, "500 k EUR of 2.00 M EUR closed"),
        ("campaign_roi", 553_000, 377_000, "553 k EUR won for a cost of 377 k EUR"),
        ("cost_per_customer", 377_000, 30.1, "377 k EUR for 30.1 credited wins"),
        ("cost_per_lead", 377_000, 400.0, "377 k EUR for 400 leads"),
        ("median_response_time", None, None, "of 20 leads, answered or not"),
        ("median_days_to_win", None, None, "of 20 leads won so far"),
        ("median_sales_cycle", None, None, "of 20 deals won"),
        ("leads_neglected", 20, 20, "open: nothing planned, overdue, or long silent"),
        ("amount_won", 20, 20, "in deals closed in these days, from a lead or not, renewals too"),
    ],
)
def test_a_number_says_what_it_is_of(name: str, hits: float | None, of: float | None, words: str) -> None:
    found = {"hits": hits, "of": of, "n": (of and int(of)) or 20}
    assert base_words(data.definition(name), found, "EUR").replace(SPACE, " ") == words


@pytest.mark.usefixtures("warehouse")
def test_every_rate_on_a_tile_names_its_whole() -> None:
    for asked in data.catalogue().metrics.values():
        found = {"hits": 8, "of": 20, "n": 20}
        assert not asked.is_share or base_words(asked, found, "EUR"), asked.metric


@pytest.mark.usefixtures("warehouse")
def test_a_rate_of_wins_says_how_many_nobody_knows_of() -> None:
    said = base_words(data.definition("customer_rate"), {"hits": 475, "of": 10424, "n": 10424}, "EUR", unknown=11)
    assert said == "of 10,424 leads created (11 more: deal not exported)"


def test_the_number_left_out_of_the_rate_of_wins_is_that_of_the_leads(changed: Path) -> None:
    change(changed, "update fct_leads set is_win_known = hash(lead_key) % 50 <> 0 where is_counted")
    app = opened("funnel", period="all")
    under = next(each.value for each in app.caption if "deal not exported" in each.value).replace(SPACE, " ")
    created = int(data.metric("leads_created")["n"][0])
    of, unknown = (int(re.findall(pattern, under)[0].replace(",", "")) for pattern in (r"of ([\d,]+)", r"\(([\d,]+)"))
    assert unknown > 0
    assert of + unknown == created


@pytest.mark.usefixtures("warehouse")
def test_nothing_measured_has_no_base() -> None:
    assert base_words(data.definition("customer_rate"), {"hits": 0, "of": 0, "n": 0}, "EUR") == ""
    assert whole_of(data.definition("amount_won")) is None


def test_the_days_shown_and_compared_stand_under_the_filters(warehouse: Path) -> None:
    app = opened("funnel", period="2026-01-01..2026-06-30")
    said = "Leads created **1 Jan - 30 Jun 2026**, compared with 1 Jul - 31 Dec 2025"
    assert said in [each.value for each in app.caption]
    app = opened("lost_reasons", period="all")
    assert "Deals closed **up to 20 Nov 2026**" in [each.value for each in app.caption]


def test_what_in_time_means_is_told_by_the_definitions() -> None:
    rows = [
        ("Web", "hot", 240.0, "working_minutes", True),
        ("Partner", None, 45.0, "working_minutes", True),
        ("Purchased list", None, 1.0, "working_days", True),
        (None, "hot", 90.0, "minutes", True),
        (None, None, 1440.0, "minutes", True),
        ("Sales-generated", None, None, None, False),
    ]
    limits = pl.DataFrame(rows, schema={**LIMITS, "applies": pl.Boolean}, orient="row")
    assert in_time_words(limits).replace(SPACE, " ") == (
        "In time means: a first attempt within **4 working hours** (hot leads of Web), "
        "**45 working minutes** (Partner), "
        "**1 working day** (Purchased list), **1 h 30 min** (hot leads of all others), **24 h** (all others). "
        "No limit: Sales-generated."
    )


def test_the_limits_stand_on_the_page_about_response(warehouse: Path) -> None:
    said = next(each.value for each in opened("response_time").caption if each.value.startswith("In time means"))
    assert f"**4{SPACE}working hours** (hot leads of Web)" in said
    assert "No limit: Sales-generated. Each lead counts once" in said


def test_an_arrow_stands_beside_a_rate_that_surely_differs(warehouse: Path) -> None:
    frame = pl.DataFrame(
        {
            "name": ["a", "b", "c", "d"],
            "value": [0.9, 0.5, 0.1, 1.0],
            "hits": [90, 50, 10, 2],
            "of": [100, 100, 100, 2],
            "low": [0.8, 0.4, 0.05, 0.2],
            "high": [0.95, 0.6, 0.2, 1.0],
            "whole": [0.5] * 4,
            "evidence": ["above", "may be chance", "below", "above"],
        }
    )
    drawn = dots(frame, "name", "rate").to_dict()
    shown = next(
        [row["shown"] for row in rows] for rows in drawn["datasets"].values() if len(rows) == 4 and "shown" in rows[0]
    )
    # Too few for a rate are too few for an arrow.
    assert [each.replace(SPACE, " ") for each in shown] == ["▲ 90.0 %", "50.0 %", "▼ 10.0 %", "2 of 2"]
    assert "▲ above all" in drawn["title"]["text"]["expr"]
    assert "legend" not in str(drawn).replace("'legend': None", "")
