"""Every model builds on an empty warehouse with the shipped definitions, and passes its dbt unit tests."""

from __future__ import annotations

from pathlib import Path

import yaml

from leadhouse.settings import Settings
from leadhouse.warehouse.build import make_work_file, prepare
from leadhouse.warehouse.dbt_runner import UNIT_TESTS, run_dbt
from leadhouse.warehouse.layout import PROJECT_ROOT, Warehouse
from loaders import ensure_landing


def test_every_model_builds_without_data_and_passes_its_unit_tests(tmp_path: Path):
    warehouse = Warehouse.at(tmp_path)
    prepare(warehouse)
    ensure_landing(warehouse.root)
    make_work_file(warehouse, Settings())
    outcome = run_dbt(warehouse, ["build"], Settings().dbt_vars())
    bad = {node.name: node.message for node in outcome.nodes if node.status not in ("success", "pass")}
    assert outcome.error == ""
    assert bad == {}
    assert sum(node.kind == "unit_test" for node in outcome.nodes) > 0


def test_files_that_a_build_passes_over_hold_unit_tests_and_nothing_else():
    held = {file.name: set(yaml.safe_load(file.read_text())) for file in (PROJECT_ROOT / "models").rglob(UNIT_TESTS)}
    assert held
    assert {name for name, keys in held.items() if keys != {"version", "unit_tests"}} == set()
