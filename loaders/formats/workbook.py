"""A sheet of an XLSX workbook becomes a CSV of texts, its rows told twice.

Reads a workbook; writes a CSV into a temporary folder, one record per row that is not blank. Text cells are verbatim,
typed ones ISO text: 2026-01-31, 2026-01-31 10:00:00, 10:00:00, true; numbers 12.5, or 12,5 where the view says so.
Times are taken for dates by what they look like, so text cells are treated alike that hold a time in this very form. A
merged cell's value stays in its first cell, hidden rows land, a table's declared totals are rejected. Refuses: no
workbook, no such sheet, formulas whose results were never stored, rows that are not those of the sheet's XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from loaders.errors import Refused
from loaders.formats.headers import check_no_record, header_of
from loaders.formats.numbered import SOURCE_ROW, Numbered, as_line, check_no_nul, write_rows
from loaders.formats.views import View
from loaders.formats.workbook_xml import NO_WORKBOOK, POINTED, SheetFacts, read_facts
from loaders.gate.footers import TOTALS_ROW
from loaders.gate.rejects import Reject

TIME_OF_DAY = r"\d{2}:\d{2}:\d{2}(\.\d+)?$"
TIME = rf"^\d{{4}}-\d{{2}}-\d{{2}} {TIME_OF_DAY}"
ESCAPED = "_x[0-9A-Fa-f]{4}_"
# Half characters stay as they are: half of a pair is no text.
ESCAPE = re.compile("_x(?![dD][89a-fA-F])([0-9A-Fa-f]{4})_")
MIDNIGHT = " 00:00:00"
# The day that a time of day without a day falls on; no record of a CRM is that old.
DAY_ZERO = {False: "1899-12-31 ", True: "1904-01-01 "}
CORRECT = "Correct the mapping, then load again."


def sheet_to_csv(name: str, workbook: Path, view: View, target: Path, limit: int | None = None) -> Numbered:
    """Write the header and the rows below it.

    Args:
        name: of the file, for messages.
        limit: rows that are wanted; None is all. Rows are told twice only if all are.

    Raises:
        Refused: see the module.
    """
    facts = read_facts(name, workbook, view.sheet, view.header_row if limit is None else None)
    if facts.unknown:
        raise Refused(
            name,
            "a formula has no stored result",
            "Open it in a spreadsheet program, save it, then load it.",
            facts.unknown,
        )
    wanted = None if limit is None else view.header_row + limit
    frame = _read(name, workbook, facts.name, wanted).with_row_index(SOURCE_ROW, offset=1)
    header_cells, rows = frame.slice(view.header_row - 1, 1), frame.slice(view.header_row)
    if not header_cells.height:
        raise Refused(name, f"the sheet has no row {view.header_row} to be the header", CORRECT)
    cells = pl.exclude(SOURCE_ROW)
    rows = rows.filter(~pl.all_horizontal(cells.fill_null("").eq("")))
    if limit is None:
        _check_rows(name, facts.rows, rows[SOURCE_ROW].to_list())
    used = [column for column in frame.columns[1:] if (header_cells[column][0] or rows[column].drop_nulls().len())]
    header = _header(name, header_cells.select(used).row(0), view.header_row)
    rows = _dated(rows.select(*used, SOURCE_ROW), DAY_ZERO[facts.has_1904])
    if view.decimal != ".":
        rows = _with_decimal(rows, view.decimal, facts.pointed)
    is_total = pl.col(SOURCE_ROW).is_in(sorted(facts.totals))
    write_rows(target, header, rows.filter(~is_total).iter_rows())
    check_no_nul(name, target)
    rejects = tuple(Reject(row[-1], TOTALS_ROW, as_line(row[:-1])) for row in rows.filter(is_total).iter_rows())
    return Numbered(target, header, rejects, notices=tuple(_notices(name, facts, view)))


def _read(name: str, workbook: Path, sheet: str, rows: int | None) -> pl.DataFrame:
    """All rows of a sheet as text, from its first row on."""
    import fastexcel

    try:
        read = fastexcel.read_excel(workbook).load_sheet(
            sheet, header_row=None, skip_rows=0, n_rows=rows, dtypes="string"
        )
    except fastexcel.FastExcelError:
        raise Refused(name, NO_WORKBOOK, "Save it again as .xlsx or CSV.") from None
    return read.to_polars().with_columns(pl.all().map_batches(_unescaped, return_dtype=pl.String))


def _unescaped(column: pl.Series) -> pl.Series:
    """Characters that a workbook cannot hold as they are, such as the CR before a line end: _x000D_."""
    if not column.str.contains(ESCAPED).any():
        return column
    cells = [cell and ESCAPE.sub(lambda found: chr(int(found[1], 16)), cell) for cell in column]
    return pl.Series(column.name, cells, dtype=pl.String)


def _check_rows(name: str, told: list[int], read: list[int]) -> None:
    """Refuse a sheet of which other rows were read than its XML has."""
    if told == read:
        return
    first = next((row for row in sorted(set(told) ^ set(read))), None)
    raise Refused(
        name,
        f"the sheet has {len(told):,} rows below the header, but {len(read):,} were read, or not the same ones",
        "Save the sheet as CSV and load that.",
        first,
    )


def _header(name: str, cells: tuple[str | None, ...], row: int) -> tuple[str, ...]:
    if len(cells) > 1 and sum(bool(cell) for cell in cells) == 1:
        raise Refused(
            name,
            "its header row has a single cell, as a title has",
            "Say in a mapping on which row the header stands: header_row.",
            row,
        )
    check_no_record(name, [cell or "" for cell in cells], row)
    return header_of(name, (*(cell or "" for cell in cells), SOURCE_ROW), row)[:-1]


def _dated(rows: pl.DataFrame, day_zero: str) -> pl.DataFrame:
    """Dates without a time of day, and times without a day.

    A column of times that are all midnight holds dates.
    """
    dates = []
    for column in rows.drop(SOURCE_ROW):
        times = column.filter(column.str.contains(TIME).fill_null(False))
        if times.len() and times.str.ends_with(MIDNIGHT).all():
            dates.append(column.name)
    is_time = pl.col(dates).str.contains(TIME)
    rows = rows.with_columns(pl.when(is_time).then(pl.col(dates).str.slice(0, 10)).otherwise(pl.col(dates)).name.keep())
    return rows.with_columns(pl.exclude(SOURCE_ROW).str.replace(f"^{day_zero}({TIME_OF_DAY})", "$1"))


def _with_decimal(rows: pl.DataFrame, decimal: str, pointed: set[tuple[int, str]]) -> pl.DataFrame:
    """Numbers as the mapping says that they are written; texts that look like one stay as they were typed."""
    number = f"^{POINTED.pattern}$"
    columns = [column for column in rows.columns if column != SOURCE_ROW]
    written = rows.with_columns(
        pl.when(pl.col(column).str.contains(number))
        .then(pl.col(column).str.replace(".", decimal, literal=True))
        .otherwise(pl.col(column))
        .name.keep()
        for column in columns
    )
    typed = {row for row, _ in pointed}
    if not typed:
        return written
    texts = pl.DataFrame(sorted(pointed), schema={SOURCE_ROW: rows.schema[SOURCE_ROW], "text": pl.String}, orient="row")
    texts = texts.group_by(SOURCE_ROW).agg("text")
    both = rows.join(texts, on=SOURCE_ROW, how="left", maintain_order="left")
    kept = [
        pl.when(pl.col(column).is_in(pl.col("text")).fill_null(False)).then(pl.col(column)).otherwise(written[column])
        for column in columns
    ]
    return both.select(*(each.alias(column) for each, column in zip(kept, columns, strict=True)), SOURCE_ROW)


def _notices(name: str, facts: SheetFacts, view: View) -> Iterator[str]:
    if facts.others and view.sheet is None:
        yield f'{name}: the sheet "{facts.name}" was read; not read: {", ".join(facts.others)}.'
    if facts.hidden:
        yield f"{name}: {facts.hidden:,} hidden rows were loaded like the others."
    if facts.merged:
        yield f"{name}: {facts.merged:,} merged ranges below the header; their value is in their first cell only."
    if facts.errors:
        yield f"{name}: {facts.errors:,} cells show an error such as #N/A and are empty."
