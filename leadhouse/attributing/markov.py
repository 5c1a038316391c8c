"""Removal effects of channels in a first-order Markov chain, computed exactly.

Reads counts of steps between states: the start, the channels, and the two ends. Returns one effect per channel.
Source: Anderl, Becker, von Wangenheim, Schumann, "Mapping the customer journey", IJRM 33 (2016), 457-474. There the
chain is simulated; the probability to win is the solution of a linear system, which is solved here instead.
Refuses: steps out of an end or into the start, and channels from which no end can be reached.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

START = "(start)"
WON = "(won)"
LOST = "(lost)"

# Effects are differences of probabilities: what is smaller than this is the rounding of a channel that never wins.
ROUNDING = 1e-12

Matrix = npt.NDArray[np.float64]


def removal_effects(transitions: Iterable[tuple[str, str, float]]) -> dict[str, float]:
    """The share of the wins that would be lost without each channel, its inflow going to the lost end.

    Args:
        transitions: from state, to state, and how often that step was taken (above 0); equal steps add up.

    Returns:
        Effect (0..1) by channel, in order of name. All 0 where nothing was won.

    Raises:
        ValueError: the steps are no paths from the start to an end.
    """
    counts = _added_up(transitions)
    channels = sorted({state for step in counts for state in step} - {START, WON, LOST})
    if not channels:
        return {}
    steps, wins = _probabilities(counts, channels)
    whole = _start_wins(steps, wins)
    if whole == 0:
        return dict.fromkeys(channels, 0.0)
    effects = {}
    for number, channel in enumerate(channels, start=1):
        kept = [state for state in range(len(channels) + 1) if state != number]
        effect = 1 - _start_wins(steps[np.ix_(kept, kept)], wins[kept]) / whole
        effects[channel] = effect if effect > ROUNDING else 0.0
    return effects


def _added_up(transitions: Iterable[tuple[str, str, float]]) -> dict[tuple[str, str], float]:
    counts: dict[tuple[str, str], float] = {}
    for before, after, times in transitions:
        if before in (WON, LOST) or after == START or not times > 0:
            raise ValueError(f"{before} -> {after}, {times} times, is no step of a path from {START} to an end")
        counts[before, after] = counts.get((before, after), 0.0) + times
    return counts


def _probabilities(counts: dict[tuple[str, str], float], channels: list[str]) -> tuple[Matrix, Matrix]:
    """Probabilities of the steps between the start (0) and the channels (from 1), and of winning from each at once."""
    states = {state: number for number, state in enumerate([START, *channels])}
    steps = np.zeros((len(states), len(states)))
    wins = np.zeros(len(states))
    left = np.zeros(len(states))
    for (before, after), times in counts.items():
        left[states[before]] += times
        if after == WON:
            wins[states[before]] += times
        elif after != LOST:
            steps[states[before], states[after]] += times
    if not left.all():
        raise ValueError(f"no step leaves {', '.join(state for state, number in states.items() if not left[number])}")
    return steps / left[:, None], wins / left


def _start_wins(steps: Matrix, wins: Matrix) -> float:
    """Probability to reach the won end from the start: x = wins + steps x.

    What leaves a state neither for a kept state nor for the won end is lost; so a removed channel is a missing column.
    """
    try:
        solved = np.linalg.solve(np.eye(len(wins)) - steps, wins)
    except np.linalg.LinAlgError:
        raise ValueError("from some channels no end can be reached") from None
    return float(solved[0])
