"""Shapley values: by hand, over all orders, by their axioms, and sampled against exact."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadhouse.attributing.shapley import EXACT_CHANNELS, exact_values, sampled_values, shapley_values

Sets = dict[frozenset[str], tuple[int, int]]

NAMES = "ABCDEF"
SETS = st.dictionaries(
    st.frozensets(st.sampled_from(NAMES), min_size=1), st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1
)
RANDOM = settings(max_examples=100, deadline=None, derandomize=True)


def test_values_of_two_channels_by_hand() -> None:
    # v(A) = 1/2, v(B) = 0 (nothing had B alone), v(A, B) = (1 + 1) / (2 + 1) = 2/3.
    # A: (1/2 + (2/3 - 0)) / 2 = 7/12; B: (0 + (2/3 - 1/2)) / 2 = 1/12.
    sets = {frozenset("A"): (1, 1), frozenset("AB"): (1, 0)}
    assert exact_values(sets) == pytest.approx({"A": 7 / 12, "B": 1 / 12})


def test_a_channel_that_spoils_what_others_win_has_a_negative_value() -> None:
    # v(A) = 1, v(B) = 0, v(A, B) = 1/4. B: (0 + (1/4 - 1)) / 2 = -3/8.
    assert exact_values({frozenset("A"): (1, 0), frozenset("AB"): (0, 3)})["B"] == pytest.approx(-3 / 8)


def test_no_sets_give_no_channels() -> None:
    assert shapley_values({}) == {}


@given(SETS)
@RANDOM
def test_values_are_those_over_all_orders(sets: Sets) -> None:
    assert exact_values(sets) == pytest.approx(
        {name: float(value) for name, value in _over_all_orders(sets).items()}, abs=1e-12
    )


def _over_all_orders(sets: Sets) -> dict[str, Fraction]:
    channels = sorted(frozenset().union(*sets))

    def rate(joined: frozenset[str]) -> Fraction:
        won = sum(outcome[0] for each, outcome in sets.items() if each <= joined)
        closed = sum(sum(outcome) for each, outcome in sets.items() if each <= joined)
        return Fraction(won, closed) if closed else Fraction(0)

    rates = {
        frozenset(part): rate(frozenset(part))
        for order in permutations(channels)
        for part in [order[:n] for n in range(len(order) + 1)]
    }
    values = dict.fromkeys(channels, Fraction(0))
    for order in permutations(channels):
        for number, channel in enumerate(order):
            values[channel] += rates[frozenset(order[: number + 1])] - rates[frozenset(order[:number])]
    return {channel: value / factorial(len(channels)) for channel, value in values.items()}


@given(SETS)
@RANDOM
def test_values_add_up_to_the_win_rate_of_all(sets: Sets) -> None:
    won = sum(outcome[0] for outcome in sets.values())
    closed = sum(sum(outcome) for outcome in sets.values())
    whole = won / closed if closed else 0
    assert sum(exact_values(sets).values()) == pytest.approx(whole, abs=1e-12)
    assert sum(each.value for each in sampled_values(sets, orders=10).values()) == pytest.approx(whole, abs=1e-12)


@given(SETS)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_sampled_values_lie_within_their_error_of_the_exact_ones(sets: Sets) -> None:
    """Six standard errors: one in hundreds of millions lies outside by chance."""
    exact = exact_values(sets)
    for channel, sampled in sampled_values(sets, orders=400).items():
        assert sampled.standard_error is not None
        assert abs(sampled.value - exact[channel]) <= 6 * sampled.standard_error + 1e-12


def test_the_stated_error_is_the_spread_of_the_samples() -> None:
    sets = _many(channels=8)
    runs = [sampled_values(sets, orders=100, seed=seed) for seed in range(200)]
    for channel in runs[0]:
        spread = np.std([run[channel].value for run in runs], ddof=1)
        stated = np.mean([run[channel].standard_error for run in runs])
        assert stated == pytest.approx(spread, rel=0.25)


def test_the_same_counts_give_the_same_sample() -> None:
    sets = _many(channels=20)
    assert sampled_values(sets, orders=50) == sampled_values(dict(reversed(sets.items())), orders=50)


def test_many_channels_are_sampled_and_few_are_not() -> None:
    few, many = shapley_values(_many(channels=EXACT_CHANNELS)), shapley_values(_many(channels=EXACT_CHANNELS + 1))
    assert len(few) == EXACT_CHANNELS
    assert len(many) == EXACT_CHANNELS + 1
    assert {each.standard_error for each in few.values()} == {None}
    assert all(each.standard_error and each.standard_error < 0.01 for each in many.values())


def test_what_is_sampled_is_what_would_be_exact() -> None:
    """At the largest number that is computed exactly, both ways."""
    sets = _many(channels=EXACT_CHANNELS)
    exact, sampled = exact_values(sets), sampled_values(sets)
    for channel, each in sampled.items():
        assert abs(each.value - exact[channel]) <= 5 * (each.standard_error or 0)


def _many(channels: int) -> Sets:
    """Two hundred sets of one to four channels with made up outcomes; every channel is on some."""
    random = np.random.default_rng(7)
    names = [f"c{number:02}" for number in range(channels)]
    sets = {frozenset({name}): (1, 2) for name in names}
    for _ in range(200):
        chosen = random.choice(channels, size=random.integers(1, 5), replace=False)
        sets[frozenset(names[number] for number in chosen)] = (int(random.integers(0, 9)), int(random.integers(0, 9)))
    return sets
