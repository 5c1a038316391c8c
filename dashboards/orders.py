"""In which order a list of records stands: as SQL over a row `f` of its fact, and in words.

Pure. The newest first is the order of every list that names no other.
"""

from __future__ import annotations

NEWEST = "newest"

ORDERS = {
    "lately": ('f."response_due_at" desc nulls last', "the most recently overdue first: the likeliest to answer"),
    "idle": ('coalesce(f."last_activity_at", f."created_at") nulls last', "the longest without an activity first"),
    "amount": ('f."amount" desc nulls last', "the largest amount first"),
    "won": ('f."attributed_won_amount" desc nulls last', "those that won most first"),
    "apart": (
        'f."later_outcome_at" - f."rejected_at" desc nulls last',
        "first those that came back longest after they were let go",
    ),
}
"""The orders by name: what is sorted by before the newest, and how that is said."""


def order_of(name: str, newest: str) -> str:
    """Return the SQL that sorts a list, ending in its newest first.

    Args:
        newest: the SQL of that.
    """
    return f"{ORDERS[name][0]}, {newest}" if name != NEWEST else newest


def order_said(name: str) -> str:
    """Return the order of a list in words."""
    return ORDERS[name][1] if name != NEWEST else "newest first"
