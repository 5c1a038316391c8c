"""A build killed at any checkpoint: readers have the old version or the new one, and the next build is as any other."""

from __future__ import annotations

import dataclasses
import signal

import pytest

from leadhouse.checkpoints import CHECKPOINTS
from leadhouse.warehouse.layout import Warehouse
from tests.faults.conftest import Copy
from tests.faults.looking import Tables, files, landed_rows, published_rows, status
from tests.faults.running import Plan, assert_clear, run, run_well

BUILD_CHECKPOINTS = [name for name in CHECKPOINTS if name.startswith(("build.", "publish."))]
# From here on readers open the new version.
TURNING_POINT = BUILD_CHECKPOINTS.index("publish.pointer_renamed")
# Others with dbt, by time and by node: tests/unit/warehouse/test_crash.py.
WITH_DBT = ["build.node_done", "build.models_done"]


@pytest.fixture(scope="module")
def old(published: Warehouse) -> Tables | None:
    """What readers see before the build."""
    return published_rows(published)


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, published: Warehouse, building: Plan
) -> tuple[Tables | None, set[str]]:
    """What readers see after a second build that nobody disturbed, and the names of the files."""
    import shutil

    folder = tmp_path_factory.mktemp("undisturbed") / "warehouse"
    shutil.copytree(published.root, folder)
    warehouse = Warehouse.at(folder)
    run_well(building, "build", "--warehouse", folder)
    return published_rows(warehouse), files(warehouse)


def kill(plan: Plan, warehouse: Warehouse, at: str, how: int = signal.SIGKILL, passing: int = 1) -> None:
    planned = dataclasses.replace(plan, at=at, signal=how, passing=passing)
    ended = run(planned, "build", "--warehouse", warehouse.root)
    assert ended.code == -how, f"it did not come to {at}: {ended.err}"


def assert_usable(warehouse: Warehouse, rows: Tables | None) -> None:
    assert published_rows(warehouse) == rows
    assert landed_rows(warehouse) is not None
    found = status(warehouse)
    assert (found["published"] is None) == (rows is None)


@pytest.mark.parametrize("name", BUILD_CHECKPOINTS)
def test_a_first_build_killed_there_is_seen_whole_or_not_at_all(
    name: str, loaded: Warehouse, copy: Copy, building: Plan, old: Tables
):
    warehouse = copy(loaded)
    kill(building, warehouse, name)
    assert_usable(warehouse, old if BUILD_CHECKPOINTS.index(name) >= TURNING_POINT else None)
    run_well(building, "build", "--warehouse", warehouse.root)
    assert published_rows(warehouse) == old


@pytest.mark.parametrize("name", BUILD_CHECKPOINTS)
def test_a_later_build_killed_there_shows_the_old_or_the_new(
    name: str,
    published: Warehouse,
    copy: Copy,
    building: Plan,
    old: Tables,
    undisturbed: tuple[Tables, set[str]],
):
    warehouse = copy(published)
    new, names = undisturbed
    is_new = BUILD_CHECKPOINTS.index(name) >= TURNING_POINT
    kill(building, warehouse, name, passing=3 if name == "build.node_done" else 1)
    assert_usable(warehouse, new if is_new else old)
    run_well(building, "build", "--warehouse", warehouse.root)
    assert published_rows(warehouse) == new
    assert files(warehouse) == names | ({"published/version 3"} if is_new else set())


def test_builds_told_to_end_at_each_checkpoint_one_after_the_other_leave_nothing(
    published: Warehouse, copy: Copy, building: Plan, old: Tables, undisturbed: tuple[Tables, set[str]]
):
    warehouse = copy(published)
    new, names = undisturbed
    for number, name in enumerate(BUILD_CHECKPOINTS):
        kill(building, warehouse, name, signal.SIGTERM)
        assert_usable(warehouse, new if number >= TURNING_POINT else old)
    run_well(building, "build", "--warehouse", warehouse.root)
    assert published_rows(warehouse) == new
    assert files(warehouse) == names | {"published/version 3"}


@pytest.mark.parametrize("name", WITH_DBT)
def test_with_dbt_itself_it_is_the_same(
    name: str, published: Warehouse, copy: Copy, project: object, building: Plan, old: Tables, undisturbed: object
):
    warehouse = copy(published)
    kill(Plan(project=str(project)), warehouse, name)
    assert_usable(warehouse, old)
    run_well(building, "build", "--warehouse", warehouse.root)
    assert published_rows(warehouse) == undisturbed[0]  # type: ignore[index]


def test_a_version_that_never_had_a_reader_is_none_to_roll_back_to(published: Warehouse, copy: Copy, building: Plan):
    warehouse = copy(published)
    before = status(warehouse)
    kill(building, warehouse, "publish.renamed")
    assert status(warehouse)["versions"] == before["versions"]
    run_well(building, "build", "--warehouse", warehouse.root)
    run_well(building, "rollback", "--warehouse", warehouse.root)
    assert status(warehouse)["published"]["version"] == before["published"]["version"]


@pytest.mark.parametrize("name", ["publish.pointer_written", "publish.pointer_renamed"])
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_rollback_killed_there_shows_one_version_or_the_other(
    name: str, how: int, published: Warehouse, copy: Copy, building: Plan, old: Tables, undisturbed: tuple
):
    warehouse = copy(published)
    run_well(building, "build", "--warehouse", warehouse.root)
    ended = run(dataclasses.replace(building, at=name, signal=how), "rollback", "--warehouse", warehouse.root)
    assert ended.code == -how
    is_back = name == "publish.pointer_renamed"
    assert_usable(warehouse, old if is_back else undisturbed[0])
    again = run(building, "rollback", "--warehouse", warehouse.root)
    if is_back:
        assert_clear(again, 1, "There is no version before")
    assert_usable(warehouse, old)
