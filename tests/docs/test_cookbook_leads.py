"""The cookbook's answers about leads, against the same tables counted by Polars and the metrics of the dashboards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from statsmodels.stats.proportion import proportion_confint

from dashboards import data

Answer = Callable[[int], pl.DataFrame]
Table = Callable[[str], pl.DataFrame]


def same(found: pl.DataFrame, expected: pl.DataFrame, *order: str) -> None:
    """The rows are those expected, in any order, in columns of the same names."""
    assert found.height > 1
    assert_frame_equal(
        found.select(expected.columns).sort(*order),
        expected.sort(*order),
        check_dtypes=False,
        abs_tol=1e-6,
    )


def now(table: Table) -> object:
    """The moment up to which the exports tell; the demo has one system."""
    (moment,) = table("meta_sources")["as_of_at"]
    return moment


def test_1_hours_are_those_of_the_reporting_zone(answer: Answer, table: Table) -> None:
    (zone,) = table("meta_sources")["reporting_time_zone"]
    local = pl.col("created_at").dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.hour()
    due = table("fct_leads").filter("is_response_due").with_columns(created_hour=local.cast(pl.Int64))
    found = answer(1)
    same(
        found,
        due.group_by("created_hour").agg(
            leads_due=pl.len(),
            answered_in_time=pl.col("is_response_met").sum(),
            never_contacted=(~pl.col("is_contacted")).sum(),
            sla_met_rate=pl.col("is_response_met").mean(),
        ),
        "created_hour",
    )
    on_the_page = data.metric("sla_met_rate").row(0, named=True)
    assert found["leads_due"].sum() == on_the_page["of"]
    assert found["answered_in_time"].sum() == on_the_page["hits"]


def test_2_owners_have_the_rates_that_the_page_reps_shows(answer: Answer) -> None:
    shown = data.metric("rep_sla_met_rate", ("owner",)).filter(pl.col("of") > 0)
    same(
        answer(2),
        shown.select(owner="owner_label", leads_due="of", answered_in_time="hits", sla_met_rate="value"),
        "owner",
    )


def test_3_leads_waiting_are_those_overdue_now_at_the_average_worth_of_old_ones(answer: Answer, table: Table) -> None:
    found = answer(3)
    shown = data.metric("overdue_now", ("source_category",)).filter(pl.col("value") > 0)
    same(found, shown.select("source_category", leads_waiting="value"), "source_category")
    old = table("fct_leads").filter(pl.col("created_at") < now(table) - timedelta(days=180))  # type: ignore[operator]
    for row in found.filter(pl.col("worth_per_lead").is_not_null()).to_dicts():
        of_source = old.filter(pl.col("source_category") == row["source_category"])
        worth = float(of_source["won_amount"].sum()) / of_source["is_counted"].sum()
        assert row["worth_per_lead"] == pytest.approx(worth)
        assert row["worth_of_them"] == pytest.approx(worth * row["leads_waiting"])
    assert found["worth_of_them"].sum() > 0


def test_4_months_are_judged_at_ninety_days_and_only_when_all_their_leads_have_had_them(
    answer: Answer, table: Table
) -> None:
    leads = (
        table("fct_leads").filter("is_counted").with_columns(created_month=pl.col("created_date").dt.truncate("1mo"))
    )
    in_time = pl.col("hours_to_qualify") <= 2160
    by_month = leads.group_by("created_month").agg(
        leads=pl.len(),
        qualified_in_90_days=in_time.sum(),
        rate_at_90_days=in_time.fill_null(value=False).mean(),
        rate_so_far=pl.col("is_qualified").mean(),
        youngest=pl.col("created_at").max(),
    )
    ripe = by_month.filter(pl.col("youngest") <= now(table) - timedelta(days=90))  # type: ignore[operator]
    found = answer(4)
    same(found, ripe.drop("youngest"), "created_month")
    assert found.height < by_month.height
    assert (found["rate_at_90_days"] <= found["rate_so_far"]).all()
    shown = data.metric("qualification_rate", ("created_month",)).select("created_month", rate_so_far="value")
    same(found, found.select("created_month").join(shown, on="created_month"), "created_month")


def received(table: Table) -> pl.DataFrame:
    """Stays with reps that began at least 90 days ago."""
    stays = table("fct_lead_assignments").filter("is_counted", "is_rep")
    return stays.filter(pl.col("assigned_at") < now(table) - timedelta(days=90))  # type: ignore[operator]


def test_5_intervals_are_those_of_wilson(answer: Answer, table: Table) -> None:
    found = answer(5)
    of_each = received(table).group_by("owner_key").agg(leads=pl.len(), qualified=pl.col("is_qualified").sum())
    names = table("dim_users").select("user_name", owner_key="user_key")
    same(found, of_each.join(names, on="owner_key").select("leads", "qualified", owner="user_name"), "owner")
    for row in found.to_dicts():
        low, high = proportion_confint(row["qualified"], row["leads"], method="wilson")
        assert (row["low"], row["high"]) == pytest.approx((low, high), abs=1e-4)
    assert found["low"].is_sorted(descending=True)


def test_6_what_is_expected_of_reps_weighs_up_to_what_all_reached(answer: Answer, table: Table) -> None:
    found, stays = answer(6), received(table)
    assert found["leads"].sum() == stays.height
    assert (found["rate"] * found["leads"]).sum() == pytest.approx(stays["is_qualified"].sum())
    assert (found["difference"] * found["leads"]).sum() == pytest.approx(0, abs=1e-6)
    usual = pl.col("is_qualified").mean().over("source_category")
    of_one = stays.with_columns(usual=usual).filter(
        pl.col("owner_key") == table("dim_users").filter(pl.col("user_name") == found["owner"][0])["user_key"][0]
    )
    assert found["expected_rate"][0] == pytest.approx(of_one["usual"].mean())
    assert found["expected_rate"].n_unique() > 1


def test_11_breaches_are_the_late_and_overdue_leads_of_ninety_days(answer: Answer, table: Table) -> None:
    found = answer(11)
    leads = table("fct_leads").filter("is_response_due", ~pl.col("is_response_met"), "is_counted")
    late = leads.filter(pl.col("created_at") >= now(table) - timedelta(days=90))  # type: ignore[operator]
    late = late.filter(pl.col("response_outcome") != "closed_untouched")
    assert set(found["lead_key"]) == set(late["lead_key"])
    until = pl.col("first_contacted_at").fill_null(now(table))
    past = ((until - pl.col("response_due_at")).dt.total_microseconds() / 60e6).alias("minutes_past_due")
    timed = late.filter(pl.col("first_contacted_precision").fill_null("") != "day")
    same(found.drop_nulls("minutes_past_due"), timed.select("lead_key", past), "lead_key")
    assert (found["minutes_past_due"].drop_nulls() > 0).all()
    answered = found.drop_nulls("response_business_minutes")
    assert 0 < answered.height < found.height
    assert (answered["response_business_minutes"] <= answered["response_minutes"]).all()


def test_12_both_halves_of_the_delay_are_medians_of_the_leads_called(answer: Answer, table: Table) -> None:
    called = table("fct_leads").filter("is_counted", "is_contacted")
    called = called.drop_nulls(["minutes_to_assignment", "minutes_from_assignment"])
    same(
        answer(12),
        called.group_by("source_category").agg(
            leads_contacted=pl.len(),
            median_minutes_until_assigned=pl.col("minutes_to_assignment").median(),
            median_minutes_until_first_attempt=pl.col("minutes_from_assignment").median(),
        ),
        "source_category",
    )


def test_13_every_lead_has_one_number_of_attempts(answer: Answer, table: Table) -> None:
    found = answer(13)
    leads = table("fct_leads").filter("is_counted").with_columns(attempts=pl.col("contact_attempts").clip(0, 6))
    same(
        found,
        leads.group_by("attempts").agg(
            leads=pl.len(),
            qualified=pl.col("is_qualified").sum(),
            qualification_rate=pl.col("is_qualified").mean(),
        ),
        "attempts",
    )
    assert found["leads"].sum() == data.metric("leads_created")["value"][0]


def test_16_what_one_source_gains_in_share_others_lose(answer: Answer, table: Table) -> None:
    found = answer(16)
    leads, moment = table("fct_leads").filter("is_counted"), now(table)
    edges = [moment - timedelta(days=days) for days in (180, 90)]  # type: ignore[operator]
    before = leads.filter(pl.col("created_at") >= edges[0], pl.col("created_at") < edges[1])
    recent = leads.filter(pl.col("created_at") >= edges[1])
    assert found["leads_last_90_days"].sum() == recent.height
    assert found["leads_90_days_before"].sum() == before.height
    assert found["change_of_share"].sum() == pytest.approx(0, abs=1e-9)
    for row in found.to_dicts():
        share, earlier = ((each["source_category"] == row["source_category"]).mean() for each in (recent, before))
        assert row["change_of_share"] == pytest.approx(share - earlier, abs=1e-9)


def test_17_duplicates_are_counted_although_they_do_not_count(answer: Answer, table: Table) -> None:
    leads = table("fct_leads").filter(~pl.col("is_test"))
    found = answer(17)
    same(
        found,
        leads.group_by("source_category").agg(
            leads=pl.len(),
            duplicates=pl.col("is_duplicate").sum(),
            customers_already=pl.col("is_existing_customer").sum(),
            duplicate_rate=pl.col("is_duplicate").mean(),
        ),
        "source_category",
    )
    assert found["duplicates"].sum() == found["leads"].sum() - data.metric("leads_created")["value"][0] > 0
