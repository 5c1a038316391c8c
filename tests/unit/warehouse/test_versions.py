"""The pointer always names a whole version, and the versions have an order."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from leadhouse.errors import LeadhouseError
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import current_file, point_to, previous_file, prune, publish, require_current


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    warehouse = Warehouse.at(tmp_path)
    warehouse.create()
    return warehouse


def publish_number(warehouse: Warehouse, number: int) -> Path:
    with duckdb.connect(str(warehouse.building)) as connection:
        connection.execute(f"create table numbers as select {number} as number")
    return publish(warehouse)


def read_number(path: Path) -> int:
    with duckdb.connect(str(path), read_only=True) as connection:
        row = connection.execute("select number from numbers").fetchone()
    assert row is not None
    return int(row[0])


def test_nothing_published_is_said_with_the_next_step(warehouse: Warehouse):
    assert current_file(warehouse) is None
    with pytest.raises(LeadhouseError, match=r"Nothing is published in .* leadhouse build"):
        require_current(warehouse)


def test_a_published_version_is_current_and_needs_no_log(warehouse: Warehouse):
    path = publish_number(warehouse, 1)
    assert current_file(warehouse) == path
    assert read_number(path) == 1
    assert sorted(file.name for file in warehouse.published.iterdir()) == ["CURRENT", path.name]


def test_versions_sort_by_age_even_if_the_clock_is_set_back(warehouse: Warehouse):
    first = publish_number(warehouse, 1)
    future = first.with_name("leadhouse-29991231T235959000000Z.duckdb")
    first.rename(future)
    point_to(warehouse, future)
    second = publish_number(warehouse, 2)
    assert second.name > future.name
    assert current_file(warehouse) == second


def test_rollback_goes_one_back_each_time_and_ends_at_the_first(warehouse: Warehouse):
    paths = [publish_number(warehouse, number) for number in (1, 2, 3)]
    for expected in (paths[1], paths[0]):
        point_to(warehouse, previous_file(warehouse))
        assert current_file(warehouse) == expected
    with pytest.raises(LeadhouseError, match="There is no version before"):
        previous_file(warehouse)


def test_pruning_keeps_the_newest_and_the_current(warehouse: Warehouse):
    paths = [publish_number(warehouse, number) for number in range(5)]
    point_to(warehouse, paths[0])
    assert prune(warehouse, keep=2) == [paths[1], paths[2]]
    assert [path.exists() for path in paths] == [True, False, False, True, True]


def test_pruning_leaves_fewer_versions_than_it_keeps_alone(warehouse: Warehouse):
    publish_number(warehouse, 1)
    assert prune(warehouse, keep=3) == []


@pytest.mark.parametrize("name", ["leadhouse-20260101T000000000000Z.duckdb", "../../etc/passwd", ""])
def test_a_pointer_to_nothing_is_refused(name: str, warehouse: Warehouse):
    warehouse.pointer.write_text(name + "\n")
    with pytest.raises(LeadhouseError, match="which is not there"):
        current_file(warehouse)


def test_a_second_reader_in_the_same_process_sees_the_new_version(warehouse: Warehouse):
    old = publish_number(warehouse, 1)
    with duckdb.connect(str(old), read_only=True) as held:
        new = publish_number(warehouse, 2)
        assert held.execute("select number from numbers").fetchone() == (1,)
        assert read_number(new) == 2
