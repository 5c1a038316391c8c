"""A report as plain text, 78 characters wide.

Pure. A picture is its description; a table too wide for the lines is written row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from textwrap import fill

from leadhouse.reporting.document import (
    Block,
    Columns,
    Document,
    Paragraph,
    Picture,
    Section,
    Subheading,
    Table,
    Tile,
    Tiles,
    plain,
)
from leadhouse.reporting.html import MADE_BY, rest_of

WIDTH = 78
GAP = "  "
CONTROLS = dict.fromkeys(chain(range(32), range(127, 160)), " ")
"""Signs that a terminal obeys rather than shows: a name from the CRM must not move its cursor."""


def text(documents: Sequence[Document]) -> str:
    """Return a report as plain text."""
    return "\n\n\n".join(["\n".join(_page(document)) for document in documents] + [MADE_BY]) + "\n"


def _page(document: Document) -> Iterator[str]:
    yield document.title.upper()
    yield "=" * len(document.title)
    yield from (_filled(line) for line in (document.question, document.as_of, document.filters) if line.strip())
    yield from _blocks(document.blocks)


def _blocks(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            start = {"bullet": "- ", "notice": "! "}.get(block.tone, "")
            yield ("\n" if block.tone == "notice" else "") + _filled(start + plain(block.words), len(start))
        case Section():
            yield f"\n--- {_clean(block.word)} {'-' * (WIDTH - 5 - len(block.word))}"
        case Subheading():
            yield "\n" + _filled(plain(block.words))
        case Tiles():
            yield ""
            width = max(len(tile.label) for tile in block.tiles)
            yield from (_tile(tile, width) for tile in block.tiles)
            yield ""
        case Picture():
            yield _filled(f"[{block.alt}]")
        case Table():
            yield from _table(block)
        case Columns():
            yield from chain.from_iterable(_blocks(column) for column in block.columns)


def _tile(tile: Tile, width: int) -> str:
    beside = ", ".join(each for each in (tile.moved, *tile.notes) if each)
    return _clean(f"{tile.label:<{width}}  {tile.value}" + (f"  ({beside})" if beside else ""))


def _table(table: Table) -> Iterator[str]:
    lines = [row for row in (table.headers, *table.rows) if row]
    widths = [max(len(_clean(cell)) for cell in cells) for cells in zip(*lines, strict=False)]
    if sum(widths) + len(GAP) * (len(widths) - 1) <= WIDTH:
        yield from (_aligned(row, widths, table.right) for row in lines)
    else:
        yield from (_spelled(table.headers, row) for row in table.rows)
    if rest_of(table):
        yield rest_of(table)


def _aligned(row: tuple[str, ...], widths: list[int], right: tuple[bool, ...]) -> str:
    sides = right or (False,) * len(widths)
    cells = [
        f"{_clean(cell):>{width}}" if side else f"{_clean(cell):<{width}}"
        for cell, width, side in zip(row, widths, sides, strict=False)
    ]
    return GAP.join(cells).rstrip()


def _spelled(headers: tuple[str, ...], row: tuple[str, ...]) -> str:
    """Write a row as a sentence: its first cell, then what the others are."""
    names = headers or ("",) * len(row)
    rest = [
        f"{name}: {cell}" if name else cell
        for name, cell in zip(names[1:], row[1:], strict=False)
        if cell not in ("", "-")
    ]
    return _filled(f"- {row[0]}" + (f" ({'; '.join(rest)})" if rest else ""), 2)


def _clean(words: str) -> str:
    return words.translate(CONTROLS).replace("\N{NO-BREAK SPACE}", " ")


def _filled(words: str, indent: int = 0) -> str:
    return fill(_clean(words).strip(), WIDTH, subsequent_indent=" " * indent, break_on_hyphens=False)
