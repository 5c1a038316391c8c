"""Estimators behind the pages: pure functions over counts, no SQL and no clock.

Reads and returns numbers or Polars frames. Grain of `aalen_johansen`: one row per group and distinct time.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import polars as pl

Z95 = 1.959963984540054
"""97.5th percentile of the standard normal distribution: the multiplier of a 95 % interval."""

FEW = 5
"""Fewer observations make no rate: the fraction is shown, and nothing is concluded from it."""


def wilson(hits: int, n: int) -> tuple[float, float] | None:
    """Return the Wilson 95 % score interval of a proportion.

    Args:
        hits: observations in which the event happened (0..n).
        n: observations.

    Returns:
        Lower and upper bound (0..1), or None without observations. Source: E. B. Wilson, JASA 22 (1927), 209-212.
    """
    if n <= 0:
        return None
    rate, z2 = hits / n, Z95 * Z95
    centre = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * sqrt(rate * (1 - rate) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)


def aalen_johansen(counts: pl.DataFrame, by: tuple[str, ...] = ()) -> pl.DataFrame:
    """Return the cumulative incidence of an event in the presence of a competing one.

    Args:
        counts: one row per group and time: the `by` columns, `seconds`, and the numbers of subjects that at this time
            had the `event`, the `competing` event, or were `censored`. At one time events come before censorings.
        by: columns that name the group.

    Returns:
        The rows sorted by group and time, with `n` (subjects in the group), `at_risk`, `incidence` (0..1), its
        `standard_error` and its pointwise 95 % bounds `low` and `high`. Source: Aalen & Johansen, Scand. J. Stat. 5
        (1978), 141-150; variance by the delta method as in Marubini & Valsecchi, Analysing Survival Data (1995),
        section 10.3.
    """

    def over(expression: pl.Expr) -> pl.Expr:
        return expression.over(by) if by else expression

    leaving = pl.col("event") + pl.col("competing") + pl.col("censored")
    stepped = (
        counts.sort(*by, "seconds")
        .with_columns(n=over(leaving.sum()), gone=over(leaving.cum_sum()) - leaving)
        .with_columns(at_risk=(pl.col("n") - pl.col("gone")).cast(pl.Float64))
        .with_columns(kept=1 - (pl.col("event") + pl.col("competing")) / pl.col("at_risk"))
        .with_columns(before=over(pl.col("kept").cum_prod().shift(1, fill_value=1.0)))
        .with_columns(incidence=over((pl.col("before") * pl.col("event") / pl.col("at_risk")).cum_sum()))
    )
    return _bounded(stepped, over).drop("gone", "kept", "before")


def _bounded(stepped: pl.DataFrame, over: Callable[[pl.Expr], pl.Expr]) -> pl.DataFrame:
    """Add the pointwise 95 % bounds; the double sums of the variance are expanded into running sums."""
    incidence, at_risk, before = pl.col("incidence"), pl.col("at_risk"), pl.col("before")
    leaving, event = pl.col("event") + pl.col("competing"), pl.col("event")
    spread = pl.when(at_risk > leaving).then(leaving / (at_risk * (at_risk - leaving))).otherwise(0.0)
    binomial = before**2 * (at_risk - event) / at_risk * event / at_risk**2
    shared = before * event / at_risk**2
    variance = (
        incidence**2 * over(spread.cum_sum())
        - 2 * incidence * over((incidence * spread).cum_sum())
        + over((incidence**2 * spread).cum_sum())
        + over(binomial.cum_sum())
        - 2 * incidence * over(shared.cum_sum())
        + 2 * over((incidence * shared).cum_sum())
    )
    half = Z95 * pl.col("standard_error")
    return stepped.with_columns(standard_error=pl.max_horizontal(variance, pl.lit(0.0)).sqrt()).with_columns(
        low=pl.max_horizontal(incidence - half, pl.lit(0.0)), high=pl.min_horizontal(incidence + half, pl.lit(1.0))
    )


def incidence_quantile(curve: pl.DataFrame, share: float, by: tuple[str, ...] = ()) -> pl.DataFrame:
    """Return per group the smallest time at which the incidence reaches a share.

    Args:
        curve: what `aalen_johansen` returns.
        share: 0..1.
        by: columns that name the group.

    Returns:
        One row per group: `seconds` (null: never reached), `n`, and `reached`, the last incidence (0..1).
    """
    reached = pl.col("seconds").filter(pl.col("incidence") >= share - 1e-12).min()
    columns = [reached.alias("seconds"), pl.col("n").first(), pl.col("incidence").last().alias("reached")]
    return curve.group_by(*by, maintain_order=True).agg(columns) if by else curve.select(columns)


def expected_rates(strata: pl.DataFrame, by: str, stratum: str, standard: pl.DataFrame | None = None) -> pl.DataFrame:
    """Return the rate that each group would have with everybody's rates on its own mix of strata.

    Everybody's stratum rates are weighted by the group's own observations. (Epidemiologists call this the expected
    rate of indirect standardisation: the group's own rates in small strata are never used.)

    Args:
        strata: one row per group and stratum: the two columns, `hits` and `of`.
        by: column that names the group.
        stratum: column that names the stratum.
        standard: the same for everybody, where `strata` are only some of the groups.

    Returns:
        One row per group with observations: `expected` (0..1), and `compared`, the share of its observations in strata
        that another group has too. Where that is 0 there is nothing to compare with and `expected` is null.
    """
    everybody = (strata if standard is None else standard).filter(pl.col("of") > 0)
    rates = everybody.group_by(stratum).agg(
        rate=pl.col("hits").sum() / pl.col("of").sum(), is_shared=pl.col(by).n_unique() > 1
    )
    n, rate = pl.col("of"), pl.col("rate")
    compared = n.filter("is_shared").sum() / n.sum()
    return (
        strata.filter(n > 0)
        .join(rates, on=stratum, nulls_equal=True)
        .group_by(by, maintain_order=True)
        .agg(expected=pl.when(compared > 0).then((rate * n).sum() / n.sum()), compared=compared)
    )


def with_evidence(rates: pl.DataFrame) -> pl.DataFrame:
    """Add `evidence`: `above` or `below` the `expected` rate if the 95 % interval leaves it out, else `may be chance`.

    Fewer than `FEW` observations are never evidence: the interval does not hold its 95 % there. Null: no rate, or
    nothing expected.
    """
    low, high, expected = pl.col("low"), pl.col("high"), pl.col("expected")
    judged = (
        pl.when(pl.any_horizontal(each.is_null() for each in (low, high, expected)))
        .then(None)
        .when((pl.col("of") >= FEW) & (low > expected))
        .then(pl.lit("above"))
        .when((pl.col("of") >= FEW) & (high < expected))
        .then(pl.lit("below"))
        .otherwise(pl.lit("may be chance"))
    )
    return rates.with_columns(evidence=judged)


def ranked(rates: pl.DataFrame, direction: str) -> pl.DataFrame:
    """Return groups the best first, by what their observations support: few of them never stand above many.

    Where more is better (or neither) the lower end of the 95 % interval decides, where less is better the upper one:
    1 of 1 (0.21 to 1) comes after 90 of 100 (0.83 to 0.94).

    Args:
        direction: `up`, `down` or `none`, as dim_metrics says.
    """
    end = "high" if direction == "down" else "low"
    return rates.sort(pl.col(end), descending=direction != "down", nulls_last=True, maintain_order=True)
