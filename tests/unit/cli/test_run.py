"""`leadhouse run`: loads the inboxes, and builds only if there is something to build."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from leadhouse.cli import main
from leadhouse.warehouse import dbt_runner, definitions
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import current_file
from tests.unit.warehouse.small_project import write_small_project

LEADS = "Id,CreatedDate,LastName,Company,Status\n00Q000000000001EAA,2026-01-05T10:00:00.000Z,A,B,Open\n"


@pytest.fixture(scope="module")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_project(tmp_path_factory.mktemp("project"))


@pytest.fixture
def warehouse(tmp_path: Path, small_project: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    for module in (dbt_runner, definitions):
        monkeypatch.setattr(module, "PROJECT_ROOT", small_project)
    warehouse = Warehouse.at(tmp_path / "warehouse")
    warehouse.create()
    return warehouse


def name_inbox(warehouse: Warehouse, *paths: str) -> None:
    blocks = [f'[[inbox]]\nsource = "salesforce"\npath = "{path}"\n' for path in paths]
    warehouse.settings.write_text("\n".join(blocks))


def run(warehouse: Warehouse) -> Result:
    return CliRunner().invoke(main, ["run", "--warehouse", str(warehouse.root)])


def test_it_loads_and_builds_what_is_new_and_only_that(warehouse: Warehouse, tmp_path: Path):
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "Lead.csv").write_text(LEADS)
    name_inbox(warehouse, "../inbox")
    assert run(warehouse).exit_code == 0
    first = current_file(warehouse)
    assert first is not None

    again = run(warehouse)
    assert again.exit_code == 0
    assert "nothing to build" in again.stderr
    assert current_file(warehouse) == first

    with (warehouse.definitions / "leads.csv").open("a") as file:
        file.write("c,c@example.com,3\n")
    assert run(warehouse).exit_code == 0
    second = current_file(warehouse)
    assert second != first

    (tmp_path / "inbox" / "Lead2.csv").write_text(LEADS.replace("00Q000000000001EAA", "00Q000000000002EAA"))
    (tmp_path / "inbox" / "Lead2.csv").rename(tmp_path / "inbox" / "Lead.csv")
    assert run(warehouse).exit_code == 0
    assert current_file(warehouse) != second


def test_a_missing_inbox_builds_nothing_but_the_others_are_loaded(warehouse: Warehouse, tmp_path: Path):
    (tmp_path / "Lead.csv").write_text(LEADS)
    name_inbox(warehouse, str(tmp_path / "nowhere"), str(tmp_path / "Lead.csv"))
    result = run(warehouse)
    assert result.exit_code == 3
    assert "nowhere does not exist" in result.stderr
    assert warehouse.landing.is_file()
    assert current_file(warehouse) is None


def test_an_empty_inbox_is_nothing_new(warehouse: Warehouse, tmp_path: Path):
    (tmp_path / "inbox" / "later").mkdir(parents=True)
    name_inbox(warehouse, "../inbox")
    result = run(warehouse)
    assert (result.exit_code, current_file(warehouse)) == (0, None)
    assert "is empty: nothing new" in result.stderr
    assert "Nothing has been loaded yet; nothing to build." in result.stderr


def test_no_inbox_is_refused_with_the_next_step(warehouse: Warehouse):
    result = run(warehouse)
    assert result.exit_code == 3
    assert "Add an [[inbox]]" in result.stderr
