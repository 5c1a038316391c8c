"""What a killed build left goes; what a process that is alive has just written stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.leftovers import leftovers, remove_leftovers
from leadhouse.warehouse.status import write_section

NEWEST = "leadhouse-20260301T000000000000Z.duckdb"
CURRENT = "leadhouse-20260201T000000000000Z.duckdb"


def made(tmp_path: Path, recorded: str, current: str | None) -> Warehouse:
    """A warehouse with two versions, one of which may be current."""
    warehouse = Warehouse.at(tmp_path)
    warehouse.create()
    for name in (NEWEST, CURRENT):
        (warehouse.published / name).touch()
    if current:
        warehouse.pointer.write_text(current + "\n")
    version = recorded.removeprefix("leadhouse-").removesuffix(".duckdb")
    write_section(warehouse, "builds", {"published": {"version": version}} if version else {})
    return warehouse


def gone_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_file_that_a_living_process_writes_beside_its_target_stays(tmp_path: Path):
    warehouse = made(tmp_path, CURRENT, CURRENT)
    (warehouse.published / NEWEST).unlink()
    alive = warehouse.root / f".status.json.{os.getpid()}.tmp"
    dead = warehouse.root / f".status.json.{gone_process()}.tmp"
    nobodys = warehouse.root / ".status.json.tmp"
    for path in (alive, dead, nobodys):
        path.touch()
    remove_leftovers(warehouse)
    assert [path.exists() for path in (alive, dead, nobodys)] == [True, False, False]


def test_a_version_newer_than_the_current_and_the_recorded_one_never_had_a_reader(tmp_path: Path):
    warehouse = made(tmp_path, CURRENT, CURRENT)
    assert [path.name for path in leftovers(warehouse)] == [NEWEST]


def test_a_version_that_was_rolled_back_is_no_leftover(tmp_path: Path):
    assert leftovers(made(tmp_path, NEWEST, CURRENT)) == []


def test_before_the_first_publication_no_version_had_a_reader(tmp_path: Path):
    assert len(leftovers(made(tmp_path, "", None))) == 2


def test_where_the_pointer_was_lost_nothing_is_deleted(tmp_path: Path):
    warehouse = made(tmp_path, NEWEST, None)
    assert leftovers(warehouse) == []
    warehouse.status.unlink()
    assert leftovers(warehouse) == []


def test_what_a_killed_build_wrote_beside_the_working_file_goes_with_it(tmp_path: Path):
    warehouse = made(tmp_path, CURRENT, CURRENT)
    spilled = warehouse.root / f"{warehouse.work.name}.tmp"
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").touch()
    warehouse.work.touch()
    remove_leftovers(warehouse)
    assert not spilled.exists()
    assert not warehouse.work.exists()
