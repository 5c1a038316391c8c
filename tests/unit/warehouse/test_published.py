"""What a published file holds: the same for the same input, described, and complete in itself."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current
from tests.unit.warehouse.comparing import differences, tables


def test_two_builds_of_the_same_input_give_identical_tables(demo_warehouse: Path, tmp_path: Path):
    first = require_current(Warehouse.at(demo_warehouse))
    # Only what a build starts from, at another place: nothing may depend on the folder, or on what was built before.
    again = tmp_path / "again"
    shutil.copytree(demo_warehouse, again, ignore=shutil.ignore_patterns("published", "work.duckdb*", "exports"))
    command = [sys.executable, "-m", "leadhouse", "build", "--warehouse", str(again)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    second = require_current(Warehouse.at(again))
    assert differences(first, second) == []


def test_a_difference_of_one_value_would_be_found(demo_warehouse: Path, tmp_path: Path):
    first = require_current(Warehouse.at(demo_warehouse))
    changed = tmp_path / "changed.duckdb"
    shutil.copy(first, changed)
    with duckdb.connect(str(changed)) as connection:
        connection.execute("update fct_leads set status = 'new' where lead_key = (select min(lead_key) from fct_leads)")
        connection.execute("update fct_leads set status = 'won' where lead_key = (select min(lead_key) from fct_leads)")
    assert differences(first, changed) == [
        "main.fct_leads: 1 rows of version one are not in version two",
        "main.fct_leads: 1 rows of version two are not in version one",
    ]


def test_every_published_table_and_column_has_a_comment(demo_warehouse: Path):
    with duckdb.connect(str(require_current(Warehouse.at(demo_warehouse))), read_only=True) as connection:
        silent = connection.execute(
            """
            select schema_name, table_name, '' from duckdb_tables() where coalesce(comment, '') = ''
            union all
            select schema_name, table_name, column_name
            from duckdb_columns() where not internal and coalesce(comment, '') = ''
            order by all
            """
        ).fetchall()
    assert silent == []


def test_a_published_file_needs_no_other_file(demo_warehouse: Path):
    with duckdb.connect() as connection:
        connection.execute(f"attach '{require_current(Warehouse.at(demo_warehouse))}' as one (read_only)")
        views = connection.execute("select view_name from duckdb_views() where database_name = 'one' and not internal")
        assert views.fetchall() == []
        assert {"main.fct_leads", "main.dim_people", "definitions.lead_statuses"} <= set(tables(connection))


def test_every_test_of_the_build_is_listed_with_its_result(demo_warehouse: Path):
    with duckdb.connect(str(require_current(Warehouse.at(demo_warehouse))), read_only=True) as connection:
        statuses = connection.execute("select distinct status from meta_tests order by 1").fetchall()
        doubled = connection.execute("select test_name from meta_tests group by 1 having count(*) > 1").fetchall()
    assert {status for (status,) in statuses} <= {"pass", "warn"}
    assert statuses
    assert doubled == []
