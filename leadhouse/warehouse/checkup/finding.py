"""One thing that a check-up found.

Reads and writes nothing. Names, counts and times only, never a value of a record.
"""

from __future__ import annotations

from dataclasses import dataclass

ERROR = "error"
WARNING = "warning"
NOTE = "note"
SEVERITIES = (ERROR, WARNING, NOTE)


@dataclass(frozen=True)
class Finding:
    """What is wrong, for whom, and what to do.

    Attributes:
        severity: error (something does not work), warning (figures may be incomplete or old), note (good to know).
        what: what was found.
        why: what it means for those who use the figures.
        next: the command or the action that comes next.
    """

    severity: str
    what: str
    why: str
    next: str


def some(names: list[str], shown: int = 6) -> str:
    """A list of names that stays readable."""
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more} more" if more > 0 else "")


def counted(number: int, thing: str) -> str:
    """Such as `1 row`, `2,000 rows`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
