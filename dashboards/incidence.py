"""The questions about time to an event: curves and their percentiles.

Reads the facts of a published version by `events`. Grain: one row per group and time, or per group. Writes nothing.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dashboards.catalogue import Catalogue, Metric
from dashboards.events import EVENTS, Event
from dashboards.filters import Filters
from dashboards.sql import catalogue_of, conditions, fetch, heard_of, labelled
from dashboards.statistics import CENSORED, COMPETING, EVENT, aalen_johansen, counted, incidence_quantile

CURVE_STEPS_PER_LOG = 25
"""Points drawn of a curve per e-fold of time; quantiles are taken from the exact curve."""

READ_AT = (3600, 86400)
"""Seconds at which figures are read off a curve: its last point up to each of them is never thinned out."""

ENDED = f"case kind when {EVENT} then happened_at when {COMPETING} then coalesce(left_at, as_of_at) else as_of_at end"
"""When the clock of a row stopped."""

AGE = f"case when is_timed then greatest(0, epoch_us({ENDED}) - epoch_us(since)) end"
"""The microseconds that it ran."""

SECONDS_OF = {"minutes": 60, "hours": 3600, "days": 86400}
"""Seconds of the units that a time is given in."""


def incidence_counts(
    path: Path, asked: Metric, event: Event, by: tuple[str, ...], where: Filters, steps_only: bool = True
) -> pl.DataFrame:
    """Return how many rows had the event, the competing one or neither after how many seconds, per group.

    Rows that cannot be timed have no seconds. What left at an unknown time has left by the day of the data.

    Args:
        steps_only: as for `counted`; a curve that is drawn has a point at every time.
    """
    names = catalogue_of(path)
    clauses, bound = conditions(names, asked, where)
    groups = {field: names.expression(asked.fact, field) for field in by}
    grouped = [f'{each} as "{field}"' for field, each in groups.items()]
    kind = f"case when {event.happened} then {EVENT} when {event.left} then {COMPETING} else {CENSORED} end"
    selected = [
        *grouped,
        f"cast({kind} as tinyint) as kind",
        f"{heard_of(names, event)} as is_timed",
        f"{event.since} as since",
        f"{event.happened_at} as happened_at",
        f"{event.left_at} as left_at",
        f"{_as_of(names)} as as_of_at",
    ]
    relation = names.relation(asked.fact, [*selected, *clauses])
    rows = f"select {', '.join(selected)} from {relation} where {' and '.join(clauses)}"
    listed = ", ".join([*(f'"{field}"' for field in by), f"{AGE} as us", "kind"])
    return counted(fetch(path, f"select {listed} from ({rows})", bound), by, steps_only)


def _as_of(names: Catalogue) -> str:
    """Return the SQL of the time up to which a row's source tells: it is looked up per source, not joined per row."""
    told = ", ".join(f"'{_quoted(system)}': timestamp '{at}'" for system, at in names.as_of.items())
    return f'map {{{told}}}[f."source_system"]' if told else "cast(null as timestamp)"


def _quoted(text: str) -> str:
    return text.replace("'", "''")


def incidence_metric(path: Path, asked: Metric, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    """Return a percentile of the time to an event: `value` in the metric's unit, null when it was not reached.

    `left_out`: the rows that could not be timed.
    """
    counts = incidence_counts(path, asked, EVENTS[asked.fact, str(asked.event_column)], by, where)
    timed = pl.col("seconds").is_not_null()
    rows = pl.col("event") + pl.col("competing") + pl.col("censored")
    sums = [pl.col("event").filter(timed).sum().alias("hits"), rows.filter(~timed).sum().alias("left_out")]
    summed = counts.group_by(*by).agg(sums).sort(*by) if by else counts.select(sums)
    found = incidence_quantile(aalen_johansen(counts.filter(timed), by, False), asked.percentile, by)
    joined = summed.join(found, on=by, how="left", nulls_equal=True) if by else summed.join(found, how="cross")
    value = pl.col("seconds") / SECONDS_OF[asked.unit]
    n = pl.col("n").fill_null(0)
    return joined.select(*by, "hits", "reached", "left_out", value=value, n=n, of=n)


def curve_of(path: Path, name: str, by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    """Return the share of a percentile metric's rows that had its event within a time, thinned for drawing."""
    asked = catalogue_of(path).metric(name)
    counts = incidence_counts(path, asked, EVENTS[asked.fact, str(asked.event_column)], by, where, steps_only=False)
    curve = aalen_johansen(counts.drop_nulls("seconds"), by)
    drawn = curve.with_columns(step=(pl.col("seconds").clip(1).log() * CURVE_STEPS_PER_LOG).round())
    drawn = drawn.with_columns(read=pl.sum_horizontal(pl.col("seconds") > each for each in READ_AT))
    thinned = drawn.group_by(*by, "step", "read", maintain_order=True).last()
    thinned = thinned.with_columns(minutes=pl.col("seconds") / 60)
    return labelled(path, thinned.select(*by, "minutes", "incidence", "low", "high", "n", "at_risk"), by)


def within(path: Path, name: str, shares: tuple[float, ...], where: Filters) -> pl.DataFrame:
    """Return within what time these shares of all that ever have the event have had it: `share`, `minutes`.

    Read off the exact curve of a percentile metric, not the one that is thinned for drawing. Empty: nobody had it.
    """
    asked = catalogue_of(path).metric(name)
    counts = incidence_counts(path, asked, EVENTS[asked.fact, str(asked.event_column)], (), where)
    curve = aalen_johansen(counts.drop_nulls("seconds"), (), False)
    ever = curve["incidence"][-1] if curve.height else 0
    if not ever:
        return pl.DataFrame(schema={"share": pl.Float64, "minutes": pl.Float64})
    times = [incidence_quantile(curve, share * ever)["seconds"][0] / 60 for share in shares]
    return pl.DataFrame({"share": shares, "minutes": times})
