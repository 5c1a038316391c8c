"""The questions that pages ask, as SQL over one fact of a published version.

Reads the published marts and definitions. Names are checked against the version's own catalogue, values are bound.
Ratios are sum over sum after filtering; a zero denominator gives null. Grain: one row per group of `by`, or per record.
Writes nothing. Refuses: names that the version lacks (`UnknownName`).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from dashboards.catalogue import LABELS, REACHED_AT, Catalogue, Metric, UnknownName, read_catalogue
from dashboards.filters import NO_VALUE, Filters
from dashboards.published import open_version
from dashboards.statistics import aalen_johansen, expected_rates, incidence_quantile, wilson

RATES = ("rate", "complement")
CURVE_STEPS_PER_LOG = 25
"""Points drawn of a curve per e-fold of time; quantiles are taken from the exact curve."""

MATURE_SHARE = 0.9
"""A cohort is mature at the age by which this share of its eventual events has come."""

NOTHING = {"team": "No team", "owner": "No owner", "source_category": "No lead", "score_band": "No score"}
"""How a missing value of a field is called."""


@lru_cache(maxsize=8)
def catalogue_of(path: Path) -> Catalogue:
    """Return the names of a version."""
    return read_catalogue(open_version(path))


def _fetch(path: Path, sql: str, values: dict[str, Any]) -> pl.DataFrame:
    """Run one query on a cursor of its own."""
    named = {name: value for name, value in values.items() if f"${name}" in sql}
    return open_version(path).cursor().execute(sql, named).pl()


def _conditions(names: Catalogue, asked: Metric, where: Filters) -> tuple[list[str], dict[str, Any]]:
    """Return what the rows of a metric must satisfy, and the values to bind."""
    clauses = [names.expression(asked.fact, column) for column in asked.eligibility]
    bound: dict[str, Any] = {"zone": names.zone}
    for bound_name, day, compared in (("first", where.first, ">="), ("last", where.last, "<=")):
        if day is not None:
            clauses.append(f"{names.expression(asked.fact, asked.date_column)} {compared} ${bound_name}")
            bound[bound_name] = day
    for number, (field, kept) in enumerate(where.values):
        column = names.expression(asked.fact, field)
        clauses.append(f"list_contains($kept{number}, coalesce(cast({column} as varchar), '{NO_VALUE}'))")
        bound[f"kept{number}"] = list(kept)
    return clauses or ["true"], bound


def _measured_and_hits(names: Catalogue, asked: Metric) -> tuple[str, str]:
    """Return the conditions of the rows that a metric measures and of those in which its event happened."""

    def flag(column: str | None) -> str:
        if not column:
            return "true"
        expression = names.expression(asked.fact, column)
        return f"coalesce({expression}, false)" if names.is_flag(asked.fact, column) else f"{expression} is not null"

    kind = asked.measure_type
    if kind in ("count", "sum"):
        return flag(asked.numerator_column), flag(asked.numerator_column)
    if kind == "rate":
        return flag(asked.denominator_column), f"{flag(asked.denominator_column)} and {flag(asked.numerator_column)}"
    lacking = f"{flag(asked.denominator_column)} and not {flag(asked.numerator_column)}"
    if kind == "complement":
        return flag(asked.denominator_column), lacking
    if kind == "count_without":
        return lacking, lacking
    if kind.startswith("quantile_"):
        return (f"{flag(asked.event_column)} and {flag(asked.duration_column)}",) * 2
    return _RESPONSE_MEASURED, f"{_RESPONSE_MEASURED} and {flag(asked.event_column)}"


_RESPONSE_MEASURED = (
    'f."response_outcome" is not null and f."response_outcome" <> \'not_measurable\''
    ' and not (f."is_contacted" and f."first_contacted_precision" = \'day\')'
)
"""Leads with a limit whose response can be timed: what the cumulative incidence is taken over."""


def _metric(path: Path, name: str, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    names = catalogue_of(path)
    asked = names.metric(name)
    if asked.measure_type.startswith("incidence_"):
        return _labelled(path, _incidence_metric(path, asked, by, where), by)
    measured, hits = _measured_and_hits(names, asked)
    sums = _sums(names, asked, measured, hits)
    clauses, bound = _conditions(names, asked, where)
    groups = {field: names.expression(asked.fact, field) for field in by}
    relation = names.relation(asked.fact, [*groups.values(), *clauses, measured, hits])
    selected = ", ".join([*(f'{each} as "{field}"' for field, each in groups.items()), *sums])
    grouped = "group by all order by all" if by else ""
    frame = _fetch(path, f"select {selected} from {relation} where {' and '.join(clauses)} {grouped}", bound)
    return _labelled(path, _with_value(asked, frame), by)


def _sums(names: Catalogue, asked: Metric, measured: str, hits: str) -> list[str]:
    """Return the aggregates of a metric: n, hits, of, and for quantiles the value itself."""
    counted = [f"count(*) filter ({measured}) as n"]
    if asked.measure_type.startswith("quantile_"):
        duration = names.expression(asked.fact, str(asked.duration_column))
        counted.append(f"quantile_cont({duration}, {asked.percentile}) filter ({measured}) as value")
    if asked.measure_type == "sum" or _is_by_amount(names, asked):
        numerator = names.expression(asked.fact, str(asked.numerator_column))
        counted.append(f"cast(sum({numerator}) filter ({hits}) as double) as hits")
    else:
        counted.append(f"count(*) filter ({hits}) as hits")
    if _is_by_amount(names, asked):
        denominator = names.expression(asked.fact, str(asked.denominator_column))
        return [*counted, f'cast(sum({denominator}) filter ({measured}) as double) as "of"']
    return [*counted, f'count(*) filter ({measured}) as "of"']


def _is_by_amount(names: Catalogue, asked: Metric) -> bool:
    column = asked.denominator_column
    return asked.measure_type == "rate" and bool(column) and not names.is_flag(asked.fact, str(column))


def _with_value(asked: Metric, frame: pl.DataFrame) -> pl.DataFrame:
    """Turn the sums into the value, and for a share of rows into its interval."""
    if asked.measure_type in RATES:
        of = pl.col("of")
        frame = frame.with_columns(value=pl.when(of > 0).then(pl.col("hits") / of))
        bounds = [
            wilson(hits, of) if isinstance(hits, int) and hits is not None else None
            for hits, of in frame.select("hits", "of").iter_rows()
        ]
        ends = {"low": [each and each[0] for each in bounds], "high": [each and each[1] for each in bounds]}
        return frame.with_columns(pl.Series(name, end, dtype=pl.Float64) for name, end in ends.items())
    if "value" not in frame.columns:
        frame = frame.with_columns(value=pl.col("hits"))
    return frame


def _incidence_counts(path: Path, asked: Metric, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    """Return how many leads were answered, closed untouched or still open after how many seconds, per group."""
    names = catalogue_of(path)
    clauses, bound = _conditions(names, asked, where)
    groups = {field: names.expression(asked.fact, field) for field in by}
    ended = """case when f."is_contacted" then f."first_contacted_at"
        when f."is_open" then s."as_of_at"
        else coalesce(case when f."is_disqualified" then f."disqualified_at" else f."converted_at" end, s."as_of_at")
        end"""
    selected = ", ".join(
        [
            *(f'{each} as "{field}"' for field, each in groups.items()),
            f'greatest(0, (epoch_us({ended}) - epoch_us(f."clock_started_at")) // 1000000) as seconds',
            'count(*) filter (f."is_contacted") as event',
            'count(*) filter (not f."is_contacted" and not f."is_open") as competing',
            'count(*) filter (not f."is_contacted" and f."is_open") as censored',
        ]
    )
    relation = names.relation(asked.fact, [*groups.values(), *clauses, ended])
    kept = " and ".join([*clauses, _RESPONSE_MEASURED])
    return _fetch(path, f"select {selected} from {relation} where {kept} group by all order by all", bound)


def _incidence_metric(path: Path, asked: Metric, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    counts = _incidence_counts(path, asked, by, where)
    curve = aalen_johansen(counts, by)
    answered = counts.group_by(*by).agg(pl.col("event").sum()) if by else counts.select(pl.col("event").sum())
    found = incidence_quantile(curve, asked.percentile, by)
    found = found.join(answered, on=by, nulls_equal=True) if by else found.with_columns(answered["event"])
    return found.select(
        *by, value=pl.col("seconds") / 60, n=pl.col("n").fill_null(0), hits="event", of="n", reached="reached"
    )


def _curve(path: Path, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    asked = catalogue_of(path).metric("median_response_time")
    curve = aalen_johansen(_incidence_counts(path, asked, by, where), by)
    drawn = curve.with_columns(step=(pl.col("seconds").clip(1).log() * CURVE_STEPS_PER_LOG).round())
    thinned = drawn.group_by(*by, "step", maintain_order=True).last().with_columns(minutes=pl.col("seconds") / 60)
    return _labelled(path, thinned.select(*by, "minutes", "incidence", "low", "high", "n", "at_risk"), by)


def _maturity(path: Path, name: str, where: Filters) -> pl.DataFrame:
    """Return the days by which 90 % of the eventual events of a cohort's rate have come; disqualified leads compete."""
    names = catalogue_of(path)
    asked = names.metric(name)
    clauses, bound = _conditions(names, asked, where.of_all_time())
    reached = f'f."{REACHED_AT[name]}"'
    ended = f"""coalesce({reached}, case when f."is_disqualified" then f."disqualified_at" end, s."as_of_at")"""
    sql = f"""select greatest(0, (epoch_us({ended}) - epoch_us(f."created_at")) // 1000000) as seconds,
        count({reached}) as event,
        count(*) filter ({reached} is null and f."is_disqualified" and f."disqualified_at" is not null) as competing,
        count(*) - event - competing as censored
        from {names.relation(asked.fact, [ended, *clauses])} where {" and ".join(clauses)} group by all order by all"""
    curve = aalen_johansen(_fetch(path, sql, bound))
    if not curve.height or not curve["incidence"][-1]:
        return pl.DataFrame({"days": []}, schema={"days": pl.Float64})
    found = incidence_quantile(curve, MATURE_SHARE * curve["incidence"][-1])
    return found.select(days=pl.col("seconds") / 86400)


