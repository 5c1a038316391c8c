"""By what rates stand in their order, in the same few words wherever dots are ranked.

Pure. `statistics.ranked` makes the order.
"""

from __future__ import annotations


def order_words(less_is_better: bool = False) -> str:
    """Return by what the dots of a ranked picture stand in their order."""
    end = " (less is better)" if less_is_better else ""
    return f"Order: surely better first{end}, surely worse last, what may be chance between."
