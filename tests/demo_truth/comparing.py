"""Compares published facts with the simulation's truth, row by row, at any size.

Reads a published version and a folder of `truth/*.parquet`; writes nothing but what DuckDB spills. One Comparison per
table. Each table is joined once and compared in every shared column; rows are fetched only as examples, so that
memory stays bounded. Refuses a truth that is empty.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tests.demo_truth.tables import Table

MEMORY = "2GB"
# What the truth says beside the facts: which records are in them, and figures compared on their own.
BESIDE = {"is_in_facts", "temperature_at_start", "first_holder_id", "owner_at_first_response_id", "outcome"}
EXAMPLES = 3
TOLERANCE = 1e-6


@dataclass
class Comparison:
    """What came of one table.

    Attributes:
        rows: of the truth.
        cells: compared.
        differences: in words, one for the rows and one per column; empty if all is equal.
    """

    name: str
    rows: int
    cells: int
    differences: list[str] = field(default_factory=list)


@contextmanager
def open_facts(published: Path, truth: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The facts of a published version as `facts`, the truth as views `truth_<table>`."""
    with tempfile.TemporaryDirectory() as spill:
        connection = duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": spill})
        connection.execute("set enable_progress_bar = false")
        connection.execute(f"attach '{published}' as facts (read_only)")
        for file in sorted(truth.glob("*.parquet")):
            connection.execute(f"create view truth_{file.stem} as select * from '{file}'")
        yield connection
        connection.close()


def compare(connection: duckdb.DuckDBPyConnection, table: Table) -> Comparison:
    """Compare a fact with the truth in every column that the truth has.

    Raises:
        ValueError: the truth holds no row of the table.
    """
    columns = [
        row[0]
        for row in connection.execute(f"describe {table.truth}").fetchall()
        if row[0] not in BESIDE and row[0] not in table.keys
    ]
    pairs = f"from ({table.fact}) as fact full join ({table.truth}) as truth on " + " and ".join(
        f"fact.{key} = truth.{key}" for key in table.keys
    )
    first = table.keys[0]
    paired = f"fact.{first} is not null and truth.{first} is not null"
    wrong = [
        f"{paired} and fact.{column} is distinct from truth.{column}"
        + (f" and coalesce(abs(fact.{column} - truth.{column}) >= {TOLERANCE}, true)" if column in table.rough else "")
        for column in columns
    ]
    counts = ", ".join(f"count(*) filter (where {condition})" for condition in wrong)
    row = connection.execute(
        f"select count(truth.{first}), count(*) filter (where truth.{first} is null), "
        f"count(*) filter (where fact.{first} is null), {counts} {pairs}"
    ).fetchone()
    assert row is not None
    rows, unknown, missing, *counted = row
    if not rows:
        raise ValueError(f"the truth holds no row of {table.name}")
    result = Comparison(table.name, rows, (rows - missing) * len(columns))
    if unknown or missing:
        alone = f"select fact.{first}, truth.{first} {pairs} where not ({paired}) limit {EXAMPLES}"
        shown = connection.execute(alone).fetchall()
        result.differences.append(f"rows: {unknown} only in the facts, {missing} only in the truth, such as {shown}")
    for column, condition, number in zip(columns, wrong, counted, strict=True):
        if number:
            differing = f"select fact.{first}, fact.{column}, truth.{column} {pairs} where {condition}"
            shown = connection.execute(f"{differing} limit {EXAMPLES}").fetchall()
            result.differences.append(f"{column}: {number} differ, such as {shown} (record, fact, truth)")
    return result
