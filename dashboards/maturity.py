"""Which rows are old enough for a rate to be judged: a cohort is mature when 90 % of its eventual events have come.

Reads the facts of a published version, or what its build worked out of them. Writes nothing.
Grain: one day per version, rate, filters and source system.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from dashboards.catalogue import Metric
from dashboards.events import EVENTS
from dashboards.filters import Filters
from dashboards.incidence import incidence_counts
from dashboards.sql import catalogue_of, fetch
from dashboards.statistics import aalen_johansen, incidence_quantile

MATURE_SHARE = 0.9
"""A cohort is mature at the age by which this share of its eventual events has come."""

DAY = timedelta(days=1)

PUBLISHED = "meta_maturity"
"""Where a build has written the ages that pages ask for without a filter; versions of earlier releases lack it."""


def everybody(where: Filters) -> Filters:
    """Return the filters without those on owners and teams: what one of them is compared with."""
    return where.without("owner").without("team")


def mature_until(path: Path, name: str, where: Filters) -> date | None:
    """Return the last day with rows that are old enough for a rate to be judged; None: no age is known for it."""
    return max((day for _, day in mature_days(path, name, where)), default=None)


def mature_days(path: Path, name: str, where: Filters) -> tuple[tuple[str, date], ...]:
    """Return per source system the last day whose rows are all old enough for a rate to be judged.

    The age is that of all owners and all days, so that choosing an owner, a team or a period moves nobody's figure.
    It is counted back from what each system knows: one that was retired years ago makes nobody else's rows too young.
    """
    return _mature_days(path, name, everybody(where).of_all_time().only_mature(()))


@lru_cache(maxsize=500)
def _mature_days(path: Path, name: str, where: Filters) -> tuple[tuple[str, date], ...]:
    names = catalogue_of(path)
    asked = names.metric(name)
    if PUBLISHED in names.columns and asked.is_share and where == judged_among(asked):
        sql = f"select source_system, mature_until from {PUBLISHED} where metric = $name order by all"
        return tuple(fetch(path, sql, {"name": name}).iter_rows())
    age = mature_age(path, asked, where)
    return () if age is None else _days_before(path, age)


def judged_among(asked: Metric) -> Filters:
    """Return the filters that a rate is asked with where no others are set: of what owners received, that of reps."""
    return Filters().of_reps() if asked.is_of_mature else Filters()


def mature_age(path: Path, asked: Metric, where: Filters) -> timedelta | None:
    """Return the age by which `MATURE_SHARE` of the eventual events have come; None: no event has an age."""
    event = EVENTS.get((asked.fact, str(asked.numerator_column)))
    if event is None:
        return None
    curve = aalen_johansen(incidence_counts(path, asked, event, (), where).drop_nulls("seconds"), (), False)
    if not curve.height or not curve["incidence"][-1]:
        return None
    return timedelta(seconds=incidence_quantile(curve, MATURE_SHARE * curve["incidence"][-1])["seconds"][0])


def _days_before(path: Path, age: timedelta) -> tuple[tuple[str, date], ...]:
    """Return per source system the last day all of which lies an age before what the system knows."""
    local = "select source_system, timezone($zone, timezone('UTC', as_of_at)) as as_of_at from meta_sources"
    known = fetch(path, f"{local} where as_of_at is not null order by all", {"zone": catalogue_of(path).zone})
    # Of the day that the age reaches back to, the later leads are younger.
    return tuple((system, (as_of - age).date() - DAY) for system, as_of in known.iter_rows())


def ages(path: Path) -> list[dict[str, object]]:
    """Return what `meta_maturity` publishes: per share whose event comes with time, and system.

    Returns:
        `metric`, `source_system`, `mature_after_days` (fractions of a day) and `mature_until`.
    """
    shares = [asked for asked in catalogue_of(path).metrics.values() if asked.is_share]
    of_metrics = {asked.metric: mature_age(path, asked, judged_among(asked)) for asked in shares}
    return [
        {"metric": name, "source_system": system, "mature_after_days": age / DAY, "mature_until": day}
        for name, age in of_metrics.items()
        if age is not None
        for system, day in _days_before(path, age)
    ]


def mature(path: Path, name: str, where: Filters) -> Filters:
    """Return the filters without the rows that are too young for a rate that grows with time."""
    asked = catalogue_of(path).metric(name)
    grows = asked.grows_with_time or asked.is_of_mature
    return where.only_mature(mature_days(path, name, where)) if grows else where


def judged(path: Path, name: str, where: Filters) -> Filters:
    """Return the filters without the rows that are too young, for a metric that never looks at those."""
    return mature(path, name, where) if catalogue_of(path).metric(name).is_of_mature else where
