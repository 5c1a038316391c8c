"""Which object of a declared source a file holds.

Reads a file's name, header and first records; writes nothing. Refuses a file whose name and ids contradict each other.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from loaders.errors import Refused
from loaders.formats.text import TextFile
from loaders.sources.declarations import Column, Source, Table

SAMPLE = 200
CHUNK = re.compile(r"[_-]\d+$")
# What a connector adds where it keeps earlier versions of each record beside the present one.
VERSION_COLUMN, PRESENT_FLAG = "_fivetran_start", "_fivetran_active"
VERSIONS = (
    f"it keeps earlier versions of records beside the present ones, as {PRESENT_FLAG} tells; a mapping reads it "
    f'(where {PRESENT_FLAG} = "true"), see docs/mappings/connector_salesforce.toml'
)


@dataclass(frozen=True)
class Recognised:
    """What a file is.

    Attributes:
        by_label: the header shows labels, as a report does.
    """

    table: Table
    by_label: bool


def recognise(declared: Source, text: TextFile, file_name: str) -> Recognised | str:
    """Tell a file's object by what its records say of themselves, else by its name, its ids or its labels.

    Returns:
        What it is, or why it is not known.

    Raises:
        Refused: name and ids contradict each other.
    """
    if text.object_name:
        said = next((t for t in declared.tables if t.object.lower() == text.object_name.lower()), None)
        return shown_by(said, text) if said else f"its records are of {text.object_name}, which Leadhouse does not read"
    named = by_name(declared, file_name)
    by_id = _by_id(declared, text)
    if named and by_id and named != by_id and named.key == by_id.key:
        raise Refused(
            text.name,
            f"it is named after {named.object}, but its ids are those of {by_id.object}",
            f"Rename it to {by_id.object}.csv if that is what it holds.",
        )
    labelled = _by_labels(declared, text)
    table = named or by_id or (labelled[0] if len(labelled) == 1 else None)
    if table:
        return VERSIONS if _has_versions(text) else shown_by(table, text)
    known = next((reason for patterns, reason in declared.not_read if _is_like(file_name, patterns)), "")
    if known:
        return known
    if labelled:
        return f"it may be any of several objects; name it after one of them, such as {labelled[0].object}.csv"
    objects = [table.object for table in declared.tables]
    example = next((name for name in objects if name.lower() in ("lead", "leads")), objects[0])
    return f"no object that Leadhouse reads; if it is one, name the file after it, such as {example}.csv"


def shown_by(table: Table, text: TextFile) -> Recognised:
    """The table, and whether the file's header shows its columns by their labels."""
    telling = _telling(table)
    by_names = all(index_of(text, column.name) is not None for column in telling)
    return Recognised(table, by_label=not by_names and _has_labels(telling, text))


def by_name(declared: Source, file_name: str) -> Table | None:
    """The object that `extract/Lead_1.csv`, `lead.header.csv` and the like are named after."""
    stem = squeezed(CHUNK.sub("", PurePosixPath(file_name).name.lower().split(".")[0]))
    for table in declared.tables:
        if squeezed(table.object) == stem or _is_like(file_name, table.file_names):
            return table
    return None


def sample(text: TextFile, records: int = SAMPLE) -> list[list[str]]:
    """The first records."""
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


def has_foreign_ids(declared: Source, table: Table, text: TextFile) -> bool:
    """Whether the first record's id is not one of the system's; a file without records has none."""
    place = index_of(text, table.key) if table.key else None
    first = next(iter(sample(text, 1)), [])
    if place is None or place >= len(first):
        return False
    is_own = first[place].startswith(table.key_prefix) and re.fullmatch(declared.id_pattern or ".*", first[place])
    return not is_own


def index_of(text: TextFile, name: str) -> int | None:
    """Where in the header a name stands, in whatever case."""
    return next((i for i, header in enumerate(text.header) if header.lower() == name.lower()), None)


def squeezed(name: str) -> str:
    """A name without what differs between ways to write it: case, underscores, spaces."""
    return name.lower().replace(" ", "").replace("_", "")


def _is_like(file_name: str, patterns: tuple[str, ...]) -> bool:
    """Whether a file's own name, without its folder, follows one of the patterns, in whatever case."""
    name = PurePosixPath(file_name).name.lower()
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _has_versions(text: TextFile) -> bool:
    place = index_of(text, PRESENT_FLAG)
    if place is None or index_of(text, VERSION_COLUMN) is not None:
        return place is not None
    return any(place < len(record) and record[place].strip().lower() == "false" for record in sample(text))


def _by_id(declared: Source, text: TextFile) -> Table | None:
    """The object whose prefix the first record's id begins with."""
    first = next(iter(sample(text, 1)), [])
    for table in declared.tables:
        index = index_of(text, table.key) if table.key and table.key_prefix else None
        value = first[index] if index is not None and index < len(first) else ""
        if value.startswith(table.key_prefix or "\0") and re.fullmatch(declared.id_pattern or ".*", value):
            return table
    return None


def _by_labels(declared: Source, text: TextFile) -> list[Table]:
    """The objects that most of a report's headers belong to, among those whose ids it has.

    Other systems use the same labels: "Contact ID" alone makes nobody a contact of this one.
    """
    headers = _headers(text)
    found = [
        (sum(any(label.lower() in headers for label in column.labels) for column in table.columns), table)
        for table in declared.tables
        if _has_labels(_telling(table), text) and _has_own_ids(table, text)
    ]
    most = max((matches for matches, _ in found), default=0)
    return [table for matches, table in found if matches == most]


def _telling(table: Table) -> list[Column]:
    """The columns that tell an object: its id, or where records have none, those that are required."""
    return [table.column(table.key)] if table.key else table.required


def _has_labels(columns: list[Column], text: TextFile) -> bool:
    headers = _headers(text)
    return bool(columns) and all(any(label.lower() in headers for label in column.labels) for column in columns)


def _has_own_ids(table: Table, text: TextFile) -> bool:
    """Whether the first record's id begins as the object's ids do; true where no prefix is declared."""
    first = next(iter(sample(text, 1)), [])
    labels = {label.lower() for column in _telling(table) for label in column.labels}
    ids = [value for header, value in zip(text.header, first, strict=False) if header.lower() in labels]
    return not table.key or not ids or ids[0].startswith(table.key_prefix or "")


def _headers(text: TextFile) -> set[str]:
    return {header.lower() for header in text.header}
