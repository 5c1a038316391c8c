"""What text the bytes of a CSV may mean, and how its records may be told apart.

Reads bytes; writes nothing. The rules are those of docs/loading.md, written anew: a mark decides, else UTF-8 if it is
valid, else Windows-1252. Where the bytes leave it open, all that may be meant is given, and `doubts` says why refusing
them is right as well.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from tests.fuzz.rfc4180 import Parsed, parse

DELIMITERS = (",", ";", "\t", "|")
MARKS_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass
class Texts:
    """All texts that some bytes may mean; none if they must be refused."""

    texts: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def decode(data: bytes) -> Texts:
    """The texts that some bytes may mean, without a byte order mark."""
    if data.startswith(MARKS_UTF16):
        return _without_nul(_attempt(data, "utf-16"))
    if b"\0" in data:
        return _unmarked_utf16(data)
    text = _attempt(data, "utf-8")
    if text is None:
        return _windows(data)
    return _with_second_mark(text.removeprefix("\ufeff"))


def parsings(text: str) -> tuple[list[tuple[str, Parsed]], list[str]]:
    """The delimiters that a text may have, with its records, and doubts.

    One delimiter that gives each record as many fields as the header, when no other does, is the only one.
    """
    all_parsed = [(sign, parse(text, sign)) for sign in DELIMITERS]
    found = [(sign, parsed) for sign, parsed in all_parsed if _is_table(parsed)]
    perfect = [(sign, parsed) for sign, parsed in found if not parsed.problem and _is_even(parsed)]
    if len(perfect) == 1 and len(perfect[0][1].records) > 1:
        return perfect, []
    usable = [(sign, parsed) for sign, parsed in found if not parsed.problem]
    doubts = ["more than one delimiter is possible"] if len(usable) > 1 else []
    doubts += ["another delimiter leaves quotes broken"] if len(usable) < len(found) else []
    if all(len(parsed.records) == 1 for _, parsed in usable) and sum(sign in text for sign in DELIMITERS) > 1:
        doubts.append("no record tells which delimiter is the right one")
    return usable, doubts


def _is_table(parsed: Parsed) -> bool:
    return bool(parsed.records) and len(parsed.records[0].fields) > 1


def _is_even(parsed: Parsed) -> bool:
    return len({len(record.fields) for record in parsed.records}) == 1


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _without_nul(text: str | None) -> Texts:
    return Texts() if text is None or "\0" in text else _with_second_mark(text)


def _with_second_mark(text: str) -> Texts:
    """A second mark may be dropped or belong to the first name."""
    if text.startswith("\ufeff"):
        return Texts([text.removeprefix("\ufeff"), text], ["there is a second byte order mark"])
    return Texts([text])


def _unmarked_utf16(data: bytes) -> Texts:
    """UTF-16 without a mark has a NUL in every other byte; reading it or refusing it is right."""
    found = [text for text in (_attempt(data, "utf-16-le"), _attempt(data, "utf-16-be")) if text and "\0" not in text]
    plain = [text for text in found if sum(sign < "\u0250" for sign in text) * 2 > len(text)]
    return Texts(plain, ["it contains NUL bytes"])


def _windows(data: bytes) -> Texts:
    """Bytes that are no UTF-8: Windows-1252, unless they show that they were UTF-8 once."""
    text = _attempt(data, "cp1252")
    if text is None or data.startswith(codecs.BOM_UTF8):
        return Texts()
    shown = data.decode("utf-8", "replace")
    broken = shown.count("\ufffd")
    whole = sum(sign > "\x7f" for sign in shown) - broken
    if whole > broken:
        return Texts()
    doubts = [f"{whole} characters are whole UTF-8, {broken} are none"] if whole else []
    if _is_cut_character(data):
        doubts.append("it ends within a character of UTF-8")
    return Texts([text], doubts)


def _is_cut_character(data: bytes) -> bool:
    """Whether all but the last bytes are UTF-8 and those begin a longer character."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(data)
    except UnicodeDecodeError:
        return False
    return True
