"""Folders and files that may not be read or written: a clear error with the next step, no traceback."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from leadhouse.warehouse.layout import Warehouse
from tests.faults.conftest import Copy
from tests.faults.looking import landed_rows, published_rows
from tests.faults.running import Plan, assert_clear, run, run_well

PR_CAPBSET_DROP = 24
# What lets root pass over permissions: CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of capability.h.
PASS_OVER = (1, 2)


def obey_permissions() -> None:
    """Make a process of root as bound to permissions as anybody's; others are already."""
    if os.geteuid() == 0:
        for capability in PASS_OVER:
            assert ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0


@contextmanager
def without(path: Path, bits: int) -> Iterator[None]:
    """Take permissions away for a while."""
    mode = path.stat().st_mode
    path.chmod(mode & ~bits)
    try:
        yield
    finally:
        path.chmod(mode)


WRITING = 0o222
ALL = 0o777


def test_a_load_into_a_folder_that_may_not_be_written_to(holding: Warehouse, copy: Copy, exports: tuple[Path, Path]):
    warehouse = copy(holding)
    before = landed_rows(warehouse)
    arguments = ("load", "salesforce", exports[1], "--warehouse", warehouse.root)
    with without(warehouse.root, WRITING):
        ended = run(Plan(), *arguments, before=obey_permissions)
    assert_clear(ended, 1, "permission denied", "chmod", str(warehouse.root))
    assert landed_rows(warehouse) == before
    run_well(Plan(), *arguments)


@pytest.mark.parametrize("name", ["landing.duckdb", "status.json", ".status.lock"])
def test_a_load_without_permission_for_one_of_its_files(
    name: str, holding: Warehouse, copy: Copy, exports: tuple[Path, Path]
):
    warehouse = copy(holding)
    arguments = ("load", "salesforce", exports[1], "--warehouse", warehouse.root)
    with without(warehouse.root / name, ALL):
        ended = run(Plan(), *arguments, before=obey_permissions)
    assert_clear(ended, 1, "permission denied", name)
    run_well(Plan(), *arguments)


def test_an_export_that_may_not_be_read(holding: Warehouse, copy: Copy, tmp_path: Path, exports: tuple[Path, Path]):
    warehouse = copy(holding)
    export = Path(shutil.copy(exports[1], tmp_path / "secret.zip"))
    with without(export, ALL):
        ended = run(Plan(), "load", "salesforce", export, "--warehouse", warehouse.root, before=obey_permissions)
    assert ended.code in (1, 2, 3)
    assert "Traceback" not in ended.err
    assert "secret.zip" in ended.err
    assert "not readable" in ended.err or "ermission denied" in ended.err


@pytest.mark.parametrize("name", ["", "published", "landing.duckdb", "definitions", "target", "logs"])
def test_a_build_without_permission_leaves_the_old_version(name: str, published: Warehouse, copy: Copy, building: Plan):
    warehouse = copy(published)
    before = published_rows(warehouse)
    with without(warehouse.root / name, WRITING if name != "landing.duckdb" else ALL):
        ended = run(building, "build", "--warehouse", warehouse.root, before=obey_permissions)
    if name not in ("definitions", "logs"):  # which a build reads only, unless there is something to add
        assert_clear(ended, 1, "permission denied", "chmod")
        assert published_rows(warehouse) == before
    assert "Traceback" not in ended.err
    run_well(building, "build", "--warehouse", warehouse.root)


@pytest.mark.parametrize("verb", [("status",), ("path",), ("query", "from fct_leads"), ("doctor",), ("rollback",)])
def test_verbs_on_a_warehouse_that_may_not_be_read(verb: tuple[str, ...], published: Warehouse, copy: Copy):
    warehouse = copy(published)
    for closed in (warehouse.root, warehouse.published):
        with without(closed, ALL):
            ended = run(Plan(), *verb, "--warehouse", warehouse.root, before=obey_permissions)
        assert "Traceback" not in ended.err, ended.err
        if ended.code != 0 and verb != ("doctor",):
            assert_clear(ended, 1)


@pytest.mark.parametrize("verb", [("status",), ("path",), ("query", "from fct_leads"), ("doctor",)])
def test_a_warehouse_that_may_only_be_read_can_be_read(verb: tuple[str, ...], published: Warehouse, copy: Copy):
    warehouse = copy(published)
    with without(warehouse.root, WRITING), without(warehouse.published, WRITING):
        ended = run(Plan(), *verb, "--warehouse", warehouse.root, before=obey_permissions)
    assert ended.code == 0 or verb == ("doctor",), ended.err
    assert "Traceback" not in ended.err


def test_too_many_open_files_are_said_to_be_that(holding: Warehouse, copy: Copy, exports: tuple[Path, Path]):
    warehouse = copy(holding)
    before = landed_rows(warehouse)
    arguments = ("load", "salesforce", exports[1], "--warehouse", warehouse.root)
    codes = set()
    for limit in (4, 7, 10, 13):
        ended = run(Plan(open_files=limit), *arguments)
        codes.add(ended.code)
        if ended.code:
            assert_clear(ended, 1, "too many files are open", "ulimit -n")
            assert landed_rows(warehouse) == before
    assert 1 in codes
    run_well(Plan(), *arguments)
