"""Text of the data as text: where the page reads markup, nothing of it becomes a link, a picture or a heading.

Pure.
"""

from __future__ import annotations

import re

ADDRESS = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)|(?=@)")
"""Where a letter without width keeps an address from becoming a link."""

MARKUP = re.compile(r"([!-/:-@\[-`{-~])")
"""What can be markup: all punctuation."""


def plain(text: str) -> str:
    """Return text of the CRM so that a label shows it as it is: no markup, no link, no picture."""
    return MARKUP.sub(r"\\\1", ADDRESS.sub("\u200b", " ".join(text.split())))
