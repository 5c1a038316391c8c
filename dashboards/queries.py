"""The questions that pages ask, as SQL over one fact of a published version.

Ratios are sum over sum after filtering; a zero denominator gives null. Grain: one row per group of `by`, or per record.
Reads the published marts and definitions. Writes nothing. Refuses: names that the version lacks (`UnknownName`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from dashboards.attribution import MARKETING
from dashboards.catalogue import MODEL, Catalogue, Metric, UnknownName
from dashboards.comebacks import COMEBACKS
from dashboards.decomposition import decomposed
from dashboards.fields import LABELS
from dashboards.filters import NO_VALUE, Filters
from dashboards.funnel import funnel_of
from dashboards.goals import annotations_of, targets_of
from dashboards.incidence import curve_of, incidence_metric
from dashboards.lead_search import SEARCHES
from dashboards.leakage_queries import LEAKS
from dashboards.limits import limits_of
from dashboards.pooling import pooled
from dashboards.sql import NOTHING, NUMBERS, catalogue_of, conditions, fetch, labelled, measured_and_hits
from dashboards.statistics import expected_rates, ranked, wilson, with_evidence
from dashboards.timeline import TIMELINES

LOCAL_PARTS = ("_weekday", "_hour")
"""Endings of the parts of a time that depend on the time zone."""

FACT_TIME = re.compile(r'timezone\(.*f\."(\w+)"')
"""A time of the fact itself that is told in a time zone."""


def _metric(path: Path, name: str, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
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
    return labelled(path, _with_value(asked, frame), by)


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


def _with_value(asked: Metric, frame: pl.DataFrame) -> pl.DataFrame:
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


def _shares(path: Path, name: str, by: str, where: Filters) -> pl.DataFrame:
    frame = _metric(path, name, (by,), where).filter(pl.col("n") > 0).sort("value", descending=True, nulls_last=True)
    value = pl.col("value").cast(pl.Float64).fill_null(0)
    return frame.with_columns(share=value / value.sum(), cumulative_share=value.cum_sum() / value.sum())


def _owners(path: Path, name: str, where: Filters, everybody: Filters) -> pl.DataFrame:
    """Return a rate per owner, the best first, beside the rate of everybody on the owner's own mix of sources."""
    asked = catalogue_of(path).metric(name)
    parts = _metric(path, name, ("owner", "team", "source_category"), where)
    rates, strata = (_summed(path, asked, parts, by) for by in (("owner", "team"), ("owner", "source_category")))
    standard = strata if everybody == where else _metric(path, name, ("owner", "source_category"), everybody)
    expected = expected_rates(strata, "owner", "source_category", standard)
    joined = rates.join(expected, on="owner", how="left", nulls_equal=True)
    return ranked(with_evidence(joined), asked.direction)


