"""From what a page sent to the screen to a document.

Reads the element tree of an AppTest: titles, texts, tiles, pictures, tables, columns. Leaves out what only a screen
can use: buttons, switches, downloads, menus. Grain: one block per element that a reader reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from leadhouse.reporting import charts, fragments, tables
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
    words,
)
from leadhouse.reporting.joining import together
from leadhouse.reporting.markup import styled

WIDTH = 740
"""Pixels across a report."""

GAP = 24
WITHHELD = "The list is on the page: no leads, people or companies are named in this report."
LINK_TROUBLE = ":material/link_off:"
"""The icon of the pages' notices about an address that names what does not exist."""

PERIOD = "period"
"""The key of the widget that chooses the days."""

FOR_VISITORS = ("hint",)
"""Keys of containers that help to use the page."""

FILTER_WIDGETS = ("selectbox", "multiselect", "date_input", "button_group")


def document(app: Any, with_names: bool = False) -> Document:
    """Return the document of the page that was drawn.

    Args:
        with_names: whether tables that name leads, people or companies are part of it.
    """
    reader = _Reader(with_names, _days(app))
    blocks = tuple(together(reader.blocks(app.main, WIDTH)))
    return Document(
        title=app.title[0].value if app.title else "",
        question=reader.question,
        as_of=reader.as_of,
        filters=" · ".join(reader.filters),
        blocks=blocks,
        warnings=tuple(each.value for each in app.warning if each.icon == LINK_TROUBLE),
    )


def _days(app: Any) -> str:
    """Return the days that the page is about, for a reader who does not know today's date; empty: all."""
    from dashboards.components.periods import PERIODS, days_in_words

    if "view" not in app.session_state:
        return ""
    view = app.session_state["view"]
    if view is None or not (view.where.first and view.where.last):
        return ""
    days = days_in_words(view.where.first, view.where.last)
    return f"{view.period}, {days}" if view.period in PERIODS.values() else days


class _Reader:
    """Goes through one page."""

    def __init__(self, with_names: bool, days: str) -> None:
        self.with_names = with_names
        self.days = days
        self.question = self.as_of = ""
        self.filters: list[str] = []
        self.has_tiles = False

    def blocks(self, block: Any, width: int) -> Iterator[Block]:
        """Yield what a container holds."""
        for node in block.children.values():
            yield from self.node(node, width)

    def node(self, node: Any, width: int) -> Iterator[Block]:
        """Yield what an element or container says."""
        if hasattr(node, "children"):
            yield from self.container(node, width)
        elif node.type in ("markdown", "caption") and node.value.strip():
            yield from self.text(node)
        elif node.type in ("subheader", "header"):
            yield Subheading(styled(node.value))
        elif node.type in ("info", "success", "error", "warning"):
            yield Paragraph(styled(node.value), "notice")
        elif node.type == "metric":
            yield Tiles((_tile(node, ()),))
        elif node.type == "vega_lite_chart":
            message = node.proto.vega_lite_chart if hasattr(node.proto, "vega_lite_chart") else node.proto
            yield Picture(charts.specification(message, width), width, message.alt)
        elif node.type == "dataframe":
            found = tables.table(node.proto)
            yield (
                found if self.with_names or not tables.names_somebody(found) else Paragraph(words(WITHHELD), "caption")
            )
        elif node.type == "html":
            yield from _rows(node.proto.body)
        elif node.type in FILTER_WIDGETS:
            yield from self.choice(node)

    def container(self, block: Any, width: int) -> Iterator[Block]:
        """Yield what a container holds, by what it is for."""
        key = block.key or ""
        below = list(block.children.values())
        if block.type in ("popover", "dialog") or key in FOR_VISITORS:
            return
        if key == "heading":
            self.as_of = " · ".join(plain(styled(each.value)) for each in below if each.type == "markdown")
            self.question = self.question or " "
        elif key.startswith("section_"):
            yield Section(next((each.value for each in below if each.type == "header"), ""))
        elif below and all(each.type == "column" for each in below):
            yield from self.columns(below, width)
        elif any(each.type == "html" for each in below) and any(each.type == "button" for each in below):
            yield from _labelled_rows(below)
        else:
            yield from self.blocks(block, width)

    def columns(self, columns: list[Any], width: int) -> Iterator[Block]:
        """Yield the tiles of columns that hold one each, or the columns side by side."""
        if all(any(node.type == "metric" for node in column) for column in columns):
            self.has_tiles = True
            yield Tiles(tuple(_tile_of(column) for column in columns))
            return
        filled = [column for column in columns if column.children]
        room = (width - GAP * (len(filled) - 1)) / sum(column.weight for column in filled) if filled else 0
        held = tuple(tuple(together(self.blocks(column, int(room * column.weight)))) for column in filled)
        if len(held) == 1:
            yield from held[0]
        elif held:
            yield Columns(held, tuple(column.weight for column in filled))

    def choice(self, widget: Any) -> Iterator[Block]:
        """Note what a filter keeps; a choice below the tiles is said where it is made."""
        chosen = _chosen(widget)
        if widget.key == PERIOD and self.days:
            chosen = [f"{widget.label}: {self.days}"]
        if not self.has_tiles:
            self.filters += chosen
            return
        yield from (Paragraph(words(each), "caption") for each in chosen)

    def text(self, node: Any) -> Iterator[Block]:
        """Yield a text; the first one below the heading is the page's question."""
        if self.question == " ":
            self.question = plain(styled(node.value))
            return
        for line in node.value.split("\n"):
            if line.strip():
                bullet = line.lstrip().startswith("- ")
                tone = "caption" if node.type == "caption" else "bullet" if bullet else "text"
                yield Paragraph(styled(line.lstrip().removeprefix("- ") if bullet else line), tone)  # type: ignore[arg-type]


