"""Removal effects: by hand, by summing over paths, by exact fractions, and by an independent library."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mam.models.markov import MarkovModel

from leadhouse.attributing.markov import LOST, START, WON, removal_effects
from tests.attributing import working
from tests.attributing.companies import BEGIN

Path = tuple[str, bool]

NAMES = "ABCDE"
PATHS = st.lists(st.tuples(st.text(NAMES, min_size=1, max_size=6), st.booleans()), min_size=1, max_size=12)
RANDOM = settings(max_examples=150, deadline=None, derandomize=True)


def steps(paths: Sequence[Path]) -> Counter[tuple[str, str]]:
    """Steps of paths whose channels are single letters, and whether they were won."""
    return Counter(step for channels, is_won in paths for step in pairwise([START, *channels, WON if is_won else LOST]))


def effects(paths: Sequence[Path]) -> dict[str, float]:
    return removal_effects((before, after, times) for (before, after), times in steps(paths).items())


def test_effects_of_two_channels_by_hand() -> None:
    # Start -> A always. A -> won 1/2, A -> B 1/2; B -> won 1/2, B -> lost 1/2. Wins: 1/2 + 1/4 = 3/4.
    # Without A nothing is won; without B 1/2, so that 1 - (1/2) / (3/4) = 1/3 is lost.
    assert effects([("A", True), ("A", True), ("AB", True), ("AB", False)]) == pytest.approx({"A": 1, "B": 1 / 3})


def test_a_touch_that_repeats_at_once_changes_nothing() -> None:
    """A step to itself delays a path, and does not turn it."""
    once = [("AB", True), ("AC", False), ("BA", True), ("C", True)]
    again = [("AAAB", True), ("AC", False), ("BBAA", True), ("CC", True)]
    assert effects(again) == pytest.approx(effects(once))


def test_a_channel_that_never_wins_has_no_effect_at_all() -> None:
    found = effects(
        [("A", True), ("AC", False), ("CA", True), ("B", False), ("BBA", True), ("D", False), ("DD", False)]
    )
    assert found["D"] == 0


def test_a_channel_that_always_wins_takes_what_passes_it() -> None:
    # Start -> A 1/2, start -> B 1/2; A always wins, B always loses.
    assert effects([("A", True), ("B", False)]) == {"A": 1, "B": 0}


def test_channels_that_are_only_reached_through_the_removed_one_go_with_it() -> None:
    # Start -> A 1/2 -> B -> won; start -> C 1/2 -> won. Without A, B is never reached: half of the wins are lost.
    assert effects([("AB", True), ("C", True)]) == pytest.approx({"A": 0.5, "B": 0.5, "C": 0.5})


def test_nothing_won_gives_no_effects() -> None:
    assert effects([("A", False), ("AB", False)]) == {"A": 0, "B": 0}


def test_no_paths_give_no_channels() -> None:
    assert removal_effects([]) == {}


@pytest.mark.parametrize(
    ("transitions", "words"),
    [
        ([(START, "A", 1), ("A", WON, 1), (WON, "A", 1)], "is no step"),
        ([(START, "A", 1), ("A", START, 1)], "is no step"),
        ([(START, "A", 0)], "is no step"),
        ([(START, "A", 1), (START, "B", 1), ("A", WON, 1)], "no step leaves B"),
        ([(START, WON, 1), (START, "A", 1), ("A", "B", 1), ("B", "A", 1)], "no end can be reached"),
    ],
)
def test_steps_that_are_no_paths_are_refused(transitions: list[tuple[str, str, float]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        removal_effects(transitions)


@given(PATHS)
@RANDOM
def test_effects_are_the_sums_over_all_paths(paths: list[Path]) -> None:
    """Walk all paths of one step, two, three ... at once, until what is still under way is negligible."""
    counts = steps(paths)
    whole = _walked(counts, removed=None)
    for channel, effect in effects(paths).items():
        assert effect == pytest.approx(1 - _walked(counts, channel) / whole if whole else 0, abs=1e-9)


def _walked(counts: Counter[tuple[str, str]], removed: str | None) -> float:
    left = Counter[str]()
    for (before, _), times in counts.items():
        left[before] += times
    under_way, won = {START: 1.0}, 0.0
    while sum(under_way.values()) > 1e-13:
        ahead: dict[str, float] = defaultdict(float)
        for (before, after), times in counts.items():
            part = under_way.get(before, 0.0) * times / left[before]
            if after == WON:
                won += part
            elif after not in (LOST, removed):
                ahead[after] += part
        under_way = ahead
    return won


@given(PATHS)
@RANDOM
def test_effects_are_those_of_exact_fractions(paths: list[Path]) -> None:
    company = [
        working.Opportunity(
            key=f"o{number}",
            outcome="won" if is_won else "lost",
            created_at=BEGIN,
            ends_at=BEGIN,
            touches=[working.Touch(f"{position:02}", channel, BEGIN) for position, channel in enumerate(channels)],
        )
        for number, (channels, is_won) in enumerate(paths)
    ]
    exact = working.removal_effects(company)
    found = effects(paths)
    assert found == pytest.approx({channel: float(effect) for channel, effect in exact.items()}, rel=1e-9)
    # To the digit: what is exactly nothing must not win a share against nothing.
    assert [channel for channel, effect in found.items() if not effect] == [
        channel for channel, effect in exact.items() if not effect
    ]


@given(PATHS)
@RANDOM
def test_shares_are_those_of_an_independent_library(paths: list[Path]) -> None:
    frame = polars.DataFrame(
        {
            "journey_id": [str(number) for number in range(len(paths))],
            "channels": [list(channels) for channels, _ in paths],
            "has_conversion": [is_won for _, is_won in paths],
            "weight": [1.0] * len(paths),
        }
    )
    theirs = MarkovModel(transition_to_same_state=True)._compute_markov(frame)
    ours = effects(paths)
    whole = sum(ours.values())
    assert {channel: effect / whole if whole else 0 for channel, effect in ours.items()} == pytest.approx(
        theirs, abs=1e-9
    )
