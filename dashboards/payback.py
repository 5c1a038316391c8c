"""When marketing's cost comes back: months of leads with what they cost, and what they brought within so many months.

Reads rpt_campaign_cohorts of the published version, rows of campaigns only. Grain: stated by each function. Writes
nothing. A month that has not passed yet is not there; an empty one before it brought nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import accumulate

import polars as pl

from dashboards import data, maturity
from dashboards.filters import Filters
from dashboards.priced import ALL
from dashboards.published import current_path

LAST_MONTH = 12
"""Months after the leads that are followed one by one."""


def payback(where: Filters) -> pl.DataFrame:
    """Return how much of its cost each month of leads of the period earned back within so many months.

    Months of leads whose campaigns have no known cost are left out.

    Returns:
        One row per `cohort_month` and `month` (0 to `LAST_MONTH`, no later than observed): `cost`, `won` so far,
        `share` (won / cost); of the cohort `leads`, `pipeline` (still open), `paid_back` (the first month with a share
        of 1; null: not yet), `so_far` (its share by now) and `is_mature`: its last lead is old enough.
    """
    found = data.ask("cohorts", where).filter("has_cost")
    old = max((day for _, day in maturity.mature_days(current_path(), "customer_rate", Filters())), default=None)
    rows = []
    for (cohort,), part in found.group_by("cohort_month", maintain_order=True):
        cost, leads, pipeline = (float(part[each].sum() or 0) for each in ("cost", "leads", "pipeline"))
        observed = part["months_observed"].max()
        if not cost or not isinstance(observed, int):
            continue
        whole = {
            "cohort_month": cohort,
            "cost": cost,
            "leads": int(leads),
            "pipeline": pipeline,
            "is_mature": isinstance(cohort, date) and old is not None and last_day(cohort) <= old,
        }
        won = _so_far(part, observed)
        whole["paid_back"] = next((month for month, amount in enumerate(won) if amount >= cost), None)
        whole["so_far"] = won[-1] / cost
        shown = enumerate(won[: LAST_MONTH + 1])
        rows += [{**whole, "month": month, "won": amount, "share": amount / cost} for month, amount in shown]
    return pl.DataFrame(rows, schema=SCHEMA)


def last_day(month: date) -> date:
    """Return the last day of a month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _so_far(part: pl.DataFrame, observed: int) -> list[float]:
    """Return what was won until the end of each month after the leads came, the month of the leads first."""
    by_month = dict(
        part.drop_nulls("months_since_lead").group_by("months_since_lead").agg(pl.col("won").sum()).iter_rows()
    )
    return list(accumulate(float(by_month.get(month, 0)) for month in range(observed + 1)))


SCHEMA = {
    "cohort_month": pl.Date,
    "cost": pl.Float64,
    "leads": pl.Int64,
    "pipeline": pl.Float64,
    "month": pl.Int64,
    "won": pl.Float64,
    "share": pl.Float64,
    "paid_back": pl.Int64,
    "so_far": pl.Float64,
    "is_mature": pl.Boolean,
}


def by_source(where: Filters) -> pl.DataFrame:
    """Return what leads of campaigns cost and brought by their own source, of the leads created in the period.

    Returns:
        One row per source, the largest won first, and one of all, `All`: `label`; over campaigns with a known cost
        `cost`, `won`, `roi`, `leads`, `per_lead`, `qualified_leads`, `per_qualified_lead`, `customers`, `per_customer`
        (null: there is none); over the others `unpriced_won`, `unpriced_leads`; over all `pipeline`.
    """
    found = data.ask("cohorts", where)
    known = pl.col("has_cost").any()

    def priced(column: str) -> pl.Expr:
        return pl.when(known).then(pl.col(column).filter("has_cost").sum())

    def each(column: str) -> pl.Expr:
        return pl.when(pl.col("cost") > 0, pl.col(column) > 0).then(pl.col("cost") / pl.col(column))

    sums = [
        *(priced(column).alias(column) for column in ("cost", "won", "leads", "qualified_leads", "customers")),
        pl.col("pipeline").sum(),
        pl.col("won").filter(~pl.col("has_cost")).sum().alias("unpriced_won"),
        pl.col("leads").filter(~pl.col("has_cost")).sum().alias("unpriced_leads"),
    ]
    summed = found.group_by("source_category", label="source_category_label").agg(*sums)
    order = pl.col("won").fill_null(0) + pl.col("unpriced_won")
    whole = [found.select(*sums, label=pl.lit(ALL))] if summed.height > 1 else []
    rows = pl.concat([summed.sort(order, "label", descending=[True, False]), *whole], how="diagonal_relaxed")
    return rows.with_columns(
        roi=pl.when(pl.col("cost") > 0).then((pl.col("won") - pl.col("cost")) / pl.col("cost")),
        per_lead=each("leads"),
        per_qualified_lead=each("qualified_leads"),
        per_customer=each("customers"),
    )
