"""What came of leads that were rejected: the deals by which their people or accounts bought later, each once.

Reads fct_leads and fct_opportunities of a published version. Grain: one row per outcome. Writes nothing.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from dashboards.filters import Filters
from dashboards.sql import catalogue_of, conditions, fetch, measured_and_hits

REJECTED_BUT_RIGHT = "rejected_but_right"


def later_deals(path: Path, where: Filters) -> pl.DataFrame:
    """Return per outcome (`bought`, `bought_elsewhere`, `qualified`) how many leads it came of, its deals and amount.

    Several leads may have come back by the same deal: `deals` and `amount` count it once. Null: no amount is known.
    """
    names = catalogue_of(path)
    asked = names.metric(REJECTED_BUT_RIGHT)
    clauses, bound = conditions(names, asked, where)
    kept = [*clauses, measured_and_hits(names, asked)[0]]
    found = f"""
        with right_all_along as (
            select f.later_outcome, f.later_opportunity_key
            from {names.relation(asked.fact, kept)} where {" and ".join(kept)}
        ),
        deals as (select distinct later_outcome, later_opportunity_key from right_all_along),
        worth as (
            select deals.later_outcome, count(d.opportunity_key) as deals, cast(sum(d.amount) as double) as amount
            from deals left join fct_opportunities as d on d.opportunity_key = deals.later_opportunity_key
            group by all
        )
        select later_outcome, count(*) as leads, any_value(worth.deals) as deals, any_value(worth.amount) as amount
        from right_all_along left join worth using (later_outcome) group by all order by all
    """
    return fetch(path, found, bound)


COMEBACKS = {"later_deals": later_deals}
"""The question that pages ask of it, by its name."""
