"""Working hours in cases worked out by hand; the working stands beside each figure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.warehouse.conftest import WriteCalendar
from tests.unit.warehouse.working_seconds import WorkingHours

MINUTE, HOUR, DAY = 60, 3600, 86400
OFFICE = {weekday: [("09:00", "17:00")] for weekday in range(1, 6)}
ALWAYS = {weekday: [("00:00", "24:00")] for weekday in range(1, 8)}


@pytest.fixture
def berlin(write_calendar: WriteCalendar) -> WorkingHours:
    return WorkingHours(write_calendar("Europe/Berlin", OFFICE, "DE"))


def test_easter_is_not_working_time(berlin: WorkingHours):
    # Thursday 2 April 2026 16:00 CEST to Tuesday 7 April 10:00 CEST; Good Friday 3 April, Easter Monday 6 April.
    # Thursday 16-17: 1 h. Tuesday 9-10: 1 h.
    assert berlin.between(datetime(2026, 4, 2, 14), datetime(2026, 4, 7, 8)) == 2 * HOUR


def test_office_hours_follow_the_clock_change(berlin: WorkingHours):
    # Friday 27 March 2026 16:30 CET = 15:30 UTC to Monday 30 March 09:30 CEST = 07:30 UTC: 30 + 30 minutes.
    assert berlin.between(datetime(2026, 3, 27, 15, 30), datetime(2026, 3, 30, 7, 30)) == HOUR


def test_four_hours_from_friday_afternoon_end_on_monday(berlin: WorkingHours):
    # Friday 9 January 2026 16:00 CET = 15:00 UTC. One hour is left on Friday, three on Monday: 12:00 CET = 11:00 UTC.
    assert berlin.due([datetime(2026, 1, 9, 15)], [4 * HOUR]) == [datetime(2026, 1, 12, 11)]


def test_a_start_outside_hours_begins_at_the_next_opening(berlin: WorkingHours):
    # Saturday 10 January 2026. Monday 09:00 CET + 4 h = 13:00 CET = 12:00 UTC.
    assert berlin.due([datetime(2026, 1, 10, 11, 22, 33)], [4 * HOUR]) == [datetime(2026, 1, 12, 12)]


def test_a_limit_used_up_at_closing_is_due_at_closing(berlin: WorkingHours):
    # Wednesday 7 January 2026 09:00 CET = 08:00 UTC; 10 days of 8 h: 7-9, 12-16, 19, 20 January; 17:00 CET = 16:00 UTC.
    assert berlin.due([datetime(2026, 1, 7, 8)], [10 * 8 * HOUR]) == [datetime(2026, 1, 20, 16)]


def test_one_second_from_closing_is_used_up_the_next_morning(berlin: WorkingHours):
    # Wednesday 7 January 2026 17:00:00 CET. Thursday 09:00:01 CET = 08:00:01 UTC.
    assert berlin.due([datetime(2026, 1, 7, 16)], [1]) == [datetime(2026, 1, 8, 8, 0, 1)]


def test_one_second_from_opening_is_used_up_at_once(berlin: WorkingHours):
    assert berlin.due([datetime(2026, 1, 8, 8)], [1]) == [datetime(2026, 1, 8, 8, 0, 1)]


def test_a_day_off_of_the_company_is_not_working_time(write_calendar: WriteCalendar):
    # Wednesday 7 to Friday 9 January 2026 00:00 UTC: two working days, of which one is off.
    hours = WorkingHours(write_calendar("UTC", OFFICE, days_off=("2026-01-08",)))
    assert hours.between(datetime(2026, 1, 7), datetime(2026, 1, 9)) == 8 * HOUR


def test_a_lunch_break_is_not_working_time(write_calendar: WriteCalendar):
    # Monday 5 January 2026, 09:00-12:00 and 13:00-17:00. 11:30 to 13:30: 30 minutes before lunch, 30 after.
    hours = WorkingHours(write_calendar("UTC", {1: [("09:00", "12:00"), ("13:00", "17:00")]}))
    assert hours.between(datetime(2026, 1, 5, 11, 30), datetime(2026, 1, 5, 13, 30)) == HOUR
    # Four hours from 11:00: one until lunch, three after it: 16:00.
    assert hours.due([datetime(2026, 1, 5, 11)], [4 * HOUR]) == [datetime(2026, 1, 5, 16)]


def test_half_hour_zones_are_exact(write_calendar: WriteCalendar):
    # Kolkata is UTC+5:30: the office opens at 03:30 UTC. Monday 5 January 2026 03:30 to 04:15 UTC: 45 minutes.
    hours = WorkingHours(write_calendar("Asia/Kolkata", OFFICE))
    assert hours.between(datetime(2026, 1, 5, 0), datetime(2026, 1, 5, 4, 15)) == 45 * MINUTE


def test_a_working_day_that_crosses_midnight_utc_is_whole(write_calendar: WriteCalendar):
    # Sydney in January is UTC+11: Tuesday 6 January 2026 09:00-17:00 is Monday 22:00 to Tuesday 06:00 UTC.
    hours = WorkingHours(write_calendar("Australia/Sydney", OFFICE))
    assert hours.between(datetime(2026, 1, 5, 22), datetime(2026, 1, 6, 0)) == 2 * HOUR
    assert hours.between(datetime(2026, 1, 5, 21), datetime(2026, 1, 6, 7)) == 8 * HOUR


def test_the_days_of_the_clock_changes_have_23_and_25_hours(write_calendar: WriteCalendar):
    hours = WorkingHours(write_calendar("Europe/Berlin", ALWAYS))
    # 29 March 2026 lasts from 28 March 23:00 to 29 March 22:00 UTC; 25 October from 24 October 22:00 to 23:00 UTC.
    assert hours.between(datetime(2026, 3, 28, 23), datetime(2026, 3, 29, 22)) == 23 * HOUR
    assert hours.between(datetime(2026, 10, 24, 22), datetime(2026, 10, 25, 23)) == 25 * HOUR


def test_an_opening_that_the_clock_skips_begins_when_the_clock_goes_on(write_calendar: WriteCalendar):
    # Berlin, 29 March 2026: 02:00 CET is followed by 03:00 CEST. Open 02:30-04:00 leaves 03:00-04:00 = 01:00-02:00 UTC.
    hours = WorkingHours(write_calendar("Europe/Berlin", {7: [("02:30", "04:00")]}))
    assert hours.between(datetime(2026, 3, 29, 1), datetime(2026, 3, 29, 2)) == HOUR
    assert hours.between(datetime(2026, 3, 28, 12), datetime(2026, 3, 29, 12)) == HOUR


def test_an_hour_that_the_clock_shows_twice_counts_twice(write_calendar: WriteCalendar):
    # Berlin, 25 October 2026: 02:30-03:00 is shown at 00:30-01:00 UTC and again at 01:30-02:00 UTC, then 03:00-04:00.
    hours = WorkingHours(write_calendar("Europe/Berlin", {7: [("02:30", "04:00")]}))
    assert hours.between(datetime(2026, 10, 24, 12), datetime(2026, 10, 25, 12)) == 2 * HOUR
    assert hours.between(datetime(2026, 10, 25, 1), datetime(2026, 10, 25, 1, 30)) == 0


def test_a_calendar_without_a_zone_follows_the_reporting_time_zone(write_calendar: WriteCalendar):
    # Monday 5 January 2026: 09:00 in New York is 14:00 UTC.
    hours = WorkingHours(write_calendar("", OFFICE), reporting_time_zone="America/New_York")
    assert hours.between(datetime(2026, 1, 5, 13), datetime(2026, 1, 5, 15)) == HOUR


CHANGES = {
    "Europe/Berlin": datetime(2026, 3, 29),
    "Europe/London": datetime(2026, 10, 25),
    "America/New_York": datetime(2026, 11, 1),
    "Australia/Sydney": datetime(2026, 4, 5),
    "Australia/Lord_Howe": datetime(2026, 10, 4),  # changes by half an hour
    "America/Santiago": datetime(2026, 9, 6),  # changes at midnight
    "Asia/Kolkata": datetime(2026, 1, 5),
}
MINUTES_OF_DAY = st.integers(0, 24 * 60)


def count_open_minutes(zone: str, opens: int, closes: int, start: datetime, minutes: int) -> int:
    """Ask the wall clock, minute by minute, whether it shows an hour at which the calendar is open."""
    shown = [(start + timedelta(minutes=n)).replace(tzinfo=UTC).astimezone(ZoneInfo(zone)) for n in range(minutes)]
    return sum(opens <= moment.hour * 60 + moment.minute < closes for moment in shown)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(sorted(CHANGES)),
    opening=st.lists(MINUTES_OF_DAY, min_size=2, max_size=2, unique=True),
    start=st.integers(-2 * 24 * 60, 24 * 60),
    minutes=st.integers(0, 2 * 24 * 60),
)
def test_working_time_is_what_the_wall_clock_shows(
    write_calendar: WriteCalendar, zone: str, opening: list[int], start: int, minutes: int
):
    opens, closes = sorted(opening)
    text = tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in (opens, closes))
    hours = WorkingHours(write_calendar(zone, {weekday: [text] for weekday in range(1, 8)}))
    begin = CHANGES[zone] + timedelta(minutes=start)
    worked = hours.between(begin, begin + timedelta(minutes=minutes))
    assert worked == count_open_minutes(zone, opens, closes, begin, minutes) * MINUTE
    if worked:
        due = hours.due([begin], [worked])[0]
        assert begin < due <= begin + timedelta(minutes=minutes)
        assert hours.between(begin, due) == worked
