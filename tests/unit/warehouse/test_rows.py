"""Rows as a query, run by DuckDB."""

from __future__ import annotations

from datetime import date

import duckdb

from leadhouse.warehouse.rows import as_query

COLUMNS = {"name": "varchar", "share": "double", "day": "date"}


def test_rows_come_back_as_they_were() -> None:
    rows = [("O'Hara; drop table x --", 0.1, date(2026, 2, 28)), (None, 1e-17, None)]
    query = as_query(COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in rows])
    assert duckdb.sql(query).fetchall() == rows


def test_without_rows_there_are_the_columns() -> None:
    found = duckdb.sql(as_query(COLUMNS, []))
    assert found.columns == list(COLUMNS)
    assert [str(kind) for kind in found.types] == ["VARCHAR", "DOUBLE", "DATE"]
    assert found.fetchall() == []
