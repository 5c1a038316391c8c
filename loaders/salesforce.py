"""Which Salesforce object a file holds, and which of its columns is which.

Reads a file's name, header and first records; writes nothing. One Part per file. Understands API names (weekly Data
Export, Data Loader) and the labels of a report. Refuses: a file without a required column, one that holds another
object's ids, local times without a declared zone and date order.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from loaders.declarations import ROW_COLUMNS, Column, Source, Table, source
from loaders.errors import Refused
from loaders.fetching import Tick
from loaders.files import Candidate, not_readable
from loaders.parts import Formats, Part, Value
from loaders.plans import Planned
from loaders.text import TextFile, peek, read_text

SYSTEM = "salesforce"
SAMPLE = 200
CHUNK = re.compile(r"[_-]\d+$")
SALESFORCE_ID = re.compile(r"(?:[0-9A-Za-z]{3})(?:[0-9A-Za-z]{12}|[0-9A-Za-z]{15})")
# 31/01/2026, 2026/01/31, 31.1.26 14:05, 01-31-26; the system itself writes 2026-01-31 and 2026-01-31T14:05.
LOCAL_TIME = re.compile(r"(\d{1,4}[/.]\d{1,2}[/.]\d{1,4}|\d{1,2}-\d{1,2}-\d{2,4})(\D.*)?")


class SalesforcePlan:
    """Reads exports of Salesforce.

    Args:
        formats: of local times and numbers, as the user declared them.
    """

    def __init__(self, formats: Formats) -> None:
        self.declared = source(SYSTEM)
        self.source = self.system = SYSTEM
        self.expected = self.declared.tables
        self.formats = formats

    def ignores(self, candidate: Candidate, folder: Path) -> str | None:
        """Why a file is not one of the objects that are read; a file named after one always is."""
        unreadable = not_readable(candidate)
        if unreadable:
            return unreadable
        if _by_name(self.declared, candidate.base_name):
            return None
        try:
            found = recognise(self.declared, peek(candidate, folder), candidate.base_name)
        except Refused as refusal:
            return refusal.reason
        return found if isinstance(found, str) else None

    def read(self, candidate: Candidate, folder: Path, tick: Tick) -> Iterator[Planned]:
        """The one text of a file and its one part."""
        text = read_text(candidate, folder, tick)
        found = recognise(self.declared, text, candidate.base_name)
        if not isinstance(found, str):
            yield Planned(text, (part(text, found, self.formats),))

    def value_maps(self) -> None:
        """None: the labels of Salesforce are mapped in the definitions."""

    def finish(self) -> list[str]:
        """No notices."""
        return []


@dataclass(frozen=True)
class Recognised:
    """What a file is.

    Attributes:
        by_label: the header shows labels, as a report does.
    """

    table: Table
    by_label: bool


def recognise(declared: Source, text: TextFile, file_name: str) -> Recognised | str:
    """Tell a file's object by its name, else by its ids or its labels.

    Returns:
        What it is, or why it is not known.

    Raises:
        Refused: name and ids contradict each other.
    """
    named = _by_name(declared, file_name)
    by_id = _by_id(declared, text)
    if named and by_id and named != by_id:
        raise Refused(
            text.name,
            f"it is named after {named.object}, but its ids are those of {by_id.object}",
            f"Rename it to {by_id.object}.csv if that is what it holds.",
        )
    labelled = _by_labels(declared, text)
    table = named or by_id or (labelled[0] if len(labelled) == 1 else None)
    if table:
        has_api_names = _index(text, table.key) is not None
        return Recognised(table, by_label=not has_api_names and _has_label(table.column(table.key), text))
    if labelled:
        return f"it may be any of several objects; name it after one of them, such as {labelled[0].object}.csv"
    return "no object that Leadhouse reads; if it is one, name the file after it, such as Lead.csv"


def part(text: TextFile, found: Recognised, formats: Formats) -> Part:
    """Match the file's columns to the declared ones.

    Args:
        formats: of local times and numbers as the user declared them; used where the file has such.

    Raises:
        Refused: a required column is missing, two columns are the same, or local times lack a declaration.
    """
    targets = {_target(found, header): header for header in reversed(text.header)}
    if len(targets) < len(text.header) or targets.keys() & ROW_COLUMNS.keys():
        raise Refused(
            text.name,
            "two columns of the header mean the same field, or one has a name that Leadhouse uses itself",
            "Rename or remove it.",
            text.first_line,
        )
    missing = [column for column in found.table.required if column.name not in targets]
    if missing:
        wanted = " and ".join(_shown(column, found.by_label) for column in missing)
        raise Refused(
            text.name,
            f"the header has no {wanted}, without which a {found.table.object} cannot be told from others or dated",
            "Export the object again with it; if the header line is missing, add it.",
            text.first_line,
        )
    values = tuple(Value(target, (header,)) for target, header in reversed(targets.items()))
    return Part(found.table, values, _formats(text, found, targets, formats))


def _formats(text: TextFile, found: Recognised, targets: dict[str, str], declared: Formats) -> Formats:
    """Null for the system's own form of times; what the user declared for local ones."""
    local = "its header shows the labels of a report, whose times are local" if found.by_label else None
    local = local or _local_time(text, found.table, targets)
    if not local:
        return Formats()
    if not declared.time_zone or not declared.date_order:
        raise Refused(
            text.name,
            local,
            "Add --time-zone with the zone of the user who ran the export (such as Europe/Berlin) "
            "and --date-order with dmy, mdy or ymd.",
        )
    return declared