def _shares(path: Path, name: str, by: str, where: Filters) -> pl.DataFrame:
    frame = _metric(path, name, (by,), where).filter(pl.col("n") > 0).sort("value", descending=True, nulls_last=True)
    value = pl.col("value").cast(pl.Float64).fill_null(0)
    return frame.with_columns(share=value / value.sum(), cumulative_share=value.cum_sum() / value.sum())


def _owners(path: Path, name: str, where: Filters) -> pl.DataFrame:
    rates = _metric(path, name, ("owner", "owner_name", "team"), where)
    strata = _metric(path, name, ("owner", "source_category"), where).with_columns(n=pl.col("of"))
    return rates.join(expected_rates(strata, "owner", "source_category"), on="owner", how="left").sort("owner_name")


def _records(path: Path, name: str, fields: tuple[str, ...], where: Filters, part: str) -> pl.DataFrame:
    names = catalogue_of(path)
    asked = names.metric(name)
    clauses, bound = _conditions(names, asked, where)
    measured, hits = _measured_and_hits(names, asked)
    wanted = hits if part == "hits" else measured
    chosen = {field: names.expression(asked.fact, field) for field in fields}
    relation = names.relation(asked.fact, [*chosen.values(), *clauses, wanted])
    selected = ", ".join(f'{_local(field, each)} as "{field}"' for field, each in chosen.items())
    key = names.expression(asked.fact, next(iter(names.columns[asked.fact])))
    moment = asked.date_column.removesuffix("_date") + "_at"
    ordered = f"{names.expression(asked.fact, moment)} desc nulls last, {key}"
    sql = f"select {selected} from {relation} where {' and '.join([*clauses, wanted])} order by {ordered}"
    return _labelled(path, _fetch(path, sql, bound), fields)


