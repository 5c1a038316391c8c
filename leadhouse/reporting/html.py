"""A report as one HTML file: no script, nothing fetched, charts drawn in it.

Pure but for report.css, which it reads. Laid out with tables, since mail programs know little else. Every text is
escaped; a policy in the head forbids the browser scripts and requests, whatever the data holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

from leadhouse.reporting import charts
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
    Words,
)

STYLE = Path(__file__).with_name("report.css")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data: cid:"
MADE_BY = "The figures are those of the dashboards under the same filters."
SIZES = ((3, "few"), (9, ""), (12, "many"))
"""Up to how many columns a table is as wide as its words, is as wide as the page, is set smaller; then smallest."""

Draw = Callable[[Picture], str]


def svg(picture: Picture) -> str:
    """Return the markup of a picture as SVG in the text."""
    label = f'<svg role="img" aria-label="{escape(picture.alt)}"'
    return charts.drawn(picture.chart).replace("<svg", label, 1)


def html(documents: Sequence[Document], draw: Draw = svg) -> str:
    """Return a report as HTML.

    Args:
        draw: returns the markup of a picture; a mail has its pictures beside the text.
    """
    title = escape(", ".join(document.title for document in documents))
    pages = "\n".join(_page(document, draw) for document in documents)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light">\n'
        f"<title>{title}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style>\n</head>\n"
        f'<body>\n<div class="sheet">\n{pages}\n<p class="foot">{MADE_BY}</p>\n</div>\n</body>\n</html>\n'
    )


def _page(document: Document, draw: Draw) -> str:
    head = [
        f"<h1>{escape(document.title)}</h1>",
        *(_line("question", document.question)),
        *(_line("asof", document.as_of)),
        *(_line("filters", document.filters)),
    ]
    return f'<div class="page">\n{"".join(head)}\n{_blocks(document.blocks, draw)}\n</div>'


def _line(name: str, text: str) -> list[str]:
    return [f'<p class="{name}">{escape(text)}</p>'] if text.strip() else []


def _blocks(blocks: Sequence[Block], draw: Draw) -> str:
    return "\n".join(_block(block, draw) for block in blocks)


def _block(block: Block, draw: Draw) -> str:
    match block:
        case Paragraph():
            return f'<p class="{block.tone}">{_words(block.words)}</p>'
        case Section():
            return f'<div class="section">{escape(block.word)}</div>'
        case Subheading():
            return f"<h2>{_words(block.words)}</h2>"
        case Tiles():
            cells = "".join(f"<td>{_tile(tile)}</td>" for tile in block.tiles)
            return f'<table class="tiles" role="presentation"><tbody><tr>{cells}</tr></tbody></table>'
        case Picture():
            return f'<div class="picture">{draw(block)}</div>'
        case Table():
            return _table(block)
        case Columns():
            shares = (f"{weight / sum(block.weights) * 100:.0f}%" for weight in block.weights)
            cells = "".join(
                f'<td width="{share}">{_blocks(column, draw)}</td>'
                for share, column in zip(shares, block.columns, strict=True)
            )
            return f'<table class="columns" role="presentation"><tbody><tr>{cells}</tr></tbody></table>'


def _words(words: Words) -> str:
    written = []
    for span in words:
        text = escape(span.text)
        marks = " ".join(sorted(mark for mark in span.marks if mark not in ("bold", "italic")))
        text = f"<b>{text}</b>" if "bold" in span.marks else text
        text = f"<i>{text}</i>" if "italic" in span.marks else text
        written.append(f'<span class="{marks}">{text}</span>' if marks else text)
    return "".join(written)


def _tile(tile: Tile) -> str:
    moved = f'<div class="moved {tile.mark or "quiet"}">{escape(tile.moved)}</div>' if tile.moved else ""
    notes = "".join(f'<div class="note">{escape(note)}</div>' for note in tile.notes)
    label, value = escape(tile.label), escape(tile.value)
    return f'<div class="label">{label}</div><div class="value">{value}</div>{moved}{notes}'


def _table(table: Table) -> str:
    sides = table.right or (False,) * len(table.rows[0])
    names = [' class="right"' if right else "" for right in sides]
    head = "".join(f"<th{name}>{escape(each)}</th>" for name, each in zip(names, table.headers, strict=False))
    rows = "".join(
        f"<tr>{''.join(f'<td{name}>{escape(cell)}</td>' for name, cell in zip(names, row, strict=False))}</tr>"
        for row in table.rows
    )
    kind = next((size for most, size in SIZES if len(sides) <= most), "crowded")
    thead = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f'<div class="wide"><table class="data {kind}">{thead}<tbody>{rows}</tbody></table></div>{_rest(table)}'


def _rest(table: Table) -> str:
    said = rest_of(table)
    return f'<p class="caption">{said}</p>' if said else ""


def rest_of(table: Table) -> str:
    """Return how many rows of a table the report shows; empty: all that the page has."""
    shown = len(table.rows)
    return f"The first {shown} rows; the page lists more." if shown < table.rows_in_all else ""
