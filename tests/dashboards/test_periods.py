"""Periods and what they are compared with: month ends, leap days, the part of a period that has gone by."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.components.periods import PERIODS, compared_days, days_in_words, days_of

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
CALENDAR = ("month", "last-month", "quarter", "last-quarter", "year")


def days(text: str) -> tuple[date, date]:
    first, last = (date.fromisoformat(each) for each in text.split(".."))
    return first, last


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("7d", "2026-11-16", "2026-11-22"),
        ("30d", "2026-10-24", "2026-11-22"),
        ("90d", "2026-08-25", "2026-11-22"),
        ("12m", "2025-11-23", "2026-11-22"),
        ("month", "2026-11-01", "2026-11-22"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("quarter", "2026-10-01", "2026-11-22"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("year", "2026-01-01", "2026-11-22"),
        ("2026-02-03..2026-02-05", "2026-02-03", "2026-02-05"),
    ],
)
def test_a_period_ends_on_the_day_of_the_data_or_with_its_month(period: str, first: str, last: str) -> None:
    assert days_of(period, TODAY) == days(f"{first}..{last}")


@pytest.mark.parametrize(
    "period", ["", "last-year", "last-7d", "8d", "2026-02-05..2026-02-03", "2026-02-30..2026-03-01"]
)
def test_a_period_that_does_not_exist_is_none(period: str) -> None:
    assert days_of(period, TODAY) is None


@pytest.mark.parametrize(
    ("period", "today", "before"),
    [
        # The part that has gone by: 53 days of the quarter against the first 53 of the one before, not its last 53.
        ("quarter", "2026-11-22", "2026-07-01..2026-08-22"),
        ("month", "2026-11-22", "2026-10-01..2026-10-22"),
        ("year", "2026-11-22", "2025-01-01..2025-11-22"),
        ("month", "2026-01-05", "2025-12-01..2025-12-05"),
        ("quarter", "2026-02-10", "2025-10-01..2025-11-10"),
        # A month longer than the one before has gone by as far as that one goes.
        ("month", "2026-03-30", "2026-02-01..2026-02-28"),
        ("quarter", "2026-05-30", "2026-01-01..2026-02-28"),
        # What has gone by whole is compared with a whole one.
        ("month", "2026-03-31", "2026-02-01..2026-02-28"),
        ("month", "2026-02-28", "2026-01-01..2026-01-31"),
        ("last-quarter", "2026-11-22", "2026-04-01..2026-06-30"),
        ("last-quarter", "2026-08-01", "2026-01-01..2026-03-31"),
        ("last-month", "2026-03-15", "2026-01-01..2026-01-31"),
        ("year", "2026-12-31", "2025-01-01..2025-12-31"),
        # Leap days.
        ("month", "2028-02-29", "2028-01-01..2028-01-31"),
        ("year", "2028-02-29", "2027-01-01..2027-02-28"),
        ("year", "2029-02-28", "2028-01-01..2028-02-29"),
        ("12m", "2028-02-29", "2026-03-01..2027-02-28"),
        ("12m", "2026-11-22", "2024-11-23..2025-11-22"),
        # So many days just before; over the change of the clocks on 25 October and 29 March a day is a day.
        ("7d", "2026-10-28", "2026-10-15..2026-10-21"),
        ("7d", "2026-03-31", "2026-03-18..2026-03-24"),
        ("30d", "2026-11-22", "2026-09-24..2026-10-23"),
        ("90d", "2026-11-22", "2026-05-27..2026-08-24"),
        # Days of one's own: as many days, whole months as many months.
        ("2026-11-03..2026-11-05", "2026-11-22", "2026-10-31..2026-11-02"),
        ("2026-02-01..2026-02-28", "2026-11-22", "2026-01-01..2026-01-31"),
        ("2026-07-01..2026-09-30", "2026-11-22", "2026-04-01..2026-06-30"),
        ("2026-11-22..2026-11-22", "2026-11-22", "2026-11-21..2026-11-21"),
    ],
)
def test_the_period_before_is_the_same_part_of_the_one_before(period: str, today: str, before: str) -> None:
    assert compared_days(period, date.fromisoformat(today), "before") == days(before)


@pytest.mark.parametrize(
    ("period", "today", "earlier"),
    [
        ("quarter", "2026-11-22", "2025-10-01..2025-11-22"),
        ("30d", "2026-11-22", "2025-10-24..2025-11-22"),
        ("last-month", "2028-03-10", "2027-02-01..2027-02-28"),
        ("last-month", "2029-03-10", "2028-02-01..2028-02-29"),
        ("7d", "2028-02-29", "2027-02-23..2027-02-28"),
        ("2024-02-29..2024-02-29", "2026-11-22", "2023-02-28..2023-02-28"),
    ],
)
def test_last_year_is_the_same_days_a_year_earlier(period: str, today: str, earlier: str) -> None:
    assert compared_days(period, date.fromisoformat(today), "last_year") == days(earlier)


@pytest.mark.parametrize(
    ("period", "kind"),
    [
        ("all", "before"),
        ("all", "last_year"),
        ("quarter", "none"),
        ("0001-01-01..0001-03-31", "before"),
        ("0001-01-05..9999-12-31", "before"),
        ("0001-05-01..0001-05-09", "last_year"),
        ("no such period", "before"),
    ],
)
def test_what_has_nothing_before_it_is_compared_with_nothing(period: str, kind: str) -> None:
    assert compared_days(period, TODAY, kind) is None


@given(today=DAYS, period=st.sampled_from(list(PERIODS)))
def test_what_is_compared_lies_before_and_does_not_overlap(today: date, period: str) -> None:
    first, last = days_of(period, today) or (None, None)
    before = compared_days(period, today, "before")
    if first is None or last is None:
        assert before is None
        return
    assert before is not None
    assert before[0] <= before[1] < first
    longest = (last - first).days + 1
    assert longest - 3 <= (before[1] - before[0]).days + 1 <= longest + 3
    if period not in CALENDAR:
        assert before[1] == first - timedelta(days=1)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-07-01", "2026-08-22", "1 Jul - 22 Aug 2026"),
        ("2025-12-31", "2026-01-02", "31 Dec 2025 - 2 Jan 2026"),
        ("2026-11-22", "2026-11-22", "22 Nov 2026"),
    ],
)
def test_two_days_say_the_year_once(first: str, last: str, words: str) -> None:
    assert days_in_words(date.fromisoformat(first), date.fromisoformat(last)) == words
