"""Reps who have left, named so where reps are compared with each other: nobody can talk with them any more.

Reads metrics of fct_lead_assignments. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.filters import Filters

LEFT = " (left)"
"""What stands after the name of a rep who is no longer active."""


def with_leavers(found: pl.DataFrame) -> pl.DataFrame:
    """Return rows of reps (`owner`, `owner_label`) with those who left named so, whatever the filters."""
    active = data.metric("leads_received", ("owner", "owner_is_active"), data.of_reps(Filters()))
    left = active.filter(~pl.col("owner_is_active").fill_null(value=True))["owner"]
    name = pl.when(pl.col("owner").is_in(left.implode())).then(pl.col("owner_label") + LEFT).otherwise("owner_label")
    return found.with_columns(owner_label=name)
