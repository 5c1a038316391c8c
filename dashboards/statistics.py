"""Estimators behind the pages: pure functions over counts, no SQL and no clock.

Reads and returns numbers or Polars frames. Grain of `aalen_johansen`: one row per group and distinct time.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
import polars as pl
from numpy.typing import NDArray

Z95 = 1.959963984540054
"""97.5th percentile of the standard normal distribution: the multiplier of a 95 % interval."""

EVENT, COMPETING, CENSORED = (0, 1, 2)
"""How a subject's time may end: by the event, by what makes it impossible, or by the end of the observation."""

ENDS = {"event": EVENT, "competing": COMPETING, "censored": CENSORED}
"""The columns that count the ends."""

Numbers = NDArray[np.float64]

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


def may_be_chance(hits: float, of: float, hits_before: float, of_before: float) -> bool:
    """Return whether two proportions differ by no more than 95 of 100 samples of one proportion would.

    Args:
        hits, hits_before: observations in which the event happened.
        of, of_before: observations.

    Returns:
        False without observations: nothing is told of those. Source: the pooled two-sample z test, as in A. Agresti,
        An Introduction to Categorical Data Analysis, 2nd ed. (2007), section 2.2.
    """
    if of <= 0 or of_before <= 0:
        return False
    pooled = (hits + hits_before) / (of + of_before)
    error = sqrt(pooled * (1 - pooled) * (1 / of + 1 / of_before))
    return abs(hits / of - hits_before / of_before) <= Z95 * error


def counted(times: pl.DataFrame, by: tuple[str, ...] = (), steps_only: bool = False) -> pl.DataFrame:
    """Count how many subjects ended in which way at which time, per group.

    Args:
        times: one row per subject: the `by` columns, `us`, whole microseconds from the start to the end (0 or more;
            null: cannot be timed), and `kind` of the end: `EVENT`, `COMPETING` or `CENSORED`.
        by: columns that name the group.
        steps_only: censorings are counted at the time before them that somebody left at, or else at the first of all:
            the curve is the same to the last bit, with a point only where it may step.

    Returns:
        What `aalen_johansen` takes, in the order of the times; what cannot be timed has no `seconds`.
    """
    parts = times.partition_by(by, maintain_order=True) if by else [times]
    pairs = [(_counted(part, steps_only), part.select(by).head(1)) for part in parts]
    found = [counts.join(group, how="cross") if by else counts for counts, group in pairs]
    schema = {name: times.schema[name] for name in by} | _counted(times.clear(), steps_only).schema
    return pl.concat([pl.DataFrame(schema=schema), *(each.select(list(schema)) for each in found)])


def _counted(times: pl.DataFrame, steps_only: bool) -> pl.DataFrame:
    # A time and the kind of its end are sorted as one number, which one thread of Polars does faster than two or numpy.
    both = times.drop_nulls("us").select(pl.col("us") * 4 + pl.col("kind")).to_series()
    ends = both.sort(multithreaded=False).to_numpy()
    moments, kinds = ends >> 2, ends & 3
    is_new = np.ones(len(ends), dtype=bool)
    np.not_equal(moments[1:], moments[:-1], out=is_new[1:])
    if steps_only:
        is_new[1:] &= kinds[1:] != CENSORED
    starts = np.flatnonzero(is_new)
    event, competing = (np.add.reduceat(kinds == kind, starts, dtype=np.int64) for kind in (EVENT, COMPETING))
    censored = np.diff(starts, append=len(ends)) - event - competing
    numbers = dict(zip(ENDS, (event, competing, censored), strict=True))
    timed = pl.DataFrame({"seconds": moments[starts] / 1e6, **numbers})
    unknown = times.filter(pl.col("us").is_null())["kind"]
    if not len(unknown):
        return timed
    left_out = pl.DataFrame({"seconds": [None], **{end: [(unknown == kind).sum()] for end, kind in ENDS.items()}})
    return pl.concat([timed, left_out.cast(timed.schema)])


