"""The records of a JSON document, read in blocks: only one record, and a block, are in memory at a time.

Reads a document that is an array of records or has one in it, as the answer to a query does; writes nothing. One
Element per item. Refuses: broken or cut JSON, no or several lists, an answer that says itself that it is not all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from loaders.errors import Refused
from loaders.formats.fetching import BLOCK
from loaders.formats.json_decoding import Decoder, Element, Number
from loaders.landing.sql import MAX_RECORD_BYTES

SPACE = re.compile(r"[ \t\r\n]*")
# What the systems call the list in a query's answer.
LISTS = ("records", "result", "results", "value", "data", "items")
AGAIN = "Export it again, then load it."


class Document:
    """A JSON document.

    Args:
        name: of the file, for messages.

    Attributes:
        is_at_end: whether all of it has been read.
    """

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self.file = path.open(encoding="utf-8-sig", newline="")
        self.decoder = Decoder()
        self.buffer, self.position, self.line = "", 0, 1
        self.is_at_end = False
        self.listed = 0
        self.has_list = False

    def __enter__(self) -> Document:
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
