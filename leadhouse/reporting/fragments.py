"""HTML that a page writes itself, read as rows of text.

Pure. A row is an element whose parts hold no further parts: `<div><div>Cost</div><div>Won</div></div>`. What it looks
like on the screen is left behind, so that nothing of it can do harm in a mail.
"""

from __future__ import annotations

from html.parser import HTMLParser

PARTS = ("div", "li", "tr", "td", "th", "p", "ul", "ol", "table", "tbody", "thead", "figure", "section")
BELOW = ("small", "br")
"""What stands on a line of its own within a part; in a row, after a dot."""

DOT = "·"
SILENT = ("style", "script", "svg", "title")


class _Part:
    """An element with parts below it, or a piece of text."""

    def __init__(self) -> None:
        self.parts: list[_Part] = []
        self.words: list[str] = []

    def text(self) -> str:
        return " ".join(self.words).removeprefix(DOT).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Part()
        self.open = [self.root]
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        if tag in BELOW:
            self.open[-1].words.append(DOT)
        if tag in PARTS:
            part = _Part()
            self.open[-1].parts.append(part)
            self.open.append(part)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT
        if tag in PARTS and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.open[-1].words.append(data.strip())


def rows(html: str) -> list[list[str]]:
    """Return the rows of a piece of HTML, each the texts of its parts."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return [row for row in _rows(reader.root) if any(row)]


def _rows(part: _Part) -> list[list[str]]:
    if not part.parts:
        return [[part.text()]]
    own = [[part.text()]] if part.text() else []
    if not any(below.parts for below in part.parts):
        return [*own, [below.text() for below in part.parts]]
    return [*own, *(row for below in part.parts for row in _rows(below))]
