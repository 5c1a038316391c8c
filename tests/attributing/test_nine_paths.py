"""Nine paths over three channels, each won once: a public example whose totals are known.

First, last, linear and position are by hand: each path is worth 3. Markov as computed for the example's publication,
to the last digits of double precision. tests/real_data compares these figures with the published file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

import duckdb
import pytest

from tests.attributing.companies import BEGIN, credited
from tests.attributing.rendering import rows
from tests.attributing.working import Opportunity, Touch

PATHS = ("A", "A > B", "A > B > C", "B", "B > A", "B > C > A", "C", "C > A", "C > B > A")
WORTH = Decimal(3)
POSITION = {"attribution_model": "position", "method": "positions", "is_enabled": True}
MODELS = [
    {**POSITION, "attribution_model": "first", "first_weight": 1},
    {**POSITION, "attribution_model": "last", "close_weight": 1},
    {**POSITION, "first_weight": 0.4, "close_weight": 0.4, "middle_weight": 0.2},
    {**POSITION, "attribution_model": "linear", "method": "linear"},
    {**POSITION, "attribution_model": "markov", "method": "markov"},
]
# A begins 3 paths, B 3, C 3; A ends A, B > A, B > C > A, C > A, C > B > A: 5 times 3, B ends 2, C ends 2.
# Linear: A 3 + 1.5 + 1 + 1.5 + 1 + 1.5 + 1; B 1.5 + 1 + 3 + 1.5 + 1 + 1; C 1 + 1 + 3 + 1.5 + 1.
# Position: with two touches the middle is empty: 1.5 each; with three 1.2, 0.6, 1.2.
BY_HAND = {
    "first": {"A": 9, "B": 9, "C": 9},
    "last": {"A": 15, "B": 6, "C": 6},
    "linear": {"A": 10.5, "B": 9, "C": 7.5},
    "position": {"A": 11.1, "B": 8.4, "C": 7.5},
}
MARKOV = {"A": 10.643153526970956, "B": 8.514522821576763, "C": 7.842323651452283}


def nine_paths(paths: tuple[str, ...] = PATHS) -> list[Opportunity]:
    """One won opportunity per path, a touch a day."""
    return [
        Opportunity(
            key=path,
            outcome="won",
            created_at=BEGIN,
            ends_at=BEGIN + timedelta(days=9),
            amount=WORTH,
            touches=[
                Touch(f"{path}/{day}", channel, BEGIN + timedelta(days=day))
                for day, channel in enumerate(path.split(" > "))
            ],
        )
        for path in paths
    ]


@pytest.fixture(scope="module")
def company() -> duckdb.DuckDBPyConnection:
    return credited(nine_paths(), MODELS)


@pytest.mark.parametrize("model", BY_HAND)
def test_totals_are_those_by_hand(company: duckdb.DuckDBPyConnection, model: str) -> None:
    assert won_by_channel(company, model) == pytest.approx(BY_HAND[model], abs=1e-9)


def test_classic_totals_of_markov_are_those_published(company: duckdb.DuckDBPyConnection) -> None:
    assert classic_totals(company) == pytest.approx(MARKOV, abs=1e-9)


def won_by_channel(company: duckdb.DuckDBPyConnection, model: str) -> Mapping[str, float]:
    totals: dict[str, float] = defaultdict(float)
    for fact in rows(company, "select * from fct_campaign_attribution"):
        if fact["attribution_model"] == model:
            totals[fact["channel"]] += float(fact["attributed_won_amount"])
    return totals


def classic_totals(company: duckdb.DuckDBPyConnection) -> Mapping[str, float]:
    found = rows(company, "select channel, attributed_conversions from rpt_channel_weights")
    return {row["channel"]: row["attributed_conversions"] * float(WORTH) for row in found}
