"""Any other CRM: files read as a mapping says.

Reads a mapping and the files that it names; writes copies into a temporary folder. One Part per block of the mapping.
Refuses: a column that the mapping names and the file does not have.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path

from leadhouse.listing import some
from loaders.errors import Refused
from loaders.formats.fetching import Fetched
from loaders.formats.files import Candidate, not_readable
from loaders.formats.text import TextFile, read_text
from loaders.formats.views import View
from loaders.sources.declarations import Table
from loaders.sources.mapping import CORRECT, SPREADSHEET, Block, read_mapping
from loaders.sources.nearest import nearest
from loaders.sources.parts import Formats, Part, Value
from loaders.sources.plans import Planned


class SpreadsheetPlan:
    """Reads the files of one mapping."""

    def __init__(self, mapping: Path) -> None:
        self.mapping = read_mapping(mapping)
        self.source, self.system = SPREADSHEET, self.mapping.system
        self.expected: tuple[Table, ...] = ()
        files = list(dict.fromkeys(block.file for block in self.mapping.blocks))
        self.advice = (
            f"{self.mapping.name} names {some(files)}. Rename your files, add blocks for them, or write a mapping of "
            "their own: leadhouse map PATH."
        )
        self.unused: dict[str, tuple[str, ...]] = {}
        self.found: set[str] = set()

    def ignores(self, candidate: Candidate, folder: Path) -> str | None:
        """Why a file is not for this mapping."""
        if not self._blocks(candidate):
            return f"{self.mapping.name} does not name it"
        return not_readable(candidate)

    def read(self, candidate: Candidate, fetched: Fetched, folder: Path) -> Iterator[Planned]:
        """One text per sheet or header line that the mapping's blocks read from the file."""
        blocks = self._blocks(candidate)
        self.found |= {block.file for block in blocks}
        for view in dict.fromkeys(map(_view, blocks)):
            text = read_text(candidate, fetched, folder, view)
            parts = tuple(self._part(text, block) for block in blocks if _view(block) == view)
            self._note_unused(text, parts)
            yield Planned(text, parts)

    def again(self, text: TextFile, object_name: str, mapping_sha256: str, formats: Formats) -> Part:
        """The part of corrected records, by the block that read the file that they come from."""
        wanted = (object_name, mapping_sha256)
        block = next((b for b in self.mapping.blocks if (b.entity.object, b.sha256) == wanted), None)
        if block is None:
            raise Refused(
                self.mapping.name,
                f"it no longer has the block of {object_name} that rejected these records",
                "Load the original file with the mapping as it is now, then correct what that rejects.",
            )
        return self._part(text, block)

    def value_maps(self) -> list[tuple[str, str, str, str]]:
        """Entity, field, raw value, value."""
        return list(self.mapping.value_maps)

    def finish(self) -> list[str]:
        """Columns that the mapping leaves out, and files that it names and nobody gave."""
        absent = sorted({block.file for block in self.mapping.blocks} - self.found)
        notices = [f"{name}: not in the mapping: {some(columns)}." for name, columns in self.unused.items() if columns]
        if absent:
            notices.append(f"The mapping also names {some(absent)}, not among the files given.")
        return notices

    def _blocks(self, candidate: Candidate) -> list[Block]:
        name = candidate.base_name.lower()
        return [block for block in self.mapping.blocks if fnmatchcase(name, block.file.lower())]

    def _part(self, text: TextFile, block: Block) -> Part:
        def column(place: str, name: str) -> str:
            return _column(text, f"[{block.entity.name}] {place}", name)

        values = [
            Value(name, tuple(column(f"fields.{name}", each) for each in field.columns), field.separator)
            for name, field in block.fields.items()
        ]
        values += [Value(name, constant=constant) for name, constant in block.constants.items()]
        where = {column("where", name): texts for name, texts in block.where.items()}
        return Part(block.entity, tuple(values), block.formats, where, block.empty, block.sha256)

    def _note_unused(self, text: TextFile, parts: tuple[Part, ...]) -> None:
        used = {column for part in parts for value in part.values for column in value.columns}
        used |= {column for part in parts for column in part.where}
        left = self.unused.get(text.name, text.header)
        self.unused[text.name] = tuple(column for column in left if column not in used)


def _column(text: TextFile, place: str, name: str) -> str:
    """The header's own spelling of a column that the mapping names."""
    wanted = name.strip()
    if wanted in text.header:
        return wanted
    alike = [header for header in text.header if header.lower() == wanted.lower()]
    if alike:
        return alike[0]
    hint = nearest(wanted, text.header) or "; if the header is on another line, say header_row"
    raise Refused(text.name, f'{place} names the column "{name}", which its header does not have{hint}', CORRECT)


def _view(block: Block) -> View:
    return View(block.sheet, block.header_row, block.delimiter, block.formats.decimal_separator or ".")
