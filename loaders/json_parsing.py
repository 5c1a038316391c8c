"""The records of a JSON text, one by one, each with the text that it was read from.

Reads JSON lines, or a document that is an array of records or has one in it, in blocks; writes nothing. One Element
per line or array item. Numbers stay as they are written. Refuses: broken or cut JSON, a document without a list of
records, one that says itself that it is incomplete.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn

from loaders.errors import Refused
from loaders.fetching import BLOCK
from loaders.sql import MAX_RECORD_BYTES

SPACE = re.compile(r"[ \t\r\n]*")
# What the systems call the list in a query's answer.
LISTS = ("records", "result", "results", "value", "data", "items")
AGAIN = "Export it again, then load it."


class Number(str):
    """A number as it is written."""

    __slots__ = ()


@dataclass(frozen=True)
class Element:
    """One item of the list.

    Attributes:
        number: line of JSON lines, else the item's number, from 1.
        record: None if it is no object or has a field twice; then `rule` says so.
    """

    number: int
    raw_text: str
    record: dict[str, Any] | None
    rule: str = ""


class _Decoder:
    """Python's own decoder, told to keep numbers and to see doubled keys."""

    def __init__(self) -> None:
        self.is_doubled = False
        self.json = json.JSONDecoder(
            parse_float=Number, parse_int=Number, parse_constant=Number, object_pairs_hook=self._object
        )

    def decode(self, text: str, position: int) -> tuple[Any, int]:
        """The value that begins at a position, and where it ends."""
        self.is_doubled = False
        return self.json.raw_decode(text, position)

    def element(self, number: int, raw_text: str, value: Any) -> Element:
        """What was decoded last as an item of the list."""
        if not isinstance(value, dict):
            return Element(number, raw_text, None, "no JSON object")
        if self.is_doubled:
            return Element(number, raw_text, None, "a field twice")
        return Element(number, raw_text, value)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        self.is_doubled |= len(members) < len(pairs)
        return members


def elements(name: str, path: Path, is_cut: bool) -> Iterator[Element]:
    """The items of a JSON text.

    Args:
        name: of the file, for messages.
        is_cut: the text is only the first part of the file, so that its end says nothing.

    Raises:
        Refused: see the module.
    """
    if _is_lines(path):
        yield from _lines(name, path, is_cut)
        return
    with _Document(name, path) as document:
        try:
            yield from document.items()
        except Refused:
            if not (is_cut and document.is_at_end):
                raise


def _is_lines(path: Path) -> bool:
    """Whether one of the first two lines is a whole object; a lone one may be an answer with a list in it."""
    with path.open("rb") as file:
        filled = (line.strip() for line in iter(lambda: file.readline(MAX_RECORD_BYTES), b""))
        head = [line.removeprefix(codecs.BOM_UTF8) for line in islice(filter(None, filled), 2)]
    if head and head[0].startswith(b"["):
        return False
    values = [_whole(line) for line in head]
    if len(head) == 1 and isinstance(values[0], dict):
        return not any(isinstance(values[0].get(key), list | dict) for key in LISTS)
    return any(isinstance(value, dict) for value in values)


def _whole(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _lines(name: str, path: Path, is_cut: bool) -> Iterator[Element]:
    decoder = _Decoder()
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MAX_RECORD_BYTES + 1):
            number += 1
            if len(line) > MAX_RECORD_BYTES:
                raise Refused(name, "the line is longer than 8 MB", "Write one record per line.", number)
            text = line.decode("utf-8-sig" if number == 1 else "utf-8", "replace").strip()
            if not text:
                continue
            try:
                value, end = decoder.decode(text, 0)
                if end < len(text):
                    raise ValueError
            except (ValueError, RecursionError):
                if not line.endswith(b"\n"):
                    if is_cut:
                        return
                    raise Refused(name, "it is cut off in the middle of its last line", AGAIN, number) from None
                yield Element(number, text, None, "no JSON object")
                continue
            yield decoder.element(number, text, value)


