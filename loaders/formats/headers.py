"""The delimiter and the header of a text, told from its first lines.

Reads text; writes nothing. Refuses: empty texts, lines ended by CR alone, a header that is a single column, doubled,
there twice, or missing, so that the first record would be taken for it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from loaders.errors import Refused

DELIMITERS = (",", ";", "\t", "|")
# Lines that tell which delimiter gives every record as many fields as the header.
SAMPLE = 20
# `sep=;` is what Excel reads, and many systems write, above the header to name the delimiter.
SEPARATOR_LINE = re.compile(r'"?sep=(?P<sign>[,;|\t])"?\r?\n', re.IGNORECASE)
RECORD_ID = re.compile(
    r"[0-9a][0-9A-Z][0-9A-Za-z](?=(?:[^0-9]*[0-9]){3})(?:[0-9A-Za-z]{12}|[0-9A-Za-z]{15})"
    r"|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|[^@\s]+@[^@\s]+\.[A-Za-z]{2,}"
)
OTHER_FORMAT = re.compile(r'\s*(\{\s*"|\[\s*[{\[]|<(\?xml|!doctype|html|table))', re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d\d")
NUMBER_OR_DATE = re.compile(r"[-+]?[$€£]?\d[\d.,' ]*%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ].*)?")
BROKEN_QUOTES, EXPORT_AGAIN = "the quotes of the header are broken", "Export it again, then load it."
MISSING = "If the header line is missing, add it; if it is further down, declare header_row in a mapping."


def separator_line(text: str) -> str | None:
    """The delimiter that a first line `sep=;` names."""
    found = SEPARATOR_LINE.match(text)
    return found["sign"] if found else None


def check_text(name: str, text: str) -> None:
    """Refuse what has no lines."""
    if not text.strip(' \t\r\n,;|"'):
        raise Refused(name, "it is empty", "Export it again; an export without records still has a header line.")
    if OTHER_FORMAT.match(text):
        raise Refused(
            name, "it is JSON, XML or HTML, not CSV", "Name it .json or .jsonl if it is JSON, else export it as CSV."
        )


def find_delimiter(text: str) -> str:
    """The delimiter that gives the most records as many fields as the header; among equals, the widest header."""

    def fit(sign: str) -> tuple[float, int]:
        header, *records = _records(text, sign) or [[]]
        alike = sum(len(record) == len(header) for record in records) / (len(records) or 1)
        return (alike if len(header) > 1 else -1, len(header))

    return max(DELIMITERS, key=fit)


def find_header(name: str, text: str, delimiter: str, line: int) -> tuple[str, ...]:
    """The header's column names, trimmed; an empty one is `column_<n>`.

    Args:
        line: physical line of the header in the file as it came.

    Raises:
        Refused: see the module.
    """
    header, *records = _records(text, delimiter) or [[]]
    _check_lines(name, text, delimiter, line)
    if len(header) < 2:
        raise Refused(
            name,
            "its first line is a single column",
            "Use comma, semicolon or tab between columns, or declare delimiter and header_row in a mapping.",
            line,
        )
    _check_quotes(name, text, delimiter, line)
    names = header_of(name, header, line)
    check_no_record(name, header, line)
    if records and records[0] == header:
        raise Refused(name, "the header is there twice", "Remove the second of the two lines.", line + 1)
    return names


def _check_lines(name: str, text: str, delimiter: str, line: int) -> None:
    """Refuse a header that ends in CR alone, or that runs over lines and has a quote inside an unquoted name.

    Readers differ in where such a header ends, and two of them may agree on too few records.
    """
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for record in reader:
            if lines[reader.line_num - 1].endswith("\r"):
                raise Refused(name, "its lines end in CR alone", "Save it with LF or CRLF line ends, then load it.")
            if record:
                break
    except csv.Error:
        return
    cell = rf'(?:"(?:[^"]|"")*"|[^"\r\n{re.escape(delimiter)}]*)'
    by_the_letter = rf"(?:\r?\n)*{cell}(?:{re.escape(delimiter)}{cell})*(?:\r?\n|\Z)"
    if reader.line_num > 1 and not re.match(by_the_letter, text):
        raise Refused(name, BROKEN_QUOTES, EXPORT_AGAIN, line)


def _check_quotes(name: str, text: str, delimiter: str, line: int) -> None:
    """Refuse a header with a quote that never closes or text after one that does, or that runs into a record."""
    try:
        names = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        names = ["\n" + delimiter]
    # A quote in the wrong place makes the first record a part of the last name.
    if any(delimiter in cell and ("\n" in cell or "\r" in cell) for cell in names):
        raise Refused(name, BROKEN_QUOTES, EXPORT_AGAIN, line)


def header_of(name: str, cells: Sequence[str], line: int | None = None) -> tuple[str, ...]:
    """Column names, trimmed; an empty one is `column_<n>`.

    Raises:
        Refused: a name is there twice.
    """
    header = tuple(cell.strip() or f"column_{number}" for number, cell in enumerate(cells, start=1))
    seen: set[str] = set()
    for number, cell in enumerate(header, start=1):
        if cell.lower() in seen:
            raise Refused(
                name,
                f"the header has one name twice, again in column {number}",
                "Rename or remove one of the two columns, then load it.",
                line,
            )
        seen.add(cell.lower())
    return header


def check_no_record(name: str, header: Sequence[str], line: int) -> None:
    """Refuse a record where the header should be."""
    if _is_data(header):
        raise Refused(name, "a record stands where the header should", MISSING, line)


def _is_data(header: Sequence[str]) -> bool:
    """Whether a line is a record: an id or address in it, or numbers and dates in most of its cells.

    Years are no sign: columns are named after them.
    """
    cells = [cell.strip() for cell in header if cell.strip()]
    if any(RECORD_ID.fullmatch(cell) for cell in cells):
        return True
    values = sum(bool(NUMBER_OR_DATE.fullmatch(cell)) and not YEAR.fullmatch(cell) for cell in cells)
    return values > len(cells) / 2


def _records(text: str, delimiter: str) -> list[list[str]]:
    """The first records; broken quotes end them."""
    records = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if record:
                records.append(record)
            if len(records) == SAMPLE:
                break
    except csv.Error:
        pass
    return records
