"""What a source makes of each file: the shape that every source's plan has.

Reads and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from loaders.formats.fetching import Fetched
from loaders.formats.files import Candidate
from loaders.formats.text import TextFile
from loaders.sources.declarations import Table
from loaders.sources.parts import Formats, Part


@dataclass(frozen=True)
class Planned:
    """One text and what is to be landed from it; an XLSX file yields one per sheet."""

    text: TextFile
    parts: tuple[Part, ...]


class Plan(Protocol):
    """How one source reads its files.

    Attributes:
        source: what the user calls it.
        system: becomes `source_system` of every row.
        expected: objects of which it is worth knowing that they were never loaded.
        advice: what to do about a file that it does not take.
    """

    source: str
    system: str
    expected: tuple[Table, ...]
    advice: str

    def ignores(self, candidate: Candidate, folder: Path) -> str | None:
        """Why a file is not for this source, told from its name and its first lines; None if it may be."""

    def read(self, candidate: Candidate, fetched: Fetched, folder: Path) -> Iterator[Planned]:
        """The texts of a file and their parts.

        Args:
            fetched: its bytes.
            folder: temporary.
        """

    def again(self, text: TextFile, object_name: str, mapping_sha256: str, formats: Formats) -> Part:
        """The part of corrected records, read as the file that they come from was.

        Args:
            text: of the corrected file, its header that of the file that the records come from.
            object_name, mapping_sha256, formats: as the ledger remembers them.
        """

    def value_maps(self) -> list[tuple[str, str, str, str]] | None:
        """Entity, field, raw value, value; None if the source has no such maps."""

    def finish(self) -> list[str]:
        """Notices once all files have been seen."""
