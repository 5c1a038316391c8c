"""Rows of a lead that are looked for where most are, and where they are known to stand: none is missed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from leadhouse.explaining.version import Version

CREATED = datetime(2026, 3, 2, 9)
LATE = CREATED + timedelta(days=400)
TABLES = """
    create table meta_lineage (record_key varchar);
    create table fct_leads (lead_key varchar, created_at timestamp, qualified_at timestamp, converted_at timestamp,
        recycled_at timestamp, closed_at timestamp, last_activity_at timestamp);
    create table fct_lead_statuses (lead_key varchar, stay_number integer, is_current boolean, entered_at timestamp);
    create table fct_lead_assignments (lead_key varchar, stay_number integer, end_reason varchar,
        assigned_at timestamp);
    insert into fct_leads (lead_key, created_at) values ('s:1', $created), ('s:2', null);
"""


def opened(folder: Path, began: list[datetime | None], key: str = "s:1") -> Version:
    """A lead whose stays began at these times, and another lead's stay at the first of them."""
    path = folder / "leadhouse-1.duckdb"
    with duckdb.connect(str(path)) as connection:
        for sql in filter(str.strip, TABLES.split(";")):
            connection.execute(sql, {"created": CREATED} if "$created" in sql else None)
        for number, at in enumerate(began, 1):
            is_last = number == len(began)
            reason = "open" if is_last else "reassigned"
            connection.execute("insert into fct_lead_statuses values ($1, $2, $3, $4)", [key, number, is_last, at])
            connection.execute("insert into fct_lead_assignments values ($1, $2, $3, $4)", [key, number, reason, at])
        connection.execute("insert into fct_lead_statuses values ('s:3', 1, true, $1)", [began[0]])
        connection.execute("insert into fct_lead_assignments values ('s:3', 1, 'open', $1)", [began[0]])
    return Version(path)


@pytest.mark.parametrize(
    "began",
    [
        [CREATED],
        [CREATED, CREATED + timedelta(days=7)],
        [CREATED, CREATED + timedelta(days=7, microseconds=1)],
        [CREATED, CREATED + timedelta(days=1), LATE],
        [CREATED - timedelta(days=1), CREATED],
        [None, CREATED],
        [None],
    ],
)
def test_all_stays_are_found_whenever_they_began(tmp_path: Path, began: list[datetime | None]) -> None:
    with opened(tmp_path, began) as version:
        assert [stay["entered_at"] for stay in version.statuses("s:1")] == began
        assert [stay["assigned_at"] for stay in version.owners("s:1")] == began


def test_stays_of_a_lead_of_an_unknown_creation_are_found(tmp_path: Path) -> None:
    with opened(tmp_path, [CREATED, LATE], "s:2") as version:
        assert len(version.statuses("s:2")) == len(version.owners("s:2")) == 2


def test_a_row_that_stands_where_another_key_does_is_left_out(tmp_path: Path) -> None:
    opened(tmp_path, [CREATED]).close()
    with Version(tmp_path / "leadhouse-1.duckdb", places=lambda *_: (0, 1)) as version:
        assert version.fact("lead", "s:1") == {
            "lead_key": "s:1",
            "created_at": CREATED,
            **dict.fromkeys(("qualified_at", "converted_at", "recycled_at", "closed_at", "last_activity_at")),
        }
        assert version.fact("lead", "s:9") is None
    with Version(tmp_path / "leadhouse-1.duckdb", places=lambda *_: ()) as version:
        assert version.fact("lead", "s:1") is None
