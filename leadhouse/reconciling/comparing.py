"""Their report and our rows, record by record.

Reads both sides; writes nothing. One Difference per record, or line of their report, that adds to the difference; what
both sides count alike makes none. Theirs and all differences add up to ours, in number and in money.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from leadhouse.reconciling import kinds
from leadhouse.reconciling.amounts import reason_of_amount
from leadhouse.reconciling.kinds import KINDS, Kind
from leadhouse.reconciling.ours import Ours
from leadhouse.reconciling.ours_only import Missing, reason_of_missing
from leadhouse.reconciling.question import Question
from leadhouse.reconciling.report import Report, TheirRow
from leadhouse.reconciling.selections import reasons_together
from leadhouse.reconciling.setting import Reason, Setting, setting_of
from leadhouse.reconciling.theirs_only import reason_of_left_out, reason_of_published, reason_of_unknown


@dataclass(frozen=True, slots=True)
class Difference:
    """What one record adds to the difference.

    Attributes:
        key: of the record; None where the line of their report has no usable id.
        line: in their report; None where only we count it.
        count: -1 where only they count it, 1 where only we do, 0 where both do with different amounts.
        amount: ours less theirs, in the reporting currency; 0 where records are counted.
        detail: what is particular to it.
        source_file, source_row: where our export holds it; None where it does not.
    """

    kind: Kind
    key: str | None
    line: int | None
    count: int
    amount: Decimal
    detail: str
    source_file: str | None = None
    source_row: int | None = None


@dataclass(frozen=True)
class Comparison:
    """Both sides and what stands between them.

    Attributes:
        theirs, ours: number of records and their sum (0 where records are counted).
        matched: records that both sides count.
    """

    setting: Setting
    theirs: tuple[int, Decimal]
    ours: tuple[int, Decimal]
    matched: int
    differences: tuple[Difference, ...] = field(repr=False)

    def of(self, kind: Kind) -> list[Difference]:
        """The differences of one kind."""
        return [each for each in self.differences if each.kind is kind]

    @property
    def kinds(self) -> list[Kind]:
        """The kinds that there are, in the order of the statement."""
        return [kind for kind in KINDS if any(each.kind is kind for each in self.differences)]

    @property
    def residual(self) -> list[Difference]:
        """The differences that nothing explains."""
        return [each for each in self.differences if not each.kind.is_explained]

    def adds_up(self) -> bool:
        """Whether theirs and all differences make ours, to the record and to the cent."""
        count = self.theirs[0] + sum(each.count for each in self.differences)
        amount = self.theirs[1] + sum((each.amount for each in self.differences), Decimal(0))
        return (count, amount) == self.ours


def compare(question: Question, report: Report) -> Comparison:
    """Find each difference and its reason."""
    ours = Ours(question)
    rows = ours.rows()
    facts = {row[question.key]: row for row in rows.iter_rows(named=True)}
    firsts: dict[str, TheirRow] = {}
    extra: list[TheirRow] = []
    for row in report.rows:
        if row.key is None or row.key in firsts:
            extra.append(row)
        else:
            firsts[row.key] = row
    matched = [(row, facts[key]) for key, row in firsts.items() if key in facts]
    setting = setting_of(report, ours, matched)
    found = _Differences(setting, ours, rows, facts)
    differences = [
        *found.of_extra(extra),
        *found.of_theirs([row for key, row in firsts.items() if key not in facts]),
        *found.of_ours(set(facts) - set(firsts), set(facts) & set(firsts)),
        *found.of_amounts(matched),
    ]
    summed = sum((row.amount for row in report.rows), Decimal(0)) if question.amount else Decimal(0)
    result = Comparison(setting, (len(report.rows), summed), ours.total(), len(matched), tuple(differences))
    if not result.adds_up():
        raise AssertionError("the differences do not add up to ours")
    return result


class _Differences:
    """Makes the differences of one comparison."""

    def __init__(self, setting: Setting, ours: Ours, rows: pl.DataFrame, facts: dict[str, dict[str, Any]]) -> None:
        self.setting, self.ours, self.rows, self.facts = setting, ours, rows, facts
        self.column = setting.question.amount

    def of_extra(self, extra: Iterable[TheirRow]) -> Iterator[Difference]:
        """Lines of their report that are no record of their own."""
        for row in extra:
            reason = (kinds.REPEATED, "on an earlier line as well") if row.key else (kinds.UNREADABLE, row.fault)
            yield self._of_theirs(row, reason, {})

    def of_theirs(self, rows: list[TheirRow]) -> Iterator[Difference]:
        """Records that only they count."""
        keys = [row.key for row in rows if row.key]
        lineage, facts = self.ours.lineage(keys), self.ours.facts(keys)
        respelled = self.ours.respelled([key for key in keys if key not in lineage])
        for row in rows:
            record, fact = lineage.get(str(row.key)), facts.get(str(row.key))
            if fact:
                reason = reason_of_published(row, fact, record or {}, self.setting)
            elif row.key in respelled:
                reason = (kinds.UNREADABLE, "its id is one of ours but for upper and lower case")
            else:
                reason = reason_of_left_out(record) if record else reason_of_unknown(row, self.setting)
            yield self._of_theirs(row, reason, record or {})

    def of_ours(self, keys: set[str], shared: set[str]) -> Iterator[Difference]:
        """Records that only we count."""
        ordered = sorted(keys)
        lineage = self.ours.lineage(ordered)
        duplicates = self.ours.duplicates_in_step(ordered)
        missing = Missing(self.ours.kept(), lineage, duplicates, self._listed(), self._days_shown())
        reasons = {key: reason_of_missing(self.facts[key], missing, self.setting) for key in ordered}
        unexplained = {key for key, reason in reasons.items() if reason is None}
        together = reasons_together(self.setting.question, self.rows, unexplained, shared) if unexplained else {}
        for key in ordered:
            kind, detail = reasons[key] or together.get(key) or (kinds.ONLY_OURS, "counted by us, not in their report")
            record = lineage.get(key, {})
            amount = self.facts[key][self.column] if self.column else Decimal(0)
            yield Difference(kind, key, None, 1, amount, detail, record.get("source_file"), record.get("source_row"))

    def of_amounts(self, matched: list[tuple[TheirRow, dict[str, Any]]]) -> Iterator[Difference]:
        """Records that both sides count, with different amounts."""
        if not self.column:
            return
        different = [(row, fact) for row, fact in matched if fact[self.column] != row.amount]
        lineage = self.ours.lineage([str(row.key) for row, _ in different])
        for row, fact in different:
            ours = fact[self.column]
            kind, detail = reason_of_amount(row, fact, ours, self.setting)
            record = lineage.get(str(row.key), {})
            yield Difference(
                kind,
                row.key,
                row.line,
                0,
                ours - row.amount,
                detail,
                record.get("source_file"),
                record.get("source_row"),
            )

    def _of_theirs(self, row: TheirRow, reason: Reason, record: dict[str, Any]) -> Difference:
        amount = -row.amount if self.column else Decimal(0)
        return Difference(
            reason[0], row.key, row.line, -1, amount, reason[1], record.get("source_file"), record.get("source_row")
        )

    def _listed(self) -> set[str]:
        return {row.key for row in self.setting.report.rows if row.key}

    def _days_shown(self) -> tuple[date, date] | None:
        """The days that their report covers, where nobody said its period."""
        question, report = self.setting.question, self.setting.report
        if question.first or question.last:
            return None
        if question.is_by_closing:
            days = [row.close_date for row in report.rows if row.close_date]
        else:
            days = [row.created.day for row in report.rows if row.created]
        return (min(days), max(days)) if days else None
