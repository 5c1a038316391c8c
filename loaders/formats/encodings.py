"""A text's encoding, told from its bytes, and the text as UTF-8.

Reads bytes; writes a UTF-8 copy. Knows UTF-8, UTF-16 (by its mark, or by a NUL in every second byte) and, where
neither fits, cp1252. Refuses: NUL bytes, UTF-8 that is damaged in places, bytes that no encoding explains, files of
another format than their name says.
"""

from __future__ import annotations

import codecs
from pathlib import Path
from typing import IO

from loaders.errors import Refused
from loaders.formats.room import check_room

BLOCK = 1 << 20
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DAMAGED = "It is damaged or no text: export it again."
# Bytes without a mark must all be like this to be taken for UTF-16; a header's first words are.
SAMPLE = 32
# How files begin that are another format than their name says, and what they are.
MAGIC = {
    b"PK\x03\x04": ("a zip archive or a workbook", (".xlsx", ".xlsm"), "Name it .zip or .xlsx, whichever it is."),
    b"PAR1": ("Parquet", (".parquet", ".pq"), "Name it .parquet."),
    b"\x1f\x8b": ("a gzip archive", (), "Unpack it, then load it."),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", (), "Unpack it, then load it."),
    b"Rar!": ("a RAR archive", (), "Unpack it, then load it."),
    b"%PDF": ("a PDF document", (), "Export the records as CSV."),
    b"\xd0\xcf\x11\xe0": (
        "Excel's old .xls, or a workbook with a password",
        (),
        "Save it as .xlsx or CSV without a password.",
    ),
}


def check_magic(name: str, suffix: str, head: bytes) -> None:
    """Refuse a file that begins like another format."""
    for magic, (kind, suffixes, next_step) in MAGIC.items():
        if head.startswith(magic) and suffix not in suffixes:
            raise Refused(name, f"it is {kind}, whatever its name says", next_step)


class EncodingWatch:
    """Tells a text's encoding while its blocks pass by.

    Args:
        file: name, for messages.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.seen = ""

    def see(self, block: bytes) -> None:
        """Take the next block.

        Raises:
            Refused: it holds NUL bytes and is no UTF-16.
        """
        if not self.seen:
            self.seen = _utf16(block) or "utf-8"
        if self.seen.startswith("utf-16"):
            return
        if b"\0" in block:
            raise Refused(self.file, "it contains NUL bytes", DAMAGED)
        self._decode(block)

    def name(self) -> str:
        """The encoding, once all blocks have been seen."""
        self._decode(b"", final=True)
        return self.seen or "utf-8"

    def _decode(self, block: bytes, final: bool = False) -> None:
        if self.seen != "utf-8":
            return
        try:
            self.decoder.decode(block, final)
        except UnicodeDecodeError:
            self.seen = "cp1252"


def to_utf8(name: str, path: Path, copy: Path, encoding: str) -> Path:
    """Write a UTF-8 copy of a text in another encoding.

    Raises:
        Refused: see the module.
    """
    if encoding == "cp1252":
        _check_not_damaged_utf8(name, path)
    # A character that takes two bytes in UTF-16 or one in cp1252 may take three in UTF-8.
    check_room(name, copy.parent, 2 * path.stat().st_size)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as source, copy.open("wb") as target:
            while block := source.read(BLOCK):
                _write_text(name, target, decoder.decode(block))
            _write_text(name, target, decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise Refused(name, f"it is neither UTF-8 nor {encoding} ({error.reason})", "Export it as UTF-8.") from None
    return copy


def _utf16(block: bytes) -> str:
    """UTF-16 as its mark, or the NUL in every second byte, shows it; empty if it is none."""
    if block.startswith(UTF16):
        return "utf-16"
    first, second = block[0 : 2 * SAMPLE : 2], block[1 : 2 * SAMPLE : 2]
    if len(second) > 1 and not any(second) and all(first):
        return "utf-16-le"
    if len(second) > 1 and not any(first) and all(second):
        return "utf-16-be"
    return ""


def _write_text(name: str, target: IO[bytes], text: str) -> None:
    if "\0" in text:
        raise Refused(name, "it contains NUL characters", DAMAGED)
    target.write(text.encode())


def _check_not_damaged_utf8(name: str, path: Path) -> None:
    """Refuse a UTF-8 file in which some bytes are broken: read as cp1252 all its accents would turn to rubbish."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = 0
    with path.open("rb") as source:
        is_marked = source.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
        source.seek(0)
        while block := source.read(BLOCK):
            text = decoder.decode(block)
            marks = text.count("\ufffd")
            broken += marks
            whole += len(text) - len(text.encode("ascii", "ignore")) - marks
    if is_marked or whole > broken:
        raise Refused(
            name, f"it is UTF-8 with {broken:,} broken characters", "It was damaged on its way: export it again."
        )
