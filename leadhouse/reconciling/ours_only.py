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
        duplicates: keys of leads with the duplicates of theirs that got to the step, each with its day of creation.
        listed: keys that their report shows.
        shown: first and last day that their report shows; None where it shows none or the period is given.
    """

    kept: set[str] | None
    lineage: dict[str, dict[str, Any]]
    duplicates: dict[str, list[tuple[str, date]]]
    listed: set[str]
    shown: tuple[date, date] | None


def reason_of_missing(fact: dict[str, Any], missing: Missing, setting: Setting) -> Reason | None:
    """The reason for a record that only we count."""
    key = fact[setting.question.key]
    late = setting.since_their_report(fact)
    if late:
        return kinds.AFTER_THEIR_REPORT, late
    if missing.kept is not None and key not in missing.kept:
        return kinds.FILTER, "outside the filters that their report is said to have"
    outside = _outside(fact, missing, setting)
    if outside:
        return outside
    for duplicate, created in missing.duplicates.get(key, ()):
        if duplicate in missing.listed or not setting.question.covers(created):
            return kinds.DUPLICATE, f"counted for its duplicate {duplicate}, which got to that step"
    return None


def _outside(fact: dict[str, Any], missing: Missing, setting: Setting) -> Reason | None:
    """The period holds the record on our day of it, but not on theirs."""
    question = setting.question
    ours = fact[question.metric.date_column]
    day = fact["close_date"] if question.is_by_closing else setting.their_day(fact["created_at"])
    if missing.shown and day and not missing.shown[0] <= day <= missing.shown[1]:
        return kinds.FILTER, f"{day}; their report shows {missing.shown[0]} to {missing.shown[1]} only"
    if question.is_by_closing and (question.first or question.last) and not question.covers(day):
        return kinds.DEFINITION, f"the close date says {day}, but it was set to closed on {ours}, which we count by"
    own_day = setting.own_day(fact, missing.lineage.get(fact[question.key], {}))
    if own_day:
        detail = f"created on {own_day}, but counts from {ours}, the day of the earliest merged into it"
        return None if question.covers(own_day) else (kinds.MERGED, detail)
    if day and not question.covers(day):
        return kinds.TIME_ZONE, setting.both_days(fact)
    return None
