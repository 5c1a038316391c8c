"""One JSON value at a time, its numbers as they are written and its doubled fields seen.

Reads text; writes nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


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


class Decoder:
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
