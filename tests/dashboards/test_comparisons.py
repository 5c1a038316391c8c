"""Comparisons of the data layer: what moved, rates per rep, rankings, and who is too young to be judged."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from dashboards import data, ways
from dashboards.components.periods import PERIODS, compared_days, days_of
from dashboards.components.tile_changes import change_of
from dashboards.filters import Filters
from tests.dashboards.compared_tiles import KINDS, check, days_compared, days_now
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, written

EXACT = 1e-12
SETS = 8
PLACES = {"above": 0, "may be chance": 1, "below": 2}
RATES = ("sla_met_rate", "never_contacted_rate", "qualification_rate", "customer_rate", "rep_qualified_rate")


def last_days(days: int) -> Filters:
    """The period of so many days up to the day of the data."""
    last = data.as_of().date()
    return Filters(last - timedelta(days=days - 1), last)


def just_before(where: Filters) -> Filters:
    """As many days just before a period."""
    assert where.first is not None
    assert where.last is not None
    last = where.first - timedelta(days=1)
    return replace(where, first=last - (where.last - where.first), last=last)


@pytest.mark.parametrize("by", ["source_category", "owner", "team", "score_band"])
@pytest.mark.parametrize("name", [*RATES, "win_rate", "win_rate_by_amount"])
def test_mix_and_rates_add_up_to_the_change_of_the_metric(version: Path, name: str, by: str) -> None:
    if by == "score_band" and data.definition(name).fact != "fct_leads":
        return
    where = last_days(400)
    before = just_before(where)
    moved = data.what_moved(name, by, where, before)
    now, then = (data.metric(name, (), data.mature(name, each))["value"][0] for each in (where, before))
    assert moved.height > 1
    assert moved["mix_effect"].sum() + moved["rate_effect"].sum() == pytest.approx(now - then, abs=EXACT)
    assert moved["effect"].abs().is_sorted(descending=True)


def test_what_moved_leaves_out_who_is_too_young_in_both_periods(version: Path) -> None:
    where = last_days(60)
    before = just_before(where)
    until = data.mature_until("qualification_rate")
    assert until is not None
    moved = data.what_moved("qualification_rate", "source_category", where, before)
    leads = read(version, "fct_leads").filter("is_counted", pl.col("created_date") <= until)
    for column, period in (("of", where), ("of_before", before)):
        assert moved[column].sum() == leads.filter(pl.col("created_date").is_between(period.first, period.last)).height
    young = read(version, "fct_leads").filter("is_counted", pl.col("created_date").is_between(where.first, where.last))
    assert data.immature("qualification_rate", where) == young.height - moved["of"].sum() > 0


def test_what_moved_of_a_period_too_young_has_no_rows(version: Path) -> None:
    where = last_days(5)
    before = just_before(where)
    assert data.what_moved("customer_rate", "source_category", where, before).height == 0


def test_what_is_expected_of_a_rep_does_not_depend_on_the_filter_on_owners(version: Path) -> None:
    all_reps = data.rates_by_rep("rep_qualified_rate").drop_nulls("expected")
    for owner, expected, evidence in all_reps.select("owner", "expected", "evidence").iter_rows():
        alone = data.rates_by_rep("rep_qualified_rate", Filters().only("owner", owner))
        assert alone.select("owner", "evidence").rows() == [(owner, evidence)]
        assert alone["expected"][0] == pytest.approx(expected, abs=EXACT)


@pytest.mark.parametrize("name", ["rep_sla_met_rate", "rep_contacted_rate", "rep_qualified_rate", "rep_won_rate"])
def test_reps_stand_in_the_order_of_what_their_leads_support(version: Path, name: str) -> None:
    found = data.rates_by_rep(name).filter(pl.col("of") > 0)
    assert found["evidence"].fill_null("may be chance").replace_strict(PLACES).is_sorted()
    assert found.filter(evidence="above")["low"].is_sorted(descending=True)
    assert found.filter(evidence="below")["high"].is_sorted(descending=True)
    assert found.filter(evidence="above").select((pl.col("low") > pl.col("expected")).all()).item()
    assert found.filter(evidence="below").select((pl.col("high") < pl.col("expected")).all()).item()


def test_where_less_is_better_the_lowest_stand_first(version: Path) -> None:
    found = data.ranking("never_contacted_rate", "source_category")
    assert found["evidence"].replace_strict(PLACES).is_sorted(descending=True)
    assert found.filter(evidence="below")["high"].is_sorted()
    assert found.filter(evidence="above")["low"].is_sorted()
    assert found["whole"].unique().to_list() == pytest.approx(data.metric("never_contacted_rate")["value"].to_list())


def test_rates_per_rep_leave_out_who_is_too_young(version: Path) -> None:
    until = data.mature_until("rep_converted_rate", data.of_reps(Filters()))
    assert until is not None
    people = read(version, "dim_users").filter(~pl.col("is_automated"), pl.col("owner_type") == "user")["user_key"]
    stays = read(version, "fct_lead_assignments").filter("is_counted", pl.col("owner_key").is_in(people.implode()))
    old = stays.filter(pl.col("assigned_date") <= until)
    found = data.rates_by_rep("rep_converted_rate")
    assert found["of"].sum() == old.height < stays.height
    assert found["hits"].sum() == old["is_converted"].sum()
    assert data.immature("rep_converted_rate", data.of_reps(Filters())) == stays.height - old.height


def test_discipline_is_counted_per_rep(version: Path) -> None:
    people = read(version, "dim_users").filter(~pl.col("is_automated"), pl.col("owner_type") == "user")["user_key"]
    leads = read(version, "fct_leads").filter("is_counted", pl.col("owner_key").is_in(people.implode()))
    open_leads = leads.filter("is_open", "is_contacted")
    attempts = read(version, "fct_activities").filter("is_attempt", pl.col("owner_key").is_in(people.implode()))
    expected = {
        "follow_up_set_rate": (open_leads.drop_nulls("follow_up_at").height, open_leads.height),
        "status_current_rate": (open_leads.filter(pl.col("status") != "new").height, open_leads.height),
        "reason_given_rate": (
            leads.filter("is_disqualified", pl.col("disqualified_reason") != data.NO_REASON).height,
            leads.filter("is_disqualified").height,
        ),
        "attempts_with_notes_rate": (attempts.filter("has_notes").height, attempts.height),
    }
    found = data.side_by_side(tuple(expected))
    sums = found.group_by("metric").agg(pl.col("hits").sum(), pl.col("of").sum())
    assert {name: (hits, of) for name, hits, of in sums.iter_rows()} == expected
    assert found["owner_label"].is_sorted()


def test_the_reps_page_says_how_many_are_too_young(warehouse: Path) -> None:
    young = data.immature("rep_won_rate", data.of_reps(Filters()))
    line = next(
        each for each in written(opened("reps", period="all")).splitlines() if "too young to judge, each" in each
    )
    assert f"won {young:,} (received after" in line


@pytest.mark.parametrize(("page", "name"), [("response_time", "sla_met_rate"), ("qualification", "qualification_rate")])
def test_a_page_says_what_moved_in_points_that_add_up(warehouse: Path, page: str, name: str) -> None:
    app = opened(page, period="12m")
    assert f"What moved the figure? {data.definition(name).label}" in written(app)
    line = next(each for each in written(app).splitlines() if "because rates changed within a source" in each)
    assert line.count("pp") == 3


def test_without_a_period_before_nothing_moved(warehouse: Path) -> None:
    assert "What moved" not in written(opened("qualification", period="all"))


def test_what_stands_beside_a_tile_is_the_figure_of_the_days_compared_with(warehouse: Path) -> None:
    report = check(SETS, seed=20261122)
    assert report.faults == []
    assert min(report.compared[kind] for kind in ("figure before", "change")) > 3 * SETS


def month_end(of: date) -> date:
    """The last day of a day's month."""
    return (of.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def test_a_period_is_compared_with_the_days_of_the_calendar_that_it_should_be() -> None:
    chance = random.Random(20261122)
    for _ in range(200):
        today = date(2023, 1, 1) + timedelta(days=chance.randint(0, 1500))
        today = month_end(today) if chance.random() < 0.3 else today
        first = today - timedelta(days=chance.randint(0, 800))
        last = first + timedelta(days=chance.choice((0, 1, 27, 30, 89, 364, 365)))
        months = f"{first.replace(day=1)}..{month_end(last)}"
        for period in {*PERIODS, f"{first}..{last}", months} - {"all"}:
            assert days_of(period, today) == days_now(period, today), (period, today)
            for kind in KINDS:
                assert compared_days(period, today, kind) == days_compared(period, today, kind), (period, today, kind)


@pytest.mark.parametrize("name", ["win_rate_by_amount", "unattributed_share", "marketing_share"])
def test_a_share_of_money_is_never_painted_as_no_test_tells_whether_it_moved(version: Path, name: str) -> None:
    where = last_days(365) if name == "win_rate_by_amount" else ways.under(last_days(365), "linear")
    now = data.metric(name, (), where).row(0, named=True)
    found = change_of(name, where, just_before(where), now)
    assert found.moved
    assert found.colour == "off"
