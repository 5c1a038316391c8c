"""Where in a file the header stands: its sheets, and the lines above the names of the columns.

Reads a file's beginning; writes a copy of an archive's member into a temporary folder. One View per sheet.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from loaders.errors import Refused
from loaders.formats.fetching import fetch
from loaders.formats.files import Candidate
from loaders.formats.views import View

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HEAD = 1 << 18
ROWS = 50
SEPARATOR_LINE = re.compile(r'"?sep=.', re.IGNORECASE)
DELIMITERS = (",", ";", "\t", "|")
NUMBER_OR_DATE = re.compile(r"[-+]?[$€£]?\d[\d.,' ]*%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?")
TEXTS = (".csv", ".tsv", ".txt")


def views_of(candidate: Candidate, folder: Path) -> list[View]:
    """How to look at a file: one view per sheet that has records, the header where it was found.

    Raises:
        Refused: it is no workbook although it is named like one.
    """
    if candidate.suffix in (".xlsx", ".xlsm"):
        return _sheets(candidate, folder)
    return [_text(candidate)] if candidate.suffix in TEXTS else [View()]


def _text(candidate: Candidate) -> View:
    """The line of the header, if other lines stand above it."""
    with candidate.open() as source:
        head = source.read(HEAD)
    text = head.decode("utf-16" if head.startswith(UTF16) else "utf-8-sig", "replace")
    if SEPARATOR_LINE.match(text):
        return View()
    found = max((_records(text, sign) for sign in DELIMITERS), key=_fit)
    place = _header_place([record for _, record in found])
    line = found[place][0] if place else 1
    return View(header_row=line) if line > 1 else View()


def _records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """The first records that are not blank, each with the line on which it begins."""
    records, line = [], 1
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        for record in reader:
            if any(cell.strip() for cell in record):
                records.append((line, record))
            line = reader.line_num + 1
            if len(records) == ROWS:
                break
    except csv.Error:
        pass
    return records


def _fit(records: list[tuple[int, list[str]]]) -> tuple[float, int]:
    """The share of records of the commonest width, if that is more than one column."""
    width, times = _usual_width([record for _, record in records])
    return (times / len(records), width) if width > 1 else (0.0, 0)


def _usual_width(records: Sequence[Sequence[str]]) -> tuple[int, int]:
    widths = Counter(map(len, records))
    return max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))


def _header_place(records: list[list[str]]) -> int:
    """The first record that has the usual width and names nearly every column; 0 where none does."""
    width, _ = _usual_width(records)
    for place, record in enumerate(records):
        if len(record) == width and _names(record) >= 0.6 * width and width > 1:
            return place
    return 0


def _names(cells: Sequence[str]) -> int:
    """How many cells can be a column's name."""
    return sum(bool(cell.strip()) and not NUMBER_OR_DATE.fullmatch(cell.strip()) for cell in cells)


def _sheets(candidate: Candidate, folder: Path) -> list[View]:
    import fastexcel

    try:
        reader = fastexcel.read_excel(fetch(candidate, folder).path)
    except fastexcel.FastExcelError:
        raise Refused(
            candidate.name, "it is no readable Excel workbook (.xlsx)", "Save it again as .xlsx or CSV."
        ) from None
    views = []
    for name in reader.sheet_names:
        frame = reader.load_sheet(name, header_row=None, skip_rows=0, n_rows=ROWS, dtypes="string").to_polars()
        rows = [[cell or "" for cell in row] for row in frame.iter_rows()]
        filled = [(place, row) for place, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
        if len(filled) > 1:
            views.append(View(name if len(reader.sheet_names) > 1 else None, _header_row(filled)))
    return views or [View()]


def _header_row(rows: list[tuple[int, list[str]]]) -> int:
    """The first row that names most of the columns that the rows below it fill."""
    width = max(sum(bool(cell.strip()) for cell in row) for _, row in rows)
    for place, row in rows:
        if _names(row) >= max(2, 0.6 * width):
            return place
    return rows[0][0]