def _local(field: str, expression: str) -> str:
    """Return a time in the reporting zone; anything else as it is."""
    return f"timezone($zone, timezone('UTC', {expression}))" if field.endswith("_at") else expression


def _options(path: Path, fact: str, field: str) -> pl.DataFrame:
    names = catalogue_of(path)
    value = names.expression(fact, field)
    label = names.expression(fact, "owner_name") if field == "owner" else value
    sql = (
        f"select distinct coalesce(cast({value} as varchar), '{NO_VALUE}') as value, cast({label} as varchar) as label"
        f" from {names.relation(fact, [value, label])} order by label nulls last"
    )
    frame = _labelled(path, _fetch(path, sql, {}).rename({"value": field}), (field,))
    shown = f"{field}_label" if f"{field}_label" in frame.columns else "label"
    fallback = pl.when(pl.col(field) == NO_VALUE).then(pl.lit(NOTHING.get(field, "none"))).otherwise(pl.col(field))
    return frame.select(value=pl.col(field), label=pl.coalesce(pl.col(shown), fallback))


def _table(path: Path, name: str, systems: tuple[str, ...]) -> pl.DataFrame:
    names = catalogue_of(path)
    if name not in names.columns or not name.startswith("meta_"):
        raise UnknownName(f"There is no table {name} on the data page.")
    chosen = ", ".join(
        f'{_local(column, f"f.{chr(34)}{column}{chr(34)}")} as "{column}"' for column in names.columns[name]
    )
    kept = "where list_contains($systems, f.source_system)" if systems else ""
    bound = {"zone": names.zone, "systems": list(systems)}
    return _fetch(path, f'select {chosen} from "{name}" as f {kept} order by all', bound)


def _labelled(path: Path, frame: pl.DataFrame, fields: tuple[str, ...]) -> pl.DataFrame:
    """Add `<field>_label` to fields that the definitions label, and put the first one's groups in their order."""
    for field in fields:
        if field in LABELS:
            definition, key, label, order = LABELS[field]
            sql = f'select "{key}" as "{field}", "{label}" as "{field}_label", "{order}" as "{field}_order"'
            labels = _fetch(path, f'{sql} from definitions."{definition}"', {})
            shown = pl.coalesce(f"{field}_label", field, pl.lit(NOTHING.get(field, "No value")))
            frame = frame.join(labels, on=field, how="left", maintain_order="left").with_columns(
                shown.alias(f"{field}_label")
            )
            if field == fields[0]:
                frame = frame.sort(f"{field}_order", maintain_order=True, nulls_last=True)
            frame = frame.drop(f"{field}_order")
    return frame


QUESTIONS: dict[str, Callable[..., pl.DataFrame]] = {
    "metric": _metric,
    "shares": _shares,
    "maturity": _maturity,
    "curve": _curve,
    "records": _records,
    "owners": _owners,
    "options": _options,
    "table": _table,
}
"""The questions that can be asked, by name, with the functions that answer them from one version."""
