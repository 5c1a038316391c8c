"""The simulation's own working hours: stretches of open seconds per calendar.

Reads the calendar definitions as plain data, writes nothing. It shares no code with the warehouse, so that
the truth about working minutes is an independent one. Refuses a calendar without hours.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import holidays
import numpy as np

from leadhouse.demo.moments import EPOCH_ORDINAL, NEVER, seconds_of


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a definition file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class Calendar:
    """Open stretches of one calendar, ascending; times in seconds since the epoch."""

    name: str
    time_zone: str
    standard_day: int
    opens: np.ndarray
    closes: np.ndarray

    def __post_init__(self) -> None:
        lengths = self.closes - self.opens
        self.worked_after = np.cumsum(lengths)
        self.worked_before = self.worked_after - lengths

    def worked(self, moments: np.ndarray) -> np.ndarray:
        """Return the working seconds from the first stretch up to each moment."""
        stretch = np.maximum(np.searchsorted(self.opens, moments, side="right") - 1, 0)
        inside = np.clip(moments - self.opens[stretch], 0, self.closes[stretch] - self.opens[stretch])
        return self.worked_before[stretch] + inside

    def later(self, moments: np.ndarray, seconds: np.ndarray) -> np.ndarray:
        """Return the earliest instant by which `seconds` (at least 1) of working time have passed."""
        target = self.worked(moments) + seconds
        stretch = np.minimum(np.searchsorted(self.worked_after, target, side="left"), len(self.opens) - 1)
        return self.opens[stretch] + target - self.worked_before[stretch]


class Calendars:
    """All calendars of the company, addressed by number."""

    def __init__(self, definitions: list[Path], zone: str, first_day: int, last_day: int) -> None:
        """Read the calendars.

        Args:
            definitions: folders, the company's own before the shipped ones; the first that has a file wins.
            zone: reporting time zone, for calendars without one.
            first_day: first day (days since the epoch) that will be asked for.
            last_day: last such day.
        """

        def rows(name: str) -> list[dict[str, str]]:
            return next(read_rows(folder / name) for folder in definitions if (folder / name).exists())

        hours, days_off = rows("calendar_hours.csv"), rows("calendar_days_off.csv")
        self.by_zone = {row["time_zone"]: row["calendar"] for row in rows("calendar_time_zones.csv")}
        dates = [date.fromordinal(EPOCH_ORDINAL + day) for day in range(first_day, last_day + 1)]
        years = range(dates[0].year, dates[-1].year + 1)
        self.calendars = [build(row, hours, days_off, zone, dates, years) for row in rows("calendars.csv")]
        self.number = {calendar.name: number for number, calendar in enumerate(self.calendars)}

    def of_zone(self, time_zone: str) -> int:
        """Return the calendar that a time zone follows, the default one where none is named."""
        return self.number[self.by_zone.get(time_zone, "default")]

    def worked(self, calendar: np.ndarray, moments: np.ndarray) -> np.ndarray:
        """Return working seconds up to each moment, each on its own calendar."""
        result = np.zeros(len(moments), dtype=np.int64)
        for number, one in enumerate(self.calendars):
            here = calendar == number
            result[here] = one.worked(moments[here])
        return result

    def later(self, calendar: np.ndarray, moments: np.ndarray, seconds: np.ndarray) -> np.ndarray:
        """Return the moments after `seconds` of working time; `NEVER` stays `NEVER`."""
        result = np.full(len(moments), NEVER, dtype=np.int64)
        whole = np.maximum(np.asarray(seconds).astype(np.int64), 1)
        for number, one in enumerate(self.calendars):
            here = (calendar == number) & (moments < NEVER)
            result[here] = one.later(moments[here], whole[here])
        return result


def build(
    row: dict[str, str],
    hours: list[dict[str, str]],
    days_off: list[dict[str, str]],
    zone: str,
    dates: list[date],
    years: range,
) -> Calendar:
    """Return one calendar with the stretches of every given date."""
    name, time_zone = row["calendar"], row["time_zone"] or zone
    closed: set[date] = {date.fromisoformat(off["day_off"]) for off in days_off if off["calendar"] == name}
    if row["holiday_country"]:
        closed |= set(
            holidays.country_holidays(row["holiday_country"], subdiv=row["holiday_subdivision"] or None, years=years)
        )
    info = ZoneInfo(time_zone)
    stretches = []
    for day in dates:
        for hour in hours:
            if hour["calendar"] == name and int(hour["weekday"]) == day.isoweekday() and day not in closed:
                ends = [
                    datetime.fromisoformat(f"{day} {hour[end]}").replace(tzinfo=info) for end in ("opens", "closes")
                ]
                stretches.append([seconds_of(end) for end in ends])
    if not stretches:
        raise ValueError(f"calendar_hours.csv: calendar {name!r} has no working hours")
    opens, closes = np.array(sorted(stretches), dtype=np.int64).T
    return Calendar(name, time_zone, int(row["standard_day_minutes"]) * 60, opens, closes)
