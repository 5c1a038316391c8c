"""Several processes at one warehouse: who must wait is told for whom, and who only reads never waits."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leadhouse.warehouse.layout import Warehouse
from tests.faults.conftest import Copy
from tests.faults.looking import files, landed_rows, only_filled, published_rows, status
from tests.faults.running import Plan, assert_clear, end, run, run_well, start

FEBRUARY = Plan(loaded_at="2026-04-30T18:00:00+00:00")
READ_LANDING = "import duckdb, sys; c = duckdb.connect(sys.argv[1], read_only=True); print('open', flush=True); input()"


@contextmanager
def held(plan: Plan, at: str, *arguments: str | Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that stands at a checkpoint until the block ends, and then goes on to succeed."""
    go_on = folder / f"go-on-{at}"
    process = start(dataclasses.replace(plan, at=at, waits_for=str(go_on)), *arguments)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "waiting\n", process.communicate()[1]
        yield process
        go_on.touch()
        ended = end(process)
        assert ended.code == 0, ended.err
    finally:
        process.kill()
        process.wait()


def readers_work(warehouse: Warehouse) -> None:
    """Every verb that reads, each in a process of its own."""
    folder = ("--warehouse", warehouse.root)
    assert run_well(Plan(), "path", *folder).out.strip().endswith(".duckdb")
    counted = run_well(Plan(), "query", "select count(*) as leads from fct_leads", "--format", "csv", *folder)
    assert counted.out == "leads\n2\n"
    assert "Published  version" in run_well(Plan(), "status", *folder).out
    assert "Traceback" not in run(Plan(), "doctor", *folder).err


@pytest.fixture
def warehouse(published: Warehouse, copy: Copy) -> Warehouse:
    """A warehouse with a published version that is no longer up to date."""
    return copy(published)


@pytest.mark.parametrize("at", ["load.begun", "load.file_landed", "load.committed"])
def test_a_second_load_is_refused_and_told_which_process_loads(
    at: str, tmp_path: Path, holding: Warehouse, copy: Copy, exports: tuple[Path, Path]
):
    warehouse = copy(holding)
    arguments = ("load", "salesforce", exports[1], "--warehouse", warehouse.root)
    with held(FEBRUARY, at, *arguments, folder=tmp_path) as first:
        second = run(FEBRUARY, *arguments)
        assert_clear(second, 5, "landing.duckdb", f"process {first.pid} (leadhouse load)", "Wait")
    again = run_well(FEBRUARY, *arguments)
    assert "Nothing new" in again.err
    assert not [name for name in files(warehouse) if name.startswith(".loading")]


def test_while_a_load_runs_readers_read_and_a_build_is_told_to_wait(
    tmp_path: Path, warehouse: Warehouse, building: Plan, exports: tuple[Path, Path]
):
    arguments = ("load", "salesforce", exports[0], "--warehouse", warehouse.root)
    with held(Plan(), "load.file_landed", *arguments, folder=tmp_path) as load:
        readers_work(warehouse)
        build = run(building, "build", "--warehouse", warehouse.root)
        assert_clear(build, 5, f"process {load.pid} (leadhouse load)", "Wait")
    run_well(building, "build", "--warehouse", warehouse.root)


def test_while_a_build_runs_readers_read_a_load_lands_and_a_second_build_is_told_to_wait(
    tmp_path: Path, warehouse: Warehouse, building: Plan, exports: tuple[Path, Path]
):
    before = published_rows(warehouse)
    arguments = ("build", "--warehouse", warehouse.root)
    with held(building, "build.work_file_made", *arguments, folder=tmp_path) as first:
        readers_work(warehouse)
        for verb in ("build", "rollback"):
            refused = run(building, verb, "--warehouse", warehouse.root)
            assert_clear(refused, 5, f"process {first.pid} (leadhouse build)", "Wait")
        run_well(Plan(), "load", "salesforce", exports[0], "--warehouse", warehouse.root)
        assert published_rows(warehouse) == before
    after = published_rows(warehouse)
    assert after is not None
    assert len(after["main.fct_leads"]) == 3
    assert landed_rows(warehouse)["salesforce.lead"]  # type: ignore[index]


def test_while_the_models_have_what_was_loaded_open_a_load_is_refused_and_loses_nothing(
    holding: Warehouse, copy: Copy, exports: tuple[Path, Path]
):
    warehouse = copy(holding)
    before = landed_rows(warehouse)
    arguments = ("load", "salesforce", exports[1], "--warehouse", warehouse.root)
    command = [sys.executable, "-c", READ_LANDING, str(warehouse.landing)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        assert_clear(run(FEBRUARY, *arguments), 5, f"process {reader.pid}", "Wait")
        reader.communicate("\n")
    assert landed_rows(warehouse) == before
    run_well(FEBRUARY, *arguments)


def test_loads_and_readers_beside_a_real_build_do_harm_to_none_of_them(
    tmp_path: Path, warehouse: Warehouse, project: Path, exports: tuple[Path, Path]
):
    """Whatever the moment: a load lands or is told to wait, a reader reads, the build publishes or is told to wait."""
    build = start(Plan(project=str(project)), "build", "--warehouse", warehouse.root)
    codes = set()
    while build.poll() is None:
        load = run(Plan(), "load", "salesforce", exports[len(codes) % 2], "--warehouse", warehouse.root)
        codes.add(load.code)
        assert "Traceback" not in load.err
        counted = run_well(Plan(), "query", "from fct_leads", "--format", "csv", "--warehouse", warehouse.root)
        assert len(counted.out.splitlines()) in (3, 4)
    assert codes <= {0, 5}
    ended = end(build)
    assert ended.code in (0, 5), ended.err
    for export in exports:
        run_well(Plan(), "load", "salesforce", export, "--warehouse", warehouse.root)
    assert len(only_filled(landed_rows(warehouse))["salesforce.lead"]) == 80
    run_well(Plan(project=str(project)), "build", "--warehouse", warehouse.root)
    assert len(published_rows(warehouse)["main.fct_leads"]) == 3  # type: ignore[index]


def test_when_the_process_that_runs_the_models_is_killed_the_build_says_so_and_the_old_version_stays(
    warehouse: Warehouse, project: Path, building: Plan
):
    before = published_rows(warehouse)
    build = start(Plan(project=str(project)), "build", "--warehouse", warehouse.root)
    kill_models_of(build)
    assert_clear(end(build), 1, "ended by signal 9", "leadhouse build")
    assert published_rows(warehouse) == before
    assert status(warehouse)["last_failure"]["reason"] == "error"
    run_well(building, "build", "--warehouse", warehouse.root)
    assert status(warehouse)["last_failure"] is None


def kill_models_of(build: subprocess.Popen[str]) -> None:
    """Kill the child of a build once it has begun to read the project."""
    deadline = time.monotonic() + 60
    children = Path(f"/proc/{build.pid}/task/{build.pid}/children")
    while time.monotonic() < deadline:
        for child in children.read_text().split():
            if b"dbt_process" in Path(f"/proc/{child}/cmdline").read_bytes():
                time.sleep(1.5)
                os.kill(int(child), signal.SIGKILL)
                return
        time.sleep(0.05)
    raise AssertionError("the build started no process for the models")
