"""The week hour by hour: when leads come in, when somebody first tries to reach them, and which come in at a bad time.

Reads metrics of fct_leads through `data`. Grain: one row per weekday and hour of the reporting zone. Writes nothing.
"""

from __future__ import annotations

from itertools import product

import polars as pl

from dashboards import data
from dashboards.data import EVERYTHING
from dashboards.filters import Filters
from dashboards.statistics import wilson, with_evidence

HOUR_KNOWN = "second"
"""Precision of a first attempt of which more than the day is known."""

ENOUGH = 10
"""Leads due that make a rate of a part of the week: of fewer, one lead would turn it."""

BLOCK = 3
"""Hours of a day that are judged together: answers in time of single hours would be of too few leads."""

PLACE = ("weekday", "hour")

SHARE = pl.when(pl.col("due") > 0).then(pl.col("met") / pl.col("due"))
"""The share of leads due that were answered in time."""


def week(where: Filters = EVERYTHING) -> pl.DataFrame:
    """Return the leads of a period by weekday and hour, all 168 of them.

    Returns:
        `weekday` (1 Monday to 7 Sunday), `hour` (0 to 23); `arrived`, leads created then; `answered`, leads first tried
        to reach then, without those of which only the day is known; `due` and `met`: of those created then, how many
        were due and how many of these were answered in time.
    """
    arrived = data.metric("leads_created", ("created_weekday", "created_hour"), where)
    precise = where.only("first_contacted_precision", HOUR_KNOWN)
    tried = data.metric("leads_created", ("first_contacted_weekday", "first_contacted_hour"), precise)
    rates = data.metric("sla_met_rate", ("created_weekday", "created_hour"), where)
    found = pl.DataFrame(list(product(range(1, 8), range(24))), schema=dict.fromkeys(PLACE, pl.Int64), orient="row")
    for part in (
        _by_hour(arrived, "created", arrived="n"),
        _by_hour(tried, "first_contacted", answered="n"),
        _by_hour(rates, "created", due="of", met="hits"),
    ):
        found = found.join(part, on=PLACE, how="left", maintain_order="left")
    return found.with_columns(pl.exclude(PLACE).fill_null(0))


def in_time(week: pl.DataFrame) -> pl.DataFrame:
    """Return the SLA met by weekday and part of the day, of the leads that came in then.

    Returns:
        `weekday`, `hour` at which the part of the day begins, `arrived`, `answered`, `due`, `met`, `value` (0..1; null:
        none was due).
    """
    parts = week.with_columns(pl.col("hour") // BLOCK * BLOCK).group_by(PLACE, maintain_order=True)
    return parts.agg(pl.col("arrived", "answered", "due", "met").sum()).with_columns(value=SHARE)


def by_weekday(week: pl.DataFrame) -> pl.DataFrame:
    """Return the SLA met by weekday: `due`, `met`, `value`, and `evidence` against the rate of the whole week."""
    days = week.group_by("weekday", maintain_order=True).agg(pl.col("due", "met").sum())
    ends = [wilson(met, due) or (None, None) for met, due in days.select("met", "due").iter_rows()]
    low, high = (pl.Series(name, [each[end] for each in ends], pl.Float64) for end, name in enumerate(("low", "high")))
    whole = pl.col("met").sum() / pl.col("due").sum()
    judged = days.with_columns(low, high, SHARE.alias("value"), of="due", expected=whole)
    return with_evidence(judged).drop("of", "expected")


def _by_hour(found: pl.DataFrame, moment: str, **columns: str) -> pl.DataFrame:
    place = [pl.col(f"{moment}_{part}").cast(pl.Int64).alias(part) for part in PLACE]
    return found.select(*place, **{name: pl.col(column) for name, column in columns.items()})
