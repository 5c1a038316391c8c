"""Up to which day the costs of advertising tell.

Reads fct_campaign_spend of a published version. Grain: one row per source of costs. Writes nothing.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dashboards.sql import catalogue_of, fetch

FACT, DAY = "fct_campaign_spend", "spend_date"


def last_spend(path: Path) -> pl.DataFrame:
    """Return the last day with costs: `source_system`, `as_of_date`; no row in a version that tells of none."""
    if not catalogue_of(path).has(FACT, DAY):
        return pl.DataFrame(schema={"source_system": pl.String, "as_of_date": pl.Date})
    return fetch(path, f"select source_system, max({DAY}) as as_of_date from {FACT} group by all order by all", {})


SPENDING = {"last_spend": last_spend}
"""The question that pages ask of it, by its name."""
