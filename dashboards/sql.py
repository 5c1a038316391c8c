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

from dashboards.catalogue import MODEL, Catalogue, Metric
from dashboards.catalogue_reading import read_catalogue
from dashboards.events import EVENTS, Event
from dashboards.fields import LABELS
from dashboards.filters import NO_VALUE, Filters
from dashboards.published import open_version

NOTHING = {
    "team": "No team",
    "owner": "No owner",
    "source_category": "No lead",
    "score_band": "No score",
    "disqualified_reason": "Not disqualified",
    "rejected_for": "Ignored",
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
    for number, (system, until) in enumerate(where.mature_days):
        on, source = (names.expression(asked.fact, field) for field in (asked.date_column, "source_system"))
        clauses.append(f"({on} <= $until_{number} or {on} is null or {source} is distinct from $system_{number})")
        bound |= {f"until_{number}": until, f"system_{number}": system}
    for field, kept in under_one_model(names, asked, where).values:
        clauses.append(_is_kept(names, asked.fact, field, kept))
        bound[f"kept_{field}"] = kept[0] if len(kept) == 1 else list(kept)
    return clauses or ["true"], bound


def _is_kept(names: Catalogue, fact: str, field: str, kept: tuple[str, ...]) -> str:
    """Return whether a field has one of the values kept.

    Plain comparisons: the database makes them while it reads, and skips rows whose smallest and largest value say
    enough. A cast or a search in a list is made for every row.
    """
    column = names.expression(fact, field)
    lacking = [f"{column} is null"] if NO_VALUE in kept else []
    if names.is_flag(fact, field):
        said = [words for value, words in (("true", column), ("false", f"not {column}")) if value in kept]
        return f"({' or '.join([*said, *lacking]) or 'false'})"
    if names.is_text(fact, field):
        same = f"{column} = $kept_{field}" if len(kept) == 1 else f"{column} = any($kept_{field})"
        return f"({' or '.join([same, *lacking])})"
    among = f"[$kept_{field}]" if len(kept) == 1 else f"$kept_{field}"
    return f"list_contains({among}, coalesce(cast({column} as varchar), '{NO_VALUE}'))"


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
    measured = heard_of(names, event)
    return measured, f"{measured} and {event.happened}"


def heard_of(names: Catalogue, event: Event) -> str:
    """Return the condition of the rows whose event has a time, in sources that tell it.

    A source that never says when the event happened tells nothing about time: all its leads are left out, or those
    without the event would stand for the whole.
    """
    silent = [each.replace("'", "''") for each in names.silent.get(event.told_by, ())]
    listed = ", ".join(f"'{each}'" for each in silent)
    return f'{event.measured} and f."source_system" not in ({listed})' if silent else event.measured


def labelled(path: Path, frame: pl.DataFrame, fields: tuple[str, ...], keeps_order: bool = False) -> pl.DataFrame:
    """Add `<field>_label` to fields that the definitions label, and put the first one's groups in their order.

    Args:
        keeps_order: leave the rows as they come.
    """
    for field in fields:
        if field in LABELS:
            value = pl.col(field).str.replace_all("_", " ")
            spoken = value.str.slice(0, 1).str.to_uppercase() + value.str.slice(1)
            shown = pl.coalesce(f"{field}_label", spoken, pl.lit(NOTHING.get(field, "No value")))
            frame = frame.join(_labels(path, field), on=field, how="left", maintain_order="left").with_columns(
                shown.alias(f"{field}_label")
            )
            if field == fields[0] and not keeps_order:
                frame = frame.sort(f"{field}_order", maintain_order=True, nulls_last=True)
            frame = frame.drop(f"{field}_order")
    return frame


@lru_cache(maxsize=100)
def _labels(path: Path, field: str) -> pl.DataFrame:
    """Return the values of a field that a version labels, with `<field>_label` and `<field>_order`."""
    relation, key, label, order = LABELS[field]
    sql = f'select "{key}" as "{field}", "{label}" as "{field}_label", "{order}" as "{field}_order" from {relation}'
    return fetch(path, sql, {})
