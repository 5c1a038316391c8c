"""An explanation as text for people: at most 100 columns, one fact below the other.

Pure: values in, lines out.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import datetime

from leadhouse.explaining.explanation import Explanation, Fact, Line, Value

WIDTH = 100
NAMES = 26
INDENT = " " * (NAMES + 3)
LINES_SHOWN = 20
RECORDS = (
    "A record of a CSV is counted from 1 below the header: record 1 is line 2 where no field holds a line break. Of a "
    "workbook it is the row of the sheet, of JSON lines the line."
)


def as_text(explained: Explanation) -> Iterator[str]:
    """Return the lines of an explanation."""
    facts = [fact for section in explained.sections for fact in section.facts]
    has_loads = len({line.load_id for fact in facts for line in fact.lines}) > 1
    yield f"{explained.kind.capitalize()} {explained.key}   (version {explained.version}; times are UTC)"
    for section in explained.sections:
        yield ""
        yield section.title
        for fact in section.facts:
            yield from _fact(fact, None if section.title == "Records" else LINES_SHOWN, has_loads)
    yield ""
    yield from _wrapped(RECORDS, "")


def _fact(fact: Fact, shown: int | None, has_loads: bool) -> Iterator[str]:
    values = _wrapped(spoken(fact.value), INDENT)
    if len(fact.name) > NAMES:
        yield f"  {fact.name}"
    else:
        yield f"  {fact.name:<{NAMES}} {values.pop(0).strip() if values else ''}".rstrip()
    yield from values
    yield from _wrapped(fact.why, INDENT)
    for line in fact.lines[:shown]:
        yield from _line(line, has_loads)
    if shown is not None and len(fact.lines) > shown:
        yield f"{INDENT}and {len(fact.lines) - shown:,} more: add --json"


def _line(line: Line, has_loads: bool) -> Iterator[str]:
    """Return a record with its place below; files of several loads may have one name, so that the load tells."""
    place = f"{line.file} record {line.row}" if line.file else "in no file"
    told = f"{line.key} ({line.note})" if line.note else line.key
    yield from _wrapped(f"- {told}", INDENT)
    yield from _wrapped(f"{place}, load {line.load_id}" if has_loads and line.file else place, INDENT + "  ")


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def spoken(value: Value) -> str:
    """Return a value as people read it: nothing as -, numbers with thousands apart, times to the second."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, float):
        return f"{value:,.4f}".rstrip("0").rstrip(".")
    return f"{value:,}" if isinstance(value, int) else str(value)
