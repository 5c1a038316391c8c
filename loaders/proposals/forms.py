"""The commonest of a column's forms.

Reads a column; writes nothing.
"""

from __future__ import annotations

import polars as pl


def commonest(shapes: pl.Series) -> str:
    """The form of most values, the first in order among equals; empty if there is none."""
    counted = shapes.alias("form").value_counts(name="times").sort(["times", "form"], descending=[True, False])
    return str(counted["form"][0]) if counted.height else ""
