"""Which rows of a fact a metric takes in, and why it leaves the others out.

Reads the published facts and meta_lineage through the dashboards' data layer. Grain: one row per landed record, or per
row of the fact where that is not a record of its own; each has one reason. Writes nothing.
Refuses: names that the version lacks (`UnknownName`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from dashboards.catalogue import Metric
from dashboards.filters import Filters
from dashboards.sql import catalogue_of, conditions, fetch, measured_and_hits

IN = "measured"
"""The reason of the rows that a metric measures."""

RECORDS = {"fct_leads": "lead", "fct_opportunities": "opportunity", "fct_activities": "activity"}
"""Facts of which each row is one landed record."""

OF_LEADS = {"fct_lead_assignments": "assignment_key"}
"""Facts whose rows belong to a lead, with the key of their rows."""

NOT_DUE = ("pending", "closed_untouched", "not_measurable")
"""Outcomes of a response that is not due."""

TIMED = "incidence_"
"""How the kinds of metrics begin that are read from a cumulative incidence."""

FILTERED = re.compile(r"\$kept(\d+)\b")


@dataclass(frozen=True)
class MetricRows:
    """The rows of one metric under some filters, of one version."""

    path: Path
    asked: Metric
    where: Filters

    @property
    def is_of_records(self) -> bool:
        """Whether each row of the fact is one landed record."""
        return self.asked.fact in RECORDS

    @cached_property
    def parts(self) -> tuple[list[tuple[str, str]], str, dict[str, Any]]:
        """The reasons to leave a row out, in order, each with its condition; what is a hit; the values to bind."""
        names = catalogue_of(self.path)
        clauses, bound = conditions(names, self.asked, self.where)
        measured, hits = measured_and_hits(names, self.asked)
        judged = len(self.asked.eligibility)
        left_out = [
            reason
            for column, clause in zip(self.asked.eligibility, clauses[:judged], strict=True)
            for reason in _ineligible(self.asked.fact, column, clause)
        ]
        left_out += [(self._excluded(clause), _fails(clause)) for clause in clauses[judged:] if clause != "true"]
        return [*left_out, *_unmeasured(self.asked, measured)], hits, bound

    def _excluded(self, clause: str) -> str:
        """Return the reason for which a clause of the filters leaves a row out."""
        found = FILTERED.search(clause)
        if found:
            field, kept = self.where.values[int(found[1])]
            return f"not {field} = {' or '.join(kept)}"
        return "not yet mature" if "$mature_until" in clause else "outside the period"

    @cached_property
    def reasons(self) -> str:
        """SQL with one row per row of the fact: record_key, row_key, reason, is_hit."""
        names = catalogue_of(self.path)
        left_out, hits, _ = self.parts
        cases = " ".join(f"when {condition} then '{_quoted(reason)}'" for reason, condition in left_out)
        reason = f"case {cases} else '{IN}' end" if cases else f"'{IN}'"
        fact = self.asked.fact
        row_key = f'f."{next(iter(names.columns[fact]))}"'
        record_key = 'f."lead_key"' if fact in OF_LEADS else row_key
        relation = names.relation(fact, [reason, hits])
        keys = f"{record_key} as record_key, {row_key} as row_key"
        judged = f"select {keys}, {reason} as reason, coalesce({hits}, false) as hit from {relation}"
        return f"select record_key, row_key, reason, hit and reason = '{IN}' as is_hit from ({judged})"

    @cached_property
    def placed(self) -> str:
        """SQL with one row per landed record or row of the fact: its reason, and where it stands."""
        line = "lines.source_object, lines.load_id, lines.source_file, lines.source_row"
        if not self.is_of_records:
            joined = "left join meta_lineage as lines on rows.record_key = lines.record_key and lines.entity = 'lead'"
            return f"select rows.*, {line} from ({self.reasons}) as rows {joined}"
        return f"""
            select coalesce(rows.record_key, lines.record_key) as record_key, lines.record_key as row_key,
                coalesce(rows.reason, lines.fate) as reason, coalesce(rows.is_hit, false) as is_hit, {line}
            from (select * from meta_lineage where entity = '{RECORDS[self.asked.fact]}') as lines
            full join ({self.reasons}) as rows on rows.record_key = lines.record_key
        """

    def counts(self) -> pl.DataFrame:
        """Return the rows per reason: reason, records, hits, the most frequent first."""
        counted = "select reason, count(*) as records, count(*) filter (is_hit) as hits"
        return self._fetch(f"{counted} from ({self.placed}) group by reason order by records desc, reason")

    def files(self) -> pl.DataFrame:
        """Return per load and file what landed, what is measured and what is a hit."""
        counted = (
            f"count(*) as records, count(*) filter (reason = '{IN}') as measured, count(*) filter (is_hit) as hits"
        )
        named = "load_id, source_file, source_object"
        return self._fetch(f"select {named}, {counted} from ({self.placed}) group by {named} order by {named}")

    def records(self, part: str) -> pl.DataFrame:
        """Return the records of a part (measured, hits, left_out, all): key, reason, is_hit, load, file and row."""
        kept = {"measured": f"reason = '{IN}'", "hits": "is_hit", "left_out": f"reason <> '{IN}'", "all": "true"}[part]
        columns = "row_key as key, reason, is_hit, load_id, source_file as file, source_row as row"
        return self._fetch(f"select {columns} from ({self.placed}) where {kept} order by source_file, source_row, key")

    def _fetch(self, sql: str) -> pl.DataFrame:
        return fetch(self.path, sql, self.parts[2])


def _fails(clause: str) -> str:
    return f"not coalesce({clause}, false)"


def _quoted(reason: str) -> str:
    return reason.replace("'", "''")


def _ineligible(fact: str, column: str, clause: str) -> list[tuple[str, str]]:
    """Return the reasons for which a row is not looked at, by the column that says so."""
    if (fact, column) == ("fct_leads", "is_counted"):
        return [("test", 'f."is_test"'), ("duplicate", 'f."is_duplicate"'), ("not counted", _fails(clause))]
    if (fact, column) == ("fct_opportunities", "is_counted"):
        return [("never real", 'f."is_never_real"'), ("not counted", _fails(clause))]
    return [(f"not {column}", _fails(clause))]


def _unmeasured(asked: Metric, measured: str) -> list[tuple[str, str]]:
    """Return the reasons for which a row that is looked at is not measured."""
    if measured == "true":
        return []
    lacking = _fails(measured)
    if asked.fact == "fct_leads" and _is_of_response(asked):
        outcome = 'f."response_outcome"'
        outcomes = [(name.replace("_", " "), f"{lacking} and {outcome} = '{name}'") for name in NOT_DUE]
        rest = asked.numerator_column if asked.measure_type == "count_without" else "known by its day only"
        return [("no limit applies", f"{lacking} and {outcome} is null"), *outcomes, (str(rest), lacking)]
    if asked.measure_type.startswith(TIMED):
        return [("no known age", lacking)]
    if asked.event_column:
        missing = (f"not {asked.event_column}", f'not coalesce(f."{asked.event_column}", false)')
        return [missing, (f"no {asked.duration_column}", lacking)]
    return [(f"not {asked.denominator_column or asked.numerator_column}", lacking)]


def _is_of_response(asked: Metric) -> bool:
    """Return whether the response's outcome says why a lead is not measured."""
    is_timed = asked.measure_type.startswith(TIMED) and asked.event_column == "is_contacted"
    return is_timed or asked.denominator_column == "is_response_due"
