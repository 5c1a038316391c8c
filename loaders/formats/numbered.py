"""The CSV that the door makes of records in another format.

Writes a CSV: comma, all quoted, LF, one column more than its header names: `_source_row`, where a person finds the
record. The header is the union of the records' fields, in order of appearance. Refuses: no records, two fields of one
name, NUL characters, a field with the name of a column that Leadhouse adds itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from loaders.errors import Refused
from loaders.formats.encodings import BLOCK, DAMAGED
from loaders.formats.headers import header_of
from loaders.gate.rejects import Reject
from loaders.landing.sql import MAX_RECORD_BYTES

SOURCE_ROW = "_source_row"
# A Salesforce object has 800 at most; a map that is keyed by id, taken for a record, has as many as there are ids.
MAX_FIELDS = 5_000
# Records that are held back until their fields are known; a field that first appears later costs a second writing.
HELD_BACK = 1000


@dataclass(frozen=True)
class Numbered:
    """Records of another format as a CSV.

    Attributes:
        path: of the CSV.
        header: its columns but the last.
        rejects: records that could not be brought into it.
        object_name: what the file says that its records are.
        notices: what the user should know.
        is_by_reference: ids are references that hold within one export only.
    """

    path: Path
    header: tuple[str, ...]
    rejects: tuple[Reject, ...] = ()
    object_name: str = ""
    notices: tuple[str, ...] = ()
    is_by_reference: bool = False


class UnevenRecords:
    """Writes records of which each may have fields that none before it had.

    Args:
        name: of the file, for messages.
        path: where to write.
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        self.fields: dict[str, None] = {}
        self.held: list[tuple[int, dict[str, str]]] = []
        self.records = 0
        self.width: int | None = None
        self.file: TextIO | None = None

    def add(self, number: int, record: dict[str, str]) -> None:
        """Take the record that a person finds at `number`."""
        self.records += 1
        self.fields.update(dict.fromkeys(record))
        if len(self.fields) > MAX_FIELDS:
            raise Refused(
                self.name,
                f"its records have more than {MAX_FIELDS:,} different fields",
                "Export the records as a list, each with the same fields.",
                number,
            )
        self.held.append((number, record))
        if len(self.held) >= HELD_BACK:
            self._write_held()

    def close(self) -> tuple[str, ...]:
        """Finish the file.

        Returns:
            The header.

        Raises:
            Refused: see the module.
        """
        self._write_held()
        assert self.file is not None
        self.file.close()
        header = header_of(self.name, (*self.fields, SOURCE_ROW))[:-1]
        if self.width != len(self.fields):
            self._widen()
        return header

    def _write_held(self) -> None:
        if self.file is None:
            self.file = self.path.open("w", encoding="utf-8", newline="")
            self.width = len(self.fields)
            _writer(self.file).writerow([*self.fields, SOURCE_ROW])
        writer = _writer(self.file)
        for number, record in self.held:
            writer.writerow([*(record.get(field, "") for field in self.fields), number])
        self.held.clear()

    def _widen(self) -> None:
        """Write the file again, each record as wide as the header has become."""
        csv.field_size_limit(MAX_RECORD_BYTES)
        wide = self.path.with_suffix(".wide")
        with self.path.open(encoding="utf-8", newline="") as source, wide.open("w", encoding="utf-8", newline="") as to:
            records, writer = csv.reader(source), _writer(to)
            next(records)
            writer.writerow([*self.fields, SOURCE_ROW])
            for record in records:
                writer.writerow([*record[:-1], *[""] * (len(self.fields) + 1 - len(record)), record[-1]])
        wide.replace(self.path)


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> None:
    """Write records that all have the same fields; the last value of each is its number."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = _writer(file)
        writer.writerow([*header, SOURCE_ROW])
        writer.writerows(["" if cell is None else cell for cell in row] for row in rows)


def as_line(cells: Sequence[str | None]) -> str:
    """A record as a line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(["" if cell is None else cell for cell in cells])
    return line.getvalue()


def check_no_nul(name: str, path: Path) -> None:
    """Refuse a text that holds NUL characters, which no program downstream reads alike."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if b"\0" in block:
                raise Refused(name, "it contains NUL characters", DAMAGED)


def _writer(file: TextIO) -> Any:
    """A CSV writer; the csv module's own type has no public name."""
    return csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
