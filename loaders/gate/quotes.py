"""Whether spaces around quotes, or a header of several lines, might make two readers understand a text differently.

Reads a UTF-8 text as bytes. DuckDB takes `, "x"` for the value x, and `"x" "y"` for one value, Python's csv module the
first for a value with a space and two quotes and the second for an error; both count the same record, so counting
twice does not tell. May suspect a text in vain; the exact reader then looks at each record.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from loaders.formats.text import TextFile

# Small enough that what is made of a block stays in the processor's cache: four times as much takes twice the time.
BLOCK = 1 << 18
SPACE, QUOTE = ord(" "), ord('"')


def has_spaced_quotes(path: Path, delimiter: str) -> bool:
    """Whether a quote stands next to a space that stands next to a delimiter, a line's end, a space or a quote."""
    outside = np.array([SPACE, QUOTE, ord("\n"), ord("\r"), ord(delimiter)], dtype=np.uint8)
    seen = b"\n"
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if _has_spaced_quotes(seen + block, outside):
                return True
            seen = (seen + block)[-2:]
    return _has_spaced_quotes(seen + b"\n", outside)


def header_runs_over_lines(text: TextFile) -> bool:
    """Whether the header takes several lines: behind one, two fast readers were seen to agree on too few records."""
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=text.delimiter)
        try:
            next(record for record in reader if record)
        except (csv.Error, StopIteration):
            return True
    return reader.line_num > 1


def _has_spaced_quotes(block: bytes, outside: np.ndarray) -> bool:
    signs = np.frombuffer(block, dtype=np.uint8)
    is_space, is_quote = signs == SPACE, signs == QUOTE
    before = np.flatnonzero(is_space[1:-1] & is_quote[2:])
    after = np.flatnonzero(is_quote[:-2] & is_space[1:-1])
    return bool(np.isin(signs[before], outside).any() or np.isin(signs[after + 2], outside).any())
