"""Why the return of campaigns moved: its change between two periods, split exactly over groups of campaigns.

Reads the metric of the return through `data`. Grain: one row per group. Writes nothing. Refuses: what `data` refuses.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.decomposition import decomposed
from dashboards.filters import Filters

RETURN = "campaign_roi"


def moved(by: str, where: Filters, before: Filters) -> pl.DataFrame:
    """Return what each group of campaigns brought to the change of the return, the largest first.

    What was won for each unit of cost is a rate: a group moves it by its share of the cost and by its own return. The
    return is that rate less 1, so its change is the same.

    Args:
        by: `programme`, `source_category` or `campaign_type`.

    Returns:
        As `decomposition.decomposed`, with `label`; `hits` is what was won, `of` the cost, both over known costs.
        Empty where either period has no known cost.
    """
    now, then = (data.metric(RETURN, (by,), each) for each in (where, before))
    found = decomposed(now, then, by)
    named = f"{by}_label"
    if named not in now.columns:
        return found.with_columns(label=pl.col(by).fill_null("No type"))
    labels = pl.concat([now.select(by, label=named), then.select(by, label=named)]).unique(by)
    return found.join(labels, on=by, how="left", nulls_equal=True, maintain_order="left")
