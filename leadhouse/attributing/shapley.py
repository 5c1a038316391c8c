"""Shapley values of channels: what each adds to the win rate, on average over all orders in which channels may join.

Reads, for each set of channels that were on the paths of closed opportunities, how many of those were won and lost.
v(S) = won / (won + lost) over the opportunities whose channels all lie in S; 0 where there are none.
Source: Shapley, "A value for n-person games" (1953); sampling as in Castro, Gomez, Tejada, "Polynomial calculation of
the Shapley value based on sampling", Computers & Operations Research 36 (2009), 1726-1730.
Exact for up to EXACT_CHANNELS channels; beyond, the mean over random orders with its standard error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import factorial

import numpy as np
import numpy.typing as npt

# 2^18 sets in a tenth of a second and some megabytes; each further channel doubles both.
EXACT_CHANNELS = 18
ORDERS = 4_000
SEED = 20_160_901

Sets = Mapping[frozenset[str], tuple[float, float]]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Value:
    """The Shapley value of one channel.

    Attributes:
        value: what it adds to the win rate; may be negative.
        standard_error: of the value, where it was sampled; None where it is exact.
    """

    value: float
    standard_error: float | None = None


def shapley_values(sets: Sets) -> dict[str, Value]:
    """The value of each channel, exact if the channels are few enough, else sampled.

    Args:
        sets: won and lost opportunities by the set of channels on them; no set is empty.

    Returns:
        Value by channel, in order of name. The values add up to the win rate of all.
    """
    channels = sorted({channel for each in sets for channel in each})
    if len(channels) > EXACT_CHANNELS:
        return sampled_values(sets)
    return {channel: Value(value) for channel, value in exact_values(sets).items()}


def exact_values(sets: Sets) -> dict[str, float]:
    """Shapley values over all 2^n sets of the n channels."""
    channels = sorted({channel for each in sets for channel in each})
    count = len(channels)
    rates = _win_rates(sets, channels)
    sizes = np.zeros(1, dtype=np.int64)
    for _ in channels:
        sizes = np.concatenate([sizes, sizes + 1])
    weights = np.array([factorial(size) * factorial(count - size - 1) / factorial(count) for size in range(count)])
    values = {}
    for number, channel in enumerate(channels):
        # Axis 1 tells the sets without the channel (0) from the same sets with it (1).
        split = rates.reshape(-1, 2, 1 << number)
        without = sizes.reshape(-1, 2, 1 << number)[:, 0, :]
        values[channel] = float(np.sum(weights[without] * (split[:, 1, :] - split[:, 0, :])))
    return values


def _win_rates(sets: Sets, channels: list[str]) -> Numbers:
    """v(S) of each set of channels; bit i of a set's number says whether it holds channel i."""
    bits = {channel: 1 << number for number, channel in enumerate(channels)}
    sums = np.zeros((2, 1 << len(channels)))
    for each, outcome in sets.items():
        sums[:, sum(bits[channel] for channel in each)] += outcome
    # Sums over all subsets, one channel after the other.
    for number in range(len(channels)):
        split = sums.reshape(2, -1, 2, 1 << number)
        split[:, :, 1, :] += split[:, :, 0, :]
    return _rates(sums[0], sums[1])


def _rates(won: Numbers, lost: Numbers) -> Numbers:
    closed = won + lost
    return np.divide(won, closed, out=np.zeros_like(won), where=closed > 0)


def sampled_values(sets: Sets, orders: int = ORDERS, seed: int = SEED) -> dict[str, Value]:
    """Shapley values as the mean over random orders of the channels.

    Args:
        orders: how many; each is drawn together with its reverse, which lowers the error.
        seed: the same seed gives the same values.
    """
    channels = sorted({channel for each in sets for channel in each})
    numbers = {channel: number for number, channel in enumerate(channels)}
    members = np.zeros((len(sets), len(channels)), dtype=bool)
    for row, each in enumerate(sets):
        members[row, [numbers[channel] for channel in each]] = True
    outcomes = np.array(list(sets.values()), dtype=np.float64)
    random = np.random.default_rng(seed)
    pairs = orders // 2
    total, squares = np.zeros(len(channels)), np.zeros(len(channels))
    for _ in range(pairs):
        order = random.permutation(len(channels))
        added = (_added(order, members, outcomes) + _added(order[::-1], members, outcomes)) / 2
        total += added
        squares += added**2
    means = total / pairs
    variances = np.maximum(squares / pairs - means**2, 0) * pairs / (pairs - 1)
    errors = np.sqrt(variances / pairs)
    return {
        channel: Value(float(mean), float(error)) for channel, mean, error in zip(channels, means, errors, strict=True)
    }


def _added(order: npt.NDArray[np.int64], members: npt.NDArray[np.bool_], outcomes: Numbers) -> Numbers:
    """What each channel adds to the win rate when the channels join in one order."""
    joined_at = np.empty(len(order), dtype=np.int64)
    joined_at[order] = np.arange(len(order))
    # A set of channels counts from the step at which the last of them has joined.
    complete_at = np.where(members, joined_at, -1).max(axis=1)
    won, lost = (np.bincount(complete_at, weights=outcomes[:, side], minlength=len(order)).cumsum() for side in (0, 1))
    added = np.diff(_rates(won, lost), prepend=0.0)
    result: Numbers = added[joined_at]
    return result
