"""`leadhouse doctor` on warehouses that are broken in one way each."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

import loaders
from leadhouse.cli import main
from leadhouse.errors import TestsFailed
from leadhouse.warehouse import build, dbt_runner, definitions
from leadhouse.warehouse.checkup.labels import DEFINITIONS
from leadhouse.warehouse.layout import PROJECT_ROOT, Warehouse
from leadhouse.warehouse.lock import build_lock
from leadhouse.warehouse.status import read_status, write_section
from leadhouse.warehouse.versions import current_file
from tests.faults.running import Plan, run
from tests.faults.test_forbidden import ALL, WRITING, obey_permissions, without
from tests.unit.warehouse.small_project import landed_warehouse, write_small_project

Found = dict[str, Any]

# Bytes of DuckDB's three headers and of its blocks.
HEADER = 4096
BLOCK = 1 << 18

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.readline()"
LEADS = "Id,CreatedDate,LastModifiedDate,Company\n"
LEAD = "00Q5j00000A0001,2026-01-05T08:00:00.000Z,2026-01-05T08:00:00.000Z,Acme\n"


@pytest.fixture
def warehouse(demo_warehouse: Path, tmp_path: Path) -> Warehouse:
    """A copy of the demo's warehouse, to be broken."""
    left_out = shutil.ignore_patterns("exports", "target", "work.duckdb*")
    shutil.copytree(demo_warehouse, tmp_path / "warehouse", ignore=left_out)
    return Warehouse.at(tmp_path / "warehouse")


