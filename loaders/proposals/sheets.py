"""The files that a mapping is proposed for, as sheets of columns.

Reads the files as a load will; writes copies into a temporary folder. One Sheet per text, or per sheet of a
workbook. A file that no load would read is left out with the loader's own reason.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from loaders.errors import Refused
from loaders.formats.fetching import fetch
from loaders.formats.files import Candidate, not_readable
from loaders.formats.text import TextFile, read_text
from loaders.proposals.facts import Facts, facts_of
from loaders.proposals.headers import View, views_of
from loaders.proposals.names import without_prefix
from loaders.proposals.vocabulary import entity_words

MOST_RECORDS = 200_000
BATCH = 20_000


@dataclass(frozen=True)
class Sheet:
    """One table of records.

    Attributes:
        name: as messages show it: the file, and the sheet where it has several.
        file: what a mapping calls the file.
        records: that were looked at; is_partial if there are more.
    """

    name: str
    file: str
    view: View
    delimiter: str
    columns: dict[str, Facts]
    records: int
    is_partial: bool

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(self.columns)


@dataclass(frozen=True)
class LeftOut:
    """A file for which nothing is proposed, and why."""

    name: str
    reason: str


def open_all(candidates: list[Candidate], folder: Path) -> tuple[list[Sheet], list[LeftOut]]:
    """Every sheet of the files, and the files that are none.

    Raises:
        Refused: the one file given cannot be read.
    """
    sheets: list[Sheet] = []
    left_out: list[LeftOut] = []
    for candidate in candidates:
        try:
            reason = not_readable(candidate)
            if reason:
                raise Refused(candidate.name, reason, "Export the records as CSV, or another format that is read.")
            for found in _sheets(candidate, folder):
                (sheets if isinstance(found, Sheet) else left_out).append(found)  # type: ignore[arg-type]
        except Refused as refusal:
            if len(candidates) == 1:
                raise
            left_out.append(LeftOut(candidate.name, refusal.reason))
    return sheets, left_out


def _sheets(candidate: Candidate, folder: Path) -> Iterator[Sheet | LeftOut]:
    fetched = fetch(candidate, folder)
    views = views_of(candidate, folder)
    for view in views:
        name = f"{candidate.name} [{view.sheet}]" if view.sheet else candidate.name
        try:
            text = read_text(candidate, fetched, folder, view)
        except Refused as refusal:
            if len(views) == 1:
                raise
            yield LeftOut(name, refusal.reason)
            continue
        yield _sheet(candidate, name, view, text)


def _sheet(candidate: Candidate, name: str, view: View, text: TextFile) -> Sheet:
    records = _records(text)
    batches = [pl.DataFrame(_columns(batch, text)) for batch in iter(lambda: list(islice(records, BATCH)), [])]
    frame = pl.concat(batches) if batches else pl.DataFrame(_columns([], text))
    seen = frame.head(MOST_RECORDS)
    names = without_prefix(text.header, entity_words())
    columns = {header: facts_of(names[place], seen[str(place)]) for place, header in enumerate(text.header)}
    return Sheet(name, candidate.base_name, view, text.delimiter, columns, seen.height, frame.height > seen.height)


def _columns(batch: list[list[str]], text: TextFile) -> dict[str, pl.Series]:
    """Records as columns, each named after its place."""
    cells = list(zip(*batch, strict=True)) or [()] * len(text.header)
    return {str(place): pl.Series(cells[place], dtype=pl.String) for place in range(len(text.header))}


def _records(text: TextFile) -> Iterator[list[str]]:
    """The first records that have as many fields as the header; a load rejects the others."""
    width = len(text.header) + text.is_numbered
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=text.delimiter)
        try:
            next(reader, None)
            yield from islice((record for record in reader if len(record) == width), MOST_RECORDS + 1)
        except csv.Error:
            return
