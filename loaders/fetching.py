"""A candidate's bytes on disk as UTF-8, with their digest; read once.

Reads a Candidate in blocks; writes a copy into a temporary folder only where it comes from an archive or is not
UTF-8 already. One Fetched per candidate. Refuses: NUL bytes, UTF-8 that is damaged in places, bytes that no encoding
explains.
"""

from __future__ import annotations

import codecs
import hashlib
import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from loaders.errors import Refused
from loaders.files import Candidate

BLOCK = 1 << 20
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
DAMAGED = "It is damaged or no text: export it again."
Tick = Callable[[int], None]


@dataclass(frozen=True)
class Fetched:
    """A candidate's bytes on disk, as UTF-8 if they are text.

    Attributes:
        sha256, size, encoding: of the bytes as they came.
    """

    path: Path
    sha256: str
    size: int
    encoding: str

    def at(self, path: Path) -> Fetched:
        """The same bytes in another form."""
        return replace(self, path=path)


def new_path(folder: Path, suffix: str) -> Path:
    """A path in the temporary folder that nothing has yet."""
    return folder / f"{uuid.uuid4().hex}{suffix}"


def fetch(candidate: Candidate, folder: Path, tick: Tick, is_text: bool = True) -> Fetched:
    """Bring a candidate to disk.

    Args:
        folder: temporary; what is written there gets a name of its own, never the member's.
        tick: told the number of bytes of each block.
        is_text: a workbook is none; its bytes stay as they are.

    Raises:
        Refused: see the module.
    """
    copy = new_path(folder, candidate.suffix) if candidate.member else None
    digest, size, encoding = hashlib.sha256(), 0, _Encoding(candidate.name)
    with candidate.open() as source, copy.open("wb") if copy else nullcontext() as target:
        while block := source.read(BLOCK):
            digest.update(block)
            size += len(block)
            tick(len(block))
            if target:
                target.write(block)
            if is_text:
                encoding.see(block)
    path, name = copy or candidate.path, encoding.name() if is_text else ""
    if name not in ("", "utf-8"):
        path = _transcoded(candidate.name, path, folder, name)
    return Fetched(path, digest.hexdigest(), size, name)


class _Encoding:
    """Tells a text's encoding while its blocks pass by: UTF-16 by its mark, else UTF-8 if it is, else cp1252."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.seen = ""

    def see(self, block: bytes) -> None:
        if not self.seen:
            self.seen = "utf-16" if block.startswith(UTF16) else "utf-8"
        if self.seen == "utf-16":
            return
        if b"\0" in block:
            raise Refused(self.file, "it contains NUL bytes", DAMAGED)
        self._decode(block)

    def name(self) -> str:
        self._decode(b"", final=True)
        return self.seen or "utf-8"

    def _decode(self, block: bytes, final: bool = False) -> None:
        if self.seen != "utf-8":
            return
        try:
            self.decoder.decode(block, final)
        except UnicodeDecodeError:
            self.seen = "cp1252"


def _transcoded(name: str, path: Path, folder: Path, encoding: str) -> Path:
    """A UTF-8 copy of a text in another encoding."""
    if encoding == "cp1252":
        _check_not_damaged_utf8(name, path)
    copy = new_path(folder, ".csv")
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as source, copy.open("wb") as target:
            while block := source.read(BLOCK):
                _write_text(name, target, decoder.decode(block))
            _write_text(name, target, decoder.decode(b"", final=True))
    except UnicodeDecodeError as error:
        raise Refused(name, f"it is neither UTF-8 nor {encoding} ({error.reason})", "Export it as UTF-8.") from None
    return copy


def _write_text(name: str, target: IO[bytes], text: str) -> None:
    if "\0" in text:
        raise Refused(name, "it contains NUL characters", DAMAGED)
    target.write(text.encode())


def _check_not_damaged_utf8(name: str, path: Path) -> None:
    """Refuse a UTF-8 file in which some bytes are broken: read as cp1252 all its accents would turn to rubbish."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = 0
    with path.open("rb") as source:
        while block := source.read(BLOCK):
            text = decoder.decode(block)
            marks = text.count("\ufffd")
            broken += marks
            whole += len(text) - len(text.encode("ascii", "ignore")) - marks
    if whole > broken:
        raise Refused(
            name, f"it is UTF-8 with {broken:,} broken characters", "It was damaged on its way: export it again."
        )
