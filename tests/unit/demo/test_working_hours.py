"""The simulation's own working hours, worked out by hand."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from leadhouse.demo.calendars import Calendars
from leadhouse.demo.moments import day_number, seconds_of

SEEDS = Path(__file__).parents[3] / "seeds"


@pytest.fixture(scope="module")
def calendars() -> Calendars:
    """Working hours of 2025 and 2026."""
    first, last = datetime(2025, 1, 1).date(), datetime(2026, 12, 31).date()
    return Calendars([SEEDS], "Europe/Berlin", day_number(first), day_number(last))


def moments(*texts: str) -> np.ndarray:
    """Return UTC times as seconds."""
    return np.array([seconds_of(datetime.fromisoformat(text).replace(tzinfo=UTC)) for text in texts])


@pytest.mark.parametrize(
    ("calendar", "start", "end", "hours"),
    [
        # Friday 16:00 to Monday 10:00 in Berlin, over the night in which the clock goes forward: 1 + 1.
        ("germany", "2025-03-28 15:00", "2025-03-31 08:00", 2),
        # The same over the night in which it goes back.
        ("germany", "2025-10-24 14:00", "2025-10-27 09:00", 2),
        # 1 May is a holiday in Germany, an ordinary day in London (09:00 there is 08:00 UTC).
        ("germany", "2025-04-30 15:00", "2025-05-02 07:00", 0),
        ("united_kingdom", "2025-04-30 16:00", "2025-05-02 08:00", 8),
        # The two weeks in which New York is four hours behind London, not five: 09:00 is 13:00 UTC.
        ("us_eastern", "2025-03-10 12:00", "2025-03-10 14:00", 1),
    ],
)
def test_worked_hours(calendars: Calendars, calendar: str, start: str, end: str, hours: int) -> None:
    one = calendars.calendars[calendars.number[calendar]]
    begin, finish = one.worked(moments(start, end))
    assert finish - begin == hours * 3600


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2025-06-02 07:00", 8, "2025-06-02 15:00"),
        ("2025-06-06 14:30", 4, "2025-06-10 10:30"),
        ("2025-06-07 12:00", 4, "2025-06-10 11:00"),
    ],
)
def test_the_limit_ends_at_the_earliest_instant(calendars: Calendars, start: str, hours: int, end: str) -> None:
    germany = calendars.number["germany"]
    later = calendars.later(np.array([germany]), moments(start), np.array([hours * 3600]))
    assert later.tolist() == moments(end).tolist()
