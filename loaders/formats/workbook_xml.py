"""What the XML of a workbook says of one sheet, told without the reader that lands it.

Reads an XLSX archive part by part; writes nothing. Refuses: no workbook, no such sheet, damaged or unsafe archives.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from loaders.errors import Refused
from loaders.formats.archives import members, open_member
from loaders.sources.nearest import nearest

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROW, FORMULA, VALUE, MERGED = (f"{MAIN}{tag}" for tag in ("row", "f", "v", "mergeCell"))
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NO_WORKBOOK = "it is no readable Excel workbook (.xlsx)"
# A text that a number's could be: only the cell's type says which of the two it is.
POINTED = re.compile(r"-?\d*\.\d+")
RANGE = re.compile(r"\$?[A-Z]+\$?(\d+)(?::\$?[A-Z]+\$?(\d+))?")


@dataclass
class SheetFacts:
    """One sheet, below its header.

    Attributes:
        name: of the sheet.
        others: names of the other sheets that are shown.
        has_1904: days count from 1904.
        rows: numbers of those that hold a value.
        hidden: how many of them are hidden.
        merged: merged ranges that reach below the header.
        errors: cells that show an error.
        unknown: first row with a formula whose result was never stored.
        totals: rows that a table of the sheet declares to be its totals.
        pointed: rows and texts of text cells that look like a number with a point.
    """

    name: str
    others: tuple[str, ...]
    has_1904: bool
    rows: list[int] = field(default_factory=list)
    hidden: int = 0
    merged: int = 0
    errors: int = 0
    unknown: int | None = None
    totals: set[int] = field(default_factory=set)
    pointed: set[tuple[int, str]] = field(default_factory=set)


def read_facts(name: str, workbook: Path, sheet: str | None, header_row: int | None) -> SheetFacts:
    """What a sheet holds.

    Args:
        name: of the file, for messages.
        sheet: None is the first that is shown.
        header_row: from 1; None if nothing is asked of the rows.

    Raises:
        Refused: see the module.
    """
    try:
        return _Parts(name, workbook).facts(sheet, header_row)
    except (ElementTree.ParseError, KeyError, ValueError, StopIteration):
        raise Refused(name, NO_WORKBOOK, "Save it again as .xlsx or CSV.") from None


class _Parts:
    """The parts of the archive that a workbook is."""

    def __init__(self, name: str, path: Path) -> None:
        self.name, self.path = name, path
        self.parts = {entry.filename for entry in members(path, name)}

    def facts(self, sheet: str | None, header_row: int | None) -> SheetFacts:
        workbook = self._root("xl/workbook.xml")
        relations = self._relations("xl/workbook.xml", "worksheet")
        sheets = {
            entry.get("name", ""): (relations[entry.get(RELATION)], entry.get("state", "visible") == "visible")
            for entry in workbook.iter(f"{MAIN}sheet")
            if entry.get(RELATION) in relations
        }
        shown = [title for title, (_, is_shown) in sheets.items() if is_shown]
        chosen = next(iter([*shown, *sheets])) if sheet is None else sheet
        if chosen not in sheets:
            near = nearest(chosen, list(sheets))
            raise Refused(self.name, f'it has no sheet "{chosen}"{near}', "Correct the mapping, then load again.")
        properties = workbook.find(f"{MAIN}workbookPr")
        has_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        facts = SheetFacts(chosen, tuple(title for title in shown if title != chosen), has_1904)
        part = sheets[chosen][0]
        if header_row is None:
            return facts
        self._read_sheet(part, header_row, facts)
        for table in self._relations(part, "table").values():
            facts.totals |= _totals(self._root(table))
        return facts

    def _read_sheet(self, part: str, header_row: int, facts: SheetFacts) -> None:
        blank, pointed = self._odd_strings()
        with open_member(self.path, part, self.name) as file:
            for element in _elements(file):
                if element.tag == MERGED:
                    facts.merged += _last_row(element.get("ref", "")) > header_row
                    continue
                number = int(element.get("r") or (facts.rows[-1] + 1 if facts.rows else 1))
                if number <= header_row:
                    continue
                for cell in element:
                    if cell.get("t") == "e":
                        facts.errors += 1
                    # A formula is the first thing in its cell.
                    elif facts.unknown is None and len(cell) and cell[0].tag == FORMULA and _is_unknown(cell):
                        facts.unknown = number
                    if text := _pointed_text(cell, pointed):
                        facts.pointed.add((number, text))
                if any(_has_value(cell, blank) for cell in element):
                    facts.rows.append(number)
                    facts.hidden += element.get("hidden") in ("1", "true")

    def _odd_strings(self) -> tuple[set[str], dict[str, str]]:
        """Numbers of the shared texts that are empty, and of those that look like a number with a point."""
        part = "xl/sharedStrings.xml"
        if part not in self.parts:
            return set(), {}
        blank, pointed, number = set(), {}, 0
        with open_member(self.path, part, self.name) as file:
            for _, element in ElementTree.iterparse(file):
                if element.tag == f"{MAIN}si":
                    text = _text(element)
                    if not text:
                        blank.add(str(number))
                    elif POINTED.fullmatch(text):
                        pointed[str(number)] = text
                    number += 1
                    element.clear()
        return blank, pointed

    def _relations(self, part: str, kind: str) -> dict[str | None, str]:
        """The parts of one kind that a part refers to, by id."""
        folder, base = posixpath.split(part)
        listed = f"{folder}/_rels/{base}.rels"
        if listed not in self.parts:
            return {}
        return {
            entry.get("Id"): posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
            for entry in self._root(listed).iter(f"{PACKAGE}Relationship")
            if entry.get("Type", "").endswith(f"/{kind}")
        }

    def _root(self, part: str) -> ElementTree.Element:
        with open_member(self.path, part, self.name) as file:
            return ElementTree.parse(file).getroot()


def _elements(file: IO[bytes]) -> Iterator[ElementTree.Element]:
    """Rows and merged ranges of a sheet; a row is emptied once it has been seen."""
    for _, element in ElementTree.iterparse(file):
        if element.tag in (ROW, MERGED):
            yield element
            element.clear()


def _has_value(cell: ElementTree.Element, blank: set[str]) -> bool:
    """Whether a cell shows something; an error value is nothing."""
    kind, value = cell.get("t"), cell.findtext(VALUE)
    if kind == "e":
        return False
    if kind == "s":
        return value is not None and value not in blank
    return bool(value) or any(text.text for text in cell.iter(f"{MAIN}t"))


def _text(element: ElementTree.Element) -> str:
    """The text of a cell or a shared text."""
    return "".join(text.text or "" for text in element.iter(f"{MAIN}t"))


def _pointed_text(cell: ElementTree.Element, pointed: dict[str, str]) -> str | None:
    """The text of a text cell that looks like a number with a point."""
    kind = cell.get("t")
    if kind == "s":
        return pointed.get(cell.findtext(VALUE, ""))
    text = _text(cell) if kind == "inlineStr" else cell.findtext(VALUE, "") if kind == "str" else ""
    return text if POINTED.fullmatch(text) else None


def _is_unknown(cell: ElementTree.Element) -> bool:
    """Whether a formula has no result, as programs write it that do not calculate."""
    return not cell.findtext(VALUE) and cell.get("t") != "str"


def _last_row(reference: str) -> int:
    """The last row of a range such as A3:D20."""
    found = RANGE.fullmatch(reference)
    return int(found[2] or found[1]) if found else 0


def _totals(table: ElementTree.Element) -> set[int]:
    """The rows at the end of a table that it declares to be totals."""
    last, count = _last_row(table.get("ref", "")), int(table.get("totalsRowCount", "0"))
    return set(range(last - count + 1, last + 1))
