"""A sheet of an XLSX workbook becomes a CSV of texts, its rows counted twice.

Reads a workbook; writes a CSV into a temporary folder, one record per row that is not blank. Text cells are verbatim,
typed ones ISO text: 2026-01-31, 2026-01-31 10:00:00, 12.5, true. Refuses: no workbook, no such sheet, a sheet whose
rows do not add up to those in its XML.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from loaders.errors import Refused
from loaders.mapping import CORRECT
from loaders.nearest import nearest

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TIME = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$"
MIDNIGHT = " 00:00:00"


def sheet_to_csv(name: str, workbook: Path, sheet: str | None, header_row: int, target: Path) -> None:
    """Write the header and the rows below it.

    Args:
        name: of the file, for messages.
        sheet: None is the first.
        header_row: from 1; what stands above is left out.

    Raises:
        Refused: see the module.
    """
    frame = _read(name, workbook, sheet).slice(header_row - 1)
    if not frame.height:
        raise Refused(name, f"the sheet has no row {header_row} to be the header", CORRECT)
    header, rows = frame.head(1), frame.slice(1)
    used = [column.name for column in frame if column.drop_nulls().len()]
    rows = _dated(rows.filter(~pl.all_horizontal(pl.all().fill_null("").eq(""))).select(used))
    counted = sum(1 for _ in _filled_rows(workbook, sheet, header_row))
    if counted != rows.height:
        raise Refused(
            name,
            f"the sheet has {counted:,} rows below the header, but {rows.height:,} were read",
            "Save the sheet as CSV and load that.",
        )
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(["" if cell is None else cell for cell in header.select(used).row(0)])
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows.iter_rows())


def _read(name: str, workbook: Path, sheet: str | None) -> pl.DataFrame:
    """All rows of a sheet as text, from its first row on."""
    import fastexcel

    try:
        reader = fastexcel.read_excel(workbook)
    except fastexcel.FastExcelError:
        raise Refused(name, "it is no readable Excel workbook (.xlsx)", "Save it again as .xlsx or CSV.") from None
    if sheet is not None and sheet not in reader.sheet_names:
        near = nearest(sheet, reader.sheet_names)
        raise Refused(name, f'it has no sheet "{sheet}"{near}', CORRECT)
    read = reader.load_sheet(sheet or 0, header_row=None, skip_rows=0, dtypes="string")
    return read.to_polars()


def _dated(rows: pl.DataFrame) -> pl.DataFrame:
    """Dates without a time of day: a column of times that are all midnight holds dates."""
    dates = []
    for column in rows:
        times = column.filter(column.str.contains(TIME).fill_null(False))
        if times.len() and times.str.ends_with(MIDNIGHT).all():
            dates.append(column.name)
    is_time = pl.col(dates).str.contains(TIME)
    return rows.with_columns(pl.when(is_time).then(pl.col(dates).str.slice(0, 10)).otherwise(pl.col(dates)).name.keep())


def _filled_rows(workbook: Path, sheet: str | None, header_row: int) -> Iterator[int]:
    """Numbers of the rows below the header that have a value, from the sheet's XML alone."""
    with zipfile.ZipFile(workbook) as archive, archive.open(_sheet_path(archive, sheet)) as xml:
        number = 0
        for _, row in ElementTree.iterparse(xml):
            if row.tag == f"{MAIN}row":
                number = int(row.get("r", number + 1))
                if number > header_row and any(map(_has_value, row)):
                    yield number
                row.clear()


def _has_value(cell: ElementTree.Element) -> bool:
    """Whether a cell shows something; an error value is nothing."""
    if cell.get("t") == "e":
        return False
    return bool(cell.findtext(f"{MAIN}v")) or any(text.text for text in cell.iter(f"{MAIN}t"))


def _sheet_path(archive: zipfile.ZipFile, sheet: str | None) -> str:
    """Where in the archive the sheet of that name lies."""
    sheets = ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{MAIN}sheet")
    relation = next(entry.get(RELATION) for entry in sheets if sheet in (None, entry.get("name")))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = next(entry.get("Target", "") for entry in relations if entry.get("Id") == relation)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
