"""What every reason is judged by: the question, their report and our data, and what the matched records tell.

Reads and writes nothing. One Setting per comparison.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from leadhouse.reconciling.kinds import Kind
from leadhouse.reconciling.ours import Data, Ours
from leadhouse.reconciling.question import Question
from leadhouse.reconciling.report import Report, TheirRow

Reason = tuple[Kind, str]
"""A kind and what is particular to the record."""

Matched = tuple[TheirRow, dict[str, Any]]
"""A record of theirs and the fact row of the same key."""

MOST = 0.5
QUARTER_HOUR = 900
"""Seconds; the zones of the world are apart by multiples of it."""


@dataclass(frozen=True)
class Setting:
    """What every reason is judged by.

    Attributes:
        has_labels: their report writes statuses or stages as our data does, so that a difference means something.
        is_newer: their report is of a later moment than our data.
        labels: the statuses or stages that our data has, in lower case.
        stages: per step of a deal the stages that are at it.
        hours_apart: by how much most of its times differ from ours, 0 if they do not: then its zone is not as declared.
    """

    question: Question
    report: Report
    data: Data
    has_labels: bool
    is_newer: bool
    labels: frozenset[str]
    stages: dict[str, frozenset[str]]
    hours_apart: float = 0

    def their_day(self, at: datetime | None) -> date | None:
        """The day of a moment (UTC) in the zone of their report; None if either is not known."""
        if at is None or self.report.zone is None:
            return None
        return at.replace(tzinfo=UTC).astimezone(ZoneInfo(self.report.zone)).date()

    def since_their_report(self, fact: dict[str, Any]) -> str | None:
        """What happened to a record after their report was made; None if nothing did or that is not known."""
        made_at = self.report.made_at
        for column in ("created_at", self.question.reached_at or "created_at"):
            at: datetime | None = fact.get(column)
            if made_at and at and at > made_at:
                happened = column.removesuffix("_at").replace("_", " ")
                return f"{happened} {at} UTC, after their report was made ({made_at} UTC)"
        return None

    def shown(self, row: TheirRow) -> str:
        """The status or stage of their report; a text that is none of ours might be anything, also a name."""
        return f'"{row.status}"' if row.status.lower() in self.labels else "another one"

    def own_day(self, fact: dict[str, Any], record: dict[str, Any]) -> date | None:
        """The day on which their report has a lead into which older ones were merged; None for any other."""
        own: datetime | None = record.get("created_at")
        if own is None or own == fact["created_at"]:
            return None
        return self.their_day(own) or own.date()

    def both_days(self, fact: dict[str, Any]) -> str:
        """The day of creation on either side."""
        theirs, ours = self.their_day(fact["created_at"]), fact["created_date"]
        return f"{fact['created_at']} UTC is {theirs} in {self.report.zone}, {ours} in {self.data.zone}"


def setting_of(report: Report, ours: Ours, matched: Sequence[Matched]) -> Setting:
    """Learn from the records that both sides count how far their report can be compared with our data."""
    question, data = ours.question, ours.data
    labels = [same_label(row, fact[question.label]) for row, fact in matched if row.status]
    times = [each.at for row in report.rows for each in (row.created, row.modified) if each and each.at]
    newest = max([*times, *([report.made_at] if report.made_at else [])], default=data.as_of_at)
    has_labels = "status" in report.roles and (not labels or sum(labels) > MOST * len(labels))
    is_newer = newest > data.as_of_at
    return Setting(question, report, data, has_labels, is_newer, ours.labels(), ours.stages(), _hours_apart(matched))


def _hours_apart(matched: Sequence[Matched]) -> float:
    apart = Counter(
        round((row.created.at - fact["created_at"]).total_seconds() / QUARTER_HOUR)
        for row, fact in matched
        if row.created and row.created.at and fact["created_at"]
    )
    quarters, records = next(iter(apart.most_common(1)), (0, 0))
    return quarters / 4 if records > MOST * apart.total() else 0


def same_label(row: TheirRow, ours: str | None) -> bool:
    """Whether their report shows the status or stage that our data has."""
    return row.status.strip().lower() == (ours or "").strip().lower()
