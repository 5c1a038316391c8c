"""The cumulative incidence by its definition, in exact fractions: one time after the other.

Standard library only.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

EVENT, LEFT, SEEN_LAST = "event", "left", "seen last"
End = tuple[timedelta, str]


def steps(ends: list[End]) -> list[tuple[timedelta, Fraction]]:
    """The share that had the event by each time at which somebody had it."""
    waiting, at_risk = Fraction(1), len(ends)
    reached, found = Fraction(0), []
    for age in sorted({age for age, _ in ends}):
        kinds = [kind for other, kind in ends if other == age]
        events, left = kinds.count(EVENT), kinds.count(LEFT)
        if events:
            reached += waiting * Fraction(events, at_risk)
            found.append((age, reached))
        waiting *= 1 - Fraction(events + left, at_risk)
        at_risk -= len(kinds)
    return found


def percentile(ends: list[End], share: Fraction) -> timedelta | None:
    """The first time at which the share is reached."""
    return next((age for age, reached in steps(ends) if reached >= share), None)


def mature_day(ends: list[End], as_of: datetime) -> datetime:
    """The first midnight whose leads are too young: nine tenths of the events that will come take longer than it."""
    age = percentile(ends, Fraction(9, 10) * steps(ends)[-1][1])
    assert age is not None
    return (as_of - age).replace(hour=0, minute=0, second=0, microsecond=0)
