"""Which entity a sheet holds, and which of its columns is which field.

Reads sheets; writes nothing. One Block per sheet that is an entity. Ids, and what points to them, are told by the
values of other sheets: links.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from loaders.proposals.facts import Facts
from loaders.proposals.sheets import Sheet
from loaders.proposals.suits import is_yes_or_no, suits
from loaders.proposals.vocabulary import LIKELY, POSSIBLE, SURE, entities, file_fit, fit, may_be_named
from loaders.sources.declarations import Column, Table

MEASURED = ("timestamp", "date", "number")
HALF = 0.45
# What every record has, whatever it is: it does not tell one entity from another.
BARE = ("created_at", "modified_at", "is_deleted", "created_by_id")
# Told by the words of a column that may fill another field too; see completing.py.
SHARED = ("is_closed", "is_won", "is_active")


@dataclass(frozen=True)
class Choice:
    """The columns that fill a field.

    Attributes:
        evidence: why, for people; never a personal value.
        sure: 0..1.
    """

    columns: tuple[str, ...]
    evidence: str
    sure: float
    separator: str = " "


@dataclass
class Block:
    """One entity that is proposed for a sheet.

    Attributes:
        choices: field to columns.
        constants: what every record of the sheet is, with the evidence.
        hints: what to fill in for a required field that was not found.
        notes: what the user should know of the block.
    """

    table: Table
    sheet: Sheet
    named: float
    choices: dict[str, Choice]
    constants: dict[str, tuple[str, str]] = field(default_factory=dict)
    hints: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def missing(self) -> list[Column]:
        """Fields that no column fills."""
        return [column for column in self.table.columns if column.name not in self.choices]

    @property
    def not_found(self) -> list[Column]:
        """Required fields that no column fills."""
        return [column for column in self.missing if column.is_required]

    @property
    def weight(self) -> float:
        """How well the sheet is the entity; decides between entities, and between sheets of one."""
        columns = sum(1 for facts in self.sheet.columns.values() if facts.filled) or 1
        fitted = sum(choice.sure for choice in self.choices.values()) / columns
        required = self.table.required
        found = sum(column.name in self.choices for column in required) / len(required)
        return 2 * self.named + min(fitted, 1.0) + 2 * found

    @property
    def telling(self) -> int:
        """How many fields say more of a record than that it exists."""
        return sum(name not in (*BARE, self.table.key) for name in self.choices)

    def facts(self, name: str) -> list[Facts]:
        """The columns of a field."""
        return [self.sheet.columns[column] for column in self.choices[name].columns]


def recognise(sheet: Sheet) -> list[Block]:
    """The entities that a sheet can be, the likeliest first; none if it is no entity."""
    texts = (sheet.view.sheet,) if sheet.view.sheet else ()
    stem = sheet.file.rsplit(".", 1)[0]
    blocks = []
    for table in entities():
        if not may_be_named((*texts, stem), table.name):
            continue
        by_file, by_sheet = file_fit((stem,), table.name), file_fit(texts, table.name)
        named = max(by_sheet, 0.8 * by_file) if texts else by_file
        block = Block(table, sheet, named, choose(table, sheet))
        if _is_likely(block):
            blocks.append(block)
    return sorted(blocks, key=lambda block: -block.weight)


def choose(table: Table, sheet: Sheet) -> dict[str, Choice]:
    """The column of each field, the surest first; a column fills one field."""
    offers = sorted(
        (
            (-sure, place, column.name, header)
            for place, (header, facts) in enumerate(sheet.columns.items())
            for column in table.columns
            if (sure := fit(facts.name, table.name, column.name)) >= POSSIBLE and _may_be(table, column, facts, sure)
        ),
    )
    choices: dict[str, Choice] = {}
    taken: set[str] = set()
    for negative, _, name, header in offers:
        if name not in choices and header not in taken:
            choices[name] = Choice((header,), f'header "{header}"', -negative)
            taken.add(header)
    return choices


def _may_be(table: Table, column: Column, facts: Facts, sure: float) -> bool:
    """Whether values and words together are enough; part of a header proves nothing of an id or a name."""
    if not suits(column, facts) or (column.type == "boolean" and not is_yes_or_no(facts) and column.name in SHARED):
        return False
    if column.name == table.key:
        return facts.different.len() >= 0.5 * facts.filled and (sure >= LIKELY or facts.is_unique)
    return sure >= LIKELY or column.type == "id" or (column.type in MEASURED and sure >= HALF)


def _is_likely(block: Block) -> bool:
    """Named after the entity; else it holds all that is required and, if no name hints at it, mostly its fields."""
    required = {column.name for column in block.table.required}
    if block.named >= 1:
        return bool(block.choices)
    if required - block.choices.keys():
        return False
    sure = [choice.sure for choice in block.choices.values() if choice.sure >= LIKELY]
    if block.named:
        return len(sure) >= 3
    columns = sum(1 for facts in block.sheet.columns.values() if facts.filled)
    key = block.choices.get(block.table.key)
    own_id = key.sure >= SURE if key else len(required) > 1
    return own_id and len(sure) >= max(3, 0.5 * columns)
