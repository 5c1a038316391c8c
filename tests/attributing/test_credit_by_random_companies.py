"""Credit under every shipped model, on random companies: the invariants, and the slow exact working."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.attributing import working
from tests.attributing.companies import CHANNELS, COMPANIES, credited
from tests.attributing.rendering import Row, definition, rows

CENT = Decimal("0.01")
RANDOM = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
POSITION_WEIGHTS = ("first_weight", "lead_weight", "opportunity_weight", "close_weight", "middle_weight")

Company = Sequence[working.Opportunity]


@given(COMPANIES)
@RANDOM
def test_credit_sums_to_one_and_money_to_the_cent(company: Company) -> None:
    facts = rows(credited(company), "select * from fct_campaign_attribution")
    models = [model["attribution_model"] for model in definition("attribution_models")]
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for fact in facts:
        assert fact["credit"] > 0
        sums[fact["attribution_model"], fact["opportunity_key"]] += fact["credit"]
    counted = [each for each in company if each.is_counted]
    assert sums.keys() == {(model, each.key) for model in models for each in counted}
    assert all(total == pytest.approx(1, abs=1e-12) for total in sums.values())
    won = sum((each.amount for each in counted if each.outcome == "won" and each.amount is not None), Decimal(0))
    amount = sum((each.amount for each in counted if each.amount is not None), Decimal(0))
    for model in models:
        own = [fact for fact in facts if fact["attribution_model"] == model]
        assert _total(own, "attributed_won_amount") == won
        assert _total(own, "attributed_amount") == amount


def _total(facts: Sequence[Row], column: str) -> Decimal:
    """The sum of a column to the cent."""
    amounts: list[Decimal] = [fact[column] for fact in facts if fact[column] is not None]
    return sum(amounts, Decimal(0)).quantize(CENT)


@given(COMPANIES)
@RANDOM
def test_every_credit_is_what_the_slow_working_gives(company: Company) -> None:
    _compare(company, definition("attribution_models"))


@st.composite
def custom_models(draw: st.DrawFn) -> Row:
    """A row of weights that nobody ships: any positions, also of weight 0, that add up to 1."""
    parts = draw(st.lists(st.none() | st.integers(0, 8), min_size=5, max_size=5).filter(lambda each: any(each)))
    whole = sum(part or 0 for part in parts)
    weights = [None if part is None else part / whole for part in parts]
    return {
        "attribution_model": "own",
        "method": "positions",
        "is_enabled": True,
        **dict(zip(POSITION_WEIGHTS, weights, strict=True)),
    }


@given(COMPANIES, custom_models())
@RANDOM
def test_a_custom_model_is_a_row_of_weights(company: Company, model: Row) -> None:
    _compare(company, [model])


def _compare(company: Company, models: Sequence[Row]) -> None:
    facts = rows(credited(company, models), "select * from fct_campaign_attribution")
    found = {
        (fact["attribution_model"], fact["opportunity_key"], fact["touchpoint_key"]): (
            pytest.approx(fact["credit"], rel=1e-9),
            fact["channel"],
            fact["campaign_key"],
        )
        for fact in facts
    }
    assert len(found) == len(facts)
    data_driven = {"markov": working.removal_effects(company), "shapley": working.shapley_values(company)}
    expected = {}
    for model in models:
        effects = data_driven.get(model["method"], {})
        weights = {channel: max(effect, Fraction(0)) for channel, effect in effects.items()}
        for each in company:
            for touch, credit in working.credit(each, model, weights) if each.is_counted else []:
                key = (model["attribution_model"], each.key, touch.key if touch else None)
                expected[key] = (float(credit), *_named(each, model, touch))
    assert found == expected


def _named(each: working.Opportunity, model: Row, touch: working.Touch | None) -> tuple[str, str | None]:
    """Channel and campaign of what gets the credit."""
    if touch:
        return touch.channel, touch.campaign
    if model["method"] == "primary_campaign" and each.primary_campaign:
        return {"crm:c1": CHANNELS[0], "crm:c2": CHANNELS[1]}.get(
            each.primary_campaign, "unmapped"
        ), each.primary_campaign
    return working.UNATTRIBUTED, None
