"""The records of a text, one by one, as Python's csv module reads them.

Reads a UTF-8 text, a bounded piece at a time. One Record per record; blank lines are none.
Refuses, with the line: a quote that never closes, text after a closing quote, a space between delimiter and quote,
which readers understand in two ways, and a record longer than the limit. From there on nothing is certain.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.errors import Refused
from loaders.formats.text import TextFile
from loaders.landing.sql import MAX_RECORD_BYTES

LONGEST = f"{MAX_RECORD_BYTES // 1_000_000} MB"
LOOK = "Look at that line, or export the file again."


@dataclass(frozen=True)
class Record:
    """One record.

    Attributes:
        line: where a person finds it: physical line of a text, else what the text's own numbers say.
        number: from 1, or the text's own.
        raw_text: as the file has it.
    """

    line: int
    number: int
    raw_text: str
    fields: list[str]


def records(text: TextFile) -> Iterator[Record]:
    """The records below the header.

    Raises:
        Refused: see the module.
    """
    number = 0
    with text.path.open(encoding="utf-8-sig", newline="") as source:
        found = _split(source, text)
        next(found, None)
        for line, raw_text, fields in found:
            number += 1
            if text.is_numbered:
                own = int(fields.pop())
                yield Record(own, own, _as_line(fields), fields)
            else:
                yield Record(line, number, raw_text, fields)


def _split(source: io.TextIOBase, text: TextFile) -> Iterator[tuple[int, str, list[str]]]:
    """First physical line, raw text and fields of each record."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        while part := source.readline(MAX_RECORD_BYTES + 1):
            if len(part) > MAX_RECORD_BYTES:
                raise _too_long(text, line)
            taken.append(part)
            yield part

    csv.field_size_limit(MAX_RECORD_BYTES)
    reader = csv.reader(lines(), delimiter=text.delimiter, strict=True)
    line = text.first_line
    while True:
        try:
            fields = next(reader, None)
        except csv.Error as error:
            _check(text, line, "".join(taken))
            raise _broken(text, line, "".join(taken), str(error)) from None
        if fields is None:
            return
        raw_text = "".join(taken)
        if fields:
            _check(text, line, raw_text)
            yield line, raw_text, fields
        line += len(taken)
        taken.clear()


def _check(text: TextFile, line: int, raw_text: str) -> None:
    if len(raw_text) * 4 > MAX_RECORD_BYTES and len(raw_text.encode()) > MAX_RECORD_BYTES:
        raise _too_long(text, line)
    if ' "' not in raw_text:
        return
    for start, field in _raw_fields(raw_text, text.delimiter):
        if re.match(' +"', field):
            raise Refused(
                text.name,
                "a space stands between delimiter and quote, so the quote may begin a value or belong to it",
                "Remove the spaces around the quotes, or export the file again.",
                line + _line_ends(raw_text[:start]),
            )


def _broken(text: TextFile, line: int, raw_text: str, error: str) -> Refused:
    if "field limit" in error:
        return _too_long(text, line)
    starts = [start for start, field in _raw_fields(raw_text, text.delimiter) if field.startswith('"')]
    reason = "text follows right after the quote that closes the value that opens there"
    if "end of data" in error:
        reason = "the quote that opens there is never closed"
    return Refused(text.name, reason, LOOK, line + _line_ends(raw_text[: starts[-1]]))


def _too_long(text: TextFile, line: int) -> Refused:
    reason = f"the record that begins there is longer than {LONGEST}; a quote that is never closed is the usual cause"
    return Refused(text.name, reason, LOOK, line)


def _raw_fields(raw_text: str, delimiter: str) -> Iterator[tuple[int, str]]:
    """Start and text, with quotes, of each field up to the first that is broken."""
    pattern = re.compile(rf'"[^"]*(?:""[^"]*)*(?:"|\Z)|[^{re.escape(delimiter)}\r\n]*')
    place = 0
    while field := pattern.match(raw_text, place):
        yield place, field.group()
        place = field.end() + 1
        if raw_text[field.end() : place] != delimiter:
            return


def _line_ends(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


def _as_line(fields: list[str]) -> str:
    """A record as a line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(fields)
    return line.getvalue()
