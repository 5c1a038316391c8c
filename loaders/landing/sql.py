"""The SQL text that reads a CSV into a raw table.

Reads and writes nothing: names and values in, text out. Every column is text, byte for byte what the file says.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from loaders.sources.parts import Formats, Part, Value

# The longest record that is read; DuckDB's default of 2 MB is less than a few long text fields may hold.
MAX_RECORD_BYTES = 8_000_000
ROW_NUMBER = "_source_row"


def quoted(name: str) -> str:
    """An identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | int | datetime | None) -> str:
    """A constant. DuckDB's own parameters would import pandas, which takes a second."""
    if value is None:
        return "null"
    if isinstance(value, datetime):
        return f"timestamp '{value.isoformat(sep=' ')}'"
    if isinstance(value, int):
        return str(value).lower()
    return "'" + value.replace("'", "''") + "'"


def all_equal(**columns: str | int | datetime | None) -> str:
    """A condition: each of these columns has this value."""
    return " and ".join(f"{quoted(name)} = {literal(value)}" for name, value in columns.items())


def read_csv(path: Path, columns: tuple[str, ...], delimiter: str) -> str:
    """A table function call that reads a file whose columns are known; bad records go to reject_errors.

    Nothing is sniffed: what a file means must not depend on its first lines. Line ends are left to the reader, which
    takes LF and CRLF alike.
    """
    spec = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in columns)
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, header = true, columns = {{{spec}}}, "
        f"delim = {literal(delimiter)}, quote = '\"', escape = '\"', nullstr = '', strict_mode = true, "
        f"store_rejects = true, max_line_size = {MAX_RECORD_BYTES})"
    )


def value(source: Value, empty: tuple[str, ...]) -> str:
    """The expression for one raw column."""
    if not source.columns:
        return literal(source.constant)
    cells = [_cell(column, empty) for column in source.columns]
    if len(cells) == 1:
        return cells[0]
    return f"nullif(concat_ws({literal(source.separator)}, {', '.join(cells)}), '')"


def selection(part: Part, load_id: str, file: str, loaded_at: datetime, system: str) -> str:
    """The select list of an insert by name; the record number is added by the caller."""
    values = [f"{value(source, part.empty)} as {quoted(source.target)}" for source in part.values]
    return ", ".join([*values, *row_constants(load_id, file, loaded_at, system, part.formats)])


def row_constants(load_id: str, file: str, loaded_at: datetime, system: str, formats: Formats) -> list[str]:
    """What every row of a file has in common."""
    return [
        f"{literal(load_id)} as _load_id",
        f"{literal(file)} as _source_file",
        f"{literal(loaded_at)} as _loaded_at",
        f"{literal(system)} as _source_system",
        f"{literal(formats.time_zone)} as _time_zone",
        f"{literal(formats.date_order)} as _date_order",
        f"{literal(formats.decimal_separator)} as _decimal_separator",
    ]


def _cell(column: str, empty: tuple[str, ...]) -> str:
    if not empty:
        return quoted(column)
    texts = ", ".join(map(literal, empty))
    return f"case when trim({quoted(column)}) not in ({texts}) then {quoted(column)} end"
