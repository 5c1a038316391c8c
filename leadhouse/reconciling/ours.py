"""Our side: the rows of a metric, and what the published version knows of any record.

Reads the published facts, meta_lineage and meta_sources through dashboards/sql. Frames have one row per record. Writes
nothing. Refuses: a version that was built before meta_lineage existed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from dashboards.catalogue import Catalogue
from dashboards.filters import Filters
from dashboards.sql import catalogue_of, conditions, fetch, measured_and_hits
from leadhouse.errors import LeadhouseError
from leadhouse.reconciling.question import HITS, Question

EVIDENCE = {
    "lead": (
        "status_raw", "status", "is_test", "is_duplicate", "duplicate_of_lead_key", "is_converted", "lead_source_raw",
        "country", "team", "owner_key", "created_at", "created_date",
    ),
    "opportunity": (
        "stage_raw", "stage", "is_never_real", "is_won", "opportunity_type", "currency", "team", "owner_key", "amount",
        "amount_original", "created_at", "created_date", "close_date", "closed_at", "closed_date",
    ),
}  # fmt: skip
"""What tells why one side counts a record and the other does not."""

STEPS = {"is_won": "is_won", "is_lost": "is_closed and not is_won", "is_closed": "is_closed"}
"""What a stage says of each step, in the definitions."""

SHORT = 15
"""Characters of an id of which the case matters, where ids have check characters behind them."""

IS_ROW = "is_row_of_metric"


@dataclass(frozen=True)
class Data:
    """Of which moment our data is, and in which zone and currency it reports."""

    as_of_at: datetime
    zone: str
    currency: str


class Ours:
    """Answers about one question from one published version."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.names: Catalogue = catalogue_of(question.path)
        if "meta_lineage" not in self.names.columns:
            raise LeadhouseError("This version was built before records could be traced. Next: leadhouse build")
        measured, hits = measured_and_hits(self.names, question.metric)
        self.wanted = hits if question.part == HITS else measured

    @cached_property
    def data(self) -> Data:
        """Of which moment our data is."""
        sql = "select as_of_at, reporting_time_zone, reporting_currency from meta_sources where source_system = $system"
        found = fetch(self.question.path, sql, {"system": self.question.system}).rows()
        if not found:
            raise LeadhouseError(
                f"Nothing of {self.question.system} is published. Next: leadhouse load, then leadhouse build"
            )
        return Data(*found[0])

    @cached_property
    def columns(self) -> list[str]:
        """The columns of the fact that are read: its key, the evidence, what the metric itself looks at."""
        asked = self.question.metric
        own = [*asked.eligibility, asked.denominator_column, asked.numerator_column, self.question.reached_at]
        wanted = [self.question.key, *EVIDENCE[self.question.entity], *(each for each in own if each)]
        return [column for column in dict.fromkeys(wanted) if column in self.names.columns[asked.fact]]

    def rows(self) -> pl.DataFrame:
        """The rows of the metric in the period, with the evidence of each."""
        clauses, bound = conditions(self.names, self.question.metric, self.question.filters)
        return self._fetch(self.columns, [*clauses, self.wanted], bound)

    def total(self) -> tuple[int, Decimal]:
        """Their number and their sum, added up by the database itself."""
        clauses, bound = conditions(self.names, self.question.metric, self.question.filters)
        summed = f'coalesce(sum(f."{self.question.amount}"), 0)' if self.question.amount else "0"
        where = " and ".join([*clauses, self.wanted])
        relation = self.names.relation(self.question.metric.fact, [*clauses, self.wanted])
        sql = f"select count(*), cast({summed} as decimal(38, 2)) from {relation} where {where}"
        ((count, amount),) = fetch(self.question.path, sql, bound).rows()
        return count, amount

    def kept(self) -> set[str] | None:
        """The keys of the metric's rows that satisfy the filters that their report is said to have; None without."""
        if not self.question.narrowed:
            return None
        where = replace(self.question.filters, values=(*self.question.filters.values, *self.question.narrowed))
        clauses, bound = conditions(self.names, self.question.metric, where)
        return set(self._fetch([self.question.key], [*clauses, self.wanted], bound)[self.question.key])

    def facts(self, keys: list[str]) -> dict[str, dict[str, Any]]:
        """The fact rows of some records, by key, each with `is_row_of_metric`: it is one, of whatever period."""
        clauses, bound = conditions(self.names, self.question.metric, Filters())
        chosen = ", ".join(f'f."{column}"' for column in self.columns)
        tested = " and ".join([*clauses, self.wanted])
        relation = self.names.relation(self.question.metric.fact, [*clauses, self.wanted])
        sql = (
            f"select {chosen}, coalesce({tested}, false) as {IS_ROW} from {relation} "
            f'where f."{self.question.key}" in (select unnest($keys))'
        )
        return self._by_key(fetch(self.question.path, sql, {**bound, "keys": keys}), self.question.key)

    def lineage(self, keys: list[str]) -> dict[str, dict[str, Any]]:
        """Where records stand in the exports and what became of them, by key."""
        sql = (
            "select record_key, fate, survivor_key, source_file, source_row, created_at from meta_lineage "
            "where entity = $entity and record_key in (select unnest($keys))"
        )
        bound = {"entity": self.question.entity, "keys": keys}
        return self._by_key(fetch(self.question.path, sql, bound), "record_key")

    def respelled(self, keys: list[str]) -> set[str]:
        """Those of some unknown keys that are known but for upper and lower case; check characters are not compared."""
        length = len(self.question.system) + 1 + SHORT
        sql = (
            "select distinct asked.key from (select unnest($keys) as key) as asked inner join meta_lineage as lines "
            f"on lower(left(asked.key, {length})) = lower(left(lines.record_key, {length})) "
            "where lines.entity = $entity"
        )
        return set(fetch(self.question.path, sql, {"entity": self.question.entity, "keys": keys})["key"])

    def labels(self) -> frozenset[str]:
        """The statuses or stages that our data has, in lower case."""
        column = self.question.label
        sql = (
            f'select distinct lower("{column}") as label from {self.question.metric.fact} where "{column}" is not null'
        )
        return frozenset(fetch(self.question.path, sql, {})["label"])

    def stages(self) -> dict[str, frozenset[str]]:
        """Per step of a deal the stages that the definitions say are at it."""
        sql = "select stage from definitions.opportunity_stages where "
        return {step: frozenset(fetch(self.question.path, sql + said, {})["stage"]) for step, said in STEPS.items()}

    def duplicates_in_step(self, keys: list[str]) -> dict[str, list[tuple[str, date]]]:
        """Of some leads those that have duplicates for which the metric's event happened, with these and their days."""
        column = self.question.step
        if self.question.entity != "lead" or not column or not self.names.is_flag("fct_leads", column):
            return {}
        sql = (
            "select duplicate_of_lead_key, lead_key, created_date from fct_leads "
            f'where "{column}" and duplicate_of_lead_key in (select unnest($keys)) order by all'
        )
        found: dict[str, list[tuple[str, date]]] = {}
        for root, duplicate, created in fetch(self.question.path, sql, {"keys": keys}).rows():
            found.setdefault(root, []).append((duplicate, created))
        return found

    def _fetch(self, columns: list[str], clauses: list[str], bound: dict[str, Any]) -> pl.DataFrame:
        chosen = ", ".join(f'f."{column}"' for column in columns)
        relation = self.names.relation(self.question.metric.fact, clauses)
        return fetch(self.question.path, f"select {chosen} from {relation} where {' and '.join(clauses)}", bound)

    def _by_key(self, frame: pl.DataFrame, key: str) -> dict[str, dict[str, Any]]:
        return {row[key]: row for row in frame.iter_rows(named=True)}
