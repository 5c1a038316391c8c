"""Which line of a mapping a message points to.

Reads the text of a TOML document that is valid; writes nothing. A line is known by its path: the keys from the top of
the document down to its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

KEY = r"""[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*'"""
PATH = rf"(?:{KEY})(?:\s*\.\s*(?:{KEY}))*"
HEADER = re.compile(rf"\s*\[\[?\s*(?P<path>{PATH})\s*\]\]?")
ENTRY = re.compile(rf"\s*(?P<path>{PATH})\s*=")


@dataclass(frozen=True)
class Place:
    """What a message is about.

    Attributes:
        entity: of the block; empty for what belongs to the whole mapping.
        block: the how many-eth block of that entity, from 1.
        table: a table of the block, such as `values`.
    """

    entity: str = ""
    block: int = 1
    table: str = ""


@dataclass(frozen=True)
class _Line:
    number: int
    path: tuple[str, ...]
    block: int


class MappingLines:
    """The lines of one mapping that have keys."""

    def __init__(self, text: str) -> None:
        self.lines: list[_Line] = []
        blocks: dict[str, int] = {}
        section: tuple[str, ...] = ()
        for number, line in enumerate(text.splitlines(), start=1):
            header, entry = HEADER.match(line), ENTRY.match(line)
            if header:
                section = path = _keys(header["path"])
                if len(path) == 1 and (line.lstrip().startswith("[[") or path[0] not in blocks):
                    blocks[path[0]] = blocks.get(path[0], 0) + 1
            elif entry:
                path = (*section, *_keys(entry["path"]))
            else:
                continue
            self.lines.append(_Line(number, path, blocks.get(path[0], 1)))

    def find(self, place: Place, word: str) -> int | None:
        """The first line with the word as a key: in the place's table, else in its block, else at the top.

        Returns:
            The line, from 1; where the word is not found, that of the block; None where neither is.
        """
        in_block = [line for line in self.lines if (line.path[0], line.block) == (place.entity, place.block)]
        in_table = [line for line in in_block if place.table and line.path[1:2] == (place.table,)]
        found = [line for line in (*in_table, *in_block) if word in line.path]
        found += [line for line in self.lines if line.path[0] == word]
        found += [*in_block, *(line for line in self.lines if line.path[0] == place.entity)]
        return found[0].number if found else None


def _keys(path: str) -> tuple[str, ...]:
    return tuple(key[1:-1] if key[0] in "\"'" else key for key in re.findall(KEY, path))
