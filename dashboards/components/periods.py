"""The periods that a page offers, counted back from the day of the data, and those that they are compared with.

Pure: names of the URL (`90d`, `last-quarter`, `2026-07-01..2026-09-30`) to first and last day. Days are those of the
reporting time zone, so that a day of 23 or 25 hours is a day.
"""

from __future__ import annotations

from datetime import date, timedelta

from dashboards.components.formats import day

PERIODS = {
    "7d": "Last 7 days",
    "30d": "Last 30 days",
    "90d": "Last 90 days",
    "12m": "Last 12 months",
    "month": "This month",
    "last-month": "Last month",
    "quarter": "This quarter",
    "last-quarter": "Last quarter",
    "year": "This year",
    "all": "All time",
}
USUAL = "12m"
"""What most pages show where nobody chose a period."""

OWN = "own"
"""The entry of the period filter with which a visitor chooses the days."""

COMPARISONS = {"before": "the period before", "last_year": "last year", "none": "nothing"}
"""What a period can be compared with, as the URL names it."""

ROWS = {
    "created": "Leads created",
    "received": "Leads received",
    "closed": "Deals closed",
    "started": "Campaigns started",
}
"""What the days of a period are those of, by what it counts by."""

MONTHS = {"12m": 12, "month": 1, "last-month": 1, "quarter": 3, "last-quarter": 3, "year": 12}
"""Length in months of the periods of the calendar; the one before begins so many months earlier."""


def days_of(name: str, today: date) -> tuple[date | None, date | None] | None:
    """Return first and last day of a period as the URL names it; None: there is no such period."""
    if name == "all":
        return None, None
    if name in ("7d", "30d", "90d"):
        return today - timedelta(days=int(name[:-1]) - 1), today
    if name == "12m":
        return _months_back(today, 12) + timedelta(days=1), today
    begun = _begun(name.removeprefix("last-"), today)
    if begun is None or name == "last-year":
        return _own_days(name)
    if name.startswith("last-"):
        return _months_back(begun, MONTHS[name]), begun - timedelta(days=1)
    return begun, today


def _begun(name: str, today: date) -> date | None:
    """Return the first day of the month, quarter or year that a day is in."""
    quarter = 3 * ((today.month - 1) // 3) + 1
    first_months = {"month": today.month, "quarter": quarter, "year": 1}
    return date(today.year, first_months[name], 1) if name in first_months else None


def compared_days(name: str, today: date, kind: str) -> tuple[date, date] | None:
    """Return the days that a period is compared with; None: there is nothing to compare.

    A month, quarter or year that is still going on is compared with the part of the earlier one that had then gone by:
    1 Oct - 22 Nov with 1 Jul - 22 Aug. Whole months are compared with as many whole months, other days with as many
    days.

    Args:
        name: the period as the URL names it.
        today: the day of the data.
        kind: `before` (what lies just before, or the same part of the month, quarter or year before), `last_year` (the
            same days a year earlier) or `none`.
    """
    first, last = days_of(name, today) or (None, None)
    if first is None or last is None or kind == "none":
        return None
    try:
        if kind == "last_year":
            return _earlier(first, last, 12)
        months = MONTHS.get(name) or _whole_months(first, last)
        return _earlier(first, last, months) if months else (first - (last - first) - _DAY, first - _DAY)
    except (OverflowError, ValueError):
        # Before the first year of the calendar.
        return None


def words_of(name: str, today: date) -> str:
    """Return a period in words: its name, or its two days."""
    if name in PERIODS:
        return PERIODS[name]
    first, last = days_of(name, today) or (None, None)
    return days_in_words(first, last) if first and last else PERIODS["all"]


def days_in_words(first: date, last: date) -> str:
    """Return two days in words, a year that both have once: `1 Jul - 22 Aug 2026`."""
    if first == last:
        return day(first)
    return f"{day(first).removesuffix(f' {last.year}')} - {day(last)}"


def days_shown(word: str, first: date | None, last: date, before: str) -> str:
    """Return which days a page shows and which it compares them with.

    Args:
        word: what the days are those of: `created`, `closed`.
        before: the days compared with, in words; empty without any.
    """
    days = days_in_words(first, last) if first else f"up to {day(last)}"
    return f"{ROWS[word]} **{days}**" + (f", compared with {before}" if before else "")


def words_of_own(usual: str) -> str:
    """Return that a page begins with a period of its own, where it does.

    Args:
        usual: what it shows where nobody chose a period.
    """
    if usual == USUAL:
        return ""
    return f" · {PERIODS[usual].lower()}, until you choose a period"


def named(first: date, last: date) -> str:
    """Return how the URL names a period of its own."""
    return f"{first.isoformat()}..{last.isoformat()}"


_DAY = timedelta(days=1)


def _own_days(name: str) -> tuple[date, date] | None:
    try:
        first, last = (date.fromisoformat(each) for each in name.split(".."))
    except ValueError:
        return None
    return (first, last) if first <= last else None


def _whole_months(first: date, last: date) -> int:
    """Return of how many whole months some days consist; 0: they do not."""
    if first.day != 1 or not _ends_a_month(last):
        return 0
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _earlier(first: date, last: date, months: int) -> tuple[date, date]:
    """Return the same days some months earlier; whole months stay whole."""
    if _whole_months(first, last):
        return _months_back(first, months), _months_back(last + _DAY, months) - _DAY
    return _months_back(first, months), _months_back(last, months)


def _ends_a_month(value: date) -> bool:
    return (value + _DAY).day == 1


def _months_back(start: date, months: int) -> date:
    """Return the same day some months before, or the last day of that month where it is shorter."""
    number = start.year * 12 + start.month - 1 - months
    year, month = divmod(number, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=start.day - 1), following - _DAY)
