"""A text on disk becomes a file whose delimiter and header are known.

Reads the first lines of what was fetched. One TextFile per text. Refuses: empty files, lines ended by CR alone, a
header that is doubled or a single column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import Refused
from loaders.fetching import BLOCK, UTF16, Fetched, Tick, fetch, new_path
from loaders.files import Candidate
from loaders.rejects import Reject
from loaders.views import AS_IT_IS, View
from loaders.workbook import sheet_to_csv

WORKBOOK = ".xlsx"
HEAD = 1 << 20
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class TextFile:
    """A file ready to be read.

    Attributes:
        name: as reports show it.
        path: UTF-8 text, perhaps with a byte order mark.
        sha256, size, encoding: of the bytes as they came.
        header: column names, trimmed; an empty one is `column_<n>`.
        first_line: physical line of the header, from 1, in the file as it came.
        is_numbered: the text was made from another format; its last column, not in the header, is `_source_row`.
        rejects: records that could not be brought into the text at all.
        object_name: what the file itself says that its records are, such as Lead; empty where it does not.
        is_ended: whether the last line has a line end; without one, a cut last value cannot be told.
        notices: what the user should know of how the file was read.
    """

    name: str
    path: Path
    sha256: str
    size: int
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    first_line: int = 1
    is_numbered: bool = False
    rejects: tuple[Reject, ...] = ()
    object_name: str = ""
    is_ended: bool = True
    notices: tuple[str, ...] = ()


def read_text(candidate: Candidate, folder: Path, tick: Tick, view: View = AS_IT_IS) -> TextFile:
    """Bring a file of any format to disk as a CSV whose delimiter and header are known.

    Raises:
        Refused: see the module.
    """
    return next(read_views(candidate, folder, tick, [view]))


def read_views(candidate: Candidate, folder: Path, tick: Tick, views: Iterable[View]) -> Iterator[TextFile]:
    """The same file, fetched once, under several views.

    Raises:
        Refused: see the module.
    """
    is_workbook = candidate.suffix == WORKBOOK
    fetched = fetch(candidate, folder, tick, is_text=not is_workbook)
    for view in views:
        yield (_sheet if is_workbook else _lines)(candidate.name, fetched, folder, view)


def peek(candidate: Candidate, folder: Path, view: View = AS_IT_IS) -> TextFile:
    """A file's first records, enough to tell what it is.

    Raises:
        Refused: see the module.
    """
    if candidate.suffix == WORKBOOK:
        return read_text(candidate, folder, lambda _: None, view)
    with candidate.open() as source:
        head = source.read(HEAD)
    path = new_path(folder, ".csv")
    path.write_bytes(head.decode("utf-16", "ignore").encode() if head.startswith(UTF16) else head)
    return _lines(candidate.name, Fetched(path, "", len(head), ""), folder, view)


def _lines(name: str, fetched: Fetched, folder: Path, view: View) -> TextFile:
    if view.header_row > 1:
        fetched = fetched.at(without_first_lines(fetched.path, folder, view.header_row - 1))
    return describe(name, fetched, view.delimiter, view.header_row)


def _sheet(name: str, fetched: Fetched, folder: Path, view: View) -> TextFile:
    target = new_path(folder, ".csv")
    sheet_to_csv(name, fetched.path, view.sheet, view.header_row, target)
    return describe(name, fetched.at(target), ",", view.header_row)


def describe(name: str, fetched: Fetched, delimiter: str | None = None, first_line: int = 1) -> TextFile:
    """Find delimiter and header of a text.

    Args:
        fetched: the header is the first line of its path.
        delimiter: as declared; None looks at the header.
        first_line: physical line of the header in the file as it came.

    Raises:
        Refused: see the module.
    """
    with fetched.path.open("rb") as file:
        text = file.read(HEAD).decode("utf-8-sig", errors="ignore")
    if not text.strip():
        raise Refused(name, "it is empty", "Export it again; an export without records still has a header line.")
    if "\r" in text and "\n" not in text:
        raise Refused(name, "its lines end in CR alone", "Save it with LF or CRLF line ends, then load it.")
    delimiter = delimiter or max(DELIMITERS, key=lambda sign: len(_first_record(text, sign)))
    header = tuple(
        cell.strip() or f"column_{number}" for number, cell in enumerate(_first_record(text, delimiter), start=1)
    )
    if len(header) < 2:
        raise Refused(
            name,
            "its first line is a single column",
            "Use comma, semicolon or tab between columns, or declare delimiter and header_row in a mapping.",
            first_line,
        )
    _check_doubled(name, header, first_line)
    return TextFile(name, fetched.path, fetched.sha256, fetched.size, fetched.encoding, delimiter, header, first_line)


def without_first_lines(path: Path, folder: Path, lines: int) -> Path:
    """A copy of a text without the lines above its header."""
    copy = new_path(folder, ".csv")
    with path.open("rb") as source, copy.open("wb") as target:
        for _ in range(lines):
            source.readline()
        while block := source.read(BLOCK):
            target.write(block)
    return copy


def _check_doubled(name: str, header: tuple[str, ...], line: int) -> None:
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


def _first_record(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []
