"""A build that is killed at any moment harms neither the published version nor those who read it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import current_file, published_files
from tests.unit.warehouse.small_project import landed_warehouse, start_build, write_small_project

KILL_AFTER_SECONDS = (0.4, 1.5, 3.0)
KILL_AFTER_NODES = (1, 6, 10)

READER = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1], read_only=True)
print(connection.execute("select count(*) from fct_leads").fetchone()[0], flush=True)
sys.stdin.readline()
print(connection.execute("select count(*), min(lead_key) from fct_leads").fetchone(), flush=True)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, project: Path) -> Warehouse:
    """A warehouse with one published version."""
    warehouse = landed_warehouse(tmp_path_factory.mktemp("warehouse"))
    finish(start_build(project, warehouse))
    return warehouse


def finish(process: subprocess.Popen[str]) -> None:
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors


def count_leads(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute("select count(*) from fct_leads").fetchone()
    assert row is not None
    return int(row[0])


def kill_when_due(process: subprocess.Popen[str], seconds: float | None, nodes: int | None) -> None:
    if seconds is not None:
        time.sleep(seconds)
    else:
        assert process.stdout is not None
        for _ in range(nodes or 0):
            assert process.stdout.readline(), "the build ended before it could be killed"
    process.kill()
    process.communicate()


def test_a_killed_build_changes_nothing_and_the_next_one_cleans_up(project: Path, warehouse: Warehouse):
    before = current_file(warehouse)
    assert before is not None
    moments = [(seconds, None) for seconds in KILL_AFTER_SECONDS] + [(None, nodes) for nodes in KILL_AFTER_NODES]
    for seconds, nodes in moments:
        process = start_build(project, warehouse)
        kill_when_due(process, seconds, nodes)
        assert current_file(warehouse) == before
        assert count_leads(before) == 2
        wait_until_free(warehouse)
    finish(start_build(project, warehouse))
    after = current_file(warehouse)
    assert after != before
    left = {path.name for path in warehouse.published.iterdir()} - {path.name for path in published_files(warehouse)}
    assert left == {"CURRENT"}


def wait_until_free(warehouse: Warehouse) -> None:
    """The process that ran the models ends with the build; its lock is gone within moments."""
    import fcntl

    deadline = time.monotonic() + 10
    with warehouse.lock.open() as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                assert time.monotonic() < deadline, "the models go on although the build was killed"
                time.sleep(0.05)


def test_a_reader_keeps_its_version_while_a_new_one_sees_the_new(project: Path, warehouse: Warehouse):
    old = current_file(warehouse)
    assert old is not None
    command = [sys.executable, "-c", READER, str(old)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "2\n"
        with (warehouse.definitions / "leads.csv").open("a") as file:
            file.write("c,cara@example.com,3\n")
        # So many versions that the reader's own is pruned while it is open.
        for _ in range(3):
            finish(start_build(project, warehouse))
        assert not old.exists()
        answer, _ = reader.communicate("\n")
        assert answer == "(2, 'a')\n"
    new = current_file(warehouse)
    assert new is not None
    assert count_leads(new) == 3
