"""The markup of the pages' texts, read into styled words.

Pure. Knows what the pages write: **bold**, *italic*, :gray[...] and other colours, :small[...], [words](address),
:material/icon:, a backslash before a sign that is no markup. Everything else is plain text, HTML too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leadhouse.reporting.document import Mark, Span, Words

TOKEN = re.compile(
    r"""\\(?P<plain>[!-/:-@\[-`{-~])            # a sign that is meant as it is
    | :material/[a-z0-9_]+:                     # icons say nothing that the words do not
    | :(?P<mark>[a-z]+)\[                       # a coloured or small part begins
    | (?P<link>\[)(?=[^\]]*\]\()                # words that lead somewhere
    | (?P<end>\](?:\([^)]*\))?)                 # a part ends; where a link leads is of no use outside of the page
    | (?P<bold>\*\*) | (?P<italic>\*)
    """,
    re.VERBOSE,
)
MARKS: dict[str, Mark] = {"gray": "quiet", "grey": "quiet", "small": "small", "red": "bad", "green": "good"}


def styled(text: str) -> Words:
    """Return a text of a page as words with their style."""
    return tuple(span for span in _spans(" ".join(text.split(" "))) if span.text)


def _spans(text: str) -> Iterator[Span]:
    opened: list[Mark | None] = []
    bold = italic = False
    position = 0
    for token in TOKEN.finditer(text):
        marks = _marks(opened, bold, italic)
        yield Span(text[position : token.start()], marks)
        position = token.end()
        if token["plain"]:
            yield Span(token["plain"], marks)
        elif token["mark"]:
            opened.append(MARKS.get(token["mark"]))
        elif token["link"]:
            opened.append(None)
        elif token["end"]:
            if opened:
                opened.pop()
            else:
                yield Span(token["end"], marks)
        elif token["bold"]:
            bold = not bold
        elif token["italic"]:
            italic = not italic
    yield Span(text[position:], _marks(opened, bold, italic))


def _marks(opened: list[Mark | None], bold: bool, italic: bool) -> frozenset[Mark]:
    marks: set[Mark] = {mark for mark in opened if mark}
    if bold:
        marks.add("bold")
    if italic:
        marks.add("italic")
    return frozenset(marks)
