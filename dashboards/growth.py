"""A metric by month beside the same days of the year before and its target.

Reads `data`. Grain: one row per month of the period. Writes nothing. The first and the last month of a period may be
parts of months: the year before and the target are then those of the same part.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from dashboards import data
from dashboards.filters import Filters
from dashboards.statistics import FEW

SCHEMA = {
    "month": pl.Date,
    "value": pl.Float64,
    "n": pl.Int64,
    "last_year": pl.Float64,
    "target": pl.Float64,
    "is_done": pl.Boolean,
}


def by_month(name: str, where: Filters) -> pl.DataFrame:
    """Return a metric per month of a period.

    Returns:
        `month` (its first day), `value` and `n`; `last_year`, the value over the same days a year earlier (null: not
        known, or too few for a rate), and `target` over those days (null: none set); `is_done`: whether all of the
        month is in the period and over, and its rows are old enough to be judged.
    """
    month = data.definition(name).date_column.removesuffix("_date") + "_month"
    today = data.as_of().date()
    shown = replace(where, last=min(where.last or today, today))
    now = data.metric(name, (month,), shown).filter(pl.col(month).is_not_null()).to_dicts()
    fewest = FEW if data.definition(name).unit == "rate" else 0
    then = _values(data.metric(name, (month,), _a_year_earlier(shown)), month, fewest)
    mature_until = data.mature_until(name, where) if data.definition(name).grows_with_time else None
    rows = []
    for row in now:
        first, last = _days_of_month(row[month])
        asked = replace(shown, first=max(first, shown.first or first), last=min(last, shown.last or last))
        rows.append(
            {
                "month": first,
                "value": None if row["value"] is None else float(row["value"]),
                "n": row["n"],
                "last_year": then.get(_earlier(first)),
                "target": data.target(name, asked),
                "is_done": asked.first == first
                and asked.last == last
                and (mature_until is None or last <= mature_until),
            }
        )
    return pl.DataFrame(rows, schema=SCHEMA)


def _values(frame: pl.DataFrame, month: str, fewest: int) -> dict[date, float]:
    """Return the values by month, where there is enough for one."""
    known = frame.drop_nulls([month, "value"]).filter(pl.col("n") >= fewest)
    return {row[month]: float(row["value"]) for row in known.to_dicts()}


def _a_year_earlier(where: Filters) -> Filters:
    first, last = (each and _earlier(each) for each in (where.first, where.last))
    return replace(where, first=first, last=last)


def _earlier(day: date) -> date:
    """Return the same day a year before; the end of February stays the end of February."""
    year = day.year - 1
    ends = day.day == monthrange(day.year, day.month)[1]
    return date(year, day.month, monthrange(year, day.month)[1] if ends else day.day)


def _days_of_month(first: date) -> tuple[date, date]:
    return first, first + timedelta(days=monthrange(first.year, first.month)[1] - 1)
