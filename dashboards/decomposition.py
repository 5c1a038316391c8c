"""What moved a rate: its change between two periods, split exactly into mix and rate effects of its groups.

Pure: reads and returns Polars frames; no SQL. Grain: one row per group that either period has.
"""

from __future__ import annotations

import polars as pl

from dashboards.rounding import whole_parts

BOTH, ENTERED, LEFT = "both", "entered", "left"
"""Whether a group has observations in both periods, only in the later or only in the earlier one."""


def decomposed(now: pl.DataFrame, then: pl.DataFrame, by: str) -> pl.DataFrame:
    """Split the change of a rate over all groups into what each group's share (mix) and its own rate brought.

    With a group's share of the whole w and its rate r, before (0) and now (1), and R the mean of both rates over all:

    - rate effect = (r1 - r0) * (w0 + w1) / 2: its rate changed, at its mean share;
    - mix effect = (w1 - w0) * ((r0 + r1) / 2 - R): it became larger or smaller, being better or worse than the whole.

    Both are means of the two orders in which share and rate can be changed, so that exchanging the periods only turns
    the signs. They add up to the change. A group that only one period has no other rate to compare with: it entered or
    left with the rate that it has, and all that it brought is mix. Source: M. K. Bennet, J. Royal Stat. Soc. 83 (1920),
    455-462; the two-factor case of the Shapley value.

    Args:
        now: one row per group: the `by` column, `hits` and `of` (observations, or an amount).
        then: the same for the period before.
        by: column that names the group; null is a group.

    Returns:
        `by`, `presence`, `hits`, `of`, `rate`, `share` and the same with `_before`, `mix_effect`, `rate_effect` and
        `effect`, their sum (0..1), the largest first. No row where either period has no observations at all.
    """
    both = _side(now, by).join(_side(then, by), on=by, how="full", coalesce=True, nulls_equal=True, suffix="_before")
    both = both.with_columns(pl.col(name).fill_null(0) for name in ("hits", "of", "hits_before", "of_before"))
    if not both["of"].sum() or not both["of_before"].sum():
        nothing = {name: pl.lit(0.0) for name in EFFECTS} | {"presence": pl.lit(BOTH)}
        return both.clear().with_columns(**nothing).select(_columns(by))
    split = _split(both.with_columns(*_weighed(""), *_weighed("_before")))
    return split.sort(pl.col("effect").abs(), descending=True, maintain_order=True).select(_columns(by))


def _weighed(period: str) -> list[pl.Expr]:
    """Return a period's rate per group, the group's share of the whole, and what it gives to the rate over all."""
    hits, of = pl.col(f"hits{period}"), pl.col(f"of{period}")
    return [
        pl.when(of != 0).then(hits / of).alias(f"rate{period}"),
        (of / of.sum()).alias(f"share{period}"),
        (hits / of.sum()).alias(f"given{period}"),
    ]


def _split(both: pl.DataFrame) -> pl.DataFrame:
    """Add presence and effects; mix is what the rate effect leaves of the change, which is the formula rearranged."""
    now, before = pl.coalesce("rate", "rate_before"), pl.coalesce("rate_before", "rate")
    given, given_before = pl.col("given"), pl.col("given_before")
    grown = pl.col("share") - pl.col("share_before")
    brought = given - given_before - grown * (given.sum() + given_before.sum()) / 2
    presence = (
        pl.when(pl.col("of_before") == 0)
        .then(pl.lit(ENTERED))
        .when(pl.col("of") == 0)
        .then(pl.lit(LEFT))
        .otherwise(pl.lit(BOTH))
    )
    return (
        both.with_columns(presence=presence, effect=brought)
        .with_columns(rate_effect=(now - before).fill_null(0) * (pl.col("share") + pl.col("share_before")) / 2)
        .with_columns(mix_effect=pl.col("effect") - pl.col("rate_effect"))
    )


EFFECTS = ("rate", "rate_before", "share", "share_before", "mix_effect", "rate_effect", "effect")


def _columns(by: str) -> list[str]:
    return [by, "presence", "hits", "of", "hits_before", "of_before", *EFFECTS]


