"""Names in a sentence, the first of them where there are many.

Reads and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

MOST = 8


def some(names: Sequence[str], most: int = MOST) -> str:
    """`a, b, c and 51 more`."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
