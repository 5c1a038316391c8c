"""The data layer against the same facts counted by Polars, and its refusals."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboards import data
from dashboards.catalogue import Metric, UnknownName
from dashboards.fields import BORROWED
from dashboards.filters import NO_VALUE, Filters

KEYS = {
    "fct_leads": ("lead_key",),
    "fct_lead_assignments": ("assignment_key",),
    "fct_opportunities": ("opportunity_key",),
    "fct_activities": ("activity_key",),
    "rpt_campaign_roi": ("campaign_key",),
    "fct_campaign_members": ("campaign_member_key",),
    "fct_campaign_attribution": ("opportunity_key", "touchpoint_key"),
    "fct_opportunity_touchpoints": ("opportunity_key", "touchpoint_key"),
    "rpt_acquisition_costs": ("source_system", "cost_month"),
}


def read(version: Path, table: str) -> pl.DataFrame:
    """A published table, read without the code under test."""
    with duckdb.connect(str(version), read_only=True) as connection:
        return connection.execute(f"select * from {table}").pl()


def some_filters(number: int) -> Filters:
    """A filter set like those of a visitor; the same for the same number."""
    chance = random.Random(number)
    where = Filters()
    if chance.random() < 0.7:
        first = data.as_of().date() - timedelta(days=chance.randrange(30, 700))
        where = Filters(first, first + timedelta(days=chance.randrange(20, 400)))
    for field in ("source_category", "team", "owner"):
        if chance.random() < 0.4:
            offered = list(data.options("fct_leads", field))
            where = where.only(field, *chance.sample(offered, min(len(offered), chance.randrange(1, 4))))
    return where


def kept_by(fact: str, where: Filters) -> Filters:
    """The filters on fields that the fact has: what the whole company costs is no owner's."""
    return replace(where, values=tuple(each for each in where.values if data.catalogue().has(fact, each[0])))


def test_a_field_that_hangs_on_a_key_which_the_fact_lacks_is_none_of_its(version: Path) -> None:
    assert data.catalogue().has("fct_leads", "team")
    assert not data.catalogue().has("rpt_acquisition_costs", "owner")
    with pytest.raises(UnknownName):
        data.metric("cost_per_acquisition", (), Filters().only("owner_name", "somebody"))


def test_every_metric_reads_columns_that_its_fact_has(version: Path) -> None:
    for metric in data.catalogue().metrics.values():
        named = (metric.numerator_column, metric.denominator_column, metric.duration_column, metric.event_column)
        asked = {*filter(None, named), *metric.eligibility, metric.date_column}
        assert all(data.catalogue().has(metric.fact, column) for column in asked), metric.metric
        assert metric.description, metric.metric
        assert metric.formula, metric.metric


def test_sla_met_by_source_is_met_over_due(version: Path) -> None:
    leads = read(version, "fct_leads").filter("is_counted", "is_response_due")
    expected = leads.group_by("source_category").agg(hits=pl.col("is_response_met").sum(), of=pl.len())
    found = data.metric("sla_met_rate", ("source_category",)).filter(pl.col("of") > 0)
    as_dict = {row["source_category"]: (row["hits"], row["of"]) for row in expected.to_dicts()}
    assert as_dict
    assert {row["source_category"]: (row["hits"], row["of"]) for row in found.to_dicts()} == as_dict
    for row in found.to_dicts():
        assert row["value"] == row["hits"] / row["of"]
        assert row["low"] <= row["value"] <= row["high"]


def test_win_rates_leave_out_what_was_never_real(version: Path) -> None:
    closed = read(version, "fct_opportunities").filter("is_counted", "is_closed")
    assert data.metric("win_rate")["value"][0] == closed.filter("is_won").height / closed.height
    amounts = closed.drop_nulls("amount")
    by_amount = float(amounts.filter("is_won")["amount"].sum()) / float(amounts["amount"].sum())
    assert data.metric("win_rate_by_amount")["value"][0] == pytest.approx(by_amount)


def test_filters_keep_the_days_and_values_they_name(version: Path) -> None:
    last = data.as_of().date()
    first = last - timedelta(days=200)
    team = next(iter(data.options("fct_leads", "team")))
    leads = read(version, "fct_leads").filter("is_counted", pl.col("created_date").is_between(first, last))
    expected = leads.filter(pl.col("source_category").is_in(["web", "event"]), pl.col("team") == team).height
    where = Filters(first, last).only("source_category", "web", "event").only("team", team)
    assert expected > 0
    assert data.metric("leads_created", (), where)["value"][0] == expected


def test_the_first_and_the_last_day_of_a_period_are_in_it(version: Path) -> None:
    days = read(version, "fct_leads").filter("is_counted")["created_date"]
    for day in (days.min(), days.max()):
        assert data.metric("leads_created", (), Filters(day, day))["value"][0] == (days == day).sum()


def test_rows_without_a_value_can_be_kept(version: Path) -> None:
    without = read(version, "fct_opportunities").filter("is_counted", "is_won", pl.col("lead_key").is_null()).height
    found = data.metric("opportunities_won", (), Filters().only("source_category", NO_VALUE))
    assert found["value"][0] == without


def test_a_zero_denominator_is_no_data(version: Path) -> None:
    nothing = Filters(date(1999, 1, 1), date(1999, 1, 2))
    row = data.metric("qualification_rate", (), nothing).row(0, named=True)
    assert (row["value"], row["low"], row["of"]) == (None, None, 0)
    assert data.absence("qualification_rate", nothing) == "no data"
    assert data.metric("median_response_time", (), nothing)["value"].to_list() == [None]
    assert data.metric("win_rate_by_amount", (), nothing)["value"][0] is None


