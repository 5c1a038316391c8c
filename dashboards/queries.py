"""The questions that pages ask, as SQL over one fact of a published version.

Ratios are sum over sum after filtering; a zero denominator gives null. Grain: one row per group of `by`, or per record.
Reads the published marts and definitions. Writes nothing. Refuses: names that the version lacks (`UnknownName`).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from dashboards.attribution import MARKETING
from dashboards.catalogue import MODEL, Catalogue, Metric, UnknownName
from dashboards.comebacks import COMEBACKS
from dashboards.decomposition import brought, decomposed
from dashboards.fields import LABELS
from dashboards.filters import NO_VALUE, Filters
from dashboards.funnel import funnel_of, groups_of
from dashboards.goals import annotations_of, targets_of
from dashboards.incidence import curve_of, within
from dashboards.lead_search import SEARCHES
from dashboards.leakage_queries import LEAKS
from dashboards.limits import limits_of
from dashboards.metrics import metric_of, summed
from dashboards.orders import NEWEST, order_of
from dashboards.pooling import pooled
from dashboards.spending import SPENDING
from dashboards.sql import NOTHING, catalogue_of, conditions, fetch, labelled, measured_and_hits
from dashboards.statistics import expected_rates, ranked, with_evidence
from dashboards.timeline import TIMELINES


def _shares(path: Path, name: str, by: str, where: Filters) -> pl.DataFrame:
    frame = metric_of(path, name, (by,), where).filter(pl.col("n") > 0).sort("value", descending=True, nulls_last=True)
    value = pl.col("value").cast(pl.Float64).fill_null(0)
    return frame.with_columns(share=value / value.sum(), cumulative_share=value.cum_sum() / value.sum())


def _owners(path: Path, name: str, where: Filters, everybody: Filters) -> pl.DataFrame:
    """Return a rate per owner, the best first, beside the rate of everybody on the owner's own mix of sources."""
    asked = catalogue_of(path).metric(name)
    parts = metric_of(path, name, ("owner", "team", "source_category"), where)
    rates, strata = (summed(path, asked, parts, by) for by in (("owner", "team"), ("owner", "source_category")))
    standard = strata if everybody == where else metric_of(path, name, ("owner", "source_category"), everybody)
    expected = expected_rates(strata, "owner", "source_category", standard)
    joined = rates.join(expected, on="owner", how="left", nulls_equal=True)
    return ranked(with_evidence(joined), asked.direction)


def _ranking(path: Path, name: str, by: str, where: Filters, most: int | None) -> pl.DataFrame:
    """Return a rate per group, the best first, beside the rate over all groups."""
    rates = pooled(metric_of(path, name, (by,), where).filter(pl.col("of") > 0), by, most)
    judged = with_evidence(rates.with_columns(expected=pl.col("hits").sum() / pl.col("of").sum()))
    return ranked(judged.rename({"expected": "whole"}), catalogue_of(path).metric(name).direction)


def _brought(path: Path, name: str, by: str, where: Filters, before: Filters) -> pl.DataFrame:
    now, then = (metric_of(path, name, (by,), each) for each in (where, before))
    return labelled(path, brought(now, then, by), (by,), keeps_order=True)


def _moved(path: Path, name: str, by: str, where: Filters, before: Filters) -> pl.DataFrame:
    now, then = (metric_of(path, name, (by,), each) for each in (where, before))
    return labelled(path, decomposed(now, then, by), (by,), keeps_order=True)


def _records(
    path: Path,
    name: str,
    fields: tuple[str, ...],
    where: Filters,
    part: str,
    most: int | None = None,
    order: str = NEWEST,
) -> pl.DataFrame:
    names = catalogue_of(path)
    asked = names.metric(name)
    kept, bound = _behind(names, asked, where, part)
    # What has equal places otherwise stands together by its key: the first column, but for the model of credits.
    key = names.expression(asked.fact, next(each for each in names.columns[asked.fact] if each != MODEL))
    moment = asked.date_column.removesuffix("_date") + "_at"
    newest = moment if names.has(asked.fact, moment) else asked.date_column
    ordered = order_of(order, f"{names.expression(asked.fact, newest)} desc nulls last, {key}, f.rowid")
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
    "metric": metric_of,
    "shares": _shares,
    "curve": curve_of,
    "within": within,
    "records": _records,
    "number": _number,
    "owners": _owners,
    "ranking": _ranking,
    "moved": _moved,
    "brought": _brought,
    "options": _options,
    "table": _table,
    "funnel": funnel_of,
    "funnel_groups": groups_of,
    "targets": targets_of,
    "annotations": annotations_of,
    "limits": limits_of,
    **MARKETING,
    **COMEBACKS,
    **LEAKS,
    **SEARCHES,
    **SPENDING,
    **TIMELINES,
}
"""The questions that can be asked, by name, with the functions that answer them from one version."""
