"""A definition that cannot be used is refused with file, line and reason."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from leadhouse.errors import InputRefused
from leadhouse.warehouse.layout import PROJECT_ROOT
from leadhouse.warehouse.reference import reference_tables, write_reference
from tests.unit.warehouse.conftest import WriteCalendar

OFFICE = {1: [("09:00", "17:00")]}
REFUSALS = [
    ("calendars.csv", "x,Mars/Olympus,,,480", 'line 3: time_zone "Mars/Olympus" is not known'),
    ("calendars.csv", "x,,XX,,480", 'line 3: holiday_country "XX" is not known'),
    ("calendars.csv", "x,,DE,ZZ,480", 'line 3: holiday_subdivision "ZZ" is not a part of DE'),
    ("calendars.csv", "x,,,,eight", 'line 3: standard_day_minutes "eight" is not a whole number'),
    ("calendars.csv", "default,,,,480", 'line 3: calendar "default" is listed twice'),
    ("calendars.csv", "x,,,,480", 'calendar "x" of calendars.csv has no hours'),
    ("calendar_hours.csv", "default,8,09:00,17:00", 'line 3: weekday "8" is not 1'),
    ("calendar_hours.csv", "default,2,9 am,17:00", 'line 3: opens "9 am" is not a time'),
    ("calendar_hours.csv", "default,2,09:00,24:01", 'line 3: closes "24:01" is not a time'),
    ("calendar_hours.csv", "default,2,22:00,06:00", "line 3: opens 22:00 is not before closes 06:00"),
    ("calendar_hours.csv", "default,1,16:00,18:00", "line 3: 16:00-18:00 overlaps other hours"),
    ("calendar_hours.csv", "nobody,1,09:00,10:00", 'line 3: calendar "nobody" is not in calendars.csv'),
    ("calendar_days_off.csv", "default,24.12.2026,Eve", 'line 2: day_off "24.12.2026" is not a date'),
    ("user_calendars.csv", "salesforce,005,nobody", 'line 2: calendar "nobody" is not in calendars.csv'),
    ("calendar_time_zones.csv", "Europe/Rome,nobody", None),
]


@pytest.mark.parametrize(("file", "line", "message"), REFUSALS)
def test_a_bad_line_is_named(file: str, line: str, message: str | None, write_calendar: WriteCalendar):
    definitions = write_calendar("UTC", OFFICE)
    with (definitions / file).open("a") as definition:
        definition.write(line + "\n")
    with pytest.raises(InputRefused) as refused:
        write_reference(duckdb.connect(), definitions, "UTC")
    assert (message or f"{file} line 2") in str(refused.value)
    assert "leadhouse build" in str(refused.value) or "Add a line" in str(refused.value)


def test_a_missing_file_is_named(write_calendar: WriteCalendar):
    definitions = write_calendar("UTC", OFFICE)
    (definitions / "calendar_days_off.csv").unlink()
    with pytest.raises(InputRefused, match=r"calendar_days_off\.csv is missing"):
        write_reference(duckdb.connect(), definitions, "UTC")


def test_more_stretches_in_a_day_than_the_tables_hold_are_refused(write_calendar: WriteCalendar):
    hours = {1: [(f"{hour:02d}:00", f"{hour:02d}:30") for hour in range(8, 13)]}
    with pytest.raises(InputRefused, match='calendar "default" has 5 working stretches on 2000-01-03'):
        write_reference(duckdb.connect(), write_calendar("UTC", hours), "UTC")


def test_the_shipped_calendars_can_be_used_and_agree_with_themselves(tmp_path: Path):
    connection = duckdb.connect()
    write_reference(connection, PROJECT_ROOT / "seeds", "UTC")
    # Working seconds up to the last day, from the days and from the stretches.
    differing = connection.execute(
        """
        select days.calendar
        from (select calendar, max(seconds_before) as worked from reference.calendar_days group by calendar) as days
        join (select calendar, max(seconds_after) as worked from reference.calendar_stretches group by calendar) as runs
            using (calendar)
        where days.worked <> runs.worked
        """
    ).fetchall()
    assert differing == []


def test_the_same_definitions_give_the_same_tables(write_calendar: WriteCalendar):
    from leadhouse.warehouse.calendars import read_calendars

    definitions = write_calendar("Europe/Berlin", OFFICE, "DE")
    first, second = (reference_tables(read_calendars(definitions, "UTC")) for _ in range(2))
    assert all(first[name].equals(second[name]) for name in first)
