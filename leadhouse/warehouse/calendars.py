"""Calendars as the company defines them: opening hours, days off and public holidays.

Reads calendars.csv, calendar_hours.csv, calendar_days_off.csv, and the two files that give calendars to users and
time zones (definitions folder), the `holidays` package and the time zone database. Writes nothing.
Grain: one Calendar per row of calendars.csv.
Refuses: an unknown time zone, country, calendar or weekday, hours that overlap or end before they begin, a calendar
without hours; each with file, line and reason.
"""

from __future__ import annotations

import csv
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from leadhouse.errors import InputRefused

FIRST_DATE = date(2000, 1, 1)
LAST_DATE = date(2040, 12, 31)
SECONDS_PER_MINUTE = 60
SECONDS_PER_DAY = 86_400
DEFAULT_CALENDAR = "default"


@dataclass(frozen=True)
class Calendar:
    """One working calendar.

    Attributes:
        name: its key in calendars.csv.
        time_zone: IANA name of the zone whose wall clock the hours are read from.
        standard_day_seconds: working seconds of one working day.
        hours: per ISO weekday (1 Monday) the open stretches, as seconds of the wall clock's day.
        days_off: local dates without working time, with their names.
    """

    name: str
    time_zone: str
    standard_day_seconds: int
    hours: dict[int, list[tuple[int, int]]]
    days_off: dict[date, str]


@dataclass(frozen=True)
class Row:
    """One line of a definition file."""

    path: Path
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def refuse(self, reason: str) -> NoReturn:
        """Raise the error that names this line and the reason."""
        raise InputRefused(f"{self.path} line {self.line}: {reason} Correct the line, then: leadhouse build")


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Yield the lines of a definition file, trimmed; refuse a file that is missing or lacks a column."""
    if not path.is_file():
        raise InputRefused(f"{path} is missing. Copy it back from seeds/{path.name}, then: leadhouse build")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            raise InputRefused(
                f"{path} line 1: column {', '.join(missing)} is missing (expected: {', '.join(columns)})."
            )
        for values in reader:
            trimmed = {column: (values[column] or "").strip() for column in columns}
            if any(trimmed.values()):
                yield Row(path, reader.line_num, trimmed)


def read_calendars(definitions: Path, reporting_time_zone: str) -> list[Calendar]:
    """Read and check every calendar.

    Args:
        definitions: folder of the definition files.
        reporting_time_zone: IANA zone of a calendar whose time_zone is empty.

    Raises:
        InputRefused: a line that cannot be used, with file, line and reason.
    """
    calendars = _read_names(definitions, reporting_time_zone)
    _read_hours(definitions, calendars)
    _read_days_off(definitions, calendars)
    _check_references(definitions, calendars)
    return [calendars[name] for name in sorted(calendars)]


def _read_names(definitions: Path, reporting_time_zone: str) -> dict[str, Calendar]:
    path = definitions / "calendars.csv"
    calendars: dict[str, Calendar] = {}
    columns = ("calendar", "time_zone", "holiday_country", "holiday_subdivision", "standard_day_minutes")
    for row in read_rows(path, columns):
        name = row["calendar"]
        if not name or name in calendars:
            row.refuse(f'calendar "{name}" is listed twice.' if name else "calendar is empty.")
        minutes = row["standard_day_minutes"]
        if not minutes.isdecimal() or not 1 <= int(minutes) <= SECONDS_PER_DAY // SECONDS_PER_MINUTE:
            row.refuse(f'standard_day_minutes "{minutes}" is not a whole number from 1 to 1440.')
        zone = row["time_zone"] or reporting_time_zone
        if not is_time_zone(zone):
            row.refuse(f'time_zone "{zone}" is not known (expected a name such as Europe/Berlin).')
        calendars[name] = Calendar(name, zone, int(minutes) * SECONDS_PER_MINUTE, {}, _public_holidays(row))
    if DEFAULT_CALENDAR not in calendars:
        raise InputRefused(f'{path}: the calendar "{DEFAULT_CALENDAR}" is missing; it serves users without one.')
    return calendars


def is_time_zone(name: str) -> bool:
    """Tell whether the time zone database knows the name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _public_holidays(row: Row) -> dict[date, str]:
    country, subdivision = row["holiday_country"], row["holiday_subdivision"]
    if not country:
        if subdivision:
            row.refuse(f'holiday_subdivision "{subdivision}" has no holiday_country.')
        return {}
    import holidays

    supported = holidays.list_supported_countries()
    if country not in supported:
        row.refuse(f'holiday_country "{country}" is not known (expected a two-letter code such as DE).')
    if subdivision and subdivision not in supported[country]:
        row.refuse(f'holiday_subdivision "{subdivision}" is not a part of {country}.')
    years = range(FIRST_DATE.year, LAST_DATE.year + 1)
    # Named language: by default the names follow the locale of the process, and two builds could differ.
    offered = getattr(holidays, country).supported_languages
    language = "en_US" if "en_US" in offered else getattr(holidays, country).default_language
    with warnings.catch_warnings():
        # Some countries' movable feasts are known for fewer years than these; docs/operating.md says so.
        warnings.simplefilter("ignore", UserWarning)
        days = holidays.country_holidays(country, subdiv=subdivision or None, years=years, language=language)
    return {day: days[day] for day in sorted(days)}


