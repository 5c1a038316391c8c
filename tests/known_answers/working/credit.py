"""The credit of each touch of each deal under every model of the definitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cache

from working.channels import Path, markov, shapley, shared
from working.deals import DEALS, is_closed, is_never_real, is_won
from working.fact_leads import lead_of_deal
from working.inputs import Row, alive, moment, seed
from working.journeys import Touchpoint, channel_of, journey
from working.members import GRACE
from working.people import CREATED

HALF_LIFE = timedelta(days=7)
COUNTED = sorted(deal for deal, row in DEALS.items() if not is_never_real(row))
WEIGHTS = {
    "first": "first_weight",
    "lead_creation": "lead_weight",
    "opportunity_creation": "opportunity_weight",
    "closing": "close_weight",
}


@dataclass(frozen=True)
class Share:
    """A touch's part of a deal; without a touch a campaign's, or nobody's."""

    touch: Touchpoint | None
    campaign: str | None
    channel: str
    positions: str | None
    credit: Fraction | float


NOBODY = Share(None, None, "unattributed", None, Fraction(1))


@cache
def positions(deal: str) -> dict[str, Touchpoint]:
    """The touch that holds each position which is held."""
    row, path = DEALS[deal], journey(deal)
    lead, created = lead_of_deal(deal), moment(row["CreatedDate"])
    assert created is not None
    by_lead = [each for each in path if lead and each.at <= CREATED[lead] + GRACE]
    by_deal = [each for each in path if each.at <= created]
    found = {
        "first": path[:1],
        "lead_creation": by_lead[-1:],
        "opportunity_creation": by_deal[-1:],
        "closing": path[-1:] if is_closed(row) else [],
    }
    return {name: touch[0] for name, touch in found.items() if touch}


def by_positions(deal: str, model: Row) -> list[Share]:
    """Each position's weight to the touch that holds it, the middle's to the rest; what nobody holds is shared."""
    weights = {name: Fraction(model[column]) for name, column in WEIGHTS.items() if model[column]}
    held = {name: touch for name, touch in positions(deal).items() if name in weights}
    path, is_last = journey(deal), list(weights) == ["closing"] and not is_closed(DEALS[deal])
    if is_last and path:
        return [Share(path[-1], path[-1].campaign, path[-1].channel, "last", Fraction(1))]
    middle = [touch for touch in path if touch not in held.values()] if model["middle_weight"] else []
    parts: dict[str, tuple[list[str], Fraction]] = {touch.key: ([], Fraction(0)) for touch in path}
    for name, touch in held.items():
        names, weight = parts[touch.key]
        parts[touch.key] = [*names, name], weight + weights[name]
    for touch in middle:
        parts[touch.key] = ["middle"], Fraction(model["middle_weight"]) / len(middle)
    whole = sum((weight for _, weight in parts.values()), Fraction(0))
    if not held or not whole:
        return [NOBODY]
    return [
        Share(touch, touch.campaign, touch.channel, ",".join(names), weight / whole)
        for touch in path
        for names, weight in [parts[touch.key]]
    ]


def evenly(deal: str, _model: Row) -> list[Share]:
    """Every touch the same."""
    return over(deal, [Fraction(1, len(journey(deal)))] * len(journey(deal)))


def by_age(deal: str, _model: Row) -> list[Share]:
    """A touch counts half of one that came a half-life later."""
    path = journey(deal)
    weights = [2.0 ** -((path[-1].at - touch.at) / HALF_LIFE) for touch in path]
    return over(deal, [weight / sum(weights) for weight in weights])


def to_primary(deal: str, _model: Row) -> list[Share]:
    """The deal's own campaign, whatever its touches."""
    campaign = DEALS[deal]["CampaignId"]
    known = campaign if campaign and alive(campaign) else None
    return [Share(None, known, channel_of(known), None, Fraction(1))] if known else [NOBODY]


@cache
def paths() -> list[Path]:
    """One path for each closed deal that counts and had a touch."""
    closed = [deal for deal in COUNTED if is_closed(DEALS[deal]) and journey(deal)]
    return [Path(tuple(touch.channel for touch in journey(deal)), is_won(DEALS[deal])) for deal in closed]


@cache
def weights_of(method: str) -> dict[str, Fraction]:
    """The trained weights of the channels."""
    return markov(paths()) if method == "markov" else shapley(paths())


def by_channel(deal: str, model: Row) -> list[Share]:
    """By the trained weights of the channels."""
    return over(deal, shared(weights_of(model["method"]), tuple(touch.channel for touch in journey(deal))))


def over(deal: str, credits: Sequence[Fraction | float]) -> list[Share]:
    """A credit for each touch of a journey, in order."""
    pairs = zip(journey(deal), credits, strict=True)
    return [Share(touch, touch.campaign, touch.channel, None, credit) for touch, credit in pairs]


METHODS = {
    "positions": by_positions,
    "linear": evenly,
    "time_decay": by_age,
    "primary_campaign": to_primary,
    "markov": by_channel,
    "shapley": by_channel,
}


def models() -> list[Row]:
    """The models that are switched on."""
    return [row for row in seed("attribution_models") if row["is_enabled"] == "true"]


def shares(deal: str, model: Row) -> list[Share]:
    """Who gets what of a deal: credits above 0, which sum to 1."""
    if not journey(deal) and model["method"] != "primary_campaign":
        return [NOBODY]
    return [share for share in METHODS[model["method"]](deal, model) if share.credit > 0]
