"""A load killed at any checkpoint: all of it is landed or none, and the same load again gives the same rows."""

from __future__ import annotations

import dataclasses
import signal
from pathlib import Path

import pytest

from leadhouse.checkpoints import CHECKPOINTS
from leadhouse.warehouse.layout import Warehouse
from tests.faults.conftest import MADE_AT, Copy, leads_csv
from tests.faults.looking import Tables, files, landed_rows, only_filled, status
from tests.faults.running import Plan, run, run_well

LOAD_CHECKPOINTS = [name for name in CHECKPOINTS if name.startswith("load.")]
# From here on the load is in the warehouse.
TURNING_POINT = LOAD_CHECKPOINTS.index("load.committed")
FEBRUARY = Plan(loaded_at="2026-04-30T18:00:00+00:00")


@pytest.fixture(scope="module")
def january(holding: Warehouse) -> Tables:
    """The rows of the first load."""
    return only_filled(landed_rows(holding))


@pytest.fixture(scope="module")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory, holding: Warehouse, exports: tuple[Path, Path]
) -> tuple[Tables, set[str], list]:
    """The rows of both loads when nobody disturbs them, the names of the files, and what status tells of the loads."""
    import shutil

    folder = tmp_path_factory.mktemp("undisturbed") / "warehouse"
    shutil.copytree(holding.root, folder)
    warehouse = Warehouse.at(folder)
    run_well(FEBRUARY, "load", "salesforce", exports[1], "--warehouse", folder)
    return only_filled(landed_rows(warehouse)), files(warehouse), told_of_loads(warehouse)


def told_of_loads(warehouse: Warehouse) -> list[tuple[str, int, int]]:
    """Load, rows landed, rows rejected: what `status` says."""
    return [
        (
            load["load_id"],
            sum(file["landed"] for file in load["files"]),
            sum(file["rejected"] for file in load["files"]),
        )
        for load in status(warehouse)["loads"]
    ]


def kill(plan: Plan, at: str, how: int, passing: int, export: Path, warehouse: Warehouse) -> None:
    planned = dataclasses.replace(plan, at=at, signal=how, passing=passing)
    ended = run(planned, "load", "salesforce", export, "--warehouse", warehouse.root)
    assert ended.code == -how, f"it did not come to {at}: {ended.err}"


@pytest.mark.parametrize("name", LOAD_CHECKPOINTS)
def test_a_first_load_killed_there_is_landed_whole_or_not_at_all(
    name: str, tmp_path: Path, exports: tuple[Path, Path], holding: Warehouse, january: Tables
):
    warehouse = Warehouse.at(tmp_path / "warehouse")
    kill(Plan(), name, signal.SIGKILL, 1, exports[0], warehouse)
    assert only_filled(landed_rows(warehouse)) == (january if LOAD_CHECKPOINTS.index(name) >= TURNING_POINT else {})
    status(warehouse)
    run_well(Plan(), "load", "salesforce", exports[0], "--warehouse", warehouse.root)
    assert only_filled(landed_rows(warehouse)) == january
    assert files(warehouse) == files(holding)
    assert told_of_loads(warehouse) == told_of_loads(holding)


@pytest.mark.parametrize("name", LOAD_CHECKPOINTS)
def test_a_later_load_killed_there_leaves_the_loads_before_as_they_were(
    name: str, copy: Copy, exports: tuple[Path, Path], holding: Warehouse, january: Tables, undisturbed: tuple
):
    warehouse = copy(holding)
    both, names, told = undisturbed
    passing = 2 if name in ("load.file_fetched", "load.file_landed") else 1
    kill(FEBRUARY, name, signal.SIGKILL, passing, exports[1], warehouse)
    is_landed = LOAD_CHECKPOINTS.index(name) >= TURNING_POINT
    assert only_filled(landed_rows(warehouse)) == (both if is_landed else january)
    status(warehouse)
    run_well(FEBRUARY, "load", "salesforce", exports[1], "--warehouse", warehouse.root)
    assert only_filled(landed_rows(warehouse)) == both
    assert files(warehouse) == names
    assert told_of_loads(warehouse) == told


def test_loads_told_to_end_at_each_checkpoint_one_after_the_other_leave_nothing(
    copy: Copy, exports: tuple[Path, Path], holding: Warehouse, january: Tables, undisturbed: tuple
):
    warehouse = copy(holding)
    both, names, told = undisturbed
    for name in LOAD_CHECKPOINTS[: TURNING_POINT + 1]:
        kill(FEBRUARY, name, signal.SIGTERM, 1, exports[1], warehouse)
        is_landed = name == "load.committed"
        assert only_filled(landed_rows(warehouse)) == (both if is_landed else january)
        status(warehouse)
    for name in LOAD_CHECKPOINTS[TURNING_POINT + 1 :]:
        kill(FEBRUARY, name, signal.SIGTERM, 1, exports[1], warehouse)
        assert only_filled(landed_rows(warehouse)) == both
    run_well(FEBRUARY, "load", "salesforce", exports[1], "--warehouse", warehouse.root)
    assert only_filled(landed_rows(warehouse)) == both
    assert files(warehouse) == names
    assert told_of_loads(warehouse) == told


def test_corrected_records_land_whole_or_not_at_all_wherever_the_load_is_killed(
    tmp_path: Path, copy: Copy, holding: Warehouse
):
    """All checkpoints of `load --retry-rejects`, on one warehouse: each kill meets what the one before left."""
    broken = copy(holding)
    export = tmp_path / "Lead.csv"
    export.write_text(leads_csv(500, 3) + f"L00000000000900,{MADE_AT}\n")
    run_well(FEBRUARY, "load", "salesforce", export, "--warehouse", broken.root)
    to_correct = tmp_path / "to-correct"
    run_well(FEBRUARY, "status", "--rejects", "--write", to_correct, "--warehouse", broken.root)
    (file,) = to_correct.iterdir()
    file.write_text(file.read_text().rstrip("\n") + f",{MADE_AT},Corrected\n")
    arguments = ("load", "salesforce", "--retry-rejects", to_correct, "--warehouse")
    march = Plan(loaded_at="2026-05-31T18:00:00+00:00")

    whole = copy(broken)
    run_well(march, *arguments, whole.root)
    before, after = only_filled(landed_rows(broken)), only_filled(landed_rows(whole))
    assert len(after["salesforce.lead"]) == len(before["salesforce.lead"]) + 1
    for number, name in enumerate(LOAD_CHECKPOINTS):
        ended = run(dataclasses.replace(march, at=name), *arguments, broken.root)
        assert ended.code == -signal.SIGKILL, f"it did not come to {name}: {ended.err}"
        assert only_filled(landed_rows(broken)) == (after if number >= TURNING_POINT else before)
    run_well(march, *arguments, broken.root)
    assert only_filled(landed_rows(broken)) == after
    assert told_of_loads(broken) == told_of_loads(whole)
    assert status(broken)["landing"]["open_rejects"] == 0
