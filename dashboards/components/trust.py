"""Whether the figures can be trusted, in words: what is open, and what that means for them.

Reads the meta tables through `data`. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.components.coverage import gap_months
from dashboards.components.formats import count

WARNINGS = (
    "A test that fails stops the publishing: these only warn. The figures are published, and the failing rows are in "
    "them: what is told of each table below may be off by as many rows."
)
"""What it means that tests warn."""

UNMAPPED_COUNT = "Records with such a value count, under Unmapped or none. Give it a meaning in the definitions."
"""What becomes of values without a meaning."""


def verdict() -> str:
    """Answer the page's question in a sentence: what is open, as far as the build can tell."""
    checks, rejects = data.table("meta_tests"), data.table("meta_rejects")
    found = (
        (checks.filter(pl.col("status") != "pass").height, "test warns", "tests warn"),
        (int(rejects["open"].sum()), "rejected row is still open", "rejected rows are still open"),
        (data.table("meta_unmapped").height, "value has no meaning yet", "values have no meaning yet"),
        (gap_months(data.table("meta_coverage")), "month lacks records", "months lack records"),
    )
    said = [f"{count(number)} {one if number == 1 else many}" for number, one, many in found if number]
    if not said:
        return "**Yes:** all tests pass, no row is rejected, every value has a meaning, no month lacks."
    return f"**Yes, but for:** {', '.join(said)}. Each is listed below."
