"""A spreadsheet mapping: which file is which entity, which column is which field.

Reads a TOML file that a user writes by hand (docs/loading.md); one Block per file or sheet and entity. Writes nothing.
Refuses what is not TOML, and what mapping_checks refuses.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from loaders.errors import Refused
from loaders.sources.declarations import Table
from loaders.sources.parts import Formats

SPREADSHEET = "spreadsheet"
CORRECT = "Correct the mapping, then load again."


@dataclass(frozen=True)
class Field:
    """Which columns of the file make up a field, joined by the separator."""

    columns: tuple[str, ...]
    separator: str = " "


@dataclass(frozen=True)
class Block:
    """One entity in one file or sheet.

    Attributes:
        file: name of the file, or a pattern such as `deals_*.csv`.
        sheet: of a workbook; None is the first.
        header_row: line (CSV) or row (workbook) of the header, from 1.
        delimiter: of a CSV; None finds it.
        sha256: digest of all that bears on what is landed.
    """

    entity: Table
    file: str
    sheet: str | None
    header_row: int
    delimiter: str | None
    fields: dict[str, Field]
    constants: dict[str, str]
    where: dict[str, frozenset[str]]
    empty: tuple[str, ...]
    formats: Formats
    sha256: str


@dataclass(frozen=True)
class Mapping:
    """A whole mapping.

    Attributes:
        system: becomes `source_system` of every row.
        value_maps: entity, field, raw value, value.
    """

    name: str
    system: str
    blocks: tuple[Block, ...] = ()
    value_maps: tuple[tuple[str, str, str, str], ...] = ()


def read_mapping(path: Path) -> Mapping:
    """Read and check a mapping.

    Raises:
        Refused: it is not TOML, or something in it is unknown, missing or of the wrong kind.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(path.name, f"it is not valid TOML: {error}", CORRECT) from None
    from loaders.sources.mapping_checks import Checker

    return Checker(path.name, text, content).mapping()
