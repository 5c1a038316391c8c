"""What the company wants to reach, and what happened when: targets and annotations of a version.

Reads `definitions.targets` and `definitions.annotations`. Grain: one row per target, one per dated event. Writes
nothing. A version that was built before they were known has none.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import polars as pl

from dashboards.catalogue import MODEL, Metric
from dashboards.filters import Filters
from dashboards.sql import fetch

BY = ("team", "source_category")
"""Fields that a target can be set for."""

NEUTRAL = {MODEL: (), "owner_type": ("user",), "owner_is_automated": ("false",)}
"""Filters that no target is set for and that leave targets as they are: the attribution model, whichever it is, and
what restricts a rate of reps to reps."""


def targets_of(path: Path, name: str) -> pl.DataFrame:
    """Return the targets of a metric: `first`, `last` day of the period, `value`, `team`, `source_category`."""
    schema = {"first": pl.Date, "last": pl.Date, "value": pl.Float64, "team": pl.String, "source_category": pl.String}
    if not _is_defined(path, "targets"):
        return pl.DataFrame(schema=schema)
    asked = "select period, value, team, source_category from definitions.targets where metric = $name order by all"
    rows = [
        (*_days(period), value, team, source)
        for period, value, team, source in fetch(path, asked, {"name": name}).iter_rows()
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def annotations_of(path: Path, first: date | None, last: date | None) -> pl.DataFrame:
    """Return the dated events of some days, both ends included: `annotated_date`, `annotation`."""
    if not _is_defined(path, "annotations"):
        return pl.DataFrame(schema={"annotated_date": pl.Date, "annotation": pl.String})
    kept = "coalesce(annotated_date >= $first, true) and coalesce(annotated_date <= $last, true)"
    asked = f"select annotated_date, annotation from definitions.annotations where {kept} order by all"
    return fetch(path, asked, {"first": first, "last": last})


def _is_defined(path: Path, name: str) -> bool:
    asked = """select count(*) as tables from information_schema.tables
        where table_catalog = 'published' and table_schema = 'definitions' and table_name = $name"""
    return bool(fetch(path, asked, {"name": name})["tables"][0])


def _days(period: str) -> tuple[date, date]:
    """Return the first and last day of `2026`, `2026-Q3` or `2026-07`."""
    year, part = int(period[:4]), period[5:]
    if part.startswith("Q"):
        first_month, months = 3 * int(part[1]) - 2, 3
    else:
        first_month, months = (int(part), 1) if part else (1, 12)
    return date(year, first_month, 1), _first_of(year, first_month + months) - timedelta(days=1)


def _first_of(year: int, month: int) -> date:
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def target_of(targets: pl.DataFrame, asked: Metric, where: Filters, today: date) -> float | None:
    """Return what was to be reached in a period, in the unit of the metric; None: no target was set for all of it.

    A rate, a time or a state: the target of the period's last day. A number or an amount: for each day its part of the
    shortest period that has a target. Under filters on teams or sources only targets set for these hold: for one of
    each, or numbers added up over several; under any other filter there is none.

    Args:
        targets: what `targets_of` returns.
        today: the day of the data, at which a period without an end ends.
    """
    if any(field not in BY and not _is_neutral(field, kept) for field, kept in where.values):
        return None
    chosen = [where.kept(field) or (None,) for field in BY]
    if not asked.adds_up and any(len(kept) > 1 for kept in chosen):
        return None
    found = [_of_one(targets, asked, where, today, dict(zip(BY, each, strict=True))) for each in product(*chosen)]
    known = [each for each in found if each is not None]
    return sum(known) if len(known) == len(found) else None


def _is_neutral(field: str, kept: tuple[str, ...]) -> bool:
    return field in NEUTRAL and NEUTRAL[field] in ((), kept)


def _of_one(
    targets: pl.DataFrame, asked: Metric, where: Filters, today: date, fields: dict[str, str | None]
) -> float | None:
    """Return the target for one team and source, or for all."""
    for field, value in fields.items():
        targets = targets.filter(pl.col(field).eq_missing(pl.lit(value, dtype=pl.String)))
    rows = targets.with_columns(days=(pl.col("last") - pl.col("first")).dt.total_days() + 1).sort("days")
    last = where.last or today
    if not asked.adds_up:
        holding = rows.filter(pl.lit(last).is_between(pl.col("first"), pl.col("last")))
        return float(holding["value"][0]) if holding.height else None
    if where.first is None:
        return None
    total, reached = 0.0, where.first
    while reached <= last:
        holding = rows.filter(pl.lit(reached).is_between(pl.col("first"), pl.col("last")))
        if not holding.height:
            return None
        # Until a shorter period begins, or this one ends.
        row = holding.row(0, named=True)
        shorter = rows.filter((pl.col("days") < row["days"]) & (pl.col("first") > reached))["first"].min()
        until = min([row["last"], last, *([shorter - timedelta(days=1)] if isinstance(shorter, date) else [])])
        total += row["value"] / row["days"] * ((until - reached).days + 1)
        reached = until + timedelta(days=1)
    return total
