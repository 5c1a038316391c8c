"""Which rows are old enough for a rate to be judged: a cohort is mature when 90 % of its eventual events have come.

Reads the facts of a published version. Grain: one day per version, rate, filters and source system. Writes nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from dashboards.events import EVENTS
from dashboards.filters import Filters
from dashboards.incidence import incidence_counts
from dashboards.sql import catalogue_of, fetch
from dashboards.statistics import aalen_johansen, incidence_quantile

MATURE_SHARE = 0.9
"""A cohort is mature at the age by which this share of its eventual events has come."""


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
    event = EVENTS.get((asked.fact, str(asked.numerator_column)))
    if event is None:
        return ()
    curve = aalen_johansen(incidence_counts(path, asked, event, (), where).drop_nulls("seconds"), (), False)
    if not curve.height or not curve["incidence"][-1]:
        return ()
    age = incidence_quantile(curve, MATURE_SHARE * curve["incidence"][-1])["seconds"][0]
    local = "select source_system, timezone($zone, timezone('UTC', as_of_at)) as as_of_at from meta_sources"
    known = fetch(path, f"{local} where as_of_at is not null order by all", {"zone": names.zone})
    # Of the day that the age reaches back to, the later leads are younger.
    return tuple(
        (system, (as_of - timedelta(seconds=age)).date() - timedelta(days=1)) for system, as_of in known.iter_rows()
    )


def mature(path: Path, name: str, where: Filters) -> Filters:
    """Return the filters without the rows that are too young for a rate that grows with time."""
    asked = catalogue_of(path).metric(name)
    grows = asked.grows_with_time or asked.is_of_mature
    return where.only_mature(mature_days(path, name, where)) if grows else where


def judged(path: Path, name: str, where: Filters) -> Filters:
    """Return the filters without the rows that are too young, for a metric that never looks at those."""
    return mature(path, name, where) if catalogue_of(path).metric(name).is_of_mature else where
