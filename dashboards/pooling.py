"""Many groups made few: those with the most observations stay, the rest become one.

Pure. Reads and returns frames of rates. Grain: one row per group; `pooled` says how many groups a row holds beyond one.
"""

from __future__ import annotations

import polars as pl

from dashboards.statistics import wilson


def pooled(rates: pl.DataFrame, by: str, most: int | None) -> pl.DataFrame:
    """Return the groups with the most observations and, in one more row, all others together.

    Args:
        rates: one row per group: the column `by`, `n`, and `hits` of `of` with the ends of its interval.
        most: how many groups stay; None: all. One group alone is never pooled.

    Returns:
        The rows with `pooled`: 0, or in the row of all others (its `by` is null) the number of groups that it holds.
    """
    if most is None:
        return rates
    ordered = rates.sort("of", by, descending=[True, False], nulls_last=True)
    if rates.height <= most + 1:
        return rates.with_columns(pooled=pl.lit(0))
    rest = ordered.tail(-most)
    n, hits, of = (int(rest[name].sum()) for name in ("n", "hits", "of"))
    low, high = wilson(hits, of) or (None, None)
    row = {"n": n, "hits": hits, "of": of, "value": hits / of if of else None, "low": low, "high": high}
    together = pl.DataFrame([{**dict.fromkeys(rates.columns), **row, "pooled": rest.height}])
    return pl.concat([ordered.head(most).with_columns(pooled=pl.lit(0)), together], how="vertical_relaxed")
