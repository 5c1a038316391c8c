"""The curves and percentiles of the data layer against libraries that read the published facts themselves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
import streamlit as st
from lifelines import KaplanMeierFitter
from statsmodels.duration.survfunc import CumIncidenceRight

from dashboards import data
from dashboards.components.curves import _marked_times
from dashboards.filters import Filters
from dashboards.maturity import judged, mature_days
from dashboards.published import current_path

ENDS = {
    "response": ("clock_started_at", "is_contacted", "first_contacted_at", "median_response_time"),
    "qualification": ("created_at", "is_qualified", "qualified_at", "median_time_to_qualify"),
    "conversion": ("created_at", "is_converted", "converted_at", "median_time_to_convert"),
}
"""Per event: when the clock starts, whether and when it happened, and the metric of its median."""

UNIT = {"median_response_time": 60, "median_time_to_qualify": 3600, "median_time_to_convert": 86400}


def read(version: Path, sql: str) -> pl.DataFrame:
    """Rows of a version, read without the code under test."""
    with duckdb.connect(str(version), read_only=True) as connection:
        return connection.execute(sql).pl()


def ages(version: Path, event: str, kept: str = "true") -> tuple[np.ndarray, np.ndarray]:
    """Seconds until each counted lead had the event (1), was closed without it (2) or was last seen (0)."""
    since, flag, at, _ = ENDS[event]
    limit = "response_outcome is not null and response_outcome <> 'not_measurable'" if event == "response" else "true"
    timed = "first_contacted_precision is distinct from 'day'" if event == "response" else "true"
    leads = read(version, f"select * from fct_leads where is_counted and {limit} and {timed} and {kept}")
    as_of = read(version, "select min(as_of_at) from meta_sources").item()
    rows = leads.select(since, flag, at, "is_open", "closed_at").iter_rows()
    found = [
        (happened_at - start, 1) if happened else (as_of - start, 0) if is_open else ((closed or as_of) - start, 2)
        for start, happened, happened_at, is_open, closed in rows
    ]
    return np.array([max(age, timedelta()).total_seconds() for age, _ in found]), np.array([end for _, end in found])


@pytest.mark.parametrize("event", ENDS)
@pytest.mark.parametrize("source", [None, "web", "event"])
def test_percentiles_equal_those_of_an_independent_curve(version: Path, event: str, source: str | None) -> None:
    times, ends = ages(version, event, f"source_category = '{source}'" if source else "true")
    with np.errstate(divide="ignore", invalid="ignore"):
        theirs = CumIncidenceRight(times, ends)
    name = ENDS[event][3]
    where = Filters().only("source_category", source) if source else Filters()
    for metric, share in ((name, 0.5), (name.replace("median", "p90"), 0.9)):
        row = data.metric(metric, (), where).row(0, named=True)
        reached = theirs.times[theirs.cinc[0] >= share - 1e-12]
        assert row["value"] == (pytest.approx(reached[0] / UNIT[name]) if len(reached) else None)
        assert row["n"] == len(times)
        assert row["reached"] == pytest.approx(theirs.cinc[0][-1], abs=1e-9)


@pytest.mark.parametrize("event", ENDS)
def test_every_point_drawn_lies_on_the_independent_curve(version: Path, event: str) -> None:
    with np.errstate(divide="ignore", invalid="ignore"):
        theirs = CumIncidenceRight(*ages(version, event))
    drawn = data.cumulative_incidence((), Filters(), ENDS[event][3])
    assert 50 < drawn.height < 600
    for minutes, incidence, low, high in drawn.select("minutes", "incidence", "low", "high").iter_rows():
        place = np.searchsorted(theirs.times, minutes * 60 + 1e-6) - 1
        assert incidence == pytest.approx(theirs.cinc[0][place], abs=1e-9)
        half = 1.959963984540054 * theirs.cinc_se[0][place]
        assert (low, high) == pytest.approx((max(0, incidence - half), min(1, incidence + half)), abs=1e-9)


@pytest.mark.parametrize("source", [None, "web", "event", "partner"])
def test_the_shares_written_at_the_curve_are_those_within_the_hour_and_the_day(
    version: Path, source: str | None
) -> None:
    times, ends = ages(version, "response", f"source_category = '{source}'" if source else "true")
    with np.errstate(divide="ignore", invalid="ignore"):
        known = CumIncidenceRight(times, ends)
    where = Filters().only("source_category", source) if source else Filters()
    marked = _marked_times(data.cumulative_incidence((), where), [60, 1440])
    for minutes, share in marked.select("minutes", "incidence").iter_rows():
        assert share == pytest.approx(known.cinc[0][known.times <= minutes * 60][-1], abs=1e-9)


def test_groups_have_the_curves_that_they_have_alone(version: Path) -> None:
    both = data.cumulative_incidence(("source_category",), Filters(), "median_time_to_qualify")
    alone = data.cumulative_incidence((), Filters().only("source_category", "web"), "median_time_to_qualify")
    assert both.filter(pl.col("source_category") == "web").select(alone.columns).equals(alone)


@pytest.fixture
def changed(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of the version, to be changed before the pages look at it."""
    shutil.copytree(demo_warehouse / "published", tmp_path / "published")
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(tmp_path))
    st.cache_data.clear()
    with duckdb.connect(str(current_path())) as connection:
        yield connection
    st.cache_data.clear()