def _summed(path: Path, asked: Metric, parts: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Return a rate of rows per group from that of finer groups: one reading of the fact serves both."""
    sums = parts.group_by(by).agg(pl.col("n", "hits", "of").sum()).sort(by, nulls_last=True)
    return labelled(path, _with_value(asked, sums), by)


def _ranking(path: Path, name: str, by: str, where: Filters, most: int | None) -> pl.DataFrame:
    """Return a rate per group, the best first, beside the rate over all groups."""
    rates = pooled(_metric(path, name, (by,), where).filter(pl.col("of") > 0), by, most)
    judged = with_evidence(rates.with_columns(expected=pl.col("hits").sum() / pl.col("of").sum()))
    return ranked(judged.rename({"expected": "whole"}), catalogue_of(path).metric(name).direction)


def _moved(path: Path, name: str, by: str, where: Filters, before: Filters) -> pl.DataFrame:
    now, then = (_metric(path, name, (by,), each) for each in (where, before))
    return labelled(path, decomposed(now, then, by), (by,), keeps_order=True)


def _records(
    path: Path, name: str, fields: tuple[str, ...], where: Filters, part: str, most: int | None = None
) -> pl.DataFrame:
    names = catalogue_of(path)
    asked = names.metric(name)
    kept, bound = _behind(names, asked, where, part)
    key = names.expression(asked.fact, next(iter(names.columns[asked.fact])))
    moment = asked.date_column.removesuffix("_date") + "_at"
    newest = moment if names.has(asked.fact, moment) else asked.date_column
    ordered = f"{names.expression(asked.fact, newest)} desc nulls last, {key}, f.rowid"
    chosen = {field: names.expression(asked.fact, field) for field in fields}
    selected = ", ".join(f'{_local(field, each)} as "{field}"' for field, each in chosen.items())
    found = f"from {names.relation(asked.fact, [*kept, ordered])} where {' and '.join(kept)} order by {ordered}"
    if most is None:
        relation = names.relation(asked.fact, [*chosen.values(), *kept, ordered])
        sql = f"select {selected} from {relation} where {' and '.join(kept)} order by {ordered}"
    else:
        # The fields are read of the first rows only: sorting all rows with all their text takes ten times as long.
        first = f"inner join (select f.rowid as number {found} limit {int(most)}) as first on first.number = f.rowid"
        relation = names.relation(asked.fact, [*chosen.values(), ordered], first)
        sql = f"select {selected} from {relation} order by {ordered}"
    return labelled(path, fetch(path, sql, bound), fields, keeps_order=True)


def _number(path: Path, name: str, where: Filters, part: str) -> pl.DataFrame:
    names = catalogue_of(path)
    asked = names.metric(name)
    kept, bound = _behind(names, asked, where, part)
    return fetch(
        path, f"select count(*) as n from {names.relation(asked.fact, kept)} where {' and '.join(kept)}", bound
    )


def _behind(names: Catalogue, asked: Metric, where: Filters, part: str) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions of the rows behind a metric: all measured, or its `hits`; and the values to bind."""
    clauses, bound = conditions(names, asked, where)
    measured, hits = measured_and_hits(names, asked)
    return [*clauses, hits if part == "hits" else measured], bound


def _local(field: str, expression: str) -> str:
    """Return a time in the reporting zone; anything else as it is."""
    return f"timezone($zone, timezone('UTC', {expression}))" if field.endswith("_at") else expression


def _options(path: Path, fact: str, field: str) -> pl.DataFrame:
    names = catalogue_of(path)
    value = names.expression(fact, field)
    # Each model shares out the same opportunities, so that one has all that there is of these.
    kept = f"where f.{MODEL} = $model" if names.has(fact, MODEL) and not value.startswith("f.") else ""
    sql = f"select distinct cast({value} as varchar) as value from {names.relation(fact, [value])} {kept} order by all"
    frame = labelled(path, fetch(path, sql, {"model": names.usual_model}).rename({"value": field}), (field,))
    label = pl.col(f"{field}_label") if field in LABELS else pl.coalesce(field, pl.lit(NOTHING.get(field, "None")))
    return frame.select(value=pl.col(field).fill_null(NO_VALUE), label=label)


def _table(path: Path, name: str, systems: tuple[str, ...]) -> pl.DataFrame:
    names = catalogue_of(path)
    if name not in names.columns or not name.startswith("meta_"):
        raise UnknownName(f"There is no table {name} on the data page.")
    chosen = ", ".join(
        f'{_local(column, f"f.{chr(34)}{column}{chr(34)}")} as "{column}"' for column in names.columns[name]
    )
    kept = "where list_contains($systems, f.source_system)" if systems else ""
    bound = {"zone": names.zone, "systems": list(systems)}
    return fetch(path, f'select {chosen} from "{name}" as f {kept} order by all', bound)


QUESTIONS: dict[str, Callable[..., pl.DataFrame]] = {
    "metric": _metric,
    "shares": _shares,
    "curve": curve_of,
    "records": _records,
    "number": _number,
    "owners": _owners,
    "ranking": _ranking,
    "moved": _moved,
    "options": _options,
    "table": _table,
    "funnel": funnel_of,
    "targets": targets_of,
    "annotations": annotations_of,
    "limits": limits_of,
    **MARKETING,
    **COMEBACKS,
    **LEAKS,
    **SEARCHES,
    **TIMELINES,
}
"""The questions that can be asked, by name, with the functions that answer them from one version."""
