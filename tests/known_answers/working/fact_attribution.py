"""fct_touchpoints, fct_opportunity_touchpoints, fct_campaign_attribution, rpt_channel_weights and rpt_campaign_roi."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from functools import cache

from working.costs import came_of, campaigns, cost, tree
from working.credit import COUNTED, Share, models, paths, positions, shares, weights_of
from working.deals import DEALS, amount, closed_at, is_closed, is_renewal, is_won
from working.fact_leads import Fact
from working.inputs import SYSTEM, Row, alive, key, local_date, seed
from working.journeys import Touchpoint, influence, journey, people_of, touchpoints
from working.people import person_of

MARKETING = {row["source_category"] for row in seed("source_categories") if row["origin"] == "marketing"}
WAYS = ("converted_lead", "contact_role", "account")
SUMS = ("attributed_amount", "attributed_won_amount", "attributed_opportunities", "attributed_customers",
        "attributed_open_amount", "attributed_renewal_won_amount")  # fmt: skip
CAME = ("leads", "qualified_leads", "customers")


def fct_touchpoints() -> list[Fact]:
    """All touches."""
    return [
        {
            "touchpoint_key": touch.key,
            "source_system": SYSTEM,
            "person": person_of(touch.people[0]) if touch.people else None,
            "lead_key": touch.lead,
            "contact_key": touch.contact,
            "campaign_key": alive(touch.campaign or ""),
            "channel": touch.channel,
            "touch_type": touch.kind,
            "precision": touch.precision,
            "touched_at": touch.at,
        }
        for touch in sorted(touchpoints(), key=lambda each: each.key)
    ]


def way_of(deal: str, touch: Touchpoint) -> tuple[str, str]:
    """Whose touch it is on a deal and by which way the person came to it: of two the one with the stronger way."""
    ways = people_of(deal)
    able = [(person, ways[person]) for person in touch.people if person in ways]
    return min(able, key=lambda each: WAYS.index(each[1])) if able else (touch.people[0], "influence")


def placed(deal: str, touch: Touchpoint, number: int | None) -> Fact:
    """A touch in a deal's window."""
    person, way = way_of(deal, touch)
    held = {name for name, holder in positions(deal).items() if holder == touch and number}
    return {
        "opportunity_key": key(deal),
        "touchpoint_key": touch.key,
        "source_system": SYSTEM,
        "person": person_of(person),
        "way": way,
        "campaign_key": alive(touch.campaign or ""),
        "channel": touch.channel,
        "touch_type": touch.kind,
        "touch_number": number,
        "is_credited": number is not None,
        "is_first": "first" in held,
        "is_lead_creation": "lead_creation" in held,
        "is_opportunity_creation": "opportunity_creation" in held,
        "is_closing": "closing" in held,
        "is_last": number == len(journey(deal)),
        "touched_at": touch.at,
    }


def fct_opportunity_touchpoints() -> list[Fact]:
    """The touches in each deal's window, in order, then those that are shown only."""
    found = []
    for deal in sorted(DEALS):
        found += [placed(deal, touch, number) for number, touch in enumerate(journey(deal), 1)]
        found += [placed(deal, touch, None) for touch in influence(deal)]
    return found


def attributed(deal: str, model: Row, share: Share) -> Fact:
    """A share of a deal and its money; a deal without an amount has none."""
    value, touch = amount(DEALS[deal]), share.touch
    money = None if value is None else Fraction(value) * Fraction(share.credit)
    return {
        "attribution_model": model["attribution_model"],
        "opportunity_key": key(deal),
        "touchpoint_key": touch.key if touch else None,
        "source_system": SYSTEM,
        "campaign_key": alive(share.campaign or ""),
        "channel": share.channel,
        "positions": share.positions,
        "credit": float(share.credit),
        "attributed_amount": None if money is None else float(money),
        "attributed_won_amount": (None if money is None else float(money)) if is_won(DEALS[deal]) else 0.0,
        "is_marketing": share.channel in MARKETING,
        "is_unattributed": share.channel == "unattributed",
        "is_in_roi": not is_renewal(DEALS[deal]),
        "is_won": is_won(DEALS[deal]),
        "closed_date": local_date(closed_at(DEALS[deal])),
        "touched_at": touch.at if touch else None,
    }


