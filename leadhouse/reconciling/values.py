"""The texts of a report as ids, days, times and amounts.

Reads and writes nothing. Understands what staging's casts understand (macros/casts.sql and numbers.sql), and currency
signs beside amounts, which reports show. A text that cannot be read is None; the caller says what that means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

from loaders.gate.checksums import BLOCK, BLOCKS, CHECKS
from loaders.sources.parts import Formats

SHORT_ID = re.compile(r"[0-9A-Za-z]{15}")
HOURS = r"(?:, ?|[ T])(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?"
TIME = rf"(?:{HOURS}(?: ?(?P<half>[AaPp])\.?[Mm]\.?)?)?"
OFFSET = r"(?P<offset>Z| UTC|[+-]\d\d(?::?\d\d)?)?"
YEAR_FIRST = re.compile(r"(?P<year>[1-9]\d{3})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})" + TIME + OFFSET)
DAY, MONTH, YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>\d{4}|\d\d)"
ORDERED = {
    "dmy": re.compile(f"{DAY}[-/.]{MONTH}[-/.]{YEAR}{TIME}"),
    "mdy": re.compile(f"{MONTH}[-/.]{DAY}[-/.]{YEAR}{TIME}"),
}
# Two-digit years up to this one are of this century, as the casts' own parser has it.
LAST_SHORT_YEAR = 68
MONEY = re.compile(r"(?P<before>[^\d(+.,-]*)(?P<bracket>\()?(?P<number>[+-]?[\d.,' \u00a0\u202f]*\d)\)?(?P<after>\D*)")
UNGROUPED = re.compile(r"\D*\d{4}")
CODE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True)
class Moment:
    """A day, or a time of one, as a report shows it.

    Attributes:
        day: the calendar day in the report's own zone.
        at: UTC without a zone; None where there is no time of day, or it is one that the clocks left out.
    """

    day: date
    at: datetime | None = None


@dataclass(frozen=True)
class Money:
    """An amount and the currency written beside it, if any."""

    amount: Decimal
    currency: str | None = None


def record_id(text: str, has_checksums: bool) -> str:
    """The id as the facts have it: of 15 characters where the system's ids have 18, the check characters added."""
    if not has_checksums or not SHORT_ID.fullmatch(text):
        return text
    blocks = (text[start : start + BLOCK] for start in range(0, BLOCKS * BLOCK, BLOCK))
    return text + "".join(
        CHECKS[sum(1 << place for place, sign in enumerate(block) if "A" <= sign <= "Z")] for block in blocks
    )


def is_year_first(text: str) -> bool:
    """Whether a date is written so that no order of its parts has to be declared."""
    return YEAR_FIRST.fullmatch(text.strip()) is not None


def moment(text: str, formats: Formats) -> Moment | None:
    """A day or time of a report; None where it is empty or not one."""
    text = text.strip()
    found = YEAR_FIRST.fullmatch(text)
    offset = found["offset"] if found else None
    if not found and formats.date_order in ORDERED:
        found = ORDERED[formats.date_order].fullmatch(text)
    local = _local(found) if found else None
    if found is None or local is None:
        return None
    zone = ZoneInfo(formats.time_zone) if formats.time_zone else None
    if offset:
        at = local - _distance(offset)
        return Moment(_day(at, zone) if zone else local.date(), at)
    if found["hour"] is None:
        return Moment(local.date())
    return Moment(local.date(), _utc(local, zone) if zone else local)


def _local(found: re.Match[str]) -> datetime | None:
    year = int(found["year"])
    if len(found["year"]) == 2:
        year += 2000 if year <= LAST_SHORT_YEAR else 1900
    hour = int(found["hour"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] in "Pp" else 0)
    try:
        return datetime(
            year, int(found["month"]), int(found["day"]), hour, int(found["minute"] or 0), int(found["second"] or 0)
        )
    except ValueError:
        return None


def _distance(offset: str) -> timedelta:
    if offset in ("Z", " UTC"):
        return timedelta()
    distance = timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]) if len(offset) > 3 else 0)
    return -distance if offset[0] == "-" else distance


def _utc(local: datetime, zone: ZoneInfo) -> datetime | None:
    """The first of two where the clocks go back; None where they go forward past it, as in the casts."""
    at = local.replace(tzinfo=zone).astimezone(UTC)
    is_real = at.astimezone(zone).replace(tzinfo=None) == local
    return at.replace(tzinfo=None) if is_real else None


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.replace(tzinfo=UTC).astimezone(zone).date()


def decimal_separator(texts: Iterable[str]) -> str | None:
    """What stands before the cents in a column of amounts, told from all of it; None where nothing tells.

    A sign that stands after another kind of sign, after four digits or more, or before fewer or more than three, stands
    before cents; one that is there twice does not.

    Raises:
        ValueError: some amounts tell one thing and others the other.
    """
    found = set()
    for text in texts:
        signs = [sign for sign in text if sign in ".,"]
        if not signs:
            continue
        last = signs[-1]
        digits = len(re.match(r"\d*", text.rpartition(last)[2]).group())  # type: ignore[union-attr]
        other = "," if last == "." else "."
        if signs.count(last) > 1:
            found.add(other)
        elif other in signs or digits != 3 or UNGROUPED.match(text):
            found.add(last)
    if len(found) > 1:
        raise ValueError
    return found.pop() if found else None


def has_separator(text: str) -> bool:
    """Whether an amount has a sign that may stand before cents or between thousands."""
    return "." in text or "," in text


def money(text: str, separator: str | None) -> Money | None:
    """An amount; None where it is not one. Parentheses around it make it negative."""
    found = MONEY.fullmatch(text.strip())
    if not found:
        return None
    group = "." if separator == "," else ","
    digits = re.sub(r"[' \u00a0\u202f]", "", found["number"]).replace(group, "").replace(",", ".")
    try:
        amount = Decimal(digits)
    except InvalidOperation:
        return None
    sides = (found["before"].strip(), found["after"].strip())
    code = next((side for side in sides if CODE.fullmatch(side)), None)
    return Money(-amount if found["bracket"] else amount, code)
