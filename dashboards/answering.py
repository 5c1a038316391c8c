"""How leads were answered: what became of those without an answer, and whether a fast answer goes with qualifying.

Asks the current version through `data`. Grain: stated by each function. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.filters import Filters
from dashboards.statistics import expected_rates, with_evidence

NEVER = "never"
"""The bucket of leads that nobody has tried to reach so far."""

BUCKET, SOURCE = "response_bucket", "source_category"


def timed(where: Filters) -> Filters:
    """Return the filters that keep the leads of the curve: a limit applies to them, and their times are known."""
    return where.only("is_measurable", "true")


def without_answer(where: Filters) -> dict[str, int]:
    """Return how many leads of the curve have no answer so far, by their outcome: `overdue`, `pending` and the rest."""
    kept = timed(where).only(BUCKET, NEVER)
    found = data.metric("leads_created", ("response_outcome",), kept).filter(pl.col("n") > 0)
    return dict(found.select(pl.col("response_outcome").fill_null("none"), "n").iter_rows())


def qualified_by_bucket(where: Filters) -> pl.DataFrame:
    """Return the qualification rate by the time to the first attempt, beside what the sources alone let expect.

    Returns:
        As `data.distribution`, and `expected`: the rate at which leads of the same sources qualify, however fast they
        were answered; `evidence`: `above` or `below` that, or `may be chance`.
    """
    rates = data.distribution("qualification_rate", BUCKET, timed(where))
    strata = data.metric("qualification_rate", (BUCKET, SOURCE), timed(where))
    expected = expected_rates(strata.select(BUCKET, SOURCE, "hits", "of"), BUCKET, SOURCE)
    return with_evidence(rates.join(expected.drop("compared"), on=BUCKET, how="left", maintain_order="left"))
