"""A metric as SQL over one fact of a published version: its sums per group, and what they make.

Ratios are sum over sum after filtering; a zero denominator gives null. Grain: one row per group of `by`.
Reads the published marts and definitions. Writes nothing. Refuses: names that the version lacks (`UnknownName`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polars as pl

from dashboards.catalogue import Catalogue, Metric
from dashboards.filters import Filters
from dashboards.incidence import incidence_metric
from dashboards.sql import NUMBERS, catalogue_of, conditions, fetch, labelled, measured_and_hits
from dashboards.statistics import wilson

LOCAL_PARTS = ("_weekday", "_hour")
"""Endings of the parts of a time that depend on the time zone."""

FACT_TIME = re.compile(r'timezone\(.*f\."(\w+)"')
"""A time of the fact itself that is told in a time zone."""


def metric_of(path: Path, name: str, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    """Return a metric per group of `by`: `n`, `hits`, `of`, `value`, and for a share its interval `low`, `high`."""
    names = catalogue_of(path)
    asked = names.metric(name)
    if asked.is_percentile_of_all:
        return labelled(path, incidence_metric(path, asked, by, where), by)
    measured, hits = measured_and_hits(names, asked)
    sums = _sums(names, asked, measured, hits)
    clauses, bound = conditions(names, asked, where)
    groups = {field: names.expression(asked.fact, field) for field in by}
    quarters = _by_quarter_of_an_hour(groups) if _counts_rows(names, asked) else {}
    relation = names.relation(asked.fact, [*groups.values(), *clauses, measured, hits])
    rows = f"from {relation} where {' and '.join(clauses)}"
    if quarters:
        frame = _told_in_zone(path, groups, quarters, f"select {_listed(quarters, sums)} {rows} group by all", bound)
    else:
        frame = fetch(path, f"select {_listed(groups, sums)} {rows} {'group by all order by all' if by else ''}", bound)
    return labelled(path, with_value(asked, frame), by)


def _listed(groups: dict[str, str], sums: list[str]) -> str:
    return ", ".join([*(f'{each} as "{field}"' for field, each in groups.items()), *sums])


def _by_quarter_of_an_hour(groups: dict[str, str]) -> dict[str, str]:
    """Return groups by quarters of an hour instead of by weekdays and hours; empty where none of these is asked for.

    Telling the hour in a time zone takes a microsecond for each row; no zone's hours begin within a quarter.
    """
    parts = {field: FACT_TIME.search(each) for field, each in groups.items() if field.endswith(LOCAL_PARTS)}
    if not parts or not all(parts.values()):
        return {}
    quarters = {each[1]: f'time_bucket(interval 15 minutes, f."{each[1]}")' for each in parts.values() if each}
    return quarters | {field: each for field, each in groups.items() if field not in parts}


def _told_in_zone(
    path: Path, groups: dict[str, str], quarters: dict[str, str], sql: str, bound: dict[str, Any]
) -> pl.DataFrame:
    """Return the sums of quarters of an hour, added up by what the time zone makes of these."""
    told = {field: f'f."{field}"' if field in quarters else each for field, each in groups.items()}
    selected = _listed(told, ["n", "hits", '"of"'])
    found = fetch(path, f"select {selected} from ({sql}) as f", bound)
    return found.group_by(*groups).sum().sort(*groups, nulls_last=True)


def _sums(names: Catalogue, asked: Metric, measured: str, hits: str) -> list[str]:
    """Return the aggregates of a metric: n, hits, of, and for quantiles the value itself."""
    counted = [f"count(*) filter ({measured}) as n"]
    if asked.measure_type.startswith("quantile_"):
        duration = names.expression(asked.fact, str(asked.duration_column))
        counted.append(f"quantile_cont({duration}, {asked.percentile}) filter ({measured}) as value")
    numerator, denominator = (str(each) for each in (asked.numerator_column, asked.denominator_column))
    summed = names.expression(asked.fact, denominator) if _is_by_amount(names, asked) else None
    if asked.measure_type in ("sum", *NUMBERS):
        counted.append(f"cast(sum({names.expression(asked.fact, numerator)}) filter ({hits}) as double) as hits")
    elif summed:
        added = summed if names.is_flag(asked.fact, numerator) else names.expression(asked.fact, numerator)
        counted.append(f"coalesce(cast(sum({added}) filter ({hits}) as double), 0) as hits")
    else:
        counted.append(f"count(*) filter ({hits}) as hits")
    if summed:
        return [*counted, f'cast(sum({summed}) filter ({measured}) as double) as "of"']
    return [*counted, f'count(*) filter ({measured}) as "of"']


def _is_by_amount(names: Catalogue, asked: Metric) -> bool:
    """Whether the denominator is a sum of a column rather than a number of rows."""
    column = asked.denominator_column
    return asked.measure_type in ("rate", *NUMBERS) and bool(column) and not names.is_flag(asked.fact, str(column))


def _counts_rows(names: Catalogue, asked: Metric) -> bool:
    """Whether both sums of a metric are numbers of rows."""
    return (asked.is_share or asked.measure_type in ("count", "count_without")) and not _is_by_amount(names, asked)


def with_value(asked: Metric, frame: pl.DataFrame) -> pl.DataFrame:
    """Turn the sums into the value, and for a share of rows into its interval."""
    if asked.is_share:
        of = pl.col("of")
        frame = frame.with_columns(value=pl.when(of > 0).then(pl.col("hits") / of))
        bounds = [
            wilson(hits, of) if isinstance(hits, int) and hits is not None else None
            for hits, of in frame.select("hits", "of").iter_rows()
        ]
        ends = {"low": [each and each[0] for each in bounds], "high": [each and each[1] for each in bounds]}
        return frame.with_columns(pl.Series(name, end, dtype=pl.Float64) for name, end in ends.items())
    if asked.measure_type in NUMBERS:
        less = pl.col("of") if asked.measure_type == "return" else 0
        return frame.with_columns(value=pl.when(pl.col("of") > 0).then((pl.col("hits") - less) / pl.col("of")))
    if "value" not in frame.columns:
        frame = frame.with_columns(value=pl.col("hits"))
    return frame


def summed(path: Path, asked: Metric, parts: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Return a rate of rows per group from that of finer groups: one reading of the fact serves both."""
    sums = parts.group_by(by).agg(pl.col("n", "hits", "of").sum()).sort(by, nulls_last=True)
    return labelled(path, with_value(asked, sums), by)
