"""A build publishes only what is whole and tested, and says exactly what is wrong otherwise."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from leadhouse.errors import InputRefused, LeadhouseError, TestsFailed, WarehouseBusy
from leadhouse.warehouse import dbt_runner, definitions
from leadhouse.warehouse.build import build, prepare
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.lock import build_lock
from leadhouse.warehouse.status import read_status
from leadhouse.warehouse.versions import current_file, point_to, previous_file, published_files
from tests.unit.warehouse.small_project import landed_warehouse, write_small_project


@pytest.fixture(scope="module")
def small_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def shared_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """One warehouse for the module, so that dbt parses the project once."""
    return landed_warehouse(tmp_path_factory.mktemp("warehouse"))


@pytest.fixture
def warehouse(shared_warehouse: Warehouse, small_project: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """The shared warehouse with the definitions of a new one."""
    for module in (dbt_runner, definitions):
        monkeypatch.setattr(module, "PROJECT_ROOT", small_project)
    for file in shared_warehouse.definitions.glob("*.csv"):
        file.unlink()
    prepare(shared_warehouse)
    return shared_warehouse


def add_lead(warehouse: Warehouse, line: str) -> None:
    with (warehouse.definitions / "leads.csv").open("a") as file:
        file.write(line + "\n")


def test_a_build_publishes_one_whole_file_with_its_tests(warehouse: Warehouse):
    result = build(warehouse)
    assert current_file(warehouse) == result.path
    assert not list(warehouse.published.glob("*.wal")) + list(warehouse.published.glob(".building*"))
    with duckdb.connect(str(result.path), read_only=True) as connection:
        assert connection.execute("select lead_key, score from fct_leads order by all").fetchall() == [
            ("a", 1),
            ("b", 2),
        ]
        assert connection.execute("select count(*) from definitions.leads").fetchone() == (2,)
        tests = connection.execute(
            "select test_name, table_name, status, failures from meta_tests order by 1"
        ).fetchall()
    assert tests == [
        ("assert_scores_are_not_negative", "fct_leads", "pass", 0),
        ("not_null_fct_leads_email", "fct_leads", "pass", 0),
        ("unique_fct_leads_lead_key", "fct_leads", "pass", 0),
    ]


def test_a_test_that_fails_publishes_nothing_and_names_itself_and_the_rows(warehouse: Warehouse):
    before = build(warehouse).path
    add_lead(warehouse, "c,cara@example.com,-7")
    with pytest.raises(TestsFailed) as failed:
        build(warehouse)
    message = str(failed.value)
    assert failed.value.exit_code == 4
    assert "Test assert_scores_are_not_negative failed on fct_leads: 1 row." in message
    assert "A score below zero is a fault of the export." in message
    assert "lead_key=c, score=-7" in message
    assert "example.com" not in message, "personal columns never appear"
    assert "leadhouse build" in message
    assert current_file(warehouse) == before
    assert published_files(warehouse)[-1] == before
    assert read_status(warehouse)["builds"]["failed"]["tests"] == {"assert_scores_are_not_negative": 1}


def test_a_key_that_is_an_email_address_is_not_shown(warehouse: Warehouse):
    add_lead(warehouse, "crm:cara@example.com,,-7")
    with pytest.raises(TestsFailed) as failed:
        build(warehouse)
    assert "lead_key=(hidden: an e-mail address), score=-7" in str(failed.value)
    assert "cara" not in str(failed.value)


def test_an_email_address_in_an_error_is_not_shown(warehouse: Warehouse):
    add_lead(warehouse, "e,,eve@example.com")
    with pytest.raises(LeadhouseError) as failed:
        build(warehouse)
    assert "Could not convert string '(hidden: an e-mail address)'" in str(failed.value)
    assert "eve" not in str(failed.value)


def test_a_success_clears_the_failure(warehouse: Warehouse):
    build(warehouse)
    assert "failed" not in read_status(warehouse)["builds"]


def test_at_most_five_failing_rows_are_shown(warehouse: Warehouse):
    for number in range(8):
        add_lead(warehouse, f"n{number},x@example.com,-1")
    with pytest.raises(TestsFailed) as failed:
        build(warehouse)
    assert str(failed.value).count("score=-1") == 5
    assert "8 rows" in str(failed.value)


def test_a_warning_publishes_and_is_kept(warehouse: Warehouse):
    add_lead(warehouse, "d,,4")
    result = build(warehouse)
    assert [(test.name, test.failures) for test in result.warnings] == [("not_null_fct_leads_email", 1)]
    with duckdb.connect(str(result.path), read_only=True) as connection:
        rows = connection.execute("select test_name, failures from meta_tests where status = 'warn'").fetchall()
    assert rows == [("not_null_fct_leads_email", 1)]


def test_a_model_that_cannot_be_built_is_named_without_a_traceback(warehouse: Warehouse):
    add_lead(warehouse, "e,eve@example.com,many")
    with pytest.raises(LeadhouseError) as failed:
        build(warehouse)
    assert failed.value.exit_code == 1
    assert "Model fct_leads could not be built: Conversion Error" in str(failed.value)
    assert "Traceback" not in str(failed.value)


def test_a_definition_of_the_wrong_shape_is_refused_before_anything_runs(warehouse: Warehouse):
    (warehouse.definitions / "leads.csv").write_text("lead_key;email;score\na;b;1\n")
    with pytest.raises(
        InputRefused, match=r"leads\.csv line 1: columns lead_key, email, score expected, got lead_key;"
    ):
        build(warehouse)
    (warehouse.definitions / "leads.csv").write_text("lead_key,email,score\na,b\n")
    with pytest.raises(InputRefused, match=r"leads\.csv line 2: 3 values expected, got 2"):
        build(warehouse)


def test_nothing_loaded_is_said_with_the_next_step(tmp_path: Path):
    with pytest.raises(InputRefused, match=r"Nothing has been loaded into .* leadhouse load"):
        build(Warehouse.at(tmp_path))


def test_a_second_build_at_once_is_refused_and_names_the_first(warehouse: Warehouse):
    import os

    with build_lock(warehouse), pytest.raises(WarehouseBusy, match=f"process {os.getpid()}") as busy:
        build(warehouse)
    assert busy.value.exit_code == 5


def test_a_file_that_another_process_took_meanwhile_is_busy_not_broken(
    warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch
):
    message = 'IO Error: Could not set lock on file "landing.duckdb": Conflicting lock is held in python (PID 4711).'
    monkeypatch.setattr("leadhouse.warehouse.build.run_dbt", lambda *_: dbt_runner.DbtOutcome(error=message))
    with pytest.raises(WarehouseBusy, match="process 4711"):
        build(warehouse)


def test_what_the_company_edited_is_never_overwritten(warehouse: Warehouse):
    add_lead(warehouse, "f,f@example.com,9")
    (warehouse.definitions / "calendars.csv").unlink()
    assert prepare(warehouse) == ["calendars.csv"]
    assert "f@example.com" in (warehouse.definitions / "leads.csv").read_text()


def test_a_build_leaves_the_definitions_byte_for_byte_as_they_were(warehouse: Warehouse):
    before = {file.name: file.read_bytes() for file in warehouse.definitions.iterdir()}
    build(warehouse)
    assert {file.name: file.read_bytes() for file in warehouse.definitions.iterdir()} == before


def test_old_versions_are_pruned_but_never_the_one_in_use(warehouse: Warehouse):
    for _ in range(2):
        build(warehouse)
    point_to(warehouse, previous_file(warehouse))
    held = current_file(warehouse)
    newest = build(warehouse).path
    assert current_file(warehouse) == newest
    assert len(published_files(warehouse)) == 3
    assert held in published_files(warehouse)
