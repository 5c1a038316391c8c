"""The same records in other formats than CSV: JSON, JSON lines, XLSX, Parquet.

Takes header and rows of texts; gives bytes, writes nothing.
"""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

Rows = tuple[tuple[str, ...], ...]
JSON, BINARY = (".json", ".jsonl"), (".xlsx", ".parquet")
OTHERS = JSON + BINARY
MADE_AT = datetime(2026, 1, 2, tzinfo=UTC)


def written(suffix: str, header: tuple[str, ...], rows: Rows) -> bytes:
    """The file's bytes. Rows are as wide as the header; an empty text is left out, null or an empty cell."""
    if suffix in JSON:
        records = [dict(zip(header, row, strict=True)) for row in rows]
        for number, record in enumerate(records):
            if number % 2:
                record.update({name: None for name, text in record.items() if not text})  # type: ignore[misc]
        lines = [json.dumps(record, ensure_ascii=number % 3 == 0) for number, record in enumerate(records)]
        return ("".join(f"{line}\n" for line in lines) if suffix == ".jsonl" else f"[{','.join(lines)}]").encode()
    return _workbook(header, rows) if suffix == ".xlsx" else _parquet(header, rows)


def _workbook(header: tuple[str, ...], rows: Rows) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"created": MADE_AT})  # else no two runs would give the same bytes
        sheet = book.add_worksheet("Export")
        for number, row in enumerate((header, *rows)):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(number, place, text)
    return target.getvalue()


def _parquet(header: tuple[str, ...], rows: Rows) -> bytes:
    target = io.BytesIO()
    columns = [pa.array([row[place] or None for row in rows], pa.string()) for place in range(len(header))]
    pq.write_table(pa.Table.from_arrays(columns, names=list(header)), target)
    return target.getvalue()
