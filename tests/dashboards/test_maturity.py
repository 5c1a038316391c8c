"""From when on a rate is judged: against a library that reads the published facts itself, and as the build wrote it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight

from dashboards import data
from dashboards.events import EVENTS
from dashboards.filters import Filters
from dashboards.incidence import incidence_counts
from dashboards.maturity import judged_among, mature_days
from tests.dashboards.test_incidence import ages, read


def test_a_cohort_is_mature_when_nine_tenths_of_what_will_convert_has(version: Path) -> None:
    with np.errstate(divide="ignore", invalid="ignore"):
        theirs = CumIncidenceRight(*ages(version, "conversion"))
    age = theirs.times[theirs.cinc[0] >= 0.9 * theirs.cinc[0][-1] - 1e-12][0]
    born_then = data.as_of() - timedelta(seconds=float(age))
    # The day itself has leads that are younger.
    assert data.mature_until("crm_conversion_rate") == born_then.date() - timedelta(days=1)


def test_stays_are_mature_by_their_own_age(version: Path) -> None:
    # Nothing else than the first touch can end the wait but the end of the stay; both are in the stay's own row.
    known = "is_counted and is_rep and is_measurable and assigned_at is not null"
    stays = read(version, f"select * from fct_lead_assignments where {known}")
    as_of = read(version, "select min(as_of_at) from meta_sources").item()
    ended = pl.coalesce("first_touch_at", "released_at", pl.lit(as_of))
    end = pl.when("is_contacted").then(1).when(pl.col("end_reason") != "open").then(2).otherwise(0)
    found = stays.select((ended - pl.col("assigned_at")).dt.total_seconds().alias("age"), end.alias("end"))
    with np.errstate(divide="ignore", invalid="ignore"):
        theirs = CumIncidenceRight(found["age"].to_numpy(), found["end"].to_numpy())
    age = theirs.times[theirs.cinc[0] >= 0.9 * theirs.cinc[0][-1] - 1e-12][0]
    until = data.mature_until("rep_contacted_rate", data.of_reps(Filters()))
    moment = data.as_of() - timedelta(seconds=float(age))
    assert until == moment.date() - timedelta(days=1)
    young = stays.filter(pl.col("assigned_date") > until).height
    assert data.immature("rep_contacted_rate", data.of_reps(Filters())) == young > 0
    assert data.rates_by_rep("rep_contacted_rate")["of"].sum() == stays.height - young


def check_against_library(version: Path, name: str, rows: str) -> None:
    """Compare how many had the event, can no longer have it or wait, and the last mature day, with the library's.

    Args:
        rows: a query with since, event_at and left_at of each row.
    """
    found = read(version, f"select *, (select min(as_of_at) from meta_sources) as as_of_at from ({rows})")
    known = found.filter(pl.col("event_at").is_null() | (pl.col("event_at") >= pl.col("since")))
    end = pl.when(pl.col("event_at").is_not_null()).then(1).when(pl.col("left_at").is_not_null()).then(2).otherwise(0)
    age = (pl.coalesce("event_at", "left_at", "as_of_at") - pl.col("since")).dt.total_seconds().clip(0)
    ages, ends = known.select(age.alias("age"), end.alias("end"))
    asked = data.definition(name)
    counted = incidence_counts(version, asked, EVENTS[asked.fact, "is_won"], (), Filters()).drop_nulls("seconds")
    ours = counted.select("event", "competing", "censored").sum().row(0)
    assert ours == tuple((ends == code).sum() for code in (1, 2, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        theirs = CumIncidenceRight(ages.to_numpy(), ends.to_numpy())
    enough = theirs.times[theirs.cinc[0] >= 0.9 * theirs.cinc[0][-1] - 1e-12][0]
    assert data.mature_until(name) == (data.as_of() - timedelta(seconds=float(enough))).date() - timedelta(days=1)


def test_a_lead_whose_deal_was_lost_is_no_customer_to_be(version: Path) -> None:
    rows = """
        select l.created_at as since, case when l.is_won then l.won_at end as event_at,
            case when l.is_won then null when o.is_closed then coalesce(o.closed_at, l.closed_at)
                when not l.is_open and not l.has_opportunity then l.closed_at end as left_at
        from fct_leads as l left join fct_opportunities as o on o.opportunity_key = l.opportunity_key
        where l.is_counted and l.is_win_known"""
    check_against_library(version, "customer_rate", rows)


def test_a_stay_whose_deal_was_lost_is_won_no_more(version: Path) -> None:
    rows = """
        select f.assigned_at as since, case when f.is_won then l.won_at end as event_at,
            case when f.is_won then null when o.is_closed then coalesce(o.closed_at, f.released_at)
                when f.end_reason <> 'open' and not f.is_converted then f.released_at end as left_at
        from fct_lead_assignments as f
        inner join fct_leads as l on l.lead_key = f.lead_key
        left join fct_opportunities as o on o.opportunity_key = l.opportunity_key
        where f.is_counted and f.is_rep and f.is_win_known and f.assigned_at is not null"""
    check_against_library(version, "rep_won_rate", rows)


def rates_with_an_event() -> list[str]:
    """Names of the rates whose event comes with time."""
    metrics = data.catalogue().metrics.values()
    return [each.metric for each in metrics if each.is_share and (each.fact, each.numerator_column) in EVENTS]


def days_of_each(version: Path) -> dict[str, dict[Filters, tuple[tuple[str, date], ...]]]:
    """The last mature days of every rate, as pages ask for them and of one source."""
    found = {}
    for name in rates_with_an_event():
        usual = judged_among(data.definition(name))
        found[name] = {
            where: mature_days(version, name, where) for where in (usual, usual.only("source_category", "web"))
        }
    return found


def test_the_build_writes_what_pages_would_work_out(version: Path, changed: Path) -> None:
    with duckdb.connect(str(changed)) as connection:
        connection.execute("drop table meta_maturity")
    worked_out = days_of_each(changed)
    assert {"customer_rate", "rep_won_rate", "never_contacted_rate"} < set(worked_out)
    assert all(days for of_one in worked_out.values() for days in of_one.values())
    assert days_of_each(version) == worked_out


def test_pages_read_what_the_build_wrote_where_no_filter_is_set(changed: Path) -> None:
    with duckdb.connect(str(changed)) as connection:
        connection.execute("update meta_maturity set mature_until = date '2001-02-03'")
    of_reps = data.of_reps(Filters(date(2026, 1, 1), date(2026, 3, 31)))
    assert data.mature_until("customer_rate") == data.mature_until("rep_won_rate", of_reps) == date(2001, 2, 3)
    web = Filters().only("source_category", "web")
    assert (data.mature_until("customer_rate", web) or date.max) > date(2001, 2, 3)
    # Of all owners' stays, not of the reps' alone.
    assert (data.mature_until("rep_won_rate") or date.max) > date(2001, 2, 3)


def test_the_age_reaches_from_the_day_to_the_end_of_the_data(version: Path) -> None:
    rows = read(
        version, "select m.*, s.as_of_at from meta_maturity as m inner join meta_sources as s using (source_system)"
    )
    assert rows.height == len(rates_with_an_event())
    for row in rows.to_dicts():
        # The reporting zone of the demo may be up to a day off UTC.
        gap = row["as_of_at"].date() - row["mature_until"]
        assert 0 <= gap.days - row["mature_after_days"] <= 3


def test_nine_tenths_of_all_that_convert_did_so_by_the_age(version: Path) -> None:
    # Of the leads that are a year old hardly one still converts, so that a plain share tells it too.
    sql = """
        select avg(case when epoch(converted_at - created_at) <= 86400 * mature_after_days then 1 else 0 end) as share
        from fct_leads, meta_maturity
        where metric = 'crm_conversion_rate' and is_counted and is_converted and created_at < timestamp '2025-11-01'"""
    assert read(version, sql)["share"][0] == pytest.approx(0.9, abs=0.03)