def doctor(warehouse: Warehouse) -> tuple[int, list[Found]]:
    """Exit code and findings."""
    result = CliRunner().invoke(main, ["doctor", "--json", "--warehouse", str(warehouse.root)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    found = json.loads(result.stdout)
    assert result.exit_code == (1 if found["errors"] else 0)
    assert all(finding["what"] and finding["why"] and finding["next"] for finding in found["findings"])
    return result.exit_code, found["findings"]


def the(warehouse: Warehouse, severity: str, *words: str) -> Found:
    """The one finding that has these words."""
    findings = doctor(warehouse)[1]
    matching = [finding for finding in findings if all(word in finding["what"] for word in words)]
    assert len(matching) == 1, findings
    assert matching[0]["severity"] == severity
    return matching[0]


def errors(warehouse: Warehouse) -> list[Found]:
    return [finding for finding in doctor(warehouse)[1] if finding["severity"] == "error"]


def change(file: Path | None, *statements: str) -> None:
    """Change a database by hand, and leave no log beside it."""
    assert file is not None
    with duckdb.connect(str(file)) as connection:
        for statement in (*statements, "checkpoint"):
            connection.execute(statement)


def checksum(block: bytes) -> int:
    """What DuckDB keeps before each block: its words, each times a constant, joined by exclusive or."""
    result = 5381
    for (word,) in struct.iter_unpack("<Q", block):
        result ^= word * 0xBF58476D1CE4E5B9 % (1 << 64)
    return result


def load(warehouse: Warehouse, tmp_path: Path, content: str, **options: Any) -> loaders.LoadReport:
    export = tmp_path / "Lead.csv"
    export.write_text(content)
    return loaders.load("salesforce", [export], warehouse.root, **options)


def test_a_sound_warehouse_has_no_errors_and_changes_nothing(warehouse: Warehouse):
    before = {path: path.stat().st_mtime_ns for path in warehouse.root.rglob("*")}
    assert errors(warehouse) == []
    assert {path: path.stat().st_mtime_ns for path in warehouse.root.rglob("*")} == before
    shown = CliRunner().invoke(main, ["doctor", "--warehouse", str(warehouse.root)])
    assert shown.exit_code == 0
    assert str(warehouse.root) in shown.stdout.splitlines()[-1]


def test_it_shows_each_finding_with_why_and_next_and_ends_with_the_count(tmp_path: Path):
    shown = CliRunner().invoke(main, ["doctor", "--warehouse", str(tmp_path / "nowhere")])
    assert shown.exit_code == 1
    assert shown.stdout.startswith("ERROR     ")
    assert "Next: leadhouse load" in shown.stdout
    assert shown.stdout.splitlines()[-1].endswith(": 1 error.")


def test_nothing_loaded_and_then_nothing_built(tmp_path: Path):
    warehouse = Warehouse.at(tmp_path / "warehouse")
    warehouse.create()
    assert "leadhouse load" in the(warehouse, "warning", "Nothing has been loaded yet")["next"]
    load(warehouse, tmp_path, LEADS + LEAD)
    assert the(warehouse, "warning", "Nothing has been built yet")["next"] == "leadhouse build"
    assert errors(warehouse) == []


@pytest.mark.parametrize("what", ["definition", "setting", "load"])
def test_a_version_that_is_behind(what: str, warehouse: Warehouse, tmp_path: Path):
    assert not [finding for finding in doctor(warehouse)[1] if "since the published version" in finding["what"]]
    if what == "definition":
        with (warehouse.definitions / "test_leads.csv").open("a") as file:
            file.write("\n")
    elif what == "setting":
        warehouse.settings.write_text(warehouse.settings.read_text() + "# changed\n")
    else:
        load(warehouse, tmp_path, LEADS + LEAD)
    assert the(warehouse, "warning", "since the published version")["next"] == "leadhouse build"


def test_a_landing_file_that_is_none(warehouse: Warehouse):
    warehouse.landing.write_bytes(b"no database" * 1000)
    finding = the(warehouse, "error", "landing.duckdb cannot be opened")
    assert "copy" in finding["next"]


def test_a_landing_file_of_a_newer_version(warehouse: Warehouse):
    content = bytearray(warehouse.landing.read_bytes())
    content[12:20] = struct.pack("<Q", 999)
    content[:8] = struct.pack("<Q", checksum(content[8:4096]))
    warehouse.landing.write_bytes(content)
    finding = the(warehouse, "error", "landing.duckdb cannot be opened")
    assert "a newer one" in finding["next"]


def test_a_landing_file_that_was_cut(warehouse: Warehouse):
    size = warehouse.landing.stat().st_size
    with warehouse.landing.open("r+b") as file:
        file.truncate(size // 2)
    assert any("landing.duckdb" in finding["what"] for finding in errors(warehouse))


def test_rows_that_the_ledger_does_not_account_for(warehouse: Warehouse):
    change(warehouse.landing, "delete from salesforce.lead where _source_row = 1")
    finding = the(warehouse, "error", "does not hold the rows", "salesforce.lead")
    assert "copy" in finding["next"]


@pytest.mark.parametrize("content", [None, "{ cut", "[]"])
def test_a_status_file_that_says_nothing(content: str | None, warehouse: Warehouse):
    warehouse.status.unlink()
    if content:
        warehouse.status.write_text(content)
    assert "leadhouse status" in the(warehouse, "warning", "status.json")["next"]


def test_a_status_file_that_is_behind_the_ledger(warehouse: Warehouse):
    loads = read_status(warehouse)["loads"]
    write_section(warehouse, "loads", loads[:-1])
    assert loads[-1]["load_id"] in the(warehouse, "warning", "status.json and the ledger differ")["what"]


def test_a_pointer_to_nothing(warehouse: Warehouse):
    warehouse.pointer.write_text("leadhouse-20200101T000000000000Z.duckdb\n")
    assert "leadhouse build" in the(warehouse, "error", "CURRENT")["next"]


def test_a_published_file_that_opens_but_is_not_whole(warehouse: Warehouse):
    path = current_file(warehouse)
    assert path is not None
    with duckdb.connect(str(path), read_only=True) as connection:
        stored = "select max(block_id) from pragma_storage_info('fct_leads') where persistent"
        ((block,),) = connection.execute(stored).fetchall()
    with path.open("r+b") as file:
        file.seek(3 * HEADER + block * BLOCK + 100)
        file.write(b"damaged")
    with duckdb.connect(str(path), read_only=True):
        pass  # it opens: that is no sign of health
    the(warehouse, "error", path.name, "damaged")


def test_a_published_file_that_was_cut(warehouse: Warehouse):
    path = current_file(warehouse)
    assert path is not None
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)
    assert any(path.name in finding["what"] for finding in errors(warehouse))


def test_a_published_file_that_is_none_with_another_to_go_back_to(warehouse: Warehouse):
    path = current_file(warehouse)
    assert path is not None
    shutil.copy(path, path.with_name("leadhouse-20200101T000000000000Z.duckdb"))
    path.write_bytes(b"")
    assert any("leadhouse rollback" in finding["next"] for finding in errors(warehouse))


def test_a_published_file_that_somebody_opened_for_writing(warehouse: Warehouse):
    path = current_file(warehouse)
    assert path is not None
    write = f"import duckdb, os; c = duckdb.connect({str(path)!r}); c.execute('create table t (a int)'); os._exit(0)"
    subprocess.run([sys.executable, "-c", write], check=True)
    assert "duckdb -readonly" in the(warehouse, "warning", "Beside", "log")["next"]


def test_a_version_that_was_rolled_back(warehouse: Warehouse):
    path = current_file(warehouse)
    assert path is not None
    shutil.copy(path, path.with_name("leadhouse-20200101T000000000000Z.duckdb"))
    assert CliRunner().invoke(main, ["rollback", "--warehouse", str(warehouse.root)]).exit_code == 0
    the(warehouse, "note", "was rolled back")


def test_what_a_killed_load_and_a_killed_build_left(warehouse: Warehouse):
    (warehouse.root / ".loading-abc").mkdir()
    (warehouse.root / ".loading-abc" / "copy.csv").write_bytes(b"x" * 3_000_000)
    warehouse.building.write_bytes(b"")
    assert "3 MB" in the(warehouse, "note", "A load was killed", ".loading-abc")["what"]
    assert "leadhouse build" in the(warehouse, "note", "A build was killed", ".building.duckdb")["next"]


def test_definitions_that_are_broken_missing_or_nobodys(warehouse: Warehouse):
    with (warehouse.definitions / "test_leads.csv").open("a") as file:
        file.write("one,two,three,four,five,six,seven,eight,nine\n")
    (warehouse.definitions / "score_bands.csv").unlink()
    shutil.copy(warehouse.definitions / "lead_statuses.csv", warehouse.definitions / "lead_statuses (2).csv")
    assert "Correct" in the(warehouse, "error", "test_leads.csv line")["next"]
    the(warehouse, "note", "lacks score_bands.csv")
    the(warehouse, "note", "lead_statuses (2).csv")


def test_a_calendar_that_cannot_be(warehouse: Warehouse):
    calendars = warehouse.definitions / "calendars.csv"
    calendars.write_text(calendars.read_text() + "moon,Moon/Crater,,,480\n")
    the(warehouse, "error", "Moon/Crater")


def test_settings_that_cannot_be_used(warehouse: Warehouse):
    warehouse.settings.write_text("[company]\nname = 7\n")
    the(warehouse, "error", "company.name")


def test_inboxes_that_are_not_there(warehouse: Warehouse, tmp_path: Path):
    warehouse.settings.write_text(
        f'[[inbox]]\nsource = "salesforce"\npath = "{tmp_path}"\n'
        '[[inbox]]\nsource = "salesforce"\npath = "/nowhere/exports"\n'
    )
    assert "leadhouse run" in the(warehouse, "error", "/nowhere/exports", "does not exist")["next"]


def test_a_build_that_failed_its_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    project = write_small_project(tmp_path)
    for module in (dbt_runner, definitions):
        monkeypatch.setattr(module, "PROJECT_ROOT", project)
    warehouse = landed_warehouse(tmp_path / "warehouse")
    build.prepare(warehouse)
    with (warehouse.definitions / "leads.csv").open("a") as file:
        file.write("c,cara@example.com,-7\nd,dora@example.com,-8\n")
    with pytest.raises(TestsFailed):
        build.build(warehouse)
    finding = the(warehouse, "error", "1 test", "assert_scores_are_not_negative (2 rows)")
    assert "leadhouse build" in finding["next"]
    assert "example.com" not in json.dumps(doctor(warehouse))


def test_open_rejects_by_file(warehouse: Warehouse, tmp_path: Path):
    load(warehouse, tmp_path, LEADS + LEAD + "too,short\n")
    finding = the(warehouse, "warning", "1 record", "Lead.csv (1)")
    assert finding["next"] == "leadhouse status --rejects"


def test_values_that_did_not_cast(warehouse: Warehouse):
    change(
        current_file(warehouse),
        "insert into meta_casts by name select 'salesforce' as source_system, 'Lead' as object_name, "
        "'CreatedDate' as column_name, 'timestamp' as data_type, 12 as failed, 'Bob 31/02/2026' as example, "
        "'Lead.csv' as example_file, 7 as example_row",
    )
    finding = the(warehouse, "warning", "12 values of Lead.CreatedDate", "timestamp", "Lead.csv, record 7")
    assert "Bob" not in json.dumps(finding)


@pytest.mark.parametrize("field", DEFINITIONS)
def test_labels_without_a_meaning_name_the_definition_to_edit(field: str, warehouse: Warehouse):
    change(
        current_file(warehouse),
        "delete from meta_unmapped",
        "insert into meta_unmapped by name select 'salesforce' as source_system, "
        f"'{field}' as field, 'Strange' as raw_value, 41 as rows",
    )
    finding = the(warehouse, "warning", f"1 label of {field}", "41 rows")
    place = next(word for word in finding["next"].split() if word.endswith(".csv,")).rstrip(",")
    assert Path(place).is_file()


def test_every_list_of_labels_has_its_definition():
    collected = (PROJECT_ROOT / "models/intermediate/labels/int_labels_collected.sql").read_text()
    assert set(re.findall(r"^ {4}\('(\w+)',", collected, re.MULTILINE)) == set(DEFINITIONS)


def test_what_was_never_exported_and_what_that_costs(warehouse: Warehouse):
    change(
        current_file(warehouse),
        "insert into meta_coverage by name select 'hubspot' as source_system, 'Task' as object_name, "
        "'activities' as subject, false as is_exported, false as is_gap, 0 as rows, "
        "'Response time is not measurable.' as effect",
    )
    finding = the(warehouse, "warning", "hubspot: Task was never exported")
    assert finding["why"] == "Response time is not measurable."


def test_a_month_without_records_among_months_with_many(warehouse: Warehouse):
    change(
        current_file(warehouse),
        "insert into meta_coverage by name select 'hubspot' as source_system, 'Lead' as object_name, "
        "'leads' as subject, true as is_exported, n = 2 as is_gap, case when n = 2 then 0 else 500 end as rows, "
        "make_date(2026, n, 1) as period_month from range(1, 4) as months(n)",
    )
    the(warehouse, "warning", "hubspot: Lead has no record of 2026-02")


def test_tests_that_warned(warehouse: Warehouse):
    change(
        current_file(warehouse),
        "insert into meta_tests values ('assert_it', 'fct_leads', 'Each lead is one.', 'warn', 3)",
    )
    assert the(warehouse, "warning", "assert_it on fct_leads", "3 rows")["why"] == "Each lead is one."


def test_how_the_last_load_differs_from_the_one_before(tmp_path: Path):
    warehouse = Warehouse.at(tmp_path / "warehouse")
    load(warehouse, tmp_path, LEADS + LEAD)
    other = LEAD.replace("0001", "0002")
    load(warehouse, tmp_path, (LEADS + other).replace("Company", "City"))
    assert the(warehouse, "note", "differs from the one before", "Company")["next"] == "leadhouse status --drift"


def test_an_export_that_was_old_and_a_load_that_is(warehouse: Warehouse):
    loaded = datetime.now() - timedelta(days=100)
    change(
        current_file(warehouse),
        f"update meta_sources set loaded_at = '{loaded}', as_of_at = '{loaded - timedelta(days=30)}'",
    )
    the(warehouse, "warning", "salesforce", "30 days old")
    the(warehouse, "warning", "salesforce was last loaded", "100 days ago")


def test_a_disk_without_room_for_a_build(warehouse: Warehouse):
    builds = read_status(warehouse)["builds"]
    builds["published"]["bytes"] = 10**18
    write_section(warehouse, "builds", builds)
    assert "A build needs about" in the(warehouse, "warning", "nearly full")["what"]


@pytest.mark.parametrize("name", ["published", "definitions", "landing.duckdb", "status.json"])
def test_what_may_not_be_written_to(name: str, warehouse: Warehouse):
    with without(warehouse.root / name, WRITING if (warehouse.root / name).is_dir() else ALL):
        ended = run(Plan(), "doctor", "--json", "--warehouse", warehouse.root, before=obey_permissions)
    assert ended.code == 1, ended.err
    shown = [found["what"] for found in json.loads(ended.out)["findings"]]
    assert shown.count(f"{warehouse.root / name} may not be read and written by this user.") == 1


def test_it_never_waits_for_a_load(warehouse: Warehouse):
    command = [sys.executable, "-c", HOLD, str(warehouse.landing)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        finding = the(warehouse, "note", "at work", f"process {holder.pid}")
        assert errors(warehouse) == []
        holder.communicate("\n")
    assert "leadhouse doctor" in finding["next"]


def test_it_never_waits_for_a_build(warehouse: Warehouse):
    warehouse.building.write_bytes(b"")
    with build_lock(warehouse):
        the(warehouse, "note", "A build or a rollback is running")
        assert not [finding for finding in doctor(warehouse)[1] if "was killed" in finding["what"]]


def test_it_shows_nothing_of_a_person(warehouse: Warehouse, tmp_path: Path, ask: Callable[[str], list[tuple]]):
    load(warehouse, tmp_path, LEADS + LEAD + "too,short,Zebulon Quux\n")
    shown = json.dumps(doctor(warehouse))
    assert "Quux" not in shown
    people = ask("select last_name, email from dim_people where last_name is not null limit 50")
    assert not [value for person in people for value in person if value and value in shown]


@pytest.fixture
def ask(warehouse: Warehouse) -> Callable[[str], list[tuple]]:
    """Asks the published version."""

    def ask(sql: str) -> list[tuple]:
        with duckdb.connect(str(current_file(warehouse)), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return ask
