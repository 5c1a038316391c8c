"""One version asked about single records: what is looked for in one place first is found in any."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from leadhouse.explaining.version import Version

CREATED = datetime(2026, 3, 2, 9)
TABLES = """
    create table meta_lineage (record_key varchar, entity varchar, source_object varchar, load_id varchar,
        source_file varchar, source_row bigint, fate varchar, survivor_key varchar, record_id varchar,
        created_at timestamp);
    create table meta_change_lineage (record_key varchar, entity varchar, field varchar, load_id varchar,
        source_file varchar, source_row bigint, changed_at timestamp);
    create table fct_leads as select 's:1' as lead_key, timestamp '2026-03-02 09:00:00' as created_at;
"""


@pytest.fixture
def version(tmp_path: Path) -> Version:
    """A lead with the creation of the record merged into it, its activity, and two changes a day apart."""
    path = tmp_path / "leadhouse-1.duckdb"
    records = [
        ("s:1", "lead", "published", None, CREATED + timedelta(days=400)),
        ("s:2", "lead", "merged", "s:1", CREATED),
        ("s:1", "activity", "published", None, CREATED + timedelta(hours=1)),
        ("s:3", "activity", "published", None, None),
    ]
    with duckdb.connect(str(path)) as connection:
        connection.execute(TABLES)
        for row, (key, entity, fate, survivor, created) in enumerate(records, 1):
            values = [key, entity, row, fate, survivor, created]
            connection.execute("insert into meta_lineage values ($1, $2, '', 'L1', 'a', $3, $4, $5, $1, $6)", values)
        for day in (0, 1):
            connection.execute(
                "insert into meta_change_lineage values ('s:1', 'lead', 'status', 'L1', 'b', $1, $2)",
                [day + 1, CREATED + timedelta(days=day)],
            )
    return Version(path)


def test_a_record_that_was_created_later_than_its_lead_is_found(version: Version) -> None:
    assert version.fact("lead", "s:1") is not None
    assert version.lines("lead", ["s:1"])["s:1"].row == 1
    assert [line.row for line in version.merge_chain("s:1")] == [2, 1]


def test_a_record_of_another_kind_with_the_same_key_is_another(version: Version) -> None:
    assert version.lines("activity", ["s:1"])["s:1"].row == 3
    assert version.lines("lead", ["s:1"])["s:1"].row == 1
    assert version.lines("opportunity", ["s:1"]) == {}


def test_a_record_without_a_time_is_found_beside_one_that_has_one(version: Version) -> None:
    found = version.lines("activity", ["s:1", "s:3", "s:4"], [CREATED, None, CREATED + timedelta(days=1)])
    assert {key: line.row for key, line in found.items()} == {"s:1": 3, "s:3": 4}


def test_a_change_outside_the_time_read_ahead_is_found(version: Version) -> None:
    version.read_changes("lead", "s:1", [CREATED])
    assert [line.row for line in version.changes("lead", "s:1", ("status",), CREATED)] == [1]
    later = CREATED + timedelta(days=1)
    assert [line.row for line in version.changes("lead", "s:1", ("status",), later)] == [2]
    assert version.changes("lead", "s:1", ("owner",), later) == ()
    assert version.changes("lead", "s:1", ("status",), None) == ()
