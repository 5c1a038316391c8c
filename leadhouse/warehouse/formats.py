"""Writes the rows of a query as a table, CSV, JSON or Parquet.

Reads a DuckDB result, in batches where the format allows. Writes UTF-8 (Parquet: binary) to a stream or, once whole,
to a file. Times are ISO 8601; null is empty in a table and CSV.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import duckdb

BATCH_ROWS = 10_000

Row = tuple[Any, ...]


def write_result(result: duckdb.DuckDBPyConnection, output_format: str, target: Path | BinaryIO) -> None:
    """Write every row of an executed query.

    Args:
        output_format: table, csv, json or parquet.
        target: a file that appears only when it is complete, or an open binary stream.
    """
    with _opened(target) as stream:
        if output_format == "parquet":
            _write_parquet(result, stream)
            return
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
        try:
            {"table": _write_table, "csv": _write_csv, "json": _write_json}[output_format](result, text)
        finally:
            text.detach()


@contextmanager
def _opened(target: Path | BinaryIO) -> Iterator[BinaryIO]:
    if not isinstance(target, Path):
        yield target
        target.flush()
        return
    aside = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as stream:
            yield stream
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _columns(result: duckdb.DuckDBPyConnection) -> list[str]:
    return [str(column[0]) for column in result.description or []]


def _rows(result: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    while batch := result.fetchmany(BATCH_ROWS):
        yield from batch


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, (dict, list, tuple)):
        return json.dumps(_as_json(value), ensure_ascii=False)
    return str(value)


def _as_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(item) for item in value]
    if isinstance(value, Decimal):
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, (str, int, float)) or value is None else _as_text(value)


def _write_csv(result: duckdb.DuckDBPyConnection, stream: io.TextIOWrapper) -> None:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_columns(result))
    writer.writerows([_as_text(value) for value in row] for row in _rows(result))


def _write_json(result: duckdb.DuckDBPyConnection, stream: io.TextIOWrapper) -> None:
    columns = _columns(result)
    separator = "["
    for row in _rows(result):
        record = dict(zip(columns, map(_as_json, row), strict=True))
        stream.write(separator + json.dumps(record, ensure_ascii=False))
        separator = ",\n "
    stream.write("[]\n" if separator == "[" else "]\n")


def _write_table(result: duckdb.DuckDBPyConnection, stream: io.TextIOWrapper) -> None:
    columns = _columns(result)
    rows = list(_rows(result))
    shown = [[_as_text(value).replace("\n", " ") for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(columns, *shown, strict=True)]
    is_number = [
        any(value is not None for value in column)
        and all(
            value is None or (isinstance(value, (int, float, Decimal)) and not isinstance(value, bool))
            for value in column
        )
        for column in (zip(*rows, strict=True) if rows else [[]] * len(columns))
    ]
    for line in [columns, ["-" * width for width in widths], *shown]:
        cells = zip(line, widths, is_number, strict=True)
        padded = [cell.rjust(width) if number else cell.ljust(width) for cell, width, number in cells]
        stream.write("  ".join(padded).rstrip() + "\n")


def _write_parquet(result: duckdb.DuckDBPyConnection, stream: BinaryIO) -> None:
    import pyarrow.parquet as pq

    batches = result.to_arrow_reader(BATCH_ROWS * 10)
    with pq.ParquetWriter(stream, batches.schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
