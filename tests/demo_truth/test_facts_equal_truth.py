"""Every fact of the demo company equals what its simulation knows happened, row by row, for two seeds.

Reads the published version and `exports/truth/*.parquet`, which the simulation writes from its own state before it is
turned into export rows. `python -m tests.demo_truth` compares a warehouse of any size in the same way.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.demo_truth.comparing import compare, open_facts
from tests.demo_truth.tables import TABLES, Table


@pytest.fixture(scope="module", params=["first seed", "second seed"])
def facts(
    request: pytest.FixtureRequest, demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published facts with the simulation's truth beside them."""
    warehouse = demo_warehouse
    if request.param == "second seed":
        warehouse = tmp_path_factory.mktemp("second_seed") / "warehouse"
        arguments = ["demo", "--leads", "2500", "--seed", "41", "--no-dashboard", "--warehouse", str(warehouse)]
        made = subprocess.run(
            [sys.executable, "-m", "leadhouse", *arguments], capture_output=True, text=True, check=False
        )
        assert made.returncode == 0, made.stdout + made.stderr
    published = warehouse / "published"
    with open_facts(published / (published / "CURRENT").read_text().strip(), warehouse / "exports" / "truth") as opened:
        yield opened


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_row_is_as_it_happened(facts: duckdb.DuckDBPyConnection, table: Table) -> None:
    assert compare(facts, table).differences == []


def test_the_truth_is_about_something(facts: duckdb.DuckDBPyConnection) -> None:
    """Guards the tests above: empty truth would equal empty facts."""
    counts = facts.execute(
        "select count(*) filter (where is_in_facts), count(response_minutes), count(distinct response_outcome), "
        "count(distinct outcome), count(duplicate_of_lead_id), count(recycled_at) from truth_leads"
    ).fetchone()
    assert counts is not None
    in_facts, answered, response_outcomes, outcomes, duplicates, recycled = counts
    assert in_facts > 1000
    assert answered > 500
    assert response_outcomes >= 5
    assert outcomes == 6
    assert duplicates > 10
    assert recycled > 5
    counts = facts.execute(
        "select count(*) filter (where is_credited), count(distinct way), "
        "count(*) filter (where is_last and not is_closing)"
        ", (select count(distinct attribution_model) from truth_attribution) from truth_opportunity_touchpoints"
    ).fetchone()
    assert counts is not None
    credited, ways, latest_of_open, models = counts
    assert credited > 300
    assert ways == 4
    assert latest_of_open > 3
    assert models == 12


def test_a_difference_is_named_with_its_column_and_record() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table fact as from (values ('a', 1, 'x'), ('b', 2, 'x'), ('d', 4, 'x')) _(id, n, w)")
        connection.execute(
            "create table truth as from (values ('a', 1, 'x'), ('b', 3, 'x'), ('c', 9, 'x')) _(id, n, w)"
        )
        result = compare(connection, Table("pairs", "select * from fact", "select * from truth", ("id",)))
    assert (result.rows, result.cells) == (3, 4)
    rows, column = result.differences
    assert rows.startswith("rows: 1 only in the facts, 1 only in the truth")
    assert column == "n: 1 differ, such as [('b', 2, 3)] (record, fact, truth)"


def test_a_truth_without_rows_proves_nothing() -> None:
    with duckdb.connect() as connection:
        connection.execute("create table truth (id varchar, n integer)")
        with pytest.raises(ValueError, match="no row of nothing"):
            compare(connection, Table("nothing", "select * from truth", "select * from truth", ("id",)))
