"""Parts of a page one below the other in a column, so that a short one leaves no gap beside a long one."""

from __future__ import annotations

from collections.abc import Callable

Part = Callable[[], None]


def stacked(*parts: Part) -> Part:
    """Return what draws the parts one below the other."""

    def draw() -> None:
        for part in parts:
            part()

    return draw
