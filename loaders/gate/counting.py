"""How many records a file holds, told without the reader that lands them.

Reads a UTF-8 text; writes, on the exact path, the good records to a clean copy. One count per file.
Refuses what cannot be read record by record, a file that was cut off, and one of which too much would be rejected.
"""

from __future__ import annotations

import csv
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from loaders.errors import Refused
from loaders.formats.text import TextFile
from loaders.gate.pieces import pieces
from loaders.gate.records import Record, records
from loaders.gate.rejects import Reject
from loaders.gate.rules import OTHER_HEADER, TOO_FEW, Judge
from loaders.landing.sql import ROW_NUMBER
from loaders.sources.parts import Part

# Polars maps a file whole, and what is mapped counts as the process's memory: larger ones are counted in pieces, which
# takes four times as long.
MAX_MAPPED = 512 << 20
# Rejected records are kept as text; a file with more of them than this is not one that a person would correct.
MAX_REJECTED = 100_000_000


@dataclass
class ExactCount:
    """What the exact reader found; records = kept + left_out + rejects.

    Attributes:
        unmet: columns of the mapping's `where` with their texts that no record has.
    """

    records: int = 0
    kept: int = 0
    left_out: int = 0
    rejects: list[Reject] = field(default_factory=list)
    rejected_size: int = 0
    unmet: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def reject(self, name: str, record: Record, rule: str) -> None:
        """Keep a record aside.

        Raises:
            Refused: too much is kept already.
        """
        self.rejects.append(Reject(record.line, rule, record.raw_text))
        self.rejected_size += len(record.raw_text)
        if self.rejected_size > MAX_REJECTED:
            raise Refused(
                name,
                f"{len(self.rejects):,} of its first {self.records:,} records are broken, that one by: {rule}",
                "Look at that line and its header, or export the file again.",
                record.line,
            )


def count_records(text: TextFile) -> int:
    """Records in a well-formed file, counted by Polars, which has no part in reading it.

    It counts blank lines, and nothing at all where quotes are broken: both make the counts differ, and then the
    exact reader decides.
    """
    try:
        if text.path.stat().st_size <= MAX_MAPPED:
            return _count(text.path, text.delimiter)
        return _count_pieces(text)
    except pl.exceptions.PolarsError:
        return 0


def _count_pieces(text: TextFile) -> int:
    """The same for a file of any size: the next piece is cut while one is counted."""
    counts = 0
    with ThreadPoolExecutor(max_workers=1) as beside:
        counted: Future[int] | None = None
        for piece in pieces(text.path):
            is_first = counted is None
            counts += counted.result() if counted else 0
            counted = beside.submit(_count, piece, text.delimiter, has_header=is_first)
        return counts + (counted.result() if counted else 0)


def _count(source: Path | bytes, delimiter: str, has_header: bool = True) -> int:
    scan = pl.scan_csv(source, separator=delimiter, infer_schema=False, has_header=has_header)
    return int(scan.select(pl.len()).collect().item())


def split_records(text: TextFile, part: Part, clean: Path) -> ExactCount:
    """Read a file record by record with Python's csv module and write the good ones to `clean`.

    Args:
        clean: gets the file's columns and the record number, quoted, with LF line ends.

    Returns:
        The counts, and the rejected records with line and rule.

    Raises:
        Refused: see the module.
    """
    count, judge, rule = ExactCount(), Judge(text, part), None
    with clean.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow([*text.header, ROW_NUMBER])
        for record in records(text):
            count.records += 1
            while len(record.fields) > judge.width and not record.fields[-1]:
                record.fields.pop()  # an empty field too many says nothing; the fast reader lets it pass as well
            rule = judge.rule(record.fields)
            if rule == OTHER_HEADER:
                raise Refused(
                    text.name,
                    "a second header with other columns stands there",
                    "Load the two files apart.",
                    record.line,
                )
            if rule:
                count.reject(text.name, record, rule)
            elif judge.keeps(record.fields):
                count.kept += 1
                writer.writerow([*record.fields, record.number])
            else:
                count.left_out += 1
    if rule == TOO_FEW and not text.is_ended:
        raise _cut_off(text, count.rejects[-1].line)
    count.unmet = judge.unmet()
    return count


def _cut_off(text: TextFile, line: int) -> Refused:
    return Refused(
        text.name,
        "it is cut off: its last record has too few fields, and its last line no end",
        "Export or download it again.",
        line,
    )
