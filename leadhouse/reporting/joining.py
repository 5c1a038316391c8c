"""Blocks of a page put together as they are read: rows to tables, sections only with something in them.

Pure. Grain: one table per run of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from leadhouse.reporting.document import Block, Section, Table
from leadhouse.reporting.tables import MOST_ROWS


def together(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join rows that follow each other to one table, and leave out sections without anything."""
    rows: list[tuple[str, ...]] = []
    section: Section | None = None
    for block in [*blocks, None]:
        if isinstance(block, Table) and not block.headers:
            rows += block.rows
            continue
        found: list[Block] = [_joined(rows)] if rows else []
        rows = []
        if block is not None and not isinstance(block, Section):
            found.append(block)
        if found and section:
            yield section
            section = None
        yield from found
        section = block if isinstance(block, Section) else section


def _joined(rows: list[tuple[str, ...]]) -> Table:
    """Return rows as one table without its empty columns.

    The first row is the header where it is one cell shorter than the others, or has an empty first cell.
    """
    wide = max(len(row) for row in rows)
    if len(rows) > 1 and len(rows[0]) == wide - 1:
        rows = [("", *rows[0]), *rows[1:]]
    has_header = len(rows) > 1 and not rows[0][0]
    filled = [(*row, *[""] * (wide - len(row))) for row in rows]
    body = filled[1:] if has_header else filled
    kept = [number for number in range(wide) if any(row[number] for row in body)]
    headers = tuple(filled[0][number] for number in kept) if has_header else ()
    shown = tuple(tuple(row[number] for number in kept) for row in body[:MOST_ROWS])
    return Table(headers, shown, (False, *[True] * (len(kept) - 1)), len(body))
