"""Working hours by plain enumeration of days: no table, no closed form, nothing shared with the product.

Public holidays are typed here. Germany: those that hold in all sixteen Laender (Feiertagsgesetze; 3 October by the
Unification Treaty, article 2). England and Wales: Banking and Financial Dealings Act 1971, schedule 1, and the
proclaimed ones of 2025 (gov.uk/bank-holidays). United States: federal holidays, 5 U.S.C. 6103; Thanksgiving is the
fourth Thursday of November. 2025 only: no figure here touches another year's holiday.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from working.inputs import COMPANY, SYSTEM, UTC, Row, full_id, seed

HOLIDAYS = {
    "DE": ["01-01", "04-18", "04-21", "05-01", "05-29", "06-09", "10-03", "12-25", "12-26"],
    "GB": ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    "US": ["01-01", "01-20", "02-17", "05-26", "06-19", "07-04", "09-01", "10-13", "11-11", "11-27", "12-25"],
    "": [],
}
CALENDARS = {row["calendar"]: row for row in seed("calendars")}
HOURS = seed("calendar_hours")
DAYS_OFF = {(row["calendar"], row["day_off"]) for row in seed("calendar_days_off")}


def calendar_of(user_id: str, user: Row | None) -> str:
    """The calendar that the company gave to a user, else that of the user's time zone, else (unknown) the default."""
    for row in seed("user_calendars"):
        if full_id(row["user_id"]) == user_id and row["source_system"] in (SYSTEM, "any"):
            return row["calendar"]
    for row in seed("calendar_time_zones"):
        if user and row["time_zone"] == user["TimeZoneSidKey"]:
            return row["calendar"]
    return "default"


def is_off(calendar: str, on: date) -> bool:
    """A public holiday of the calendar's country, or a day off of the company."""
    in_country = HOLIDAYS[CALENDARS[calendar]["holiday_country"]]
    return on.strftime("%m-%d") in in_country or (calendar, on.isoformat()) in DAYS_OFF


@cache
def stretches_on(calendar: str, on: date) -> list[tuple[datetime, datetime]]:
    """Working stretches of one local day, in UTC."""
    zone = ZoneInfo(CALENDARS[calendar]["time_zone"] or COMPANY["reporting_time_zone"])
    found = []
    for row in HOURS:
        if row["calendar"] == calendar and int(row["weekday"]) == on.isoweekday() and not is_off(calendar, on):
            found.append((instant(on, row["opens"], zone), instant(on, row["closes"], zone)))
    return found


def instant(on: date, clock: str, zone: ZoneInfo) -> datetime:
    """A local time of a day, in UTC; 24:00 is the next day's midnight."""
    if clock == "24:00":
        on, clock = on + timedelta(days=1), "00:00"
    return datetime.combine(on, time.fromisoformat(clock), zone).astimezone(UTC).replace(tzinfo=None)


def stretches(calendar: str, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Working stretches in UTC from the day before `since` on, in order, without end."""
    on = since.date() - timedelta(days=1)
    while True:
        yield from stretches_on(calendar, on)
        on += timedelta(days=1)


def working_seconds(calendar: str, start: datetime, end: datetime) -> int:
    """Working seconds between two UTC times."""
    total = 0
    for opens, closes in stretches(calendar, start):
        if opens >= end:
            return total
        total += max(0, int((min(closes, end) - max(opens, start)).total_seconds()))
    raise AssertionError("the stretches never end")


def used_up(calendar: str, start: datetime, seconds: int) -> datetime:
    """The earliest instant at which so many working seconds have passed."""
    left = seconds
    for opens, closes in stretches(calendar, start):
        begin = max(opens, start)
        length = int((closes - begin).total_seconds())
        if length >= left > 0:
            return begin + timedelta(seconds=left)
        left -= max(0, length)
    raise AssertionError("the stretches never end")


def limit_of(category: str, temperature: str | None) -> Row:
    """The response limit: source category and temperature, else the category's, else the general one."""
    rows = seed("response_slas")
    for wanted in ((category, temperature), (category, "any"), ("any", temperature), ("any", "any")):
        for row in rows:
            if (row["source_category"], row["temperature"]) == wanted:
                return row
    raise AssertionError("there is no general limit")


def due(limit: Row, calendar: str, start: datetime) -> datetime | None:
    """When the response is due, or nothing where no limit applies."""
    if limit["applies"] != "true":
        return None
    value = int(limit["limit_value"])
    if limit["limit_unit"] == "minutes":
        return start + timedelta(minutes=value)
    if limit["limit_unit"] == "working_days":
        value *= int(CALENDARS[calendar]["standard_day_minutes"])
    return used_up(calendar, start, value * 60)
