"""Files of one object in one load must have the same columns.

Reads and writes nothing. One ColumnSets per load. Refuses a second file of an object whose columns differ from those
of the first: it is another export, and which of the two is newer nobody has said.
"""

from __future__ import annotations

from leadhouse.listing import some
from loaders.errors import Refused
from loaders.formats.text import TextFile
from loaders.sources.parts import Part


class ColumnSets:
    """The columns of each object as the first file of the load had them."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[str, list[str]]] = {}

    def add(self, text: TextFile, part: Part) -> None:
        """Compare a file with the first of its object; the order of columns does not matter.

        Raises:
            Refused: its columns differ. The blocks of a mapping may: each says itself what its file holds.
        """
        if part.mapping_sha256:
            return
        columns = [value.target for value in part.values]
        first, expected = self.seen.setdefault(part.table.object, (text.name, columns))
        here = _only_in(columns, expected)
        there = _only_in(expected, columns)
        if here or there:
            differences = [
                f"{name} alone has {some(names)}" for name, names in ((text.name, here), (first, there)) if names
            ]
            raise Refused(
                text.name,
                f"it holds {part.table.object} as {first} does, but with other columns: {'; '.join(differences)}",
                "Files of one export have the same columns. If they are of different days, load them one after the "
                "other, the older first.",
                text.first_line,
            )


def _only_in(columns: list[str], others: list[str]) -> list[str]:
    known = {other.lower() for other in others}
    return [column for column in columns if column.lower() not in known]
