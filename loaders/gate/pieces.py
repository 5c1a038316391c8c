"""A text in pieces that end where a record ends.

Reads a UTF-8 text; writes nothing. One piece is some megabytes of bytes, or more where a record is longer. Where a
record ends is told by quotes alone, each of which opens or closes. Stops short of the end of a text in which a record
seems to have none, as after a stray quote: whoever counts by pieces then counts too few.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path

import numpy as np

SIZE = 6 << 20
LONGEST = 64 << 20
QUOTE = ord('"')


def pieces(path: Path, size: int = SIZE) -> Iterator[bytes]:
    """The text, piece by piece; what was read does not stay in memory."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        start, wanted, is_quote = 0, size, np.empty(size, dtype=bool)
        while start < len(text) and wanted <= LONGEST:
            piece = text[start : _line_end(text, start, wanted)]
            if start + len(piece) < len(text):
                piece = _whole_records(piece, is_quote)
            if piece:
                yield piece
                text.madvise(mmap.MADV_DONTNEED)
            start += len(piece)
            wanted = size if piece else 2 * wanted
            if wanted > len(is_quote):
                is_quote = np.empty(wanted, dtype=bool)


def _line_end(text: mmap.mmap, start: int, wanted: int) -> int:
    stop = start + wanted
    return len(text) if stop >= len(text) else text.rfind(b"\n", start, stop) + 1


def _whole_records(piece: bytes, is_quote: np.ndarray) -> bytes:
    """A piece without the last record if that has no end; empty if there is no other.

    Args:
        is_quote: room for as many flags as the piece has bytes; fresh memory for each piece costs most of the time.
    """
    np.equal(np.frombuffer(piece, dtype=np.uint8), QUOTE, out=is_quote[: len(piece)])
    is_open = np.count_nonzero(is_quote[: len(piece)]) % 2
    end = len(piece)
    while is_open and end:
        line = piece.rfind(b"\n", 0, piece.rfind(b'"', 0, end)) + 1
        is_open ^= piece.count(b'"', line, end) % 2
        end = line
    return piece[:end]
