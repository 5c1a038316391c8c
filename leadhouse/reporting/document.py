"""What a report consists of, whatever it is written as.

Pure: plain values, nothing drawn. Grain: one Document per page of the dashboards, blocks in reading order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Mark = Literal["bold", "italic", "quiet", "small", "good", "bad"]
Tone = Literal["text", "caption", "bullet", "notice"]


@dataclass(frozen=True)
class Span:
    """Some words in one style; plain text, never markup."""

    text: str
    marks: frozenset[Mark] = frozenset()


Words = tuple[Span, ...]


def plain(words: Words) -> str:
    """Return words without their style."""
    return "".join(span.text for span in words)


def words(text: str, *marks: Mark) -> Words:
    """Return text in one style."""
    return (Span(text, frozenset(marks)),)


@dataclass(frozen=True)
class Paragraph:
    """A sentence or two."""

    words: Words
    tone: Tone = "text"


@dataclass(frozen=True)
class Section:
    """The beginning of a part of a page: why, who."""

    word: str


@dataclass(frozen=True)
class Subheading:
    """The title of a picture or table."""

    words: Words


@dataclass(frozen=True)
class Tile:
    """One number.

    Attributes:
        moved: its change, with sign; empty without one.
        mark: whether the change is good or bad; None: neither.
        notes: what stands below it.
    """

    label: str
    value: str
    moved: str = ""
    mark: Mark | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tiles:
    """Numbers side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Picture:
    """A chart.

    Attributes:
        chart: a Vega-Lite specification with its data.
        width: pixels of the place that it has.
        alt: what is seen, for who cannot see it.
    """

    chart: dict
    width: int
    alt: str


@dataclass(frozen=True)
class Table:
    """Rows of written cells; `right` marks the columns of numbers, `rows_in_all` counts those left out too."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    rows_in_all: int


@dataclass(frozen=True)
class Columns:
    """Parts of a page side by side, as wide as `weights` are to each other."""

    columns: tuple[tuple[Block, ...], ...]
    weights: tuple[float, ...]


Block = Paragraph | Section | Subheading | Tiles | Picture | Table | Columns


@dataclass(frozen=True)
class Document:
    """One page.

    Attributes:
        title: the page's name.
        question: what it answers.
        as_of: how fresh and how tested the data is.
        filters: what it is filtered to, in words.
        blocks: the rest, in reading order.
        warnings: what the page found wrong with the filters.
    """

    title: str
    question: str = ""
    as_of: str = ""
    filters: str = ""
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a number nor a picture nor a table."""
        return not any(isinstance(block, Tiles | Picture | Table | Columns) for block in self.blocks)
