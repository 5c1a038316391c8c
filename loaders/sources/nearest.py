"""The known word that a mistyped one may have meant.

Reads and writes nothing.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str:
    """`; nearest: ...`, or nothing if no known word is near."""
    lowered = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), lowered, n=3, cutoff=0.6)
    return f"; nearest: {', '.join(lowered[name] for name in found)}" if found else ""
