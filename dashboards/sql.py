"""The parts that every question's SQL is made of.

Names are checked against the version's own catalogue, values are bound. Reads the published marts and definitions.
Writes nothing. Refuses: names that the version lacks (`UnknownName`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from dashboards.catalogue import MODEL, Catalogue, Metric, read_catalogue
from dashboards.events import EVENTS
from dashboards.fields import LABELS
from dashboards.filters import NO_VALUE, Filters
from dashboards.published import open_version

NOTHING = {
    "team": "No team",
    "owner": "No owner",
    "source_category": "No lead",
    "score_band": "No score",
    "disqualified_reason": "Not disqualified",
    "origin": "Unattributed",
}
"""How a missing value of a field is called."""

BOUND = re.compile(r"\$(\w+)")
"""A value bound by name."""

NUMBERS = ("ratio", "return")
"""Kinds of metrics that are one sum of a number over another, both over the rows that have both."""


@lru_cache(maxsize=8)
def catalogue_of(path: Path) -> Catalogue:
    """Return the names of a version."""
    return read_catalogue(open_version(path))


def fetch(path: Path, sql: str, values: dict[str, Any]) -> pl.DataFrame:
    """Run one query on a cursor of its own."""
    named = set(BOUND.findall(sql))
    return open_version(path).cursor().execute(sql, {name: values[name] for name in values if name in named}).pl()


def conditions(names: Catalogue, asked: Metric, where: Filters) -> tuple[list[str], dict[str, Any]]:
    """Return what the rows of a metric must satisfy, and the values to bind."""
    clauses = [names.expression(asked.fact, column) for column in asked.eligibility]
    bound: dict[str, Any] = {"zone": names.zone}
    for bound_name, day, compared in (("first", where.first, ">="), ("last", where.last, "<=")):
        if day is not None:
            clauses.append(f"{names.expression(asked.fact, asked.date_column)} {compared} ${bound_name}")
            bound[bound_name] = day
    if where.mature_days:
        until = f"map($mature_systems, $mature_days)[{names.expression(asked.fact, 'source_system')}]"
        clauses.append(f"coalesce({names.expression(asked.fact, asked.date_column)} <= {until}, true)")
        bound["mature_systems"], bound["mature_days"] = map(list, zip(*where.mature_days, strict=True))
    where = under_one_model(names, asked, where)
    for field, kept in where.values:
        column = names.expression(asked.fact, field)
        if kept == ("true",) and names.is_flag(asked.fact, field):
            clauses.append(column)
        elif names.is_text(asked.fact, field):
            # A plain comparison: the database skips the rows whose smallest and largest value say enough.
            lacking = f" or {column} is null" if NO_VALUE in kept else ""
            clauses.append(f"({column} = any($kept_{field}){lacking})")
        else:
            clauses.append(f"list_contains($kept_{field}, coalesce(cast({column} as varchar), '{NO_VALUE}'))")
        bound[f"kept_{field}"] = list(kept)
    return clauses or ["true"], bound


def under_one_model(names: Catalogue, asked: Metric, where: Filters) -> Filters:
    """Return the filters with an attribution model for a fact that says its money once per model, else with none."""
    if not names.has(asked.fact, MODEL):
        return where.without(MODEL)
    return where if where.kept(MODEL) else where.only(MODEL, names.usual_model)


def measured_and_hits(names: Catalogue, asked: Metric) -> tuple[str, str]:
    """Return the conditions of the rows that a metric measures and of those in which its event happened."""

    def flag(column: str | None) -> str:
        if not column:
            return "true"
        expression = names.expression(asked.fact, column)
        return f"coalesce({expression}, false)" if names.is_flag(asked.fact, column) else f"{expression} is not null"

    kind = asked.measure_type
    if kind in ("count", "sum"):
        return flag(asked.numerator_column), flag(asked.numerator_column)
    if kind in NUMBERS:
        both = f"{flag(asked.numerator_column)} and {flag(asked.denominator_column)}"
        return both, both
    if kind == "rate":
        return flag(asked.denominator_column), f"{flag(asked.denominator_column)} and {flag(asked.numerator_column)}"
    lacking = f"{flag(asked.denominator_column)} and not {flag(asked.numerator_column)}"
    if kind == "complement":
        return flag(asked.denominator_column), lacking
    if kind == "count_without":
        return lacking, lacking
    if kind.startswith("quantile_"):
        return (f"{flag(asked.event_column)} and {flag(asked.duration_column)}",) * 2
    event = EVENTS[asked.fact, str(asked.event_column)]
    return event.measured, f"{event.measured} and {event.happened}"


def labelled(path: Path, frame: pl.DataFrame, fields: tuple[str, ...], keeps_order: bool = False) -> pl.DataFrame:
    """Add `<field>_label` to fields that the definitions label, and put the first one's groups in their order.

    Args:
        keeps_order: leave the rows as they come.
    """
    for field in fields:
        if field in LABELS:
            relation, key, label, order = LABELS[field]
            sql = f'select "{key}" as "{field}", "{label}" as "{field}_label", "{order}" as "{field}_order"'
            labels = fetch(path, f"{sql} from {relation}", {})
            value = pl.col(field).str.replace_all("_", " ")
            spoken = value.str.slice(0, 1).str.to_uppercase() + value.str.slice(1)
            shown = pl.coalesce(f"{field}_label", spoken, pl.lit(NOTHING.get(field, "No value")))
            frame = frame.join(labels, on=field, how="left", maintain_order="left").with_columns(
                shown.alias(f"{field}_label")
            )
            if field == fields[0] and not keeps_order:
                frame = frame.sort(f"{field}_order", maintain_order=True, nulls_last=True)
            frame = frame.drop(f"{field}_order")
    return frame
