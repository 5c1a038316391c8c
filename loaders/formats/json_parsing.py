"""The records of a JSON text, one by one, each with the text that it was read from.

Reads JSON lines, or a document with a list of records, in blocks; writes nothing. One Element per line or item.
Refuses: JSON lines that are cut off, and what json_document.py refuses.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from loaders.errors import Refused
from loaders.formats.json_decoding import Decoder, Element
from loaders.formats.json_document import AGAIN, LISTS, Document
from loaders.landing.sql import MAX_RECORD_BYTES


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
    with Document(name, path) as document:
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
    decoder = Decoder()
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