def test_closed_at_an_unknown_time_is_gone_by_the_day_of_the_data(changed: duckdb.DuckDBPyConnection) -> None:
    changed.execute("update fct_leads set closed_at = null")
    closed = changed.execute(
        "select count(*) from fct_leads where is_counted and is_measurable and not is_contacted and not is_open"
    ).fetchall()[0][0]
    changed.close()
    row = data.metric("median_response_time").row(0, named=True)
    curve = data.cumulative_incidence()
    assert closed > 0
    assert row["n"] == curve["n"][0]
    # They stay at risk until the day of the data, and are never taken for leads that may still be answered.
    assert row["hits"] / row["n"] <= row["reached"] <= 1 - closed / row["n"]


def test_an_event_at_an_unknown_time_leaves_the_curve_and_is_counted(changed: duckdb.DuckDBPyConnection) -> None:
    changed.execute(
        "update fct_leads set qualified_at = null where is_qualified and is_counted and source_category = 'web'"
    )
    unknown = changed.execute(
        "select count(*) from fct_leads where is_qualified and is_counted and source_category = 'web'"
    ).fetchall()[0][0]
    changed.close()
    row = data.metric("median_time_to_qualify").row(0, named=True)
    assert row["left_out"] == unknown > 0
    assert row["n"] + row["left_out"] == data.metric("leads_created")["n"][0]


def test_an_event_before_the_lead_was_there_leaves_the_curve_and_is_counted(changed: duckdb.DuckDBPyConnection) -> None:
    web = "is_qualified and is_counted and source_category = 'web'"
    changed.execute(f"update fct_leads set qualified_at = created_at - interval 1 minute where {web}")
    early = changed.execute(f"select count(*) from fct_leads where {web}").fetchall()[0][0]
    changed.close()
    row = data.metric("median_time_to_qualify").row(0, named=True)
    assert row["left_out"] == early > 0
    assert data.cumulative_incidence((), Filters(), "median_time_to_qualify")["incidence"][-1] == row["reached"]


def test_what_closed_before_its_clock_started_closed_at_once(changed: duckdb.DuckDBPyConnection) -> None:
    changed.execute("update fct_leads set closed_at = clock_started_at - interval 1 day where not is_contacted")
    changed.execute("update fct_leads set first_contacted_at = clock_started_at where is_contacted")
    changed.close()
    # Those answered and those closed leave in the same instant, so that everybody is at risk when they do.
    row = data.metric("median_response_time").row(0, named=True)
    first = data.cumulative_incidence().row(0, named=True)
    assert (first["minutes"], first["at_risk"]) == (0, row["n"])
    assert first["incidence"] == pytest.approx(row["hits"] / row["n"])


def test_a_source_that_never_tells_when_is_not_measurable(changed: duckdb.DuckDBPyConnection) -> None:
    changed.execute("update fct_leads set qualified_at = null")
    # What the build worked out of the times that are gone.
    changed.execute("drop table meta_maturity")
    changed.close()
    row = data.metric("median_time_to_qualify").row(0, named=True)
    assert (row["n"], row["value"]) == (0, None)
    assert data.absence("median_time_to_qualify", Filters()) == "not measurable"
    assert data.mature_until("qualification_rate") is None
    assert data.immature("qualification_rate") == 0


def test_what_is_too_young_altogether_is_not_mature(changed: duckdb.DuckDBPyConnection) -> None:
    changed.close()
    last = data.as_of().date()
    where = data.of_reps(Filters(last - timedelta(days=2), last))
    assert data.metric("leads_received", (), where)["n"][0] > 0
    assert data.metric("rep_won_rate", (), where)["value"][0] is None
    assert data.absence("rep_won_rate", where) == "not mature"


def test_nobody_answered_is_a_flat_curve(changed: duckdb.DuckDBPyConnection) -> None:
    changed.execute("update fct_leads set is_contacted = false, first_contacted_at = null, is_open = true")
    changed.close()
    row = data.metric("median_response_time").row(0, named=True)
    assert (row["value"], row["reached"], row["hits"]) == (None, 0, 0)
    assert data.absence("median_response_time", Filters()) == "not reached"
    assert data.cumulative_incidence()["incidence"].max() == 0


def test_one_lead_is_answered_when_it_was(changed: duckdb.DuckDBPyConnection) -> None:
    changed.execute(
        """delete from fct_leads where lead_key <> (
            select min(lead_key) from fct_leads where is_counted and is_measurable and response_minutes > 0)"""
    )
    minutes = changed.execute("select response_minutes from fct_leads").fetchall()[0][0]
    changed.close()
    row = data.metric("median_response_time").row(0, named=True)
    assert (row["n"], row["reached"]) == (1, 1)
    assert row["value"] == pytest.approx(minutes)
    # The same by lifelines, which knows nothing of competing events.
    assert KaplanMeierFitter().fit([minutes], [True]).median_survival_time_ == pytest.approx(row["value"])


def test_a_retired_system_makes_no_other_systems_leads_too_young(version: Path, tmp_path: Path) -> None:
    beside = tmp_path / "leadhouse-beside.duckdb"
    shutil.copy(version, beside)
    with duckdb.connect(str(beside)) as connection:
        retired = "'retired' as source_system, as_of_at - interval 9 year as as_of_at"
        connection.execute(f"insert into meta_sources select * replace ({retired}) from meta_sources")
    days, days_beside = (dict(mature_days(each, "rep_contacted_rate", Filters())) for each in (version, beside))
    assert days_beside["salesforce"] == days["salesforce"]
    assert (days["salesforce"] - days_beside["retired"]).days in (3287, 3288)
    rates = [
        data.answer(each, "metric", "rep_contacted_rate", (), judged(each, "rep_contacted_rate", Filters()))
        for each in (version, beside)
    ]
    assert rates[0].equals(rates[1])
    assert rates[0]["n"][0] > 0
