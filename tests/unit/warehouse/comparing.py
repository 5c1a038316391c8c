"""Compares two published files, table by table."""

from __future__ import annotations

from pathlib import Path

import duckdb

TABLES = """
    select schema_name || '.' || table_name, comment, estimated_size
    from duckdb_tables() where database_name = '{name}' order by all
"""
COLUMNS = """
    select schema_name || '.' || table_name, column_name, column_index, data_type, is_nullable, comment
    from duckdb_columns() where database_name = '{name}' and not internal order by all
"""


def differences(first: Path, second: Path) -> list[str]:
    """What differs between two published files, in words; empty if they are equal row by row."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{first}' as one (read_only)")
        connection.execute(f"attach '{second}' as two (read_only)")
        found = []
        for what in (TABLES, COLUMNS):
            one, two = (set(connection.execute(what.format(name=name)).fetchall()) for name in ("one", "two"))
            found += [f"only in one of them: {row}" for row in sorted(one ^ two, key=str)]
        for table in tables(connection):
            for here, there in (("one", "two"), ("two", "one")):
                sql = f"select count(*) from (from {here}.{table} except all from {there}.{table})"
                row = connection.execute(sql).fetchone()
                if row and row[0]:
                    found.append(f"{table}: {row[0]} rows of version {here} are not in version {there}")
    return found


def tables(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Schema and name of every table of the attached file `one`."""
    sql = "select schema_name || '.' || table_name from duckdb_tables() where database_name = 'one' order by 1"
    return [name for (name,) in connection.execute(sql).fetchall()]