def _read_hours(definitions: Path, calendars: dict[str, Calendar]) -> None:
    for row in read_rows(definitions / "calendar_hours.csv", ("calendar", "weekday", "opens", "closes")):
        calendar = _known_calendar(row, calendars)
        if row["weekday"] not in {"1", "2", "3", "4", "5", "6", "7"}:
            row.refuse(f'weekday "{row["weekday"]}" is not 1 (Monday) to 7 (Sunday).')
        opens, closes = _seconds_of_day(row, "opens"), _seconds_of_day(row, "closes")
        if opens >= closes:
            row.refuse(f"opens {row['opens']} is not before closes {row['closes']}; split hours over midnight in two.")
        stretches = calendar.hours.setdefault(int(row["weekday"]), [])
        if any(opens < other_closes and other_opens < closes for other_opens, other_closes in stretches):
            row.refuse(f"{row['opens']}-{row['closes']} overlaps other hours of the calendar on this weekday.")
        stretches.append((opens, closes))
        stretches.sort()
    for calendar in calendars.values():
        if not calendar.hours:
            path = definitions / "calendar_hours.csv"
            raise InputRefused(f'{path}: calendar "{calendar.name}" of calendars.csv has no hours. Add a line for it.')


def _seconds_of_day(row: Row, column: str) -> int:
    hours, _, minutes = row[column].partition(":")
    if hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2:
        seconds = (int(hours) * 60 + int(minutes)) * SECONDS_PER_MINUTE
        if int(minutes) < 60 and seconds <= SECONDS_PER_DAY:
            return seconds
    row.refuse(f'{column} "{row[column]}" is not a time from 00:00 to 24:00 (hh:mm expected).')


def _read_days_off(definitions: Path, calendars: dict[str, Calendar]) -> None:
    for row in read_rows(definitions / "calendar_days_off.csv", ("calendar", "day_off", "name")):
        calendar = _known_calendar(row, calendars)
        try:
            day = date.fromisoformat(row["day_off"])
        except ValueError:
            row.refuse(f'day_off "{row["day_off"]}" is not a date (yyyy-mm-dd expected).')
        calendar.days_off[day] = row["name"] or "Day off"


def _check_references(definitions: Path, calendars: dict[str, Calendar]) -> None:
    for file in ("calendar_time_zones.csv", "user_calendars.csv"):
        for row in read_rows(definitions / file, ("calendar",)):
            _known_calendar(row, calendars)


def _known_calendar(row: Row, calendars: dict[str, Calendar]) -> Calendar:
    if row["calendar"] not in calendars:
        row.refuse(f'calendar "{row["calendar"]}" is not in calendars.csv.')
    return calendars[row["calendar"]]
