"""How many records a file holds, told without the reader that lands them.

Reads a UTF-8 text; writes, on the exact path, the good records to a clean copy. One count per file.
Refuses a quote that never closes and text after a closing quote: from there on nothing is certain.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import polars as pl

from loaders.errors import Refused
from loaders.parts import Part
from loaders.rejects import Reject
from loaders.sql import MAX_RECORD_BYTES
from loaders.text import TextFile


@dataclass
class ExactCount:
    """What the exact reader found; records = kept + left_out + rejects."""

    records: int = 0
    kept: int = 0
    left_out: int = 0
    rejects: list[Reject] = field(default_factory=list)


def count_records(text: TextFile) -> int:
    """Records in a well-formed file, counted by Polars, which has no part in reading it.

    It counts blank lines, and nothing at all where quotes are broken: both make the counts differ, and then the
    exact reader decides.
    """
    try:
        scan = pl.scan_csv(text.path, separator=text.delimiter, infer_schema=False)
        return int(scan.select(pl.len()).collect().item())
    except pl.exceptions.PolarsError:
        return 0


def split_records(text: TextFile, part: Part, clean: Path) -> ExactCount:
    """Read a file record by record with Python's csv module and write the good ones to `clean`.

    Args:
        clean: gets the file's columns and the record number, quoted, with LF line ends.

    Returns:
        The counts, and the rejected records with line and rule.

    Raises:
        Refused: the quotes are broken.
    """
    count, width = ExactCount(), len(text.header)
    with (
        text.path.open(encoding="utf-8-sig", newline="") as source,
        clean.open("w", encoding="utf-8", newline="") as target,
    ):
        writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow([*text.header, "_source_row"])
        records = _records(source, text)
        next(records)
        for line, raw_text, record in records:
            count.records += 1
            number = count.records
            if text.is_numbered:
                line = number = int(record.pop())
                raw_text = _as_line(record)
            while len(record) > width and not record[-1]:
                record.pop()  # an empty field too many says nothing; the fast reader lets it pass as well
            rule = _broken_rule(record, width, part, text.header)
            if rule:
                count.rejects.append(Reject(line, rule, raw_text))
            elif part.keeps(text.header, record):
                count.kept += 1
                writer.writerow([*record, number])
            else:
                count.left_out += 1
    return count


def _as_line(record: list[str]) -> str:
    """A record as a line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(record)
    return line.getvalue()


def _broken_rule(record: list[str], width: int, part: Part, header: tuple[str, ...]) -> str | None:
    if len(record) < width:
        return "too few fields"
    if len(record) > width:
        return "too many fields"
    if part.keeps(header, record) and not part.has_key(header, record):
        return "record id missing"
    return None


def _records(source: IO[str], text: TextFile) -> Iterator[tuple[int, str, list[str]]]:
    """First physical line, raw text and fields of each record; blank lines are none."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in source:
            taken.append(line)
            yield line

    csv.field_size_limit(MAX_RECORD_BYTES)
    reader = csv.reader(lines(), delimiter=text.delimiter, strict=True)
    line = text.first_line
    while True:
        try:
            record = next(reader, None)
        except csv.Error as error:
            raise Refused(
                text.name,
                f"the quotes of the record that begins there are broken ({error})",
                "Look at that line, or export the file again.",
                line,
            ) from None
        if record is None:
            return
        if record:
            yield line, "".join(taken), record
        line += len(taken)
        taken.clear()
