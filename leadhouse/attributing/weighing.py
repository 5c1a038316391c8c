"""The weights of channels under each data-driven model.

Reads steps between channels and sets of channels, counted over closed opportunities. One weight per model and channel.
Refuses what markov.py and shapley.py refuse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadhouse.attributing.markov import removal_effects
from leadhouse.attributing.shapley import Value, shapley_values

Transition = tuple[str, str, float]
ChannelSet = tuple[frozenset[str], float, float]


@dataclass(frozen=True)
class Weight:
    """What a channel weighs in one model.

    Attributes:
        effect: the removal effect or Shapley value; a Shapley value may be negative.
        weight: the effect, 0 where it is negative.
        standard_error: of the effect, where it was sampled.
    """

    attribution_model: str
    channel: str
    effect: float
    weight: float
    standard_error: float | None


def weigh(methods: Mapping[str, str], transitions: Iterable[Transition], sets: Iterable[ChannelSet]) -> list[Weight]:
    """Weigh the channels under each model whose method is data-driven.

    Args:
        methods: method by name of the model; others than markov and shapley are passed over.
        transitions: from state, to state, times.
        sets: channels, won opportunities, lost ones.

    Returns:
        By model, then by channel.
    """
    wanted = set(methods.values())
    effects: dict[str, dict[str, Value]] = {}
    if "markov" in wanted:
        effects["markov"] = {channel: Value(effect) for channel, effect in removal_effects(transitions).items()}
    if "shapley" in wanted:
        effects["shapley"] = shapley_values({channels: (won, lost) for channels, won, lost in sets})
    return [
        Weight(name, channel, each.value, max(each.value, 0.0), each.standard_error)
        for name, method in sorted(methods.items())
        for channel, each in effects.get(method, {}).items()
    ]
