"""A Parquet file becomes a CSV of texts, its records counted against its own metadata.

Reads a Parquet file in batches; writes a CSV into a temporary folder. Decimals are exact, times ISO text (an instant
as UTC with +00), lists and structs JSON text. Refuses: what is no whole Parquet file, binary columns, NUL characters.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from leadhouse.os_errors import explain
from loaders.errors import Refused
from loaders.formats.headers import header_of
from loaders.formats.numbered import SOURCE_ROW, Numbered, check_no_nul
from loaders.formats.room import check_room
from loaders.landing.sql import literal, quoted

NESTED = ("STRUCT", "MAP", "UNION")
FRACTIONS = ("DECIMAL", "DOUBLE", "FLOAT")
# What DuckDB may hold in memory while it writes; a row group of usual size takes a tenth.
MEMORY = "500MB"


def parquet_to_csv(name: str, source: Path, target: Path, limit: int | None = None, decimal: str = ".") -> Numbered:
    """Write the records of a Parquet file.

    Args:
        name: of the file, for messages.
        limit: records that are wanted; None is all.
        decimal: how the fractions of its numbers are to be written.

    Raises:
        Refused: see the module.
    """
    try:
        with duckdb.connect(config={"memory_limit": MEMORY, "temp_directory": str(target.parent)}) as connection:
            connection.execute("set TimeZone = 'UTC'")
            return _convert(connection, name, source, target, limit, decimal)
    except duckdb.OutOfMemoryException:
        raise Refused(
            name, f"one of its row groups does not fit into {MEMORY}", "Write it with smaller row groups."
        ) from None
    except duckdb.Error as error:
        if explain(error):
            raise
        raise Refused(name, "it is damaged or no Parquet file", "Export or download it again, then load it.") from None


def _convert(
    connection: duckdb.DuckDBPyConnection, name: str, source: Path, target: Path, limit: int | None, decimal: str
) -> Numbered:
    file = literal(str(source))
    header = header_of(name, (*_columns(connection, file), SOURCE_ROW))[:-1]
    # Described columns have the names that DuckDB gives them, such as Id_1 where the file has Id and id.
    described = connection.execute(f"describe select * from read_parquet({file})").fetchall()
    cells = [_cell(name, column, type_, decimal) for column, type_, *_ in described]
    records, size = _metadata(connection, file)
    if limit is None:
        check_room(name, target.parent, 2 * size)
    wanted = records if limit is None else min(limit, records)
    names = [f"{cell} as {quoted(column)}" for cell, column in zip(cells, header, strict=True)]
    names.append(f"file_row_number + 1 as {SOURCE_ROW}")
    written = connection.execute(
        f"copy (select {', '.join(names)} from read_parquet({file}, file_row_number = true) limit {wanted}) "
        f"to {literal(str(target))} (format csv, header true, force_quote *)"
    ).fetchall()[0][0]
    if written != wanted:
        raise Refused(
            name,
            f"its metadata says {wanted:,} records, but {written:,} could be read",
            "Export it again, then load it.",
        )
    check_no_nul(name, target)
    return Numbered(target, header)


def _columns(connection: duckdb.DuckDBPyConnection, file: str) -> list[str]:
    """The names of the columns as the file has them."""
    schema = connection.execute(f"select name, num_children from parquet_schema({file})").fetchall()
    names, position = [], 1
    while position < len(schema):
        names.append(schema[position][0])
        position = _after(schema, position)
    return names


def _after(schema: list[tuple[str, int | None]], position: int) -> int:
    """The position after a column and what is nested in it."""
    end = position + 1
    for _ in range(schema[position][1] or 0):
        end = _after(schema, end)
    return end


def _cell(name: str, column: str, type_: str, decimal: str) -> str:
    if "BLOB" in type_:
        raise Refused(
            name, f"its column {column} is binary", "Write it as text, or leave it out, when you make the file."
        )
    if type_.startswith(NESTED) or type_.endswith("]"):
        return f"cast(to_json({quoted(column)}) as varchar)"
    text = f"cast({quoted(column)} as varchar)"
    return f"replace({text}, '.', {literal(decimal)})" if type_.startswith(FRACTIONS) and decimal != "." else text


def _metadata(connection: duckdb.DuckDBPyConnection, file: str) -> tuple[int, int]:
    """Records, and bytes unpacked, as the file's own metadata has them."""
    records = connection.execute(f"select num_rows from parquet_file_metadata({file})").fetchone()
    size = connection.execute(f"select sum(total_uncompressed_size) from parquet_metadata({file})").fetchone()
    assert records is not None
    assert size is not None
    return int(records[0]), int(size[0] or 0)
