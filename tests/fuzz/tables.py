"""The raw tables that the fuzzer fills, as docs/loading.md describes them, and what becomes of a record's values.

Reads and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.fuzz.exports import OBJECTS
from tests.fuzz.ids import PREFIXES, is_broken

EMPTY = ("NULL", "n/a")
CHUNK = re.compile(r"[_-]\d+$")
LABELS = {"lead id": "id", "created date": "createddate", "create date": "createddate"}
# Field to columns and what joins them, as in exports.MAPPING; a constant is given as itself.
Joined = tuple[tuple[str, ...], str]
LEADS: dict[str, Joined] = {
    "lead_id": (("Lead No",), ""),
    "created_at": (("Created on",), ""),
    "status": (("Phase",), ""),
    "last_name": (("First name", "Surname"), " "),
    "description": (("Notes", "Phase"), " / "),
}
PEOPLE: dict[str, Joined] = {
    "lead_id": (("Lead No",), ""),
    "created_at": (("Created on",), ""),
    "last_name": (("Surname",), ""),
    "company": (("Notes",), ""),
}
DEALS: dict[str, Joined] = {
    "opportunity_id": (("Deal No",), ""),
    "name": (("Deal name",), ""),
    "amount": (("Worth",), ""),
    "stage": (("Stage now",), ""),
}


@dataclass(frozen=True)
class Table:
    """One raw table and how a file fills it.

    Attributes:
        raw: schema and name in landing.duckdb.
        fields: of a mapping; empty for Salesforce, where a column fills the one of its own name.
        where: only records with one of these texts in that column are landed.
    """

    object: str
    raw: str
    key: str
    required: tuple[str, ...]
    fields: Mapping[str, Joined] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def columns(self, header: tuple[str, ...]) -> set[str] | None:
        """The raw columns that a header fills, in lower case; None if one that is needed is missing."""
        if self.fields:
            wanted = {column.lower() for columns, _ in self.fields.values() for column in columns} | {
                column.lower() for column in self.where
            }
            return set(self.fields) if wanted <= {name.lower() for name in header} else None
        found = {self._raw_column(name, header) for name in header}
        return found if set(self.required) <= found and len(found) == len(header) else None

    def way(self, row: dict[str, str]) -> str:
        """What becomes of a record of the header's width."""
        folded = {name.lower(): cell for name, cell in row.items()}
        if any(folded[column.lower()].strip().lower() not in texts for column, texts in self.where.items()):
            return "left out"
        key = self.values(row).get(self.key) or ""
        if not key.strip():
            return "rejected"
        return "rejected" if not self.fields and is_broken(key.strip()) else "landed"

    def values(self, row: dict[str, str]) -> dict[str, str | None]:
        """The value of each raw column, by its name in lower case; an empty one is null."""
        if not self.fields:
            return {self._raw_column(name, tuple(row)): cell or None for name, cell in row.items()}
        folded = {name.lower(): cell for name, cell in row.items()}
        filled: dict[str, str | None] = dict(self.constants)
        for name, (columns, separator) in self.fields.items():
            cells = [folded[column.lower()] for column in columns]
            kept = [cell for cell in cells if cell and cell.strip() not in EMPTY]
            filled[name] = separator.join(kept) or None
        return filled

    def _raw_column(self, name: str, header: tuple[str, ...]) -> str:
        names = {each.lower() for each in header}
        by_label = self.object == "Lead" and not {"id", "createddate"} <= names
        if by_label and name.lower() in LABELS:
            return LABELS[name.lower()]
        own = {column.lower() for column in OBJECTS.get(self.object, ())} - names
        squeezed = name.lower().replace(" ", "").replace("_", "")
        return squeezed if squeezed in own else name.lower()


BLOCKS = {
    "leads*": Table("leads", "spreadsheet.leads", "lead_id", (), LEADS, where={"Kind": ("lead", "prospect")}),
    "people*": Table("leads", "spreadsheet.leads", "lead_id", (), PEOPLE, {"country": "DE"}),
    "deals*": Table("opportunities", "spreadsheet.opportunities", "opportunity_id", (), DEALS),
}


def block_table(base: str) -> Table | None:
    """The block of the mapping that names a file."""
    return next((table for pattern, table in BLOCKS.items() if fnmatchcase(base, pattern)), None)


def salesforce_table(base: str) -> Table | None:
    """The object that a file is named after: Lead.csv, lead_1.csv, Lead History.csv."""
    stem = CHUNK.sub("", base.split(".")[0].strip()).lower().replace(" ", "").replace("_", "")
    for name in PREFIXES:
        if name.lower() == stem:
            raw = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
            return Table(name, f"salesforce.{raw}", "id", ("id", "createddate") if name == "Lead" else ("id",))
    return None
