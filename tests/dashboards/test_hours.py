"""The week hour by hour against the published leads counted with Python's own calendar and time zones."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import polars as pl

from dashboards import data, hours
from dashboards.components import heat
from dashboards.components.formats import SPACE
from dashboards.filters import Filters
from tests.dashboards.conftest import change


def leads(path: Path, condition: str = "true") -> list[tuple[datetime, datetime | None, str | None, bool, bool]]:
    """Creation, first attempt and its precision, whether due and met, of the counted leads; times in UTC."""
    asked = f"""select created_at, first_contacted_at, first_contacted_precision, is_response_due, is_response_met
        from fct_leads where is_counted and {condition}"""
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(asked).fetchall()


def place(moment: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """Weekday and hour of a time in a zone."""
    local = moment.replace(tzinfo=UTC).astimezone(zone)
    return local.isoweekday(), local.hour


def test_each_hour_of_the_week_has_its_leads_and_first_attempts(version: Path) -> None:
    zone = ZoneInfo(data.catalogue().zone)
    rows = leads(version, "source_category = 'web'")
    arrived = Counter(place(row[0], zone) for row in rows)
    answered = Counter(place(row[1], zone) for row in rows if row[1] and row[2] == "second")
    due = Counter(place(row[0], zone) for row in rows if row[3])
    met = Counter(place(row[0], zone) for row in rows if row[3] and row[4])
    found = hours.week(Filters().only("source_category", "web"))
    assert found.height == 7 * 24
    for row in found.to_dicts():
        at = row["weekday"], row["hour"]
        assert (row["arrived"], row["answered"], row["due"], row["met"]) == (
            arrived[at],
            answered[at],
            due[at],
            met[at],
        ), at
    assert arrived
    assert answered != arrived


def test_a_part_of_the_day_is_judged_by_all_its_leads(version: Path) -> None:
    zone = ZoneInfo(data.catalogue().zone)
    due, met = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for created, _, _, is_due, is_met in leads(version):
        day, hour = place(created, zone)
        due[day, hour - hour % 3] += is_due
        met[day, hour - hour % 3] += is_due and is_met
    found = hours.in_time(hours.week())
    assert found.height == 7 * 8
    for row in found.to_dicts():
        at = row["weekday"], row["hour"]
        assert (row["due"], row["met"]) == (due[at], met[at])
        assert row["value"] == (met[at] / due[at] if due[at] else None)


def test_an_attempt_of_which_only_the_day_is_known_has_no_hour(changed: Path) -> None:
    known = sum(row[2] == "second" for row in leads(changed))
    key = "(select min(lead_key) from fct_leads where is_counted and first_contacted_precision = 'second')"
    change(changed, f"update fct_leads set first_contacted_precision = 'day' where lead_key = {key}")
    assert hours.week()["answered"].sum() == known - 1


def test_the_picture_writes_every_number_and_leaves_out_rates_of_few(version: Path) -> None:
    week = hours.week()
    parts = hours.in_time(week)
    enough = parts.filter(parts["due"] >= hours.ENOUGH)
    cells = heat._cells(week)
    assert 0 < enough.height < parts.height
    assert cells.height == 2 * parts.height + enough.height
    assert cells["shade"].null_count() == cells["text"].null_count() == 0
    came = cells.filter(cells["what"] == "leads came in")["text"]
    assert sum(int(each.replace(",", "")) for each in came) == week["arrived"].sum()
    late = cells.filter(cells["kind"] == heat.LATE)
    assert late["text"].to_list() == [str(round(each * 100)) for each in enough["value"]]


def a_week(*days: tuple[int, int]) -> pl.DataFrame:
    """A week of which each day has leads due and met, all in one hour."""
    rows = [
        {"weekday": day, "hour": 9, "arrived": due, "answered": met, "due": due, "met": met}
        for day, (due, met) in enumerate(days, 1)
    ]
    return pl.DataFrame(rows)


def test_days_on_which_fewer_are_answered_in_time_are_named_with_their_share() -> None:
    week = a_week((100, 60), (100, 62), (100, 58), (100, 60), (100, 40), (50, 10), (4, 0))
    # All: 290 of 554, 52 %. Friday 40 % (31 to 50 %) and Saturday 20 % (11 to 33 %) lie below it, the four of Sunday
    # are too few; the days from Monday to Thursday have 240 of 400.
    said = heat.days_in_words(week).replace(SPACE, " ")
    assert said == "In time: 20 % on Sat, 40 % on Fri; 60 % of the leads that come in on the other days."


def test_no_day_is_named_where_they_may_differ_by_chance() -> None:
    assert heat.days_in_words(a_week(*[(40, 20 + day % 2) for day in range(7)])) == ""


def test_the_words_name_the_busiest_hour(version: Path) -> None:
    zone = ZoneInfo(data.catalogue().zone)
    arrived = Counter(place(row[0], zone) for row in leads(version))
    assert f"{max(arrived.values()):,} of {sum(arrived.values()):,}" in heat.in_words(hours.week())