def _local_time(text: TextFile, table: Table, targets: dict[str, str]) -> str | None:
    """Says where the first records hold a time that is not in the system's own form."""
    times = [
        (text.header.index(targets[column.name]), targets[column.name])
        for column in table.columns
        if column.type in ("timestamp", "date") and column.name in targets
    ]
    for record in _sample(text):
        for index, header in times:
            if index < len(record) and LOCAL_TIME.fullmatch(record[index].strip()):
                return f"{header} is not written yyyy-mm-dd as the system itself does, so its times are local"
    return None


def _target(found: Recognised, header: str) -> str:
    """The declared column that a header means, else the header itself."""
    for column in found.table.columns:
        if found.by_label and header.lower() in [label.lower() for label in column.labels]:
            return column.name
    for column in found.table.columns:
        if header.lower() == column.name.lower():
            return column.name
    return header


def _by_name(declared: Source, file_name: str) -> Table | None:
    """The object that `extract/Lead_1.csv`, `lead.header.csv` and the like are named after."""
    stem = CHUNK.sub("", PurePosixPath(file_name).name.split(".")[0].strip()).lower()
    names = {stem, stem.replace(" ", "").replace("_", "")}
    return next((table for table in declared.tables if table.object.lower() in names), None)


def _by_id(declared: Source, text: TextFile) -> Table | None:
    """The object whose prefix the first record's Id begins with."""
    index = _index(text, "Id")
    if index is None:
        return None
    first = next((record[index] for record in _sample(text, 1) if index < len(record)), "")
    if not SALESFORCE_ID.fullmatch(first):
        return None
    return next((table for table in declared.tables if table.key_prefix and first.startswith(table.key_prefix)), None)


def _by_labels(declared: Source, text: TextFile) -> list[Table]:
    """The objects that most of a report's headers belong to, among those whose id it has."""
    headers = {header.lower() for header in text.header}
    found = [
        (sum(any(label.lower() in headers for label in column.labels) for column in table.columns), table)
        for table in declared.tables
        if _has_label(table.column(table.key), text)
    ]
    most = max((matches for matches, _ in found), default=0)
    return [table for matches, table in found if matches == most]


def _sample(text: TextFile, records: int = SAMPLE) -> list[list[str]]:
    found: list[list[str]] = []
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=text.delimiter)
        try:
            next(reader)
            for record in reader:
                if record:
                    found.append(record)
                if len(found) == records:
                    break
        except (csv.Error, StopIteration):
            pass
    return found


def _index(text: TextFile, name: str) -> int | None:
    return next((i for i, header in enumerate(text.header) if header.lower() == name.lower()), None)


def _has_label(column: Column, text: TextFile) -> bool:
    headers = {header.lower() for header in text.header}
    return any(label.lower() in headers for label in column.labels)


def _shown(column: Column, by_label: bool) -> str:
    return f'"{column.labels[0] if by_label and column.labels else column.name}"'
