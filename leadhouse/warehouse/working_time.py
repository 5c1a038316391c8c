"""Working time as numbers: from a calendar's wall-clock hours to stretches of UTC seconds.

Reads a Calendar, writes nothing. An instant is working time exactly if the wall clock of the calendar's zone shows
it open: an opening time that the clock skips begins when the clock goes on, an hour that the clock shows twice counts
twice. Grain: one stretch per unbroken run of working seconds, in whole seconds since 1970-01-01 00:00 UTC.
Refuses: more than STRETCHES_PER_DAY stretches within one UTC day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from leadhouse.errors import InputRefused
from leadhouse.warehouse.calendars import FIRST_DATE, LAST_DATE, SECONDS_PER_DAY, Calendar

STRETCHES_PER_DAY = 4
# Working seconds per bucket of calendar_stretches. Only a join key: any size gives the same instants.
BUCKET_SECONDS = 28_800

Seconds = NDArray[np.int64]


@dataclass(frozen=True)
class Stretches:
    """Unbroken runs of working time in order; all arrays have one entry per run.

    Attributes:
        starts, ends: seconds since 1970-01-01 00:00 UTC; the end is not part of the run.
        before: working seconds before the run, since the first one of the calendar.
    """

    starts: Seconds
    ends: Seconds

    @property
    def before(self) -> Seconds:
        return np.concatenate(([0], np.cumsum(self.ends - self.starts)[:-1])).astype(np.int64)


@dataclass(frozen=True)
class OffsetSpan:
    """A time during which a zone's offset from UTC does not change.

    Attributes:
        starts, ends: seconds since 1970-01-01 00:00 UTC; the end is not part of the span.
        offset: seconds that the wall clock is ahead of UTC.
    """

    starts: int
    ends: int
    offset: int


def working_stretches(calendar: Calendar) -> Stretches:
    """Compute every stretch of working time from 2000-01-01 to 2040-12-31, local dates."""
    local_starts, local_ends = _local_stretches(calendar)
    starts: list[Seconds] = []
    ends: list[Seconds] = []
    for span in offset_spans(calendar.time_zone):
        clipped_starts = np.maximum(local_starts - span.offset, span.starts)
        clipped_ends = np.minimum(local_ends - span.offset, span.ends)
        inside = clipped_starts < clipped_ends
        starts.append(clipped_starts[inside])
        ends.append(clipped_ends[inside])
    return _merge(np.concatenate(starts), np.concatenate(ends))


def _local_stretches(calendar: Calendar) -> tuple[Seconds, Seconds]:
    """Opening hours of every local date, in seconds as if the wall clock were UTC."""
    days = np.arange(_day_number(FIRST_DATE), _day_number(LAST_DATE) + 1, dtype=np.int64)
    days = days[~np.isin(days, [_day_number(day) for day in calendar.days_off])]
    weekdays = (days + 3) % 7 + 1  # 1970-01-01 was a Thursday, ISO weekday 4
    starts: list[Seconds] = [np.empty(0, dtype=np.int64)]
    ends: list[Seconds] = [np.empty(0, dtype=np.int64)]
    for weekday, stretches in calendar.hours.items():
        midnights = days[weekdays == weekday] * SECONDS_PER_DAY
        for opens, closes in stretches:
            starts.append(midnights + opens)
            ends.append(midnights + closes)
    return np.concatenate(starts), np.concatenate(ends)


def _day_number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def offset_spans(time_zone: str) -> list[OffsetSpan]:
    """Cut the years that calendars cover wherever the zone's offset changes, to the second."""
    zone = ZoneInfo(time_zone)
    first = (_day_number(FIRST_DATE) - 1) * SECONDS_PER_DAY
    last = (_day_number(LAST_DATE) + 2) * SECONDS_PER_DAY
    changes = [first]
    offset = _offset(zone, first)
    for instant in range(first, last, SECONDS_PER_DAY):
        if _offset(zone, instant) != offset:
            changes.append(_find_change(zone, instant - SECONDS_PER_DAY, instant))
            offset = _offset(zone, instant)
    return [
        OffsetSpan(starts, ends, _offset(zone, starts))
        for starts, ends in zip(changes, [*changes[1:], last], strict=True)
    ]


