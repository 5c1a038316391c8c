"""What an explanation consists of: sections of facts, each with its reason and the records behind it.

Pure: no SQL, no text layout. Times are UTC; nothing here holds a name, an address or another personal value.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True)
class Line:
    """A landed record and where it stands.

    Attributes:
        key: `<source_system>:<id>`.
        entity: lead, opportunity or activity.
        source_object: the exported object that it is of.
        load_id: the load that brought its newest version.
        file: name of the file, within its archive where it came in one.
        row: its record in that file, from 1 without the header; of a workbook the row of the sheet.
        fate: published, or why it is in no fact.
        survivor_key: of a merged record, the one that stands for it.
        note: what it is here for.
    """

    key: str
    entity: str
    source_object: str
    load_id: str
    file: str
    row: int
    fate: str
    survivor_key: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Fact:
    """One value with its reason.

    Attributes:
        name: the column that holds it, else what it is.
        why: the definition that decided it, in words.
        lines: the records behind it.
    """

    name: str
    value: Value
    why: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Section:
    """Facts that answer one question."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Explanation:
    """Everything that is told of one key.

    Attributes:
        kind: lead, opportunity, activity or metric.
        version: the published version that it is told of.
    """

    kind: str
    key: str
    version: str
    sections: tuple[Section, ...] = field(default=())

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values, for JSON."""
        return asdict(self)

    def fact(self, name: str) -> Fact:
        """Return the fact of a name, or raise KeyError."""
        for section in self.sections:
            for each in section.facts:
                if each.name == name:
                    return each
        raise KeyError(name)
