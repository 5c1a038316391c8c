"""Why deals are lost: the reasons given, those without one apart, and the competitors who won them, then and now.

Asks the current version through `data`. Grain: one row per reason or competitor. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.filters import Filters
from dashboards.statistics import may_be_chance

LOST = "opportunities_lost"
REASON, COMPETITOR = "lost_reason", "competitor"
TO_A_COMPETITOR = "competitor"
"""The reason that a competitor won the deal; who was in the race is a field of its own."""


def reasons(name: str, where: Filters) -> pl.DataFrame:
    """Return a number or amount lost per reason, the largest first; what has no reason stands last.

    Returns:
        As `data.shares`, with `is_apart` (no reason was given) and `of_given`: the share (0..1) of what has a reason.
        `cumulative_share` adds those up; what has no reason has neither.
    """
    found = data.shares(name, REASON, where).with_columns(is_apart=pl.col(REASON) == data.NO_REASON)
    value = pl.col("value").cast(pl.Float64).fill_null(0)
    given = value.filter(~pl.col("is_apart")).sum()
    of_given = pl.when(~pl.col("is_apart") & (given > 0)).then(value / given)
    return (
        found.with_columns(of_given=of_given)
        .sort("is_apart", maintain_order=True)
        .with_columns(cumulative_share=pl.col("of_given").cum_sum())
    )


def competitors(where: Filters, before: Filters | None) -> pl.DataFrame:
    """Return to which competitor how many deals were lost: those with that reason and one named, the most first.

    Returns:
        `competitor`, `value`, `share` of all deals lost (0..1), `noted_whatever_decided`: deals lost on which it is
        noted, for any reason; with a period before, `before`: the share then, and `more_than_chance`: whether it moved.
    """
    found, lost = _lost_to(where), number_lost(where)
    noted = data.metric(LOST, (COMPETITOR,), where).select(COMPETITOR, noted_whatever_decided="n")
    found = found.join(noted, on=COMPETITOR, how="left", maintain_order="left").with_columns(
        share=pl.col("value") / lost
    )
    return found if before is None else _against(found, COMPETITOR, where, _lost_to(before), before)


def moved_reasons(where: Filters, before: Filters | None) -> pl.DataFrame:
    """Return the reasons of deals lost, what has none among them, as `reasons`, beside their shares in a period before.

    Returns:
        With `before`, the share (0..1) of all deals lost then, and `more_than_chance`; without where none was lost.
    """
    found = reasons(LOST, where)
    return found if before is None else _against(found, REASON, where, reasons(LOST, before), before)


def _against(found: pl.DataFrame, column: str, where: Filters, then: pl.DataFrame, before: Filters) -> pl.DataFrame:
    """Add the share of all deals lost in a period before, and whether that moved by more than chance, to numbers lost.

    Args:
        column: what the numbers, `value`, are of.
        then: the numbers in the period before.
    """
    lost, earlier = number_lost(where), number_lost(before)
    if not earlier:
        return found
    numbers = then.select(column, then=pl.col("value").cast(pl.Float64))
    both = found.join(numbers, on=column, how="left", maintain_order="left").with_columns(pl.col("then").fill_null(0))
    moved = [not may_be_chance(row["value"], lost, row["then"], earlier) for row in both.to_dicts()]
    return both.with_columns(before=pl.col("then") / earlier, more_than_chance=pl.Series(moved, dtype=pl.Boolean)).drop(
        "then"
    )


def number_lost(where: Filters) -> float:
    """Return how many deals were lost."""
    return float(data.metric(LOST, (), where)["value"][0] or 0)


def number_lost_to_a_competitor(where: Filters) -> float:
    """Return how many deals were lost for the reason that a competitor won them, whether it is named or not."""
    return number_lost(where.only(REASON, TO_A_COMPETITOR))


def _lost_to(where: Filters) -> pl.DataFrame:
    found = data.metric(LOST, (COMPETITOR,), where.only(REASON, TO_A_COMPETITOR)).drop_nulls(COMPETITOR)
    kept = found.filter(pl.col("n") > 0).select(COMPETITOR, pl.col("value").cast(pl.Float64))
    return kept.sort("value", COMPETITOR, descending=[True, False])