def _offset(zone: ZoneInfo, instant: int) -> int:
    offset = datetime.fromtimestamp(instant, zone).utcoffset()
    return int((offset or timedelta()).total_seconds())


def _find_change(zone: ZoneInfo, before: int, after: int) -> int:
    """First second with the new offset, by halving."""
    old = _offset(zone, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _merge(starts: Seconds, ends: Seconds) -> Stretches:
    """Sort, and join runs that touch (24:00 with the next 00:00, both sides of an offset change)."""
    order = np.argsort(starts)
    starts, ends = starts[order], ends[order]
    is_start = np.concatenate(([True], starts[1:] != ends[:-1]))
    is_end = np.concatenate((is_start[1:], [True]))
    return Stretches(starts[is_start], ends[is_end])


@dataclass(frozen=True)
class WorkingDays:
    """Working time per UTC day; all arrays have one row per day.

    Attributes:
        days: days since 1970-01-01.
        seconds_before: working seconds before 00:00 UTC of the day.
        opens, closes: seconds of the UTC day, STRETCHES_PER_DAY columns, -1 where there is no stretch.
    """

    days: Seconds
    seconds_before: Seconds
    opens: Seconds
    closes: Seconds


def working_days(calendar: Calendar, stretches: Stretches) -> WorkingDays:
    """Cut stretches at 00:00 UTC and number them within each UTC day.

    Raises:
        InputRefused: the calendar has too many stretches in one UTC day.
    """
    days = np.arange(_day_number(FIRST_DATE) - 1, _day_number(LAST_DATE) + 3, dtype=np.int64)
    first_day = stretches.starts // SECONDS_PER_DAY
    pieces = (stretches.ends - 1) // SECONDS_PER_DAY - first_day + 1
    source = np.repeat(np.arange(len(pieces)), pieces)
    day = first_day[source] + _count_within(pieces)
    midnight = day * SECONDS_PER_DAY
    opens = np.maximum(stretches.starts[source], midnight) - midnight
    closes = np.minimum(stretches.ends[source], midnight + SECONDS_PER_DAY) - midnight

    per_day = np.bincount(day - days[0], minlength=len(days))
    if per_day.max(initial=0) > STRETCHES_PER_DAY:
        worst = datetime.fromtimestamp(int(days[per_day.argmax()]) * SECONDS_PER_DAY, UTC).date()
        raise InputRefused(
            f'calendar_hours.csv: calendar "{calendar.name}" has {per_day.max()} working stretches on {worst} (UTC), '
            f"at most {STRETCHES_PER_DAY} are possible. Join hours that lie close together, then: leadhouse build"
        )
    worked = np.bincount(day - days[0], weights=closes - opens, minlength=len(days)).astype(np.int64)
    slots = np.full((2, len(days), STRETCHES_PER_DAY), -1, dtype=np.int64)
    slot = _count_within(per_day)
    slots[0, day - days[0], slot] = opens
    slots[1, day - days[0], slot] = closes
    return WorkingDays(days, np.concatenate(([0], np.cumsum(worked)[:-1])), slots[0], slots[1])


def bucketed(stretches: Stretches) -> tuple[Seconds, Seconds]:
    """Repeat each stretch for every bucket of working seconds that it touches.

    Working second number s (counted from 1) lies in bucket floor((s - 1) / BUCKET_SECONDS).

    Returns:
        The index of the stretch and the bucket, one entry per pair.
    """
    first = stretches.before // BUCKET_SECONDS
    last = (stretches.before + stretches.ends - stretches.starts - 1) // BUCKET_SECONDS
    source = np.repeat(np.arange(len(first)), last - first + 1)
    return source, first[source] + _count_within(last - first + 1)


def _count_within(counts: NDArray[np.int64]) -> Seconds:
    """0, 1, 2 .. within each group of the given sizes, the groups one after the other."""
    group_starts = np.cumsum(counts) - counts
    return (np.arange(counts.sum()) - np.repeat(group_starts, counts)).astype(np.int64)
