"""Why a report cannot be compared, as the user reads it.

Reads and writes nothing. A message names the file, the line where there is one, the reason and the next step, and never
quotes a value of a record.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

from leadhouse.errors import InputRefused
from loaders.errors import NoRoom, Refused


def refuse(file: str, reason: str, next_step: str, line: int | None = None) -> NoReturn:
    """Stop: the report cannot be compared. Exit code 3."""
    place = f"{file} line {line}" if line else file
    raise InputRefused(f"{place + ': ' if place else ''}{reason}. Nothing was compared. {next_step}")


@contextmanager
def refusals_of_loaders() -> Iterator[None]:
    """What loaders refuse to load, said of a comparison."""
    try:
        yield
    except NoRoom:
        raise
    except Refused as refused:
        refuse(refused.file, refused.reason.rstrip("."), refused.next_step, refused.line)
