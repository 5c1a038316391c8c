"""What may become of a file and of each of its records.

Reads and writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.fuzz.sources import Source

LANDED, REJECTED, LEFT_OUT = "landed", "rejected", "left out"
Values = dict[str, str | None]


@dataclass(frozen=True)
class Fate:
    """What may become of one record.

    Attributes:
        lines: physical lines that may be told of it.
        raw: None if it may be told in any way.
        ways: of LANDED, REJECTED and LEFT_OUT.
        values: by raw column in lower case.
    """

    number: int
    lines: frozenset[int]
    raw: str | None
    ways: frozenset[str]
    values: Values


@dataclass(frozen=True)
class Reading:
    """One way in which a file may be read.

    Attributes:
        is_loose: nothing is known of its records but that the numbers must agree.
    """

    object: str
    table: str
    header: tuple[str, ...]
    fates: tuple[Fate, ...]
    is_loose: bool = False


@dataclass
class Expected:
    """What may become of one file."""

    source: Source
    readings: list[Reading] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    may_ignore: bool = False

    @property
    def must_be_refused(self) -> bool:
        """Nothing else is right."""
        return not self.readings and not self.may_ignore
