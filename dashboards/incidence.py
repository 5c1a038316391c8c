"""The questions about time to an event: response curves, their percentiles, and when a cohort is mature.

Reads fct_leads of a published version. Grain: one row per group and time, or per group. Writes nothing.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dashboards.catalogue import REACHED_AT, Metric
from dashboards.filters import Filters
from dashboards.sql import RESPONSE_MEASURED, catalogue_of, conditions, fetch, labelled
from dashboards.statistics import aalen_johansen, incidence_quantile

CURVE_STEPS_PER_LOG = 25
"""Points drawn of a curve per e-fold of time; quantiles are taken from the exact curve."""

MATURE_SHARE = 0.9
"""A cohort is mature at the age by which this share of its eventual events has come."""


def incidence_counts(path: Path, asked: Metric, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    """Return how many leads were answered, closed untouched or still open after how many seconds, per group.

    A lead closed untouched at an unknown time has left at the latest by the day of the data.
    """
    names = catalogue_of(path)
    clauses, bound = conditions(names, asked, where)
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
    kept = " and ".join([*clauses, RESPONSE_MEASURED])
    return fetch(path, f"select {selected} from {relation} where {kept} group by all order by all", bound)


def incidence_metric(path: Path, asked: Metric, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    """Return a percentile of the time to the first response: `value` in minutes, null when it was not reached."""
    counts = incidence_counts(path, asked, by, where)
    curve = aalen_johansen(counts, by)
    answered = counts.group_by(*by).agg(pl.col("event").sum()) if by else counts.select(pl.col("event").sum())
    found = incidence_quantile(curve, asked.percentile, by)
    found = found.join(answered, on=by, nulls_equal=True) if by else found.with_columns(answered["event"])
    return found.select(
        *by, value=pl.col("seconds") / 60, n=pl.col("n").fill_null(0), hits="event", of="n", reached="reached"
    )


def curve_of(path: Path, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    """Return the share of leads answered within a time, thinned for drawing."""
    asked = catalogue_of(path).metric("median_response_time")
    curve = aalen_johansen(incidence_counts(path, asked, by, where), by)
    drawn = curve.with_columns(step=(pl.col("seconds").clip(1).log() * CURVE_STEPS_PER_LOG).round())
    thinned = drawn.group_by(*by, "step", maintain_order=True).last().with_columns(minutes=pl.col("seconds") / 60)
    return labelled(path, thinned.select(*by, "minutes", "incidence", "low", "high", "n", "at_risk"), by)


def maturity(path: Path, name: str, where: Filters) -> pl.DataFrame:
    """Return the days by which 90 % of the eventual events of a cohort's rate have come; disqualified leads compete."""
    names = catalogue_of(path)
    asked = names.metric(name)
    clauses, bound = conditions(names, asked, where.of_all_time())
    reached = f'f."{REACHED_AT[name]}"'
    ended = f"""coalesce({reached}, case when f."is_disqualified" then f."disqualified_at" end, s."as_of_at")"""
    sql = f"""select greatest(0, (epoch_us({ended}) - epoch_us(f."created_at")) // 1000000) as seconds,
        count({reached}) as event,
        count(*) filter ({reached} is null and f."is_disqualified" and f."disqualified_at" is not null) as competing,
        count(*) - event - competing as censored
        from {names.relation(asked.fact, [ended, *clauses])} where {" and ".join(clauses)} group by all order by all"""
    curve = aalen_johansen(fetch(path, sql, bound))
    if not curve.height or not curve["incidence"][-1]:
        return pl.DataFrame({"days": []}, schema={"days": pl.Float64})
    found = incidence_quantile(curve, MATURE_SHARE * curve["incidence"][-1])
    return found.select(days=pl.col("seconds") / 86400)
