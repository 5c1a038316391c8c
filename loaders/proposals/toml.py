"""Texts as TOML, and a file's name as the pattern that finds it alone.

Reads and writes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

BARE = re.compile(r"[A-Za-z0-9_-]+")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def quoted(text: str) -> str:
    """A basic string."""
    return CONTROL.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(text, ensure_ascii=False))


def listed(texts: Sequence[str]) -> str:
    """An array of strings."""
    return "[" + ", ".join(map(quoted, texts)) + "]"


def comment(text: str) -> str:
    """A text that stays on its line."""
    return " ".join(CONTROL.sub(" ", text).split())


def records(count: int) -> str:
    """`1 record`, `2,000 records`."""
    return f"{count:,} record{'' if count == 1 else 's'}"


def pattern(file: str) -> str:
    """A pattern that matches that file name and no other."""
    return re.sub(r"([*?\[])", r"[\1]", file)
