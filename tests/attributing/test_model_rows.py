"""What a company may write into attribution_models.csv: models of its own, models switched off, and mistakes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from leadhouse.attributing.weighing import Weight, weigh
from leadhouse.settings import read_settings
from leadhouse.warehouse.build import make_work_file, prepare
from leadhouse.warehouse.dbt_runner import run_dbt
from leadhouse.warehouse.failures import describe_failed_tests
from leadhouse.warehouse.layout import Warehouse
from loaders import ensure_landing
from tests.attributing.companies import BEGIN, credited
from tests.attributing.rendering import rows
from tests.attributing.working import Opportunity, Touch

TRANSITIONS = [("(start)", "web", 2), ("web", "(won)", 1), ("web", "(lost)", 1)]
SETS = [(frozenset({"web"}), 1, 1)]
BAD_ROWS = """\
too_much,Too much,positions,1.5,,,,-0.5,90,true,Weights out of range.
short,Short,positions,0.5,0.4,,,,91,true,Weights that add up to 0.9.
weightless,Weightless,positions,,,,,,92,true,No weights at all.
guess,Guess,guessing,,,,,,93,true,A method that does not exist.
heavy,Heavy,linear,1,,,,,94,true,Weights that nobody reads.
linear,Twice,linear,,,,,,95,true,A name that is taken.
"""


def test_a_model_that_is_switched_off_has_no_rows_and_two_of_one_method_agree() -> None:
    company = [
        Opportunity("o", "won", BEGIN, BEGIN, touches=[Touch("t1", "web", BEGIN), Touch("t2", "event", BEGIN)]),
        Opportunity("p", "lost", BEGIN, BEGIN, touches=[Touch("t3", "web", BEGIN - timedelta(days=1))]),
    ]
    models = [
        {"attribution_model": "markov", "method": "markov", "is_enabled": True},
        {"attribution_model": "second", "method": "markov", "is_enabled": True},
        {"attribution_model": "shapley", "method": "shapley", "is_enabled": False},
        {"attribution_model": "linear", "method": "linear", "is_enabled": False},
    ]
    connection = credited(company, models)
    found = rows(connection, "select attribution_model, touchpoint_key, credit from fct_campaign_attribution")
    by_model = {
        name: {row["touchpoint_key"]: row["credit"] for row in found if row["attribution_model"] == name}
        for name in {row["attribution_model"] for row in found}
    }
    assert by_model.keys() == {"markov", "second"}
    assert by_model["markov"] == by_model["second"]
    assert rows(connection, "select distinct attribution_model as name from rpt_channel_weights order by 1") == [
        {"name": "markov"},
        {"name": "second"},
    ]


def test_only_data_driven_models_are_weighed() -> None:
    assert weigh({"linear": "linear", "own": "markov"}, TRANSITIONS, SETS) == [Weight("own", "web", 1.0, 1.0, None)]
    assert weigh({"linear": "linear"}, TRANSITIONS, SETS) == []


def test_a_negative_effect_weighs_nothing() -> None:
    sets = [(frozenset("A"), 1, 0), (frozenset("AB"), 0, 3)]
    weighed = {each.channel: each for each in weigh({"shapley": "shapley"}, [], sets)}
    assert weighed["B"].effect == pytest.approx(-3 / 8)
    assert weighed["B"].weight == 0
    assert weighed["A"].weight == weighed["A"].effect


def test_bad_rows_stop_the_build_and_are_named(tmp_path: Path) -> None:
    warehouse = Warehouse.at(tmp_path / "warehouse")
    prepare(warehouse)
    ensure_landing(warehouse.root)
    models = warehouse.definitions / "attribution_models.csv"
    models.write_text(models.read_text(encoding="utf-8") + BAD_ROWS, encoding="utf-8")
    make_work_file(warehouse, read_settings(warehouse))

    outcome = run_dbt(warehouse, ["build", "--select", "attribution_models"], {})

    assert {test.name: test.failures for test in outcome.failed_tests()} == {
        "assert_attribution_weights_are_from_0_to_1": 1,
        "assert_attribution_weights_of_a_model_add_up_to_1": 2,
        "assert_only_models_of_positions_have_weights": 1,
        "assert_attribution_methods_are_known": 1,
        "unique_attribution_models_attribution_model": 1,
    }
    told = describe_failed_tests(outcome, warehouse.work)
    assert "A weight in attribution_models.csv is below 0 or above 1." in told
    assert "attribution_model=too_much" in told
    assert "attribution_model=short" in told
    assert "A method in attribution_models.csv is none of" in told
