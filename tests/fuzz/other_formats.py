"""What must become of a file that is no CSV.

JSON is read anew by the letter, each line or item for itself. Of a workbook or a Parquet file, whose bytes mean nothing
to a reader, the records are known from the making; once its bytes are changed it may be refused, and of a Parquet file,
which has no checksums, no more can be asked than that its numbers agree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fuzz.given import Truth

LISTS = ("records", "result", "results", "value", "data", "items")
Cells = dict[str, str]


@dataclass(frozen=True)
class Item:
    """One record.

    Attributes:
        number: where a person finds it.
        cells: None if it is none and must be kept aside.
    """

    number: int
    cells: Cells | None


@dataclass
class Items:
    """All records of a file; none if it must be refused.

    Attributes:
        is_loose: what its values are is not known.
        header: empty if it is the union of the records' names.
    """

    items: list[Item]
    doubts: list[str]
    is_loose: bool = False
    header: tuple[str, ...] = ()


class _Written(str):
    """A number as it is written."""


def read_json(text: str, is_lines: bool) -> Items:
    """The records of a JSON text; one that has none is refused."""
    try:
        document = _loads(text)
    except (ValueError, RecursionError):
        document = None
    if isinstance(document, list) and not is_lines:
        return _judged([Item(number, _cells(value)) for number, value in enumerate(document, start=1)], text)
    if isinstance(document, dict) and any(isinstance(document.get(name), list | dict) for name in LISTS):
        return Items([], ["an object with a list in it"], is_loose=True)
    return _judged(list(_lines(text)), text) if _has_a_whole_line(text) else Items([], ["no JSON"])


def known(truths: tuple[Truth, ...], base: str, content: bytes) -> Items:
    """The records of a workbook or Parquet file, from its making."""
    digest = hashlib.sha256(content).hexdigest()
    truth = next((truth for truth in truths if truth.sha256 == digest), None)
    doubts = [] if truth else ["its bytes were changed"]
    truth = truth or next((truth for truth in truths if truth.name == base), None)
    if not truth:
        return Items([], ["of no known making"], is_loose=True)
    first = 2 if base.endswith(".xlsx") else 1
    rows = [
        Item(number, dict(zip(truth.header, row, strict=True))) for number, row in enumerate(truth.rows, start=first)
    ]
    if base.endswith(".xlsx"):
        rows = [row for row in rows if row.cells and any(row.cells.values())]
    return Items(rows, doubts, is_loose=bool(doubts) and base.endswith(".parquet"), header=truth.header)


def _judged(items: list[Item], text: str) -> Items:
    """No records at all are refused, and so is a last line that is cut."""
    last = text.rsplit("\n", 1)[-1].strip()
    if not any(item.cells is not None for item in items):
        return Items([], ["it holds no record"])
    is_lines = not text.lstrip().startswith("[")
    if is_lines and last and not text.endswith("\n") and _value(last) is None:
        return Items([], ["its last line is cut"])
    return Items(items, [])


def _lines(text: str) -> Iterator[Item]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield Item(number, _cells_of_line(line.strip()))


def _has_a_whole_line(text: str) -> bool:
    """Whether one of the first two lines is an object, so that the text is JSON lines."""
    lines = [line.strip() for line in text.split("\n") if line.strip()][:2]
    return not text.lstrip().startswith("[") and any(isinstance(_value(line), dict) for line in lines)


def _cells_of_line(line: str) -> Cells | None:
    return None if "\\u0000" in line else _cells(_value(line))


def _value(line: str) -> Any:
    try:
        return _loads(line)
    except (ValueError, RecursionError):
        return None


def _loads(text: str) -> Any:
    return json.loads(
        text, parse_int=_Written, parse_float=_Written, parse_constant=_Written, object_pairs_hook=_object
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | int:
    """An object; a number stands for one with a member twice, which is no record."""
    members = dict(pairs)
    return members if len(members) == len(pairs) else 0


def _cells(value: Any) -> Cells | None:
    if not isinstance(value, dict) or any(isinstance(member, dict | list | int) for member in value.values()):
        return None
    cells = {name: member or "" for name, member in value.items()}
    text = "".join([*cells, *cells.values()])
    return None if any("\ud800" <= sign <= "\udfff" or sign == "\0" for sign in text) else cells