@cache
def attributions() -> list[Fact]:
    """All shares of all deals."""
    return [attributed(deal, model, share) for model in models() for deal in COUNTED for share in shares(deal, model)]


def fct_campaign_attribution() -> list[Fact]:
    """All shares, in order of model, deal and touch."""
    return attributions()


def rpt_channel_weights() -> list[Fact]:
    """What each channel does under the trained models, and its part of all that was won."""
    found = []
    won = sum(path.is_won for path in paths())
    for model in models():
        if model["method"] not in ("markov", "shapley"):
            continue
        effects = weights_of(model["method"])
        whole = sum((max(effect, Fraction(0)) for effect in effects.values()), Fraction(0))
        for channel, effect in effects.items():
            share = max(effect, Fraction(0)) / whole if whole else None
            mine = [path for path in paths() if channel in path.channels]
            found.append(
                {
                    "attribution_model": model["attribution_model"],
                    "channel": channel,
                    "paths": len(mine),
                    "conversions": sum(path.is_won for path in mine),
                    "effect": float(effect),
                    "share": None if share is None else float(share),
                    "attributed_conversions": None if share is None else float(share * won),
                    "closed_paths": len(paths()),
                }
            )
    return found


@cache
def own_sums() -> dict[tuple[str, str], dict[str, Fraction]]:
    """What each model gives to each campaign: money, and parts of deals; renewals apart."""
    found: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in attributions():
        deal = DEALS[row["opportunity_key"].removeprefix(f"{SYSTEM}:")]
        sums = found[row["attribution_model"], row["campaign_key"] or ""]
        if is_renewal(deal):
            sums["attributed_renewal_won_amount"] += Fraction(row["attributed_won_amount"] or 0)
            continue
        money, credit = Fraction(row["attributed_amount"] or 0), Fraction(row["credit"])
        sums["attributed_amount"] += money
        sums["attributed_won_amount"] += Fraction(row["attributed_won_amount"] or 0)
        sums["attributed_open_amount"] += 0 if is_closed(deal) else money
        sums["attributed_opportunities"] += credit
        sums["attributed_customers"] += credit if is_won(deal) else 0
    return found


def summed(model: str, among: list[str]) -> Fact:
    """Costs and results of some campaigns together; of the empty name: of what belongs to none."""
    costs = [known for each in among if (known := cost(each)) is not None]
    spent = sum(costs, Decimal()) if costs else None
    parts = [own_sums().get((model, key(each) or ""), {}) for each in among]
    found: Fact = {"cost": spent}
    for name in SUMS:
        found[name] = float(sum((part.get(name, Fraction(0)) for part in parts), Fraction(0)))
    for name in CAME:
        found[name] = sum(came_of()[key(each) or "", name] for each in among)
    earned = found["attributed_won_amount"]
    found["roi"] = (earned - float(spent)) / float(spent) if spent else None
    return found


def rpt_campaign_roi() -> list[Fact]:
    """Each model's figures of each campaign, its own and with all under it, and of what belongs to no campaign."""
    found = []
    for model in models():
        name = model["attribution_model"]
        for campaign in [*campaigns(), ""]:
            under = tree(campaign) if campaign else [""]
            own = {"attribution_model": name, "campaign_key": key(campaign), "source_system": SYSTEM}
            total = {f"total_{column}": value for column, value in summed(name, under).items()}
            lacking = sum(cost(each) is None for each in under) if campaign else 0
            found.append(own | summed(name, [campaign]) | total | {"campaigns_without_cost": lacking})
    return found
