"""What the user asks of a load, and how its progress is told.

Reads and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

# File, bytes done, bytes in all; each byte counts twice: once when fetched, once when landed.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Order:
    """What the user asked for.

    Attributes:
        complete: the export holds all records, so that absent ones have been deleted.
        dry_run: say what would happen and change nothing.
        loaded_at: UTC, whole seconds.
        accept_shrink: a complete export may lack many of the records known before.
    """

    complete: bool
    dry_run: bool
    loaded_at: datetime
    accept_shrink: bool = False
