"""The effects that the demo plants in its channels are found again by the data-driven models, and not by last touch.

Planted (leadhouse/demo/journeys.py): a webinar multiplies the odds of winning by 5 and comes early, a trade show by 3
around the lead, an e-mail by nothing, shortly before the close. Size and number of companies are chosen for power: over
ten companies of 20,000 leads each margin asserted here is 4 to 9 times its standard deviation between companies, and
their mean over five companies is asserted, so that no draw of random numbers decides the outcome.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from leadhouse.attributing.markov import LOST, START, WON, removal_effects
from leadhouse.attributing.shapley import exact_values
from leadhouse.demo import campaigns, journeys, memberships, truth_touches
from leadhouse.demo.definitions import write_calendars
from leadhouse.demo.generate import SHIPPED_DEFINITIONS, SIMULATED_NOW
from leadhouse.demo.moments import seconds_of
from leadhouse.demo.references import refer
from leadhouse.demo.truth_people import stand
from leadhouse.demo.truth_pipeline import opportunities
from leadhouse.demo.world import World, simulate

LEADS = 20_000
SEEDS = (1, 2, 3, 4, 5)
STRONG, MIDDLE, LATE = "webinar", "event", "email"


@dataclass(frozen=True)
class Found:
    """What three models make of the paths of one company: a figure per channel."""

    markov: dict[str, float]
    shapley: dict[str, float]
    last_touch: dict[str, float]


def company(seed: int, folder: Path) -> World:
    """A company of the size at which the effects show."""
    write_calendars(folder)
    return simulate(LEADS, seed, seconds_of(SIMULATED_NOW), [folder, SHIPPED_DEFINITIONS])


def paths_of(world: World) -> list[tuple[list[str], bool]]:
    """Channels in order, and whether it was won, of every closed deal that counts and has a touch."""
    plan, standing = campaigns.plan(world), stand(world)
    references = refer(world, len(plan.name))
    touched = truth_touches.touches(world, references, standing, plan, memberships.enrol(world, plan))
    travelled = truth_touches.journeys(world, standing, touched).filter("is_credited")
    deals = opportunities(world, references, standing).with_row_index("deal").cast({"deal": pl.Int64})
    closed = deals.filter("is_counted", "is_closed").select("deal", "is_won")
    chained = travelled.sort("deal", "touch_number").group_by("deal", maintain_order=True).agg("channel")
    return chained.join(closed, on="deal").select("channel", "is_won").rows()


def weigh(paths: list[tuple[list[str], bool]]) -> Found:
    """Let the models see the paths, and nothing of what was planted."""
    steps: Counter[tuple[str, str]] = Counter()
    sets: dict[frozenset[str], tuple[float, float]] = {}
    for channels, is_won in paths:
        states = [START, *channels, WON if is_won else LOST]
        steps.update(pairwise(states))
        won, lost = sets.get(frozenset(channels), (0.0, 0.0))
        sets[frozenset(channels)] = (won + is_won, lost + (not is_won))
    last = Counter(channels[-1] for channels, is_won in paths if is_won)
    shares = {channel: count / last.total() for channel, count in last.items()}
    return Found(removal_effects([(*step, times) for step, times in steps.items()]), exact_values(sets), shares)


@pytest.fixture(scope="module")
def companies(tmp_path_factory: pytest.TempPathFactory) -> list[World]:
    """Several companies that differ by nothing but their random numbers."""
    folder = tmp_path_factory.mktemp("planted")
    return [company(seed, folder) for seed in SEEDS]


@pytest.fixture(scope="module")
def found(companies: list[World]) -> list[Found]:
    """What the models find in each company."""
    return [weigh(paths_of(world)) for world in companies]


def margins(found: list[Found], model: str, above: str, below: str) -> np.ndarray:
    """By how much one channel stands above another, per company."""
    figures = [getattr(each, model) for each in found]
    return np.array([figure[above] - figure[below] for figure in figures])


@pytest.mark.parametrize("model", ["markov", "shapley"])
@pytest.mark.parametrize(("above", "below"), [(STRONG, MIDDLE), (MIDDLE, LATE)])
def test_data_driven_models_find_the_planted_order(found: list[Found], model: str, above: str, below: str) -> None:
    """Means over ten companies: Markov .11 and .10, Shapley .08 and .10 of the win rate."""
    assert margins(found, model, above, below).mean() > 0.04


@pytest.mark.parametrize("other", [STRONG, MIDDLE])
def test_last_touch_ranks_the_late_channel_above_its_place(found: list[Found], other: str) -> None:
    """Planted last, ranked first. Means over ten companies: .14 above the webinar, .10 above the trade show."""
    assert margins(found, "last_touch", LATE, other).mean() > 0.05


def test_shapley_gives_next_to_nothing_to_what_adds_nothing(found: list[Found]) -> None:
    """Without effect: e-mail, paid search, content. With: at least .07 in the mean over ten companies."""
    mean = {channel: np.mean([each.shapley.get(channel, 0.0) for each in found]) for channel in found[0].shapley}
    assert max(mean[channel] for channel in (LATE, "advertising", "web")) < 0.03
    assert min(mean[channel] for channel in (STRONG, MIDDLE)) > 0.06


def test_the_planted_factors_are_the_odds_ratios_of_meeting_a_channel(companies: list[World]) -> None:
    """Over all companies together; 0.17 is three standard errors of the logarithm for the rarest channel."""
    counts = {effect.channel: np.zeros((2, 2)) for effect in journeys.EFFECTS}
    for world in companies:
        won, from_lead = journeys.will_win(world), world.pipeline.lead >= 0
        for effect, deals, _ in journeys.meetings(world, np.random.default_rng(world.seed)):
            met = np.isin(np.arange(len(won)), deals)
            for row, outcome in enumerate((won, ~won)):
                chosen = from_lead & outcome
                counts[effect.channel][row] += (met & chosen).sum(), (~met & chosen).sum()
    for effect in journeys.EFFECTS:
        (won_met, won_not), (lost_met, lost_not) = counts[effect.channel]
        ratio = won_met * lost_not / (won_not * lost_met)
        assert abs(np.log(ratio / effect.factor)) < 0.17, effect.channel


def test_without_planted_effects_nothing_is_found(companies: list[World], monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards the tests above: the order comes from what is planted, not from where touches stand on a path."""
    flat = tuple(journeys.Effect(**{**vars(effect), "factor": 1.0}) for effect in journeys.EFFECTS)
    monkeypatch.setattr(journeys, "EFFECTS", flat)
    values = [weigh(paths_of(world)).shapley for world in companies]
    for above, below in ((STRONG, MIDDLE), (MIDDLE, LATE)):
        assert abs(np.mean([value[above] - value[below] for value in values])) < 0.04
