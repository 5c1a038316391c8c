"""Data-driven weights of channels, in exact fractions: Markov removal effects and Shapley values.

A path is the channels of one closed deal in order, repeats kept, and whether the deal was won.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import pairwise
from math import factorial
from typing import NamedTuple

START, WON, LOST = "(start)", "(won)", "(lost)"
NOTHING = Fraction(0)


class Path(NamedTuple):
    """The channels that a closed deal went through."""

    channels: tuple[str, ...]
    is_won: bool


def solved(matrix: list[list[Fraction]]) -> list[Fraction]:
    """The unknowns of a square system, each row with its right side last, by Gaussian elimination."""
    rows = [list(row) for row in matrix]
    for at in range(len(rows)):
        pivot = next(number for number in range(at, len(rows)) if rows[number][at])
        rows[at], rows[pivot] = rows[pivot], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for number, row in enumerate(rows):
            if number != at and row[at]:
                rows[number] = [value - row[at] * mine for value, mine in zip(row, rows[at], strict=True)]
    return [row[-1] for row in rows]


def transitions(paths: list[Path]) -> Counter[tuple[str, str]]:
    """How often one state followed the other."""
    found: Counter[tuple[str, str]] = Counter()
    for path in paths:
        states = [START, *path.channels, WON if path.is_won else LOST]
        found.update(pairwise(states))
    return found


def chance(steps: Counter[tuple[str, str]], removed: str | None = None) -> Fraction:
    """The chance to end won from the start; what would go to a removed channel is lost.

    Of the unknown x of each state: x - the sum over next states of share times x = share that goes straight to won.
    """
    states = sorted({state for state, _ in steps} - {removed})
    leaving = Counter[str]()
    for (state, _), number in steps.items():
        leaving[state] += number
    matrix = []
    for state in states:
        row = [Fraction(state == other) - Fraction(steps[state, other], leaving[state]) for other in states]
        matrix.append([*row, Fraction(steps[state, WON], leaving[state])])
    return solved(matrix)[states.index(START)] if states else NOTHING


def markov(paths: list[Path]) -> dict[str, Fraction]:
    """For each channel the share of the chance to win that is lost without it."""
    steps = transitions(paths)
    whole = chance(steps)
    channels = sorted({channel for path in paths for channel in path.channels})
    return {channel: 1 - chance(steps, channel) / whole if whole else NOTHING for channel in channels}


def shapley(paths: list[Path]) -> dict[str, Fraction]:
    """For each channel its mean contribution over all orders in which the channels may come.

    Of all orders |T|! x (n - |T| - 1)! have exactly the channels T before a channel. What T is worth: of the deals all
    of whose channels lie in T the share that was won.
    """
    channels = sorted({channel for path in paths for channel in path.channels})
    bits = {channel: 1 << place for place, channel in enumerate(channels)}
    tally: dict[int, list[int]] = {}
    for path in paths:
        both = tally.setdefault(sum({bits[channel] for channel in path.channels}), [0, 0])
        both[0] += path.is_won
        both[1] += 1

    @cache
    def worth(team: int) -> Fraction:
        inside = [both for mine, both in tally.items() if mine & ~team == 0]
        won, closed = (sum(column) for column in zip(*inside, strict=True)) if inside else (0, 0)
        return Fraction(won, closed) if closed else NOTHING

    number = len(channels)
    found = {}
    for channel, bit in bits.items():
        gains = [NOTHING] * number
        for team in range(1 << number):
            if not team & bit:
                gains[team.bit_count()] += worth(team | bit) - worth(team)
        orders = [factorial(size) * factorial(number - size - 1) for size in range(number)]
        whole = sum((gain * count for gain, count in zip(gains, orders, strict=True)), NOTHING)
        found[channel] = whole / factorial(number)
    return found


def shared(weights: dict[str, Fraction], channels: tuple[str, ...]) -> list[Fraction]:
    """The credit of each touch of a journey: channels by weight, a channel's touches equally.

    A negative weight counts as 0; where all are 0, channels are equal.
    """
    held = {channel: max(weights.get(channel, NOTHING), NOTHING) for channel in channels}
    if not any(held.values()):
        held = dict.fromkeys(held, Fraction(1))
    whole, often = sum(held.values(), NOTHING), Counter(channels)
    return [held[channel] / whole / often[channel] for channel in channels]
