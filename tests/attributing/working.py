"""Attribution worked out slowly and exactly, from the definitions alone: fractions, permutations, elimination.

Shares no code with the models or with leadhouse.attributing. Grain: one list of (touch, credit) per model and
opportunity; a touch of None is what nothing gets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import pairwise, permutations
from math import factorial
from typing import Any

HALF_LIFE = timedelta(days=7)
GRACE = timedelta(minutes=60)
UNATTRIBUTED = "unattributed"


@dataclass(frozen=True)
class Touch:
    """One touch of somebody on an opportunity."""

    key: str
    channel: str
    at: datetime
    campaign: str | None = None


@dataclass(frozen=True)
class Opportunity:
    """One opportunity with the touches in its window, in any order.

    Attributes:
        outcome: won, lost or open.
    """

    key: str
    outcome: str
    created_at: datetime
    ends_at: datetime
    lead_created_at: datetime | None = None
    amount: Decimal | None = None
    primary_campaign: str | None = None
    is_counted: bool = True
    touches: Sequence[Touch] = field(default_factory=list)

    @property
    def ordered(self) -> list[Touch]:
        """By time, then by key, byte by byte."""
        return sorted(self.touches, key=lambda touch: (touch.at, touch.key.encode()))


Credits = list[tuple[Touch | None, Fraction]]


def positions(opportunity: Opportunity) -> dict[str, Touch]:
    """Who holds each position; a position that nobody holds is missing."""
    ordered = opportunity.ordered
    held: dict[str, Touch] = {}
    if ordered:
        held["first"] = ordered[0]
    for touch in ordered:
        if opportunity.lead_created_at is not None and touch.at <= opportunity.lead_created_at + GRACE:
            held["lead"] = touch
        if touch.at <= opportunity.created_at:
            held["opportunity"] = touch
        if opportunity.outcome != "open":
            held["close"] = touch
    return held


def credit(opportunity: Opportunity, model: Mapping[str, Any], weights: Mapping[str, Fraction]) -> Credits:
    """The credit of each touch under a model.

    Args:
        model: a row of the seed.
        weights: for data-driven models, by channel.
    """
    method = model["method"]
    if method == "primary_campaign":
        return [(None, Fraction(1))]
    ordered = opportunity.ordered
    if not ordered:
        return [(None, Fraction(1))]
    if method == "positions":
        shares = by_position(opportunity, model)
    elif method == "linear":
        shares = [Fraction(1) for _ in ordered]
    elif method == "time_decay":
        shares = [halved(opportunity.ends_at - touch.at) for touch in ordered]
    else:
        shares = by_channel([touch.channel for touch in ordered], weights)
    whole = sum(shares)
    if not whole:
        return [(None, Fraction(1))]
    return [(touch, share / whole) for touch, share in zip(ordered, shares, strict=True) if share]


def by_position(opportunity: Opportunity, model: Mapping[str, Any]) -> list[Fraction]:
    """Weights of the touches by the positions they hold, not yet scaled to 1."""
    ordered = opportunity.ordered
    looked_at = {
        name: Fraction(model[f"{name}_weight"])
        for name in ("first", "lead", "opportunity", "close")
        if model[f"{name}_weight"] is not None
    }
    held = positions(opportunity)
    middle_weight = Fraction(model["middle_weight"] or 0)
    if opportunity.outcome == "open" and set(looked_at) == {"close"} and not middle_weight:
        held["close"] = ordered[-1]
    holders = {held[name].key for name in looked_at if name in held}
    middle = [touch for touch in ordered if touch.key not in holders]
    shares = []
    for touch in ordered:
        share = sum(
            (weight for name, weight in looked_at.items() if name in held and held[name].key == touch.key), Fraction(0)
        )
        shares.append(share + (middle_weight / len(middle) if touch in middle else 0))
    return shares


def halved(age: timedelta) -> Fraction:
    """Half for every half-life, to 60 digits."""
    with localcontext() as context:
        context.prec = 60
        halvings = Decimal(age // timedelta(microseconds=1)) / Decimal(HALF_LIFE // timedelta(microseconds=1))
        return Fraction(Decimal("0.5") ** halvings)


def by_channel(channels: Sequence[str], weights: Mapping[str, Fraction]) -> list[Fraction]:
    """Shares of the touches: each channel's weight, equal if all are 0, by the number of its touches."""
    times = Counter(channels)
    own = {channel: weights.get(channel, Fraction(0)) for channel in times}
    if not any(own.values()):
        own = dict.fromkeys(times, Fraction(1))
    return [own[channel] / times[channel] for channel in channels]


def trained(opportunities: Sequence[Opportunity]) -> list[Opportunity]:
    """Closed, real opportunities with a touch: what data-driven models learn from."""
    return [each for each in opportunities if each.is_counted and each.outcome != "open" and each.touches]


def removal_effects(opportunities: Sequence[Opportunity]) -> dict[str, Fraction]:
    """Markov removal effects, by exact elimination."""
    paths = [
        (["start", *(f"c:{touch.channel}" for touch in each.ordered), each.outcome]) for each in trained(opportunities)
    ]
    counts = Counter(step for path in paths for step in pairwise(path))
    channels = sorted({state for path in paths for state in path[1:-1]})
    whole = win_probability(counts, channels, removed=None)
    return {
        channel[2:]: 1 - win_probability(counts, channels, removed=channel) / whole if whole else Fraction(0)
        for channel in channels
    }


def win_probability(counts: Counter[tuple[str, str]], channels: Sequence[str], removed: str | None) -> Fraction:
    """Probability to get from the start to won, steps into the removed channel being lost: Gauss-Jordan."""
    states = ["start", *(channel for channel in channels if channel != removed)]
    left = Counter[str]()
    for (before, _), times in counts.items():
        left[before] += times
    table = [
        [(Fraction(int(row == column)) - Fraction(counts[row, column], left[row] or 1)) for column in states]
        + [Fraction(counts[row, "won"], left[row] or 1)]
        for row in states
    ]
    for pivot in range(len(states)):
        chosen = next(row for row in range(pivot, len(states)) if table[row][pivot])
        table[pivot], table[chosen] = table[chosen], table[pivot]
        table[pivot] = [value / table[pivot][pivot] for value in table[pivot]]
        for row in range(len(states)):
            if row != pivot and table[row][pivot]:
                table[row] = [a - table[row][pivot] * b for a, b in zip(table[row], table[pivot], strict=True)]
    return table[0][-1]


def shapley_values(opportunities: Sequence[Opportunity]) -> dict[str, Fraction]:
    """Shapley values over all orders in which the channels may join."""
    closed = [({touch.channel for touch in each.touches}, each.outcome == "won") for each in trained(opportunities)]
    channels = sorted({channel for present, _ in closed for channel in present})

    def rate(joined: set[str]) -> Fraction:
        inside = [is_won for present, is_won in closed if present <= joined]
        return Fraction(sum(inside), len(inside)) if inside else Fraction(0)

    values = dict.fromkeys(channels, Fraction(0))
    for order in permutations(channels):
        for number, channel in enumerate(order):
            values[channel] += rate(set(order[: number + 1])) - rate(set(order[:number]))
    return {channel: value / factorial(len(channels)) for channel, value in values.items()}
