"""Rows that Python worked out, as a query that dbt's Python models can return.

Pure: returns SQL. DuckDB would import pandas to take the rows as a table, and that takes longer than all else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def as_query(columns: Mapping[str, str], rows: Iterable[Mapping[str, object]]) -> str:
    """Return a query that selects the rows.

    Args:
        columns: the SQL type of each column by its name.
        rows: a value per column; None stands for null.
    """
    empty = "select " + ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items()) + " where false"
    return " union all ".join([empty, *(f"select {_values(columns, row)}" for row in rows)])


def _values(columns: Mapping[str, str], row: Mapping[str, object]) -> str:
    return ", ".join(f"cast({_literal(row[name])} as {kind})" for name, kind in columns.items())


def _literal(value: object) -> str:
    return "null" if value is None else "'" + str(value).replace("'", "''") + "'"