def _side(period: pl.DataFrame, by: str) -> pl.DataFrame:
    """Return the groups of one period that have observations."""
    sums = [pl.col(name).cast(pl.Float64) for name in ("hits", "of")]
    return period.select(by, *sums).filter((pl.col("of").fill_null(0) != 0) | (pl.col("hits").fill_null(0) != 0))


UNIT, TRACE = 1000, 1e-12
"""Tenths of percentage points in one; what is left of sums of fractions that cancel each other."""

SMALLEST = 0.0005
"""The smallest effect of a group that is a step of its own: a tenth of a percentage point when it is written."""

MOST_STEPS = 5
"""Groups whose own rate is a step of its own in a bridge; the others are one step together."""


def bridge(found: pl.DataFrame, label: str, mix: str, others: str) -> pl.DataFrame:
    """Return the way from the earlier rate over all to the later one, step by step.

    Args:
        found: what `decomposed` returns, with names of the groups.
        label: column of those names.
        mix: how the step of all mix effects is called.
        others: how the step of the rates of all other groups is called.

    Returns:
        `step`, `start`, `end`, `effect` (0..1), `shown` (the effect in tenths of percentage points, which add up to the
        change between the two rates as they are written) and the group's other columns: first the mix of all groups,
        then the rates of the groups that moved it most, the largest first, then those of all others. Each starts where
        the one before it ends; the first starts at the earlier rate, the last ends at the later one.
    """
    own = found.filter(pl.col("presence") == BOTH, pl.col("rate_effect").abs() >= SMALLEST)
    own = own.sort(pl.col("rate_effect").abs(), descending=True, maintain_order=True)
    # One more group is drawn rather than a step of "all others" that is a single group.
    most = own.height if own.height == MOST_STEPS + 1 else MOST_STEPS
    kept = own.head(most)
    rest = float(found.filter(pl.col("presence") == BOTH)["rate_effect"].sum()) - float(kept["rate_effect"].sum())
    steps = [pl.DataFrame({"step": [mix], "effect": [float(found["mix_effect"].sum())]})]
    steps.append(kept.drop("effect").rename({"rate_effect": "effect", label: "step"}))
    if abs(rest) > TRACE:
        steps.append(pl.DataFrame({"step": [others], "effect": [rest]}))
    start = float(found["hits_before"].sum()) / float(found["of_before"].sum())
    end = start + pl.col("effect").cum_sum()
    joined = pl.concat(steps, how="diagonal").with_columns(start=end - pl.col("effect"), end=end)
    return joined.with_columns(shown=pl.Series(_written(start, joined["effect"].to_list()), dtype=pl.Float64))


def _written(start: float, effects: list[float]) -> list[float]:
    """Return the effects in tenths of percentage points, so that they add up to the change as it is written.

    The first is rounded for itself: a sentence tells it.
    """
    change = round((start + sum(effects)) * UNIT) - round(start * UNIT)
    first, rest = round(effects[0] * UNIT), [each * UNIT for each in effects[1:]]
    if not rest:
        return [change / UNIT]
    return [each / UNIT for each in [first, *whole_parts(rest, change - first)]]


def brought(now: pl.DataFrame, then: pl.DataFrame, by: str) -> pl.DataFrame:
    """Return what each group brought to the change of a number or an amount: its own in the one less in the other.

    Args:
        now: one row per group: the `by` column and `value` (null: nothing).
        then: the same for the period before.

    Returns:
        `by`, `value`, `value_before` and their difference `effect`, the largest first; the effects add up to the
        change.
    """
    sides = [each.select(by, pl.col("value").cast(pl.Float64)) for each in (now, then)]
    both = sides[0].join(sides[1], on=by, how="full", coalesce=True, nulls_equal=True, suffix="_before")
    both = both.with_columns(pl.col("value", "value_before").fill_null(0))
    found = both.with_columns(effect=pl.col("value") - pl.col("value_before"))
    return found.sort(pl.col("effect").abs(), by, descending=[True, False], nulls_last=True)