class _Document:
    """A JSON document read in blocks: only one item, and a block, are in memory at a time."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.file = path.open(encoding="utf-8-sig", newline="")
        self.decoder = _Decoder()
        self.buffer, self.position, self.line = "", 0, 1
        self.is_at_end = False
        self.listed = 0
        self.has_list = False

    def __enter__(self) -> _Document:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def items(self) -> Iterator[Element]:
        """All items; the document is read to its end."""
        start = self._next()
        if start == "[":
            yield from self._array()
        elif start == "{":
            yield from self._members()
        else:
            raise Refused(self.name, "it is no JSON", AGAIN)
        if not self.has_list:
            raise Refused(self.name, "it holds no list of records", "Export the records, as JSON or as CSV.")
        if self._next():
            raise Refused(self.name, "more follows after the end of the JSON", AGAIN, self.line)

    def _array(self) -> Iterator[Element]:
        if self.has_list:
            raise Refused(self.name, "it holds more than one list of records", "Write each to a file of its own.")
        self.has_list = True
        self._take("[")
        if self._next() == "]":
            self._take("]")
            return
        while True:
            raw_text, value = self._value()
            self.listed += 1
            yield self.decoder.element(self.listed, raw_text, value)
            if self._next() == "]":
                self._take("]")
                return
            self._take(",")

    def _members(self) -> Iterator[Element]:
        """The list within an answer to a query, whose other members may say that it is not all of it."""
        facts: dict[str, Any] = {}
        sign = "{"
        self._take(sign)
        while self._next() != "}":
            if sign == ",":
                self._take(sign)
            sign = ","
            if self._next() != '"':
                self._break()
            _, key = self._value()
            self._take(":")
            start = self._next()
            if key in LISTS and start == "[":
                yield from self._array()
            elif key in LISTS and start == "{":
                yield from self._members()
            else:
                facts[key] = self._value()[1]
        self._take("}")
        self._check_complete(facts)

    def _check_complete(self, facts: dict[str, Any]) -> None:
        why = incomplete(facts)
        if why:
            raise Refused(self.name, f"it says itself that it is not all: {why}", "Export all pages of it as one file.")
        total = facts.get("totalSize")
        if isinstance(total, Number) and total != str(self.listed):
            raise Refused(self.name, f"it says that it has {total} records, but holds {self.listed:,}", AGAIN)

    def _value(self) -> tuple[str, Any]:
        """The next value, and its text."""
        self._next()
        while True:
            try:
                value, end = self.decoder.decode(self.buffer, self.position)
            except (json.JSONDecodeError, RecursionError):
                if len(self.buffer) - self.position > MAX_RECORD_BYTES or not self._more():
                    self._break()
                continue
            if end == len(self.buffer) and self._more():
                continue  # a number may go on
            raw_text = self.buffer[self.position : end]
            self._advance(end)
            return raw_text, value

    def _next(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            space = SPACE.match(self.buffer, self.position)
            assert space is not None
            self._advance(space.end())
            if self.position < len(self.buffer):
                return self.buffer[self.position]
            if not self._more():
                return ""

    def _take(self, sign: str) -> None:
        if self._next() != sign:
            self._break()
        self.position += 1

    def _advance(self, end: int) -> None:
        self.line += self.buffer.count("\n", self.position, end)
        self.position = end

    def _more(self) -> bool:
        block = self.file.read(BLOCK)
        self.buffer, self.position = self.buffer[self.position :] + block, 0
        self.is_at_end = not block
        return bool(block)

    def _break(self) -> NoReturn:
        if self.is_at_end and self._is_unfinished():
            line = self.line + self.buffer.count("\n", self.position)
            raise Refused(self.name, "it is cut off: the JSON ends too early", AGAIN, line)
        raise Refused(self.name, "the JSON that begins there is broken", AGAIN, self.line)

    def _is_unfinished(self) -> bool:
        """Whether what is left would be right if more came."""
        if self.position == len(self.buffer):
            return True
        try:
            self.decoder.decode(self.buffer, self.position)
        except json.JSONDecodeError as error:
            return error.pos >= len(self.buffer.rstrip()) or error.msg.startswith("Unterminated string")
        except RecursionError:
            pass
        return False


def incomplete(facts: dict[str, Any]) -> str | None:
    """The member of an answer that says that more records were to be had."""
    paging = facts.get("paging")
    signs = {
        '"done" is false': facts.get("done") is False,
        '"hasMore" is true': facts.get("hasMore") is True,
        '"moreResult" is true': facts.get("moreResult") is True,
        '"paging" has "next"': isinstance(paging, dict) and bool(paging.get("next")),
    }
    signs |= {f'"{key}" is there': bool(facts.get(key)) for key in ("nextRecordsUrl", "@odata.nextLink")}
    return next((sign for sign, is_so in signs.items() if is_so), None)