def _tile(metric: Any, notes: tuple[str, ...]) -> Tile:
    colour = metric.proto.color
    kinds = metric.proto.MetricColor
    mark = {kinds.GREEN: "good", kinds.RED: "bad"}.get(colour)
    return Tile(metric.label, metric.value, metric.delta, mark if metric.delta else None, notes)  # type: ignore[arg-type]


def _tile_of(column: Any) -> Tile:
    """Return the number of a column with what stands below it: words, and how many records it goes to."""
    metric = next(node for node in column if node.type == "metric")
    notes = []
    for node in column:
        if node.type in ("caption", "markdown") and node.value.strip():
            notes.append(plain(styled(node.value)).strip())
        elif node.type == "button":
            notes.append(plain(styled(node.label)).removesuffix("→").strip())
    return _tile(metric, tuple(note for note in notes if note))


def _chosen(widget: Any) -> list[str]:
    """Return what a filter keeps, in words; nothing where it keeps all."""
    if widget.type == "selectbox":
        kept = [] if widget.index is None else [widget.options[widget.index]]
    elif widget.type == "date_input":
        kept = []  # the page's other words name the days
    else:
        kept = [widget.options[index] for index in widget.indices]
    said = ", ".join(kept)
    # Buttons side by side say themselves what they are: "By source".
    is_said = said.lower().startswith(widget.label.lower())
    return [said if is_said else f"{widget.label}: {said}"] if kept else []


def _rows(html: str) -> Iterator[Block]:
    for row in fragments.rows(html):
        yield Table((), (tuple(row),), (), 1)


def _labelled_rows(below: list[Any]) -> Iterator[Block]:
    """Yield a row whose first cell is a button: the name of what its figures are of."""
    labels = [plain(styled(each.label)).strip() for each in below if each.type == "button"]
    for each in below:
        if each.type == "html":
            for row in fragments.rows(each.proto.body):
                yield Table((), ((" ".join(label for label in labels if label), *row),), (), 1)