def aalen_johansen(counts: pl.DataFrame, by: tuple[str, ...] = (), with_bounds: bool = True) -> pl.DataFrame:
    """Return the cumulative incidence of an event in the presence of a competing one.

    Args:
        counts: one row per group and time: the `by` columns, `seconds`, and the numbers of subjects that at this time
            had the `event`, the `competing` event, or were `censored`. At one time events come before censorings.
        by: columns that name the group.
        with_bounds: whether the error and the bounds are wanted.

    Returns:
        The rows sorted by group and time, with `n` (subjects in the group), `at_risk`, `incidence` (0..1), its
        `standard_error` and its pointwise 95 % bounds `low` and `high`. Source: Aalen & Johansen, Scand. J. Stat. 5
        (1978), 141-150; variance by the delta method as in Marubini & Valsecchi, Analysing Survival Data (1995),
        section 10.3.
    """
    # Counts come in the order of their times: to see so takes a part of the time of sorting them.
    ordered = counts if not by and counts["seconds"].is_sorted() else counts.sort(*by, "seconds")
    if by and ordered.height:
        parts = ordered.partition_by(by, maintain_order=True)
        return pl.concat(each.with_columns(_incidence(each, with_bounds)) for each in parts)
    return ordered.with_columns(_incidence(ordered, with_bounds))


def _incidence(counts: pl.DataFrame, with_bounds: bool) -> list[pl.Series]:
    """Return the columns of the curve of one group."""
    event, competing, censored = (counts[each].to_numpy().astype(float) for each in ENDS)
    leaving = event + competing
    ended = np.cumsum(leaving + censored)
    n = ended[-1] if len(ended) else 0.0
    at_risk = n - ended + leaving + censored
    before = np.concatenate([[1.0], np.cumprod(1 - leaving / at_risk)[:-1]])[: len(at_risk)]
    incidence = np.cumsum(before * event / at_risk)
    columns = {"n": np.full(len(ended), n, dtype=np.int64), "at_risk": at_risk, "incidence": incidence}
    if with_bounds:
        error = _standard_error(event, leaving, at_risk, before, incidence)
        ends = {"low": np.maximum(incidence - Z95 * error, 0.0), "high": np.minimum(incidence + Z95 * error, 1.0)}
        columns |= {"standard_error": error, **ends}
    return [pl.Series(name, values) for name, values in columns.items()]


def _standard_error(event: Numbers, leaving: Numbers, at_risk: Numbers, before: Numbers, incidence: Numbers) -> Numbers:
    """Return the error of an incidence; the double sums of the variance are expanded into running sums."""
    remaining = at_risk - leaving
    spread = np.divide(leaving, at_risk * remaining, out=np.zeros_like(at_risk), where=remaining > 0)
    binomial = before**2 * (at_risk - event) / at_risk * event / at_risk**2
    shared = before * event / at_risk**2
    variance = (
        incidence**2 * np.cumsum(spread)
        - 2 * incidence * np.cumsum(incidence * spread)
        + np.cumsum(incidence**2 * spread)
        + np.cumsum(binomial)
        - 2 * incidence * np.cumsum(shared)
        + 2 * np.cumsum(incidence * shared)
    )
    return np.sqrt(np.maximum(variance, 0.0))


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
    """Return groups the best first, by what their observations support: few of them stand at neither end.

    First those that are surely better than what they are compared with, last those that are surely worse, between them
    those of which it may be chance. Among the first two of these the end of the 95 % interval that is nearer to the
    worse decides: 5 of 5 (0.57 to 1) comes after 90 of 100 (0.83 to 0.94). Among the worse the other end does: 3 of 50
    (0.02 to 0.16) comes before 53 of 1,131 (0.04 to 0.06).

    Args:
        rates: what `with_evidence` returns.
        direction: `up`, `down` or `none`, as dim_metrics says.
    """
    is_down = direction == "down"
    near, far = ("high", "low") if is_down else ("low", "high")
    better, worse = ("below", "above") if is_down else ("above", "below")
    place = pl.col("evidence").replace_strict({better: 0, worse: 2}, default=1, return_dtype=pl.Int8)
    # What has no rate at all is no worse than others, but has nothing to say.
    place = pl.when(pl.col(near).is_null()).then(3).otherwise(place)
    end = pl.when(place == 2).then(far).otherwise(near)
    return rates.sort(place, end, descending=[False, not is_down], nulls_last=True, maintain_order=True)
