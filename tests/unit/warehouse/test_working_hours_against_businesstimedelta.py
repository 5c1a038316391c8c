"""Working hours equal those of an independent library, over random intervals, zones, holidays and clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import businesstimedelta
import holidays
import numpy as np
import pytest
import pytz

from tests.unit.warehouse.conftest import WriteCalendar
from tests.unit.warehouse.working_seconds import WorkingHours

INTERVALS = 60
MOST_DAYS = 25
MOST_WORKING_HOURS = 60
# The nights on which the clocks change in one of the zones below (local dates).
CLOCK_CHANGES = ["2025-03-30", "2025-10-26", "2025-03-09", "2025-11-02", "2025-04-06", "2025-10-05"]

OFFICE = ("09:00", "17:00", (1, 2, 3, 4, 5), None)
OFFICE_WITH_LUNCH = ("08:30", "18:00", (1, 2, 3, 4, 5, 6), ("12:15", "13:00"))
NIGHT = ("00:00", "08:00", (1, 2, 3, 4, 5, 6, 7), None)

CALENDARS = [
    ("Europe/Berlin", "DE", OFFICE),
    ("Europe/Berlin", "", NIGHT),
    ("Europe/London", "GB", OFFICE_WITH_LUNCH),
    ("Europe/London", "", NIGHT),
    ("America/New_York", "US", OFFICE),
    ("America/New_York", "", NIGHT),
    ("Australia/Sydney", "AU", OFFICE_WITH_LUNCH),
    ("Australia/Sydney", "", NIGHT),
    ("Asia/Kolkata", "IN", OFFICE),
    ("UTC", "", OFFICE_WITH_LUNCH),
]


def library_rules(zone: str, country: str, shift: tuple) -> businesstimedelta.Rules:
    opens, closes, weekdays, lunch = shift
    options = {"working_days": [day - 1 for day in weekdays], "tz": pytz.timezone(zone)}
    rules = [
        businesstimedelta.WorkDayRule(
            start_time=time.fromisoformat(opens), end_time=time.fromisoformat(closes), **options
        )
    ]
    if lunch:
        start, end = map(time.fromisoformat, lunch)
        rules.append(businesstimedelta.LunchTimeRule(start_time=start, end_time=end, **options))
    if country:
        days = holidays.country_holidays(country, years=range(2001, 2036))
        rules.append(businesstimedelta.HolidayRule(days, tz=pytz.timezone(zone)))
    return businesstimedelta.Rules(rules)


def hours_of(shift: tuple) -> dict[int, list[tuple[str, str]]]:
    opens, closes, weekdays, lunch = shift
    stretches = [(opens, lunch[0]), (lunch[1], closes)] if lunch else [(opens, closes)]
    return dict.fromkeys(weekdays, stretches)


def random_starts(seed: int) -> list[datetime]:
    """Half anywhere in fifteen years, half within three days of a change of the clocks; naive UTC, to the second."""
    draw = np.random.default_rng(seed)
    anywhere = [datetime(2015, 1, 1) + timedelta(seconds=int(s)) for s in draw.integers(0, 15 * 365 * 86400, INTERVALS)]
    nights = [
        datetime.fromisoformat(draw.choice(CLOCK_CHANGES)) + timedelta(seconds=int(s))
        for s in draw.integers(-2 * 86400, 86400, INTERVALS)
    ]
    return anywhere + nights


@pytest.mark.parametrize(("zone", "country", "shift"), CALENDARS)
def test_working_seconds_between_two_instants_equal_the_library(zone, country, shift, write_calendar: WriteCalendar):
    draw = np.random.default_rng(7)
    starts = random_starts(seed=11)
    ends = [
        start + timedelta(seconds=int(s))
        for start, s in zip(starts, draw.integers(0, MOST_DAYS * 86400, len(starts)), strict=True)
    ]
    hours = WorkingHours(write_calendar(zone, hours_of(shift), country))
    ours = np.subtract(hours.worked_until(ends), hours.worked_until(starts))

    rules = library_rules(zone, country, shift)
    for start, end, worked in zip(starts, ends, ours, strict=True):
        expected = rules.difference(start.replace(tzinfo=UTC), end.replace(tzinfo=UTC)).timedelta.total_seconds()
        assert worked == expected, f"{zone} {country} {start} to {end}"


@pytest.mark.parametrize(("zone", "country", "shift"), CALENDARS)
def test_the_instant_at_which_working_time_is_used_up_equals_the_library(
    zone, country, shift, write_calendar: WriteCalendar
):
    draw = np.random.default_rng(13)
    starts = random_starts(seed=17)
    limits = [int(seconds) for seconds in draw.integers(1, MOST_WORKING_HOURS * 3600, len(starts))]
    ours = WorkingHours(write_calendar(zone, hours_of(shift), country)).due(starts, limits)

    rules = library_rules(zone, country, shift)
    for start, limit, due in zip(starts, limits, ours, strict=True):
        expected = start.replace(tzinfo=UTC) + businesstimedelta.BusinessTimeDelta(rules, seconds=limit)
        assert due.replace(tzinfo=UTC) == expected, f"{zone} {country} {start} + {limit} s"
