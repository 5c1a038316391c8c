"""The estimators against independent libraries (lifelines, statsmodels, scipy) on random data with ties."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from scipy.stats import binomtest
from statsmodels.duration.survfunc import CumIncidenceRight
from statsmodels.stats.proportion import proportion_confint, proportions_ztest

from dashboards.statistics import aalen_johansen, incidence_quantile, may_be_chance, wilson

CLOSE = 1e-9
CENSORED, EVENT, COMPETING = 0, 1, 2


def some_leads(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Times and what happened at them, many at the same time."""
    chance = np.random.default_rng(seed)
    n = int(chance.integers(2, 400))
    times = chance.integers(1, int(chance.integers(2, 120)), n)
    return times.astype(float), chance.choice([CENSORED, EVENT, COMPETING], n, p=chance.dirichlet([1, 1, 1]))


def counted(times: np.ndarray, ends: np.ndarray) -> pl.DataFrame:
    """The same leads as `aalen_johansen` takes them."""
    ended = [
        pl.col("end").eq(code).sum().alias(name)
        for name, code in (("event", EVENT), ("competing", COMPETING), ("censored", CENSORED))
    ]
    return pl.DataFrame({"seconds": times, "end": ends}).group_by("seconds").agg(ended)


@pytest.mark.parametrize("seed", range(40))
def test_incidence_and_its_error_equal_those_of_statsmodels_with_ties_of_every_kind(seed: int) -> None:
    times, ends = some_leads(seed)
    if not (ends == EVENT).any() or not (ends == COMPETING).any():
        times, ends = np.append(times, [1.0, 1.0]), np.append(ends, [EVENT, COMPETING])
    ours = aalen_johansen(counted(times, ends))
    # Where the last lead at risk leaves by an event, Greenwood's term is infinite; statsmodels says nan, we 0.
    with np.errstate(divide="ignore", invalid="ignore"):
        theirs = CumIncidenceRight(times, ends)
    assert ours["seconds"].to_list() == list(theirs.times)
    assert ours["incidence"].to_list() == pytest.approx(list(theirs.cinc[0]), abs=CLOSE)
    defined = np.isfinite(theirs.cinc_se[0])
    assert defined.sum() >= len(defined) - 1
    # Squared, as the errors near 0 are roots of rounding.
    assert list(ours["standard_error"].to_numpy()[defined] ** 2) == pytest.approx(
        list(theirs.cinc_se[0][defined] ** 2), abs=CLOSE
    )


@pytest.mark.parametrize("seed", range(40))
def test_incidence_and_its_variance_equal_those_of_lifelines(seed: int) -> None:
    # lifelines moves times at random where two kinds of event happen at the same time ("cannot handle tied event
    # times"), so events get even times and competing ones odd times; ties of one kind and with censorings remain,
    # which it takes as we do: all events of a time at once, censored leads still at risk.
    times, ends = some_leads(seed)
    times = 2 * times + (ends == COMPETING)
    ours = aalen_johansen(counted(times, ends))
    fitted = AalenJohansenFitter(calculate_variance=False).fit(times, ends, event_of_interest=EVENT)
    theirs = fitted.cumulative_density_["CIF_1"].loc[lambda each: each.index > 0]
    assert ours["seconds"].to_list() == list(theirs.index)
    assert ours["incidence"].to_list() == pytest.approx(list(theirs), abs=CLOSE)


def test_the_variance_equals_that_of_lifelines() -> None:
    times, ends = some_leads(7)
    times, ends = np.append(2 * times + (ends == COMPETING), 1e6), np.append(ends, CENSORED)
    first = np.argmin(np.where(ends == EVENT, times, np.inf))
    times[first] = 0.5  # before the first event lifelines takes the logarithm of 0
    ours = aalen_johansen(counted(times, ends))
    with np.errstate(divide="ignore", invalid="ignore"):
        fitted = AalenJohansenFitter().fit(times, ends, event_of_interest=EVENT)
    theirs = fitted.variance_.loc[lambda each: each.index > 0]
    assert len(theirs) > 30
    assert list(ours["standard_error"].to_numpy() ** 2) == pytest.approx(list(theirs), abs=CLOSE)


@pytest.mark.parametrize("seed", range(40))
def test_without_competing_events_it_is_one_minus_kaplan_meier_of_lifelines(seed: int) -> None:
    times, ends = some_leads(seed)
    ends = np.where(ends == COMPETING, CENSORED, ends)
    curve = aalen_johansen(counted(times, ends))
    fitted = KaplanMeierFitter().fit(times, ends == EVENT)
    theirs = fitted.survival_function_["KM_estimate"].loc[curve["seconds"].to_list()]
    assert (1 - curve["incidence"]).to_list() == pytest.approx(list(theirs), abs=CLOSE)
    median = incidence_quantile(curve, 0.5)["seconds"][0]
    assert (np.inf if median is None else median) == fitted.median_survival_time_


@settings(max_examples=300, deadline=None)
@given(n=some.integers(1, 100_000), share=some.floats(0, 1))
def test_wilson_equals_scipy_and_statsmodels(n: int, share: float) -> None:
    hits = round(share * n)
    theirs = binomtest(hits, n).proportion_ci(0.95, method="wilson")
    assert wilson(hits, n) == pytest.approx((theirs.low, theirs.high), abs=CLOSE)
    assert wilson(hits, n) == pytest.approx(proportion_confint(hits, n, method="wilson"), abs=CLOSE)


@settings(deadline=None, max_examples=200)
@given(some.integers(1, 4000), some.integers(1, 4000), some.floats(0.01, 0.99), some.floats(0.01, 0.99))
def test_a_change_may_be_chance_where_the_test_of_statsmodels_says_so(n: int, m: int, now: float, then: float) -> None:
    hits, before = round(n * now), round(m * then)
    if 0 < hits + before < n + m:
        _, probability = proportions_ztest([hits, before], [n, m])
        if abs(probability - 0.05) > 1e-9:
            assert may_be_chance(hits, n, before, m) == (probability > 0.05)