@pytest.mark.parametrize("number", range(12))
def test_tile_equals_the_records_behind_it(version: Path, number: int) -> None:
    for name, metric in data.catalogue().metrics.items():
        where = kept_by(metric.fact, some_filters(number))
        row = data.metric(name, (), where).row(0, named=True)
        listed = data.records(name, KEYS[metric.fact], where)
        assert listed.height == row["n"], name
        assert listed.unique(KEYS[metric.fact]).height == listed.height, name
        summed = summed_column(metric)
        hits = data.records(name, (*KEYS[metric.fact], *filter(None, [summed])), where, "hits")
        if summed:
            assert float(hits[summed].sum()) == pytest.approx(row["hits"] or 0), name
        else:
            assert hits.height == row["hits"], name


def summed_column(metric: Metric) -> str | None:
    """The column whose sum a metric has above the line; None where it counts rows."""
    flags = data.catalogue().is_flag
    if metric.measure_type in ("sum", "ratio", "return"):
        return metric.numerator_column
    numbers = [each for each in (metric.numerator_column, metric.denominator_column) if each]
    if metric.measure_type != "rate" or flags(metric.fact, numbers[-1]):
        return None
    return numbers[-1] if flags(metric.fact, numbers[0]) else numbers[0]


@pytest.mark.parametrize("number", range(8))
def test_groups_add_up_to_the_whole(version: Path, number: int) -> None:
    for name, metric in data.catalogue().metrics.items():
        where = kept_by(metric.fact, some_filters(number))
        whole = data.metric(name, (), where)["n"][0]
        for field in ("source_category", "team", "owner"):
            if data.catalogue().has(metric.fact, field):
                assert data.metric(name, (field,), where)["n"].sum() == whole, (name, field)


def test_the_curve_ends_where_the_percentile_metric_says(version: Path) -> None:
    curve = data.cumulative_incidence()
    row = data.metric("median_response_time").row(0, named=True)
    assert curve["incidence"].is_sorted()
    assert curve["incidence"][-1] == pytest.approx(row["reached"])
    assert curve["n"][0] == row["n"]
    answered_by_then = curve.filter(pl.col("minutes") <= row["value"] * 1.05)["incidence"].max()
    assert answered_by_then == pytest.approx(0.5, abs=0.06)


def test_the_curve_is_taken_over_measurable_leads_with_a_limit(version: Path) -> None:
    leads = read(version, "fct_leads").filter("is_counted", pl.col("response_outcome").is_not_null())
    measurable = leads.filter(pl.col("response_outcome") != "not_measurable")
    to_the_second = measurable.filter(~(pl.col("is_contacted") & (pl.col("first_contacted_precision") == "day")))
    row = data.metric("median_response_time").row(0, named=True)
    assert row["n"] == to_the_second.height
    assert row["hits"] == to_the_second["is_contacted"].sum()


def test_expected_rates_average_to_the_whole(version: Path) -> None:
    rates = data.rates_by_rep("rep_sla_met_rate").filter(pl.col("of") > 0)
    expected = (rates["expected"] * rates["of"]).sum()
    assert expected == pytest.approx(rates["hits"].sum())


def test_times_are_shown_in_the_reporting_zone(version: Path) -> None:
    zone = data.catalogue().zone
    stored = read(version, "fct_leads").select("lead_key", utc="created_at")
    shown = data.records("leads_created", ("lead_key", "created_at")).join(stored, on="lead_key")
    local = pl.col("utc").dt.replace_time_zone("UTC").dt.convert_time_zone(zone).dt.replace_time_zone(None)
    assert shown.select((local == pl.col("created_at")).all()).item()


@pytest.mark.parametrize(
    "asked",
    [
        lambda: data.metric("no_such_metric"),
        lambda: data.metric("leads_created", ("company; drop table fct_leads",)),
        lambda: data.metric("leads_created", (), Filters().only('company" or true --', "x")),
        lambda: data.records("leads_created", ("email",)),
        lambda: data.options("fct_lead", "team"),
        lambda: data.table("dim_people"),
        lambda: data.table("meta_nothing"),
    ],
)
def test_a_name_that_the_version_lacks_is_refused(version: Path, asked) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnknownName):
        asked()


@pytest.mark.parametrize("value", ["' or 1=1 --", "'; drop table fct_leads; --", "%", '"', "<script>"])
def test_a_value_is_only_ever_a_value(version: Path, value: str) -> None:
    assert data.metric("leads_created", (), Filters().only("team", value))["value"][0] == 0


def test_the_filter_that_leaves_nothing_is_named(version: Path) -> None:
    last = data.as_of().date()
    where = Filters(date(1999, 1, 1), date(1999, 2, 1)).only("source_category", "web")
    assert data.emptied_by("leads_created", where) == ["period"]
    where = Filters(last - timedelta(days=365), last).only("team", "no such team")
    assert data.emptied_by("leads_created", where) == ["team"]


def test_personal_columns_cannot_be_reached(version: Path) -> None:
    for table in ("dim_people", "dim_lead_contacts"):
        for column in data.catalogue().columns[table]:
            if column not in data.catalogue().columns["fct_leads"] and column not in BORROWED:
                with pytest.raises(UnknownName):
                    data.records("leads_created", (column,))
