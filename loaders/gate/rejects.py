"""One record that was kept out of a raw table, and why.

Reads and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reject:
    """One record that was kept out.

    Attributes:
        line: where a person finds it: physical line of a text, row of a sheet, else the record's number.
        raw_text: the record as the file has it.
    """

    line: int
    rule: str
    raw_text: str
