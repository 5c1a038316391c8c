"""Rounding parts so that they add up to their whole as both are written: by the largest remainders.

Pure. Source: Hamilton's method of apportionment; Balinski, Young, "Fair Representation" (1982).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from math import floor


def whole_parts(exact: Sequence[float] | Sequence[Decimal], whole: int) -> list[int]:
    """Return whole parts that add up to the whole: of those cut, who loses most gets one more.

    Args:
        exact: the parts in the smallest unit that is written (tenths of a percent, cents), at least one.
        whole: what they are to add up to, in the same unit.
    """
    parts = [floor(each) for each in exact]
    by_loss = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    missing = whole - sum(parts)
    for turn in range(abs(missing)):
        # One too many is taken from who gained most.
        place = turn if missing > 0 else -1 - turn
        parts[by_loss[place % len(parts)]] += 1 if missing > 0 else -1
    return parts
