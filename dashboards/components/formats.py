"""How numbers, times and changes are written: one way everywhere.

Pure. Reads and returns single values; nothing is rounded before it comes here.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from dashboards.catalogue import Metric
from dashboards.statistics import FEW

Number = int | float | Decimal
NO_DATA = "no data"
SPACE = "\N{NO-BREAK SPACE}"
MINUTES_OF = {"minutes": 1.0, "hours": 60.0, "days": 1440.0}
MILLIONS, HUNDRED_THOUSANDS, THOUSANDS = 999_500, 99_950, 9_995
"""Amounts from which on they are written in millions, in thousands, and in thousands with a digit after the point."""


def count(value: Number | None) -> str:
    """Write a whole number: `2,318`."""
    return NO_DATA if value is None else f"{value:,.0f}"


SINGULAR = {
    "campaigns": "campaign",
    "customers": "customer",
    "deals": "deal",
    "leads": "lead",
    "memberships": "membership",
    "owners": "owner",
    "rows": "row",
    "touches": "touch",
}
"""What is counted on pages, and what one of it is called."""


def count_of(value: Number, nouns: str, gap: str = " ") -> str:
    """Write how many of something: `2,318 leads due`, `1 lead due`.

    Args:
        nouns: what they are called; of one, its words stand in the singular.
        gap: what stands between the number and the words.
    """
    written = count(value)
    words = " ".join(SINGULAR.get(word, word) for word in nouns.split(" ")) if written == "1" else nouns
    return f"{written}{gap}{words}"


def percent(value: Number | None, digits: int = 1) -> str:
    """Write a share (0..1): `71.4 %`."""
    return NO_DATA if value is None else f"{value * 100:,.{digits}f}{SPACE}%"


def duration(minutes: float | None) -> str:
    """Write a time with its two largest units: `3 h 12 min`, `2 d 4 h`; over 60 days in days."""
    if minutes is None:
        return NO_DATA
    shown = _shown_minutes(minutes)
    if shown < 1:
        return f"{round(shown * 60)}{SPACE}s"
    days, rest = divmod(round(shown), 1440)
    if days >= 60:
        return f"{days:,}{SPACE}d"
    hours, left = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (left if not days else 0, "min")]
    return SPACE.join(f"{amount}{SPACE}{unit}" for amount, unit in parts if amount)


def _shown_minutes(minutes: float) -> float:
    """Return a time as it is written: to the second, the minute, the hour or the day."""
    seconds = round(minutes * 60)
    if seconds < 60:
        return seconds / 60
    if round(minutes) < 1440:
        return round(minutes)
    return round(minutes / 60) * 60 if round(minutes / 60) < 60 * 24 else round(minutes / 1440) * 1440


def money(value: Number | None, currency: str) -> str:
    """Write an amount in thousands or millions: `12.5 k EUR`, `212 k EUR`, `1.24 M EUR`."""
    if value is None:
        return NO_DATA
    value = float(value)
    size = abs(value)
    if size >= MILLIONS:
        return f"{value / 1e6:,.2f}{SPACE}M{SPACE}{currency}"
    if size >= THOUSANDS:
        digits = 0 if size >= HUNDRED_THOUSANDS else 1
        return f"{value / 1e3:,.{digits}f}{SPACE}k{SPACE}{currency}"
    return f"{value:,.0f}{SPACE}{currency}"


BUCKETS = {
    "<=5m": f"up to 5{SPACE}min",
    "<=10m": f"5 to 10{SPACE}min",
    "<=30m": f"10 to 30{SPACE}min",
    "<=60m": f"30 to 60{SPACE}min",
    "<=2h": f"1 to 2{SPACE}h",
    "<=24h": f"2 to 24{SPACE}h",
    ">24h": f"over 24{SPACE}h",
    "never": "not so far",
}


def bucket(name: str) -> str:
    """Write a range of times as it is read: `<=10m` is `5 to 10 min`, `>24h` is `over 24 h`; words stay as they are."""
    return BUCKETS.get(name, name)


def day(value: date) -> str:
    """Write a day: `20 Nov 2026`."""
    return f"{value.day} {value:%b %Y}"


def moment(value: datetime, zone: str) -> str:
    """Write a time of the reporting zone: `Fri 20 Nov 2026, 17:02 CET`."""
    return f"{value:%a} {day(value)}, {value:%H:%M} {zone}"


def in_unit(value: float | None, asked: Metric, currency: str) -> str:
    """Write a metric's value in its unit."""
    if value is None:
        return NO_DATA
    if asked.unit == "rate":
        return percent(value)
    if asked.unit in MINUTES_OF:
        return duration(value * MINUTES_OF[asked.unit])
    return money(value, currency) if asked.unit == "currency" else count(value)


def rate(value: float | None, hits: float | None, of: float | None) -> str:
    """Write a rate, or its fraction when there are too few observations for one."""
    if value is None or not of:
        return NO_DATA
    # Shares of one that add up to five may sum to a trace less.
    return f"{count(hits)} of {count(of)}" if round(of, 6) < FEW else percent(value)


def points(value: float) -> str:
    """Write a change of a share (-1..1): `+4.1 pp`."""
    return f"{value * 100:+.1f}{SPACE}pp".replace("-0.0", "+0.0")


def as_shown(value: Number, asked: Metric) -> float:
    """Return a metric's value as it is written, so that what is told of written figures is true of these."""
    value = float(value)
    if asked.unit == "rate":
        return round(value * 100, 1) / 100
    if asked.unit in MINUTES_OF:
        return _shown_minutes(value * MINUTES_OF[asked.unit]) / MINUTES_OF[asked.unit]
    if asked.unit != "currency" or abs(value) < THOUSANDS:
        return float(round(value))
    digits = 4 if abs(value) >= MILLIONS else 3 if abs(value) >= HUNDRED_THOUSANDS else 2
    return float(round(value, -digits))


def change(now: float | None, before: float | None, asked: Metric, currency: str) -> str | None:
    """Write the change of a metric between two written figures: `+4.1 pp`, `-41 min`; None where one is missing."""
    if now is None or before is None:
        return None
    moved = as_shown(now, asked) - as_shown(before, asked)
    if asked.unit == "rate":
        return points(moved)
    if not moved:
        return "+0"
    sign = "+" if moved >= 0 else "-"
    return f"{sign}{in_unit(abs(moved), asked, currency)}"
