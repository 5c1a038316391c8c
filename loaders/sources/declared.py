"""A source that models/staging/<source>/_sources.yml declares: its files need no code of their own.

Reads files through the one door of text.py, and the declaration; writes nothing. One Part per file. Understands the
system's own column names, in whatever case and with or without underscores as connectors write them, and the labels
of a report. Refuses: a file without a required column, one that holds another object's ids, a connector's file
whose ids are not the system's, local times without a declared zone and date order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from loaders.errors import Damaged, NoRoom, Refused
from loaders.formats.fetching import Fetched
from loaders.formats.files import Candidate, not_readable
from loaders.formats.text import TextFile, peek, read_text
from loaders.sources.declarations import ROW_COLUMNS, Column, Source, Table
from loaders.sources.declared_objects import (
    Recognised,
    by_name,
    has_foreign_ids,
    index_of,
    recognise,
    sample,
    shown_by,
    squeezed,
)
from loaders.sources.parts import REJECT_ID, Formats, Part, Value
from loaders.sources.plans import Planned

# Formats whose records may say what they are, so that the name of the file alone does not decide.
TELLING_FORMATS = (".json", ".jsonl", ".ndjson")
# DuckDB's own name for a row's place; a column of that name would hide it.
ROW_ID = "rowid"
# 31/01/2026, 2026/01/31, 31.1.26 14:05, 01-31-26: no system's own form.
LOCAL_TIME = re.compile(r"(\d{1,4}[/.]\d{1,2}[/.]\d{1,4}|\d{1,2}-\d{1,2}-\d{2,4})(\D.*)?")
TIME_WITHOUT_ZONE = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?")
GUIDE = "See docs/loading.md for what is read, how files are named and how to export them."
ADD_BOTH = (
    "Add --time-zone with the zone of the user who ran the export (such as Europe/Berlin) "
    "and --date-order with dmy, mdy or ymd."
)
ADD_ZONE = "Add --time-zone with the zone that they are of, such as Europe/Berlin or UTC."


class DeclaredPlan:
    """Reads exports of a declared source.

    Args:
        formats: of local times and numbers, as the user declared them.
    """

    def __init__(self, declared: Source, formats: Formats) -> None:
        self.declared = declared
        self.source = self.system = declared.name
        self.expected = declared.tables if declared.expects_all else ()
        self.formats = formats
        self.advice = GUIDE

    def ignores(self, candidate: Candidate, folder: Path) -> str | None:
        """Why a file is not one of the objects that are read; one named after an object is, or is refused."""
        unreadable = not_readable(candidate)
        if unreadable:
            return unreadable
        is_named = by_name(self.declared, candidate.base_name) is not None
        if is_named and candidate.suffix not in TELLING_FORMATS:
            return None
        try:
            found = recognise(self.declared, peek(candidate, folder), candidate.base_name)
        except (Damaged, NoRoom):
            raise  # that says nothing of what the file is
        except Refused as refusal:
            return None if is_named else refusal.reason
        return found if isinstance(found, str) else None

    def read(self, candidate: Candidate, fetched: Fetched, folder: Path) -> Iterator[Planned]:
        """The one text of a file and its one part."""
        text = read_text(candidate, fetched, folder)
        found = recognise(self.declared, text, candidate.base_name)
        if isinstance(found, str):
            raise Refused(text.name, found, "Load the other files without it.")
        yield Planned(text, (part(self.declared, text, found, self.formats),))

    def again(self, text: TextFile, object_name: str, mapping_sha256: str, formats: Formats) -> Part:
        """The part of a corrected file, read as the file that its records come from."""
        table = next(table for table in self.declared.tables if table.object == object_name)
        return Part(table, _values(text, shown_by(table, text)), formats)

    def value_maps(self) -> None:
        """None: the labels of a declared source are mapped in the definitions."""

    def finish(self) -> list[str]:
        """No notices."""
        return []


def part(declared: Source, text: TextFile, found: Recognised, formats: Formats) -> Part:
    """Match the file's columns to the declared ones.

    Args:
        formats: of local times and numbers as the user declared them; used where the file has such.

    Raises:
        Refused: a required column is missing, two columns are the same, local times lack a declaration, or a
            connector's file is another system's.
    """
    values = _values(text, found)
    _check_copy(declared, text, found.table, values)
    return Part(found.table, values, _formats(declared, text, found, values, formats))


def _values(text: TextFile, found: Recognised) -> tuple[Value, ...]:
    """One value per column of the file."""
    targets = {_target(found, text, header): header for header in reversed(text.header)}
    names = {target.lower() for target in targets}
    if len(targets) < len(text.header) or names & {*ROW_COLUMNS, REJECT_ID, ROW_ID}:
        raise Refused(
            text.name,
            "two columns of the header mean the same field, or one has a name that Leadhouse uses itself",
            "Rename or remove it; a file of corrected records is loaded with --retry-rejects.",
            text.first_line,
        )
    missing = [column for column in found.table.required if column.name not in targets]
    if missing:
        wanted = " and ".join(_shown(column, found.by_label) for column in missing)
        if text.is_by_reference:
            raise Refused(
                text.name,
                f"its records have references instead of ids, and no {wanted}: a file to import from, not an export",
                f"Load the other files by their names, without it, or export {found.table.object} and load that.",
            )
        raise Refused(
            text.name,
            f"the header has no {wanted}, without which records of {found.table.object} cannot be told apart or dated",
            "Export the object again with it; if the header line is missing, add it. Another CRM needs a mapping.",
            text.first_line,
        )
    return tuple(Value(target, (header,)) for target, header in reversed(targets.items()))


def _target(found: Recognised, text: TextFile, header: str) -> str:
    """The declared column that a header means, else the header itself.

    A connector's `created_date` is CreatedDate, and its `x_c` is X__c, unless the file has these themselves.
    """
    for column in found.table.columns:
        if found.by_label and header.lower() in [label.lower() for label in column.labels]:
            return column.name
    for column in found.table.columns:
        if header.lower() == column.name.lower():
            return column.name
    for column in found.table.columns:
        if squeezed(header) == squeezed(column.name) and index_of(text, column.name) is None:
            return column.name
    return header


def _check_copy(declared: Source, text: TextFile, table: Table, values: tuple[Value, ...]) -> None:
    """Refuse another system's file that is taken for a connector's copy of this one's.

    Names such as lead.csv and created_date are everybody's: only the ids tell whose they are.
    """
    required = [column.name for column in table.required]
    for value in values:
        (header,) = value.columns
        is_copied = value.target in required and squeezed(header) == squeezed(value.target)
        if is_copied and header.lower() != value.target.lower() and has_foreign_ids(declared, table, text):
            raise Refused(
                text.name,
                f'it has "{header}" as a connector writes {value.target}, but ids that are not of {declared.name}',
                "If it comes from another CRM, write a mapping: leadhouse map FILE.",
                text.first_line,
            )


def _formats(declared: Source, text: TextFile, found: Recognised, values: tuple[Value, ...], given: Formats) -> Formats:
    """Null for the system's own form of times; what the user declared for local ones."""
    local = "its header shows the labels of a report, whose times are local" if found.by_label else None
    local = local or _first_time(text, found.table, values, ("timestamp", "date"), LOCAL_TIME)
    if local:
        if not given.time_zone or not given.date_order:
            raise Refused(text.name, local, ADD_BOTH)
        return given
    zoneless = None if declared.is_utc else _first_time(text, found.table, values, ("timestamp",), TIME_WITHOUT_ZONE)
    if not zoneless:
        return Formats()
    if not given.time_zone:
        raise Refused(text.name, zoneless, ADD_ZONE)
    return replace(given, date_order=None)


def _first_time(
    text: TextFile, table: Table, values: tuple[Value, ...], types: tuple[str, ...], form: re.Pattern[str]
) -> str | None:
    """Says in which column of those types the first records hold a time of that form."""
    timed = {column.name for column in table.columns if column.type in types}
    places = [(text.header.index(value.columns[0]), value.columns[0]) for value in values if value.target in timed]
    for record in sample(text):
        for index, header in places:
            if index < len(record) and form.fullmatch(record[index].strip()):
                if form is TIME_WITHOUT_ZONE:
                    return f"the times of {header} carry no time zone"
                return f"{header} is not written yyyy-mm-dd as the system itself does, so its times are local"
    return None


def _shown(column: Column, by_label: bool) -> str:
    return f'"{column.labels[0] if by_label and column.labels else column.name}"'
