"""The one door: a file of any format becomes a CSV on disk whose delimiter and header are known.

Reads a Candidate; writes copies into a temporary folder. One TextFile per file and view. Refuses what no format
explains, and whatever fetching, headers and the modules of the formats refuse.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from loaders.formats.fetching import BLOCK, Fetched, fetch_head, new_path
from loaders.formats.files import JSON, PARQUET, WORKBOOK, Candidate
from loaders.formats.headers import check_text, find_delimiter, find_header, separator_line
from loaders.formats.json_records import json_to_csv
from loaders.formats.numbered import Numbered
from loaders.formats.parquet import parquet_to_csv
from loaders.formats.views import AS_IT_IS, View
from loaders.formats.workbook import sheet_to_csv
from loaders.gate.rejects import Reject

HEAD = 1 << 20
# As many records tell what a file is.
PEEKED = 200
# Many honest programs write no line end after the last record, so that this alone is no reason to refuse a file.
UNENDED = "has no line end after its last record; if the last value was cut off, nothing would show it."


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
        is_by_reference: its ids are references that hold within one export only.
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
    is_by_reference: bool = False


def read_text(candidate: Candidate, fetched: Fetched, folder: Path, view: View = AS_IT_IS) -> TextFile:
    """Make of a file of any format a CSV whose delimiter and header are known.

    Args:
        fetched: the candidate's bytes.
        folder: temporary.

    Raises:
        Refused: see the module.
    """
    return _text(candidate, fetched, folder, view, None)


def peek(candidate: Candidate, folder: Path, view: View = AS_IT_IS) -> TextFile:
    """A file's first records, enough to tell what it is.

    Raises:
        Refused: see the module.
    """
    fetched = fetch_head(candidate, folder, HEAD)
    return _text(candidate, fetched, folder, view, PEEKED)


def _text(candidate: Candidate, fetched: Fetched, folder: Path, view: View, limit: int | None) -> TextFile:
    """A file in whatever format it is.

    Args:
        limit: records that are wanted; None is all.
    """
    name, target = candidate.name, new_path(folder, ".csv")
    if candidate.suffix in JSON:
        is_cut = limit is not None and candidate.size > HEAD
        return _numbered(name, fetched, json_to_csv(name, fetched.path, target, limit, is_cut, view.decimal))
    if candidate.suffix in PARQUET:
        return _numbered(name, fetched, parquet_to_csv(name, fetched.path, target, limit, view.decimal))
    if candidate.suffix in WORKBOOK:
        return _numbered(name, fetched, sheet_to_csv(name, fetched.path, view, target, limit), view.header_row)
    return _delimited(name, fetched, folder, view)


def _numbered(name: str, fetched: Fetched, made: Numbered, first_line: int = 1) -> TextFile:
    return TextFile(
        name,
        made.path,
        fetched.sha256,
        fetched.size,
        fetched.encoding,
        ",",
        made.header,
        first_line,
        is_numbered=True,
        rejects=made.rejects,
        object_name=made.object_name,
        notices=made.notices,
        is_by_reference=made.is_by_reference,
    )


def _delimited(name: str, fetched: Fetched, folder: Path, view: View) -> TextFile:
    """A CSV whose header is the first line, or the one that the view says."""
    delimiter, first_line = view.delimiter, view.header_row
    hint = separator_line(_head(fetched.path))
    if hint and first_line == 1:
        delimiter, first_line = delimiter or hint, 2
    path = _without_first_lines(fetched.path, folder, first_line - 1) if first_line > 1 else fetched.path
    text = _head(path)
    check_text(name, text)
    delimiter = delimiter or find_delimiter(text)
    last = _last_byte(path)
    is_ended = last in b"\r\n"
    notices = () if is_ended or last == b'"' else (f"{name} {UNENDED}",)
    return TextFile(
        name,
        path,
        fetched.sha256,
        fetched.size,
        fetched.encoding,
        delimiter,
        find_header(name, text, delimiter, first_line),
        first_line,
        is_ended=is_ended,
        notices=notices,
    )


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(HEAD).decode("utf-8-sig", errors="ignore")


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)


def _without_first_lines(path: Path, folder: Path, lines: int) -> Path:
    """A copy of a text without the lines above its header."""
    copy = new_path(folder, ".csv")
    with path.open("rb") as source, copy.open("wb") as target:
        for _ in range(lines):
            source.readline()
        while block := source.read(BLOCK):
            target.write(block)
    return copy
