"""Why we count a record that their report lacks.

Reads what both sides know; writes nothing. One reason per record, the first that holds; None where only the records
taken together may tell (selections).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from leadhouse.reconciling import kinds
from leadhouse.reconciling.setting import Reason, Setting


@dataclass(frozen=True)
class Missing:
    """What is known of the records that their report lacks.

    Attributes:
        kept: keys of our records that satisfy the filters that their report is said to have; None without such.
        lineage: rows of meta_lineage by key.
        duplicates: keys of leads that got to the step through a duplicate, with that duplicate.
        shown: first and last day that their report shows; None where it shows none or the period is given.
    """

    kept: set[str] | None
    lineage: dict[str, dict[str, Any]]
    duplicates: dict[str, str]
    shown: tuple[date, date] | None


def reason_of_missing(fact: dict[str, Any], missing: Missing, setting: Setting) -> Reason | None:
    """The reason for a record that only we count."""
    key = fact[setting.question.key]
    late = _too_late(fact, setting)
    if late:
        return kinds.AFTER_THEIR_REPORT, late
    if missing.kept is not None and key not in missing.kept:
        return kinds.FILTER, "outside the filters that their report is said to have"
    outside = _outside(fact, missing, setting)
    if outside:
        return outside
    if key in missing.duplicates:
        return kinds.DUPLICATE, f"counted for its duplicate {missing.duplicates[key]}, which got to that step"
    return None


def _too_late(fact: dict[str, Any], setting: Setting) -> str | None:
    made_at = setting.report.made_at
    if made_at is None:
        return None
    for column in ("created_at", setting.question.reached_at):
        at = fact.get(column) if column else None
        if at and at > made_at:
            return f"{column} {at} UTC, their report was made {made_at} UTC"
    return None


def _outside(fact: dict[str, Any], missing: Missing, setting: Setting) -> Reason | None:
    """The period holds the record on our day of it, but not on theirs."""
    question = setting.question
    ours = fact[question.metric.date_column]
    day = fact["close_date"] if question.is_by_closing else setting.their_day(fact["created_at"])
    if missing.shown and day and not missing.shown[0] <= day <= missing.shown[1]:
        return kinds.FILTER, f"{day}; their report shows {missing.shown[0]} to {missing.shown[1]} only"
    if question.is_by_closing and not question.covers(day):
        return kinds.DEFINITION, f"the close date says {day}, but it was set to closed on {ours}, which we count by"
    own_day = setting.own_day(fact, missing.lineage.get(fact[question.key], {}))
    if own_day:
        detail = f"created on {own_day}, but counts from {ours}, the day of the earliest merged into it"
        return None if question.covers(own_day) else (kinds.MERGED, detail)
    if day and not question.covers(day):
        return kinds.TIME_ZONE, setting.both_days(fact)
    return None
