"""What is to be landed from one file: which table, which columns, which rows, read how.

Reads and writes nothing. One Part per file and object; a spreadsheet may yield several from one file.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.sources.declarations import Table

# The first column of a file of rejected records, by which a corrected one is known again.
REJECT_ID = "_reject_id"


@dataclass(frozen=True)
class Formats:
    """How a file writes times and numbers. None: UTC, ISO dates, a decimal point."""

    time_zone: str | None = None
    date_order: str | None = None
    decimal_separator: str | None = None


@dataclass(frozen=True)
class Value:
    """Where the value of one raw column comes from.

    Attributes:
        target: the raw column.
        columns: columns of the file; several are joined, empty ones left out.
        separator: between joined values.
        constant: the value itself, where it comes from no column.
    """

    target: str
    columns: tuple[str, ...] = ()
    separator: str = " "
    constant: str | None = None


@dataclass(frozen=True)
class Part:
    """One object in one file.

    Attributes:
        values: one per raw column that is filled.
        where: only records whose column has one of these texts, in any case, are landed; the others are counted.
        empty: texts that mean that nothing is there.
        mapping_sha256: digest of the mapping that made it; empty where there is none.
    """

    table: Table
    values: tuple[Value, ...]
    formats: Formats = Formats()
    where: dict[str, frozenset[str]] = field(default_factory=dict)
    empty: tuple[str, ...] = ()
    mapping_sha256: str = ""

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The file's columns that make up the record's id; none if it has none of its own."""
        return next((value.columns for value in self.values if value.target == self.table.key), ())
