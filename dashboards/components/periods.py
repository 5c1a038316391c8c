"""The periods that a page offers, counted back from the day of the data.

Pure: names of the URL (`90d`, `last-quarter`, `2026-07-01..2026-09-30`) to first and last day.
"""

from __future__ import annotations

from datetime import date, timedelta

from dashboards.components.formats import day

PERIODS = {
    "30d": "Last 30 days",
    "90d": "Last 90 days",
    "12m": "Last 12 months",
    "quarter": "This quarter",
    "last-quarter": "Last quarter",
    "year": "This year",
    "all": "All time",
}
OWN = "own"
"""The entry of the period filter with which a visitor chooses the days."""


def days_of(name: str, today: date) -> tuple[date | None, date | None] | None:
    """Return first and last day of a period as the URL names it; None: there is no such period."""
    if name == "all":
        return None, None
    if name in ("30d", "90d"):
        return today - timedelta(days=int(name[:-1]) - 1), today
    if name == "12m":
        return _months_back(today, 12) + timedelta(days=1), today
    quarter = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    if name == "quarter":
        return quarter, today
    if name == "last-quarter":
        return _months_back(quarter, 3), quarter - timedelta(days=1)
    if name == "year":
        return date(today.year, 1, 1), today
    return _own_days(name)


def words_of(name: str, today: date) -> str:
    """Return a period in words: its name, or its two days."""
    if name in PERIODS:
        return PERIODS[name]
    first, last = days_of(name, today) or (None, None)
    return f"{day(first)} - {day(last)}" if first and last else PERIODS["all"]


def named(first: date, last: date) -> str:
    """Return how the URL names a period of its own."""
    return f"{first.isoformat()}..{last.isoformat()}"


def _own_days(name: str) -> tuple[date, date] | None:
    try:
        first, last = (date.fromisoformat(each) for each in name.split(".."))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _months_back(start: date, months: int) -> date:
    """Return the same day some months before, or the last day of that month where it is shorter."""
    number = start.year * 12 + start.month - 1 - months
    year, month = divmod(number, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=start.day - 1), following - timedelta(days=1))
