"""Who owes first answers: open leads past their limit that nobody has tried to reach, per owner.

Asks the current version through `data`. Grain: one row per owner. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.filters import Filters
from dashboards.leakage import worth_of_a_lead

METRIC = "overdue_now"


def by_owner(where: Filters) -> pl.DataFrame:
    """Return who owes first answers, the most first; their numbers add up to the metric `overdue_now`.

    Returns:
        `owner` and its label (null: nobody owns them), `overdue`; `due`: leads due an answer, answered or not;
        `oldest`: since when the one that waits longest is due, in the reporting zone; `expected`: what leads of their
        sources were won for on average.
    """
    found = data.metric(METRIC, ("owner",), where).select("owner", "owner_label", overdue="n")
    due = data.metric("sla_met_rate", ("owner",), where).select("owner", due="n")
    joined = found.filter(pl.col("overdue") > 0)
    for each in (due, data.ask("oldest_due", where), _expected(where)):
        joined = joined.join(each, on="owner", how="left", nulls_equal=True, maintain_order="left")
    return joined.sort("overdue", "oldest", "owner_label", descending=[True, False, False])


def worth(where: Filters) -> float:
    """Return what all overdue leads would be won for, were they won as the others of their source."""
    return float(_expected(where)["expected"].sum())


def _expected(where: Filters) -> pl.DataFrame:
    """Return per owner what the overdue leads would be won for, were they won as the others of their source."""
    found = data.metric(METRIC, ("owner", "source_category"), where)
    priced = found.join(worth_of_a_lead(), on="source_category", how="left", nulls_equal=True)
    return priced.group_by("owner", maintain_order=True).agg((pl.col("n") * pl.col("worth")).sum().alias("expected"))
