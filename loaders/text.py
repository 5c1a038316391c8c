"""A file's bytes become UTF-8 text on disk that can be trusted, with its digest, delimiter and header.

Reads a Candidate once, in blocks; writes a copy into a temporary folder only where the file came from an archive or
is not UTF-8 already. One TextFile per candidate. Refuses: empty files, NUL bytes, UTF-8 that is damaged in places,
bytes that no encoding explains, lines ended by CR alone, a header that is missing, doubled or a single column.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from loaders.errors import Refused
from loaders.files import Candidate

BLOCK = 1 << 20
HEAD = 1 << 20
DELIMITERS = (",", ";", "\t")
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
Tick = Callable[[int], None]


@dataclass(frozen=True)
class TextFile:
    """A file ready to be read.

    Attributes:
        name: as reports show it.
        path: UTF-8 text, perhaps with a byte order mark.
        sha256: of the bytes as they came.
        size: bytes as they came.
        encoding: of the bytes as they came.
        header: column names, trimmed; an empty one is `column_<n>`.
        first_line: physical line of the header, from 1, in the file as it came.
    """

    name: str
    path: Path
    sha256: str
    size: int
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    first_line: int = 1


@dataclass(frozen=True)
class Fetched:
    """A candidate's bytes on disk, as UTF-8.

    Attributes:
        sha256, size, encoding: of the bytes as they came.
    """

    path: Path
    sha256: str
    size: int
    encoding: str


def read_text(candidate: Candidate, folder: Path, tick: Tick) -> TextFile:
    """Bring a CSV to disk and find its delimiter and header.

    Raises:
        Refused: see the module.
    """
    return describe(candidate.name, fetch(candidate, folder, tick))


def peek(candidate: Candidate, folder: Path) -> TextFile:
    """A CSV's first lines, enough to tell what it is; its digest and size are those of the lines.

    Raises:
        Refused: see the module.
    """
    with candidate.open() as source:
        head = source.read(HEAD)
    path = new_path(folder, ".csv")
    path.write_bytes(head.decode("utf-16", "ignore").encode() if head.startswith(UTF16) else head)
    return describe(candidate.name, Fetched(path, "", len(head), ""))


def new_path(folder: Path, suffix: str) -> Path:
    """A path in the temporary folder that nothing has yet."""
    return folder / f"{uuid.uuid4().hex}{suffix}"


def fetch(candidate: Candidate, folder: Path, tick: Tick) -> Fetched:
    """Bring a candidate to disk as UTF-8, reading it once.

    Args:
        folder: temporary; what is written there gets a name of its own, never the member's.
        tick: told the number of bytes of each block.

    Raises:
        Refused: see the module.
    """
    copy = new_path(folder, candidate.suffix) if candidate.member else None
    digest, size, decoder = hashlib.sha256(), 0, codecs.getincrementaldecoder("utf-8")()
    encoding = "utf-8"
    with candidate.open() as source, open(copy or "/dev/null", "wb") as target:
        while block := source.read(BLOCK):
            if not size and block.startswith(UTF16):
                encoding = "utf-16"
            digest.update(block)
            size += len(block)
            tick(len(block))
            if copy:
                target.write(block)
            if encoding == "utf-16":
                continue
            if b"\0" in block:
                raise Refused(candidate.name, "it contains NUL bytes", "It is damaged or no text: export it again.")
            if encoding == "utf-8" and not _decodes(decoder, block):
                encoding = "cp1252"
    if encoding == "utf-8" and not _decodes(decoder, b"", final=True):
        encoding = "cp1252"
    path = copy or candidate.path
    if encoding != "utf-8":
        path = _transcoded(candidate.name, path, folder, encoding)
    return Fetched(path, digest.hexdigest(), size, encoding)


def describe(name: str, fetched: Fetched, delimiter: str | None = None, first_line: int = 1) -> TextFile:
    """Find delimiter and header of a text.

    Args:
        fetched: from `fetch`; the header is the first line of its path.
        delimiter: as declared; None looks at the header.
        first_line: physical line of the header in the file as it came.

    Raises:
        Refused: see the module.
    """
    with fetched.path.open("rb") as file:
        head = file.read(HEAD)
    text = head.decode("utf-8-sig", errors="ignore")
    if not text.strip():
        raise Refused(name, "it is empty", "Export it again; an export without records still has a header line.")
    if "\r" in text and "\n" not in text:
        raise Refused(name, "its lines end in CR alone", "Save it with LF or CRLF line ends, then load it.")
    delimiter = delimiter or max(DELIMITERS, key=lambda sign: len(_first_record(text, sign)))
    header = tuple(
        cell.strip() or f"column_{number}" for number, cell in enumerate(_first_record(text, delimiter), start=1)
    )
    if len(header) < 2:
        raise Refused(
            name,
            "its first line is a single column",
            "Use comma, semicolon or tab between columns, or declare the delimiter in a mapping.",
            first_line,
        )
    _check_doubled(name, header, first_line)
    return TextFile(name, fetched.path, fetched.sha256, fetched.size, fetched.encoding, delimiter, header, first_line)


def without_first_lines(path: Path, folder: Path, lines: int) -> Path:
    """A copy of a text without the lines above its header."""
    copy = new_path(folder, ".csv")
    with path.open("rb") as source, copy.open("wb") as target:
        for _ in range(lines):
            source.readline()
        while block := source.read(BLOCK):
            target.write(block)
    return copy


def _check_doubled(name: str, header: tuple[str, ...], line: int) -> None:
    seen: set[str] = set()
    for number, cell in enumerate(header, start=1):
        if cell.lower() in seen:
            raise Refused(
                name,
                f"the header has one name twice, again in column {number}",
                "Rename or remove one of the two columns, then load it.",
                line,
            )
        seen.add(cell.lower())


def _first_record(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return []


def _decodes(decoder: codecs.IncrementalDecoder, block: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(block, final)
    except UnicodeDecodeError:
        return False
    return True


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
        raise Refused(name, "it contains NUL characters", "It is damaged or no text: export it again.")
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
