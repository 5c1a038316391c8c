"""Leads without an answer, and whether a fast answer goes with qualifying: by hand and against the published rows."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from dashboards import answering, data, overdue
from dashboards.components.formats import SPACE, money
from dashboards.components.tile_changes import change_of
from dashboards.filters import Filters
from tests.dashboards.conftest import change
from tests.dashboards.test_data import read
from tests.dashboards.test_pages import opened, written


def test_those_without_an_answer_are_told_by_what_became_of_them(warehouse: Path, version: Path) -> None:
    kept = read(version, "fct_leads").filter("is_counted", "is_measurable")
    silent = kept.filter(~pl.col("is_contacted"))["response_outcome"]
    found = answering.without_answer(Filters())
    assert found == dict(Counter(silent))
    said = written(opened("response_time", period="all"))
    assert f"The {kept.height:,} leads of the curve. {len(silent):,} not so far" in said
    assert f"{found['overdue']:,} past their limit (Never contacted, above)" in said


def test_what_is_expected_of_a_time_is_what_its_sources_qualify_at(changed: Path) -> None:
    # Of 40 leads of "web" 30 qualify, of 40 of "event" 10. Answered within five minutes were 30 of "web" and
    # 10 of "event": 30 x 0.75 + 10 x 0.25 = 25 of 40 would qualify by their sources alone, 62.5 %.
    change(
        changed,
        "create temp table made as select lead_key, row_number() over (order by lead_key) as number from fct_leads "
        "where is_counted qualify number <= 80",
        "update fct_leads set is_counted = false where lead_key not in (select lead_key from made)",
        "update fct_leads set is_measurable = true, source_category = case when made.number <= 40 then 'web' "
        "else 'event' end, is_qualified = made.number <= 30 or made.number between 41 and 50, response_bucket = "
        "case when made.number <= 30 or made.number > 70 then '<=5m' else '<=24h' end "
        "from made where made.lead_key = fct_leads.lead_key",
    )
    found = answering.qualified_by_bucket(Filters())
    rows = {row["response_bucket"]: row for row in found.to_dicts()}
    assert (rows["<=5m"]["hits"], rows["<=5m"]["of"]) == (30, 40)
    assert rows["<=5m"]["expected"] == pytest.approx(0.625)
    assert rows["<=24h"]["expected"] == pytest.approx((10 * 0.75 + 30 * 0.25) / 40)
    assert rows["<=5m"]["evidence"] == "may be chance"  # 75 % of 40 is 60 to 86 %
    assert rows["<=24h"]["evidence"] == "may be chance"


def test_the_overdue_say_their_worth_and_how_many_there_are_in_all_time(warehouse: Path) -> None:
    app = opened("response_time")
    tile = next(column for column in app.columns if column.metric and column.metric[0].label == "First answer overdue")
    last = data.as_of().date()
    period = Filters(last - timedelta(89), last)
    assert f"worth **{money(overdue.worth(period), data.currency())}** at most" in tile.caption[0].value
    number = data.metric("overdue_now")["n"][0]
    assert app.button(key="all_overdue_now").label == (
        f"{number:,}{SPACE}of all time, {money(overdue.worth(Filters()), data.currency())} →"
    )
    app.button(key="all_overdue_now").click().run()
    assert (app.query_params["period"], app.query_params["show"]) == ("all", "overdue_now")
    assert app.button(key="show_overdue_now").label == f"{number:,}{SPACE}leads{SPACE}→"
    assert "all_overdue_now" not in [each.key for each in app.button]


def test_a_median_that_moved_is_not_painted_as_nobody_can_tell_whether_by_chance(warehouse: Path) -> None:
    last = data.as_of().date()
    now, before = Filters(last - timedelta(179), last), Filters(last - timedelta(359), last - timedelta(180))
    found = change_of(
        "median_response_time", now, before, data.metric("median_response_time", (), now).row(0, named=True)
    )
    assert found.moved
    assert found.colour == "off"


@pytest.mark.parametrize(("group", "field"), [("team", "team"), ("owner", "owner_key")])
def test_who_answers_in_time_can_be_told_by_team_and_owner(
    warehouse: Path, version: Path, group: str, field: str
) -> None:
    due = read(version, "fct_leads").filter("is_counted", "is_response_due")
    if field == "team":
        users = read(version, "dim_users").select(
            pl.col("user_key").alias("owner_key"), pl.col("team").alias("of_team")
        )
        due, field = due.join(users, on="owner_key", how="left"), "of_team"
    app = opened("response_time", period="all", group=group)
    app.toggle(key="table_source").set_value(True).run()
    shown = next(each.value for each in app.dataframe if "Out of" in each.value.columns)
    assert shown["Out of"].sum() == due.height
    assert max(shown["Out of"]) >= due.group_by(field).len()["len"].max()


def test_the_list_of_the_overdue_begins_with_those_overdue_lately(warehouse: Path) -> None:
    app = opened("response_time", period="all")
    listed = next(each.value for each in app.dataframe if "Due" in each.value.columns)
    assert listed["Due"].is_monotonic_decreasing
    assert "the most recently overdue first" in written(app)
