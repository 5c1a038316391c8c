"""A disk that is full, simulated by a limit for the size of files: said clearly, nothing lost, usable afterwards."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import pytest

from leadhouse.warehouse.layout import Warehouse
from tests.faults.conftest import Copy, leads_csv
from tests.faults.looking import Tables, files, landed_rows, published_rows, status
from tests.faults.running import Ended, Plan, assert_clear, run, run_well

FEBRUARY = Plan(loaded_at="2026-04-30T18:00:00+00:00")
BLOCK = 1 << 18
FULL = ("may not grow", "larger than files may be", "disk is full")


def assert_full(ended: Ended) -> None:
    assert_clear(ended, 1, "is unharmed", "then run the same command again")
    assert any(words in ended.err for words in FULL), ended.err


@pytest.fixture(scope="module")
def large_export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose one file is several megabytes: more than small limits allow, unpacked or landed."""
    path = tmp_path_factory.mktemp("large") / "leads.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Lead.csv", leads_csv(1000, 40_000))
    return path


def assert_as_before(warehouse: Warehouse, before: Tables | None, size: int, export: Path) -> None:
    """Nothing lost, nothing left, the room given back, and the next load works."""
    assert landed_rows(warehouse) == before
    assert warehouse.landing.stat().st_size == size
    status(warehouse)
    assert not [name for name in files(warehouse) if name.startswith(".loading") or name.endswith(".tmp")]
    run_well(FEBRUARY, "load", "salesforce", export, "--warehouse", warehouse.root)


def test_while_unpacking(holding: Warehouse, copy: Copy, large_export: Path, exports: tuple[Path, Path]):
    warehouse = copy(holding)
    before = landed_rows(warehouse)
    limit = warehouse.landing.stat().st_size + BLOCK
    plan = dataclasses.replace(FEBRUARY, file_limit=limit)
    ended = run(plan, "load", "salesforce", large_export, "--warehouse", warehouse.root)
    assert_full(ended)
    assert str(warehouse.root) in ended.err
    assert_as_before(warehouse, before, holding.landing.stat().st_size, exports[1])


def test_while_landing(holding: Warehouse, copy: Copy, large_export: Path, exports: tuple[Path, Path]):
    warehouse = copy(holding)
    before = landed_rows(warehouse)
    with zipfile.ZipFile(large_export) as archive:
        export = Path(archive.extract("Lead.csv", warehouse.root.parent))
    limit = warehouse.landing.stat().st_size + 2 * BLOCK
    assert limit < export.stat().st_size
    plan = dataclasses.replace(FEBRUARY, file_limit=limit)
    ended = run(plan, "load", "salesforce", export, "--warehouse", warehouse.root)
    assert_full(ended)
    assert "landing.duckdb" in ended.err
    assert_as_before(warehouse, before, holding.landing.stat().st_size, exports[1])


def test_at_whatever_size_the_limit_is_a_load_is_whole_or_not_at_all(
    holding: Warehouse, copy: Copy, exports: tuple[Path, Path]
):
    """The commit writes a log and then the file: each limit stops it at another moment."""
    warehouse = copy(holding)
    run_well(FEBRUARY, "load", "salesforce", exports[1], "--warehouse", warehouse.root)
    whole, before = landed_rows(warehouse), landed_rows(holding)
    size = holding.landing.stat().st_size
    seen = set()
    for limit in (200, 8_000, 100_000, size, size + BLOCK, size + 8 * BLOCK):
        warehouse = copy(holding)
        plan = dataclasses.replace(FEBRUARY, file_limit=limit)
        ended = run(plan, "load", "salesforce", exports[1], "--warehouse", warehouse.root)
        rows = landed_rows(warehouse)
        if ended.code == 0:
            assert rows == whole
        else:
            assert_full(ended)
            assert rows in (before, whole), f"half a load at a limit of {limit:,} bytes"
        seen.add(ended.code)
        status(warehouse)
        run_well(FEBRUARY, "load", "salesforce", exports[1], "--warehouse", warehouse.root)
        assert landed_rows(warehouse) == whole
    assert seen == {0, 1}, "limits from far too low to high enough"


@pytest.mark.parametrize("limit", [10_000, 800_000, 1_500_000])
def test_a_build_that_finds_no_room_leaves_the_old_version_and_gives_back_what_it_took(
    limit: int, published: Warehouse, copy: Copy, building: Plan
):
    warehouse = copy(published)
    before, names = published_rows(warehouse), files(warehouse)
    ended = run(dataclasses.replace(building, file_limit=limit), "build", "--warehouse", warehouse.root)
    assert_full(ended)
    assert "A build needs about" in ended.err
    assert published_rows(warehouse) == before
    assert files(warehouse) - {"build.lock"} <= names - {"work.duckdb"}
    run_well(building, "build", "--warehouse", warehouse.root)
    assert published_rows(warehouse) != before


def test_with_dbt_itself_it_is_said_as_clearly(published: Warehouse, copy: Copy, building: Plan):
    warehouse = copy(published)
    before = published_rows(warehouse)
    size = warehouse.work.stat().st_size
    plan = dataclasses.replace(building, replay="", file_limit=size - BLOCK)
    assert_full(run(plan, "build", "--warehouse", warehouse.root))
    assert published_rows(warehouse) == before
    run_well(building, "build", "--warehouse", warehouse.root)


def test_a_query_whose_result_does_not_fit_leaves_no_half_file(published: Warehouse, tmp_path: Path):
    target = tmp_path / "result.csv"
    arguments = ("query", "from range(100000)", "--format", "csv", "--output", target, "--warehouse", published.root)
    assert_full(run(Plan(file_limit=10_000), *arguments))
    assert list(tmp_path.iterdir()) == []
