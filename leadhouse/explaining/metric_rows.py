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

from dashboards.catalogue import MODEL, Metric
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

FILTERED = re.compile(r"\$kept_(\w+)")


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
        for clause in clauses[judged:]:
            left_out += self._excluded(names.expression(self.asked.fact, self.asked.date_column), clause)
        return [*left_out, *_unmeasured(self.asked, measured)], hits, bound

    def _excluded(self, day: str, clause: str) -> list[tuple[str, str]]:
        """Return the reasons for which a clause of the filters leaves a row out; `day` is what a period is taken on."""
        if clause == "true":
            return []
        if found := FILTERED.search(clause):
            return [(f"filter_{found[1]}", _fails(clause))]
        if "$mature_days" in clause:
            return [("not_mature", _fails(clause))]
        return [("no_date", f"{day} is null"), ("outside_period", _fails(clause))]

    @cached_property
    def reasons(self) -> str:
        """SQL with one row per row of the fact: record_key, row_key, reason, is_hit."""
        names = catalogue_of(self.path)
        left_out, hits, _ = self.parts
        cases = " ".join(f"when {condition} then '{_quoted(reason)}'" for reason, condition in left_out)
        reason = f"case {cases} else '{IN}' end" if cases else f"'{IN}'"
        fact = self.asked.fact
        row_key = f'f."{next(column for column in names.columns[fact] if column != MODEL)}"'
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
        """Return the rows per reason: reason, records, hits; in the order in which they are looked at."""
        counted = "select reason, count(*) as records, count(*) filter (is_hit) as hits"
        found = self._fetch(f"{counted} from ({self.placed}) group by reason order by records desc, reason")
        order = [reason for reason, _ in self.parts[0]] + [IN]
        places = [order.index(reason) if reason in order else -1 for reason in found["reason"]]
        return found.with_columns(place=pl.Series(places, dtype=pl.Int64)).sort("place", maintain_order=True)

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
        reasons = [("test", 'f."is_test"'), ("duplicate", 'f."is_duplicate"')]
    elif (fact, column) == ("fct_opportunities", "is_counted"):
        reasons = [("never_real", 'f."is_never_real"')]
    else:
        reasons = []
    failed = _fails(clause)
    return [*((reason, f"{failed} and {why}") for reason, why in reasons), (f"not_{column}", failed)]


def _unmeasured(asked: Metric, measured: str) -> list[tuple[str, str]]:
    """Return the reasons for which a row that is looked at is not measured."""
    if measured == "true":
        return []
    lacking = _fails(measured)
    if asked.fact == "fct_leads" and _is_of_response(asked):
        outcome = 'f."response_outcome"'
        outcomes = [(name, f"{lacking} and {outcome} = '{name}'") for name in NOT_DUE]
        rest = asked.numerator_column if asked.measure_type == "count_without" else "known_by_day"
        return [("no_limit", f"{lacking} and {outcome} is null"), *outcomes, (str(rest), lacking)]
    if asked.measure_type.startswith(TIMED):
        return [("no_age", lacking)]
    if asked.event_column:
        missing = (f"not_{asked.event_column}", f'not coalesce(f."{asked.event_column}", false)')
        return [missing, (f"no_{asked.duration_column}", lacking)]
    return [(f"not_{asked.denominator_column or asked.numerator_column}", lacking)]


def _is_of_response(asked: Metric) -> bool:
    """Return whether the response's outcome says why a lead is not measured."""
    is_timed = asked.measure_type.startswith(TIMED) and asked.event_column == "is_contacted"
    return is_timed or asked.denominator_column == "is_response_due"
