"""Where leads slip away: every counted lead in exactly one class, and what the neglected ones may be worth.

Asks the current version through `data`. Grain: stated by each function. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from dashboards.filters import NO_VALUE, Filters

FATES = {
    "won": "Won",
    "in_progress": "In progress",
    "lost": "Lost",
    "dropped": "Dropped",
    "neglected": "Neglected",
}
"""What becomes of a lead, in the order of the flow, and what that is called."""

ON_TIME = "open_on_time"
"""The class of leads within every limit; those of which nothing is known are in it too."""

LEAKED = ("dropped", "neglected")
"""The fates of leads that slipped away without a decision."""

AGES = (7, 30, 90, 180, 365)
"""Days without an activity, upper bounds inclusive, by which neglected leads are put together."""

LATELY = f"up to {AGES[0]} days"
"""The first of these groups."""


def is_known() -> bool:
    """Whether the version says what became of a lead: versions of earlier releases do not."""
    return data.catalogue().has("fct_leads", "leakage_fate")


def flow(where: Filters) -> pl.DataFrame:
    """Return every counted lead in exactly one class, in the order of the fates and the definitions.

    Returns:
        One row per class that has leads: `fate`, its `label`, the class and its label, `description`, `next_step`,
        `leads`, `share` of all counted leads, `amount` of their opportunities (null: none is known), `expected`:
        what open leads that nobody works on would be won for, were they won as others of their source (else null).
    """
    counted = data.metric("leads_created", ("leakage_class", "leakage_fate"), where).rename({"leakage_fate": "fate"})
    amounts = data.metric("lead_opportunity_amount", ("leakage_class",), where).select("leakage_class", amount="value")
    order = pl.col("fate").replace_strict(list(FATES), range(len(FATES)), return_dtype=pl.Int32)
    return (
        counted.filter(pl.col("n") > 0)
        .join(data.ask("leakage_classes"), on="leakage_class", how="left", maintain_order="left")
        .join(amounts, on="leakage_class", how="left", maintain_order="left")
        .join(_expected(("leakage_class",), where), on="leakage_class", how="left", maintain_order="left")
        .with_columns(label=pl.col("fate").replace_strict(FATES), order=order)
        .sort("order", "sort_order")
        .select(
            *("fate", "label", "leakage_class", "leakage_class_label", "description", "next_step"),
            leads="n",
            share=pl.col("n") / pl.col("n").sum(),
            amount="amount",
            expected="expected",
        )
    )


def worth_of_a_lead() -> pl.DataFrame:
    """Return what a lead of each source was won for on average, over all leads old enough to be judged.

    Returns:
        `source_category`, `worth`: the amounts won over the leads created, in the reporting currency.
    """
    old = data.mature("customer_rate", Filters())
    won = data.metric("lead_opportunity_amount", ("source_category",), old.only("leakage_fate", "won"))
    created = data.metric("leads_created", ("source_category",), old).filter(pl.col("n") > 0)
    joined = created.select("source_category", leads="n").join(
        won.select("source_category", amount="value"), on="source_category", how="left", nulls_equal=True
    )
    return joined.select("source_category", worth=pl.col("amount").fill_null(0) / pl.col("leads"))


QUEUE = "queue"
"""The kind of owner that is nobody: what waits there waits for one."""


def _expected(by: tuple[str, ...], where: Filters) -> pl.DataFrame:
    """Return per group what its neglected leads would be won for, were they won as the others of their source."""
    found = data.metric("leads_neglected", (*by, "source_category"), where).filter(pl.col("n") > 0)
    priced = found.join(worth_of_a_lead(), on="source_category", how="left", nulls_equal=True)
    worth = (pl.col("n") * pl.col("worth")).sum().alias("expected")
    return priced.group_by(by, maintain_order=True).agg(worth) if by else priced.select(worth)


def expected(where: Filters) -> float:
    """Return what all neglected leads would be won for, were they won as the others of their source."""
    return float(_expected((), where)["expected"].sum())


def by_owner(where: Filters) -> pl.DataFrame:
    """Return whose leads leak, those with the most neglected first.

    Returns:
        `owner` and its label, `neglected`, `dropped`, `leads` created, `share` of them that leaked, `whole`: that of
        everybody's leads under the other filters, `evidence` of people who own leads: `above` or `below` it, or `may
        be chance` (null of queues and automated users: what waits there is neglected by definition); `overdue`: those
        whose first answer is, and `expected`.
    """
    kinds = ("owner_type", "owner_is_automated")
    found = data.metric("leads_neglected", ("owner", *kinds), where)
    found = found.select("owner", "owner_label", *kinds, neglected="n")
    rates = data.ranking("leaked_rate", "owner", where.without("owner"))
    parts = (
        data.metric("leads_dropped", ("owner",), where).select("owner", dropped="n"),
        rates.select("owner", "whole", "evidence", share="value", leads="of"),
        data.metric("overdue_now", ("owner",), where).select("owner", overdue="n"),
        _expected(("owner",), where),
    )
    for each in parts:
        found = found.join(each, on="owner", how="left", nulls_equal=True)
    is_automated = pl.col("owner_is_automated").fill_null(value=False)
    is_nobody = (pl.col("owner_type") == QUEUE).fill_null(value=False) | is_automated
    found = found.filter(pl.col("neglected") + pl.col("dropped") > 0).with_columns(
        pl.col("overdue").fill_null(0), evidence=pl.when(~is_nobody).then("evidence")
    )
    order = ("neglected", "dropped", "owner_label")
    return found.sort(order, descending=[True, True, False], nulls_last=True).drop(kinds)


def to_call_first(where: Filters) -> pl.DataFrame:
    """Return the neglected leads by what each may be worth, those left alone for up to `STILL_WARM` days first.

    Returns:
        Key, names and standing of a lead, `days` since its last activity, else its creation, `expected`: what a lead of
        its source was won for on average, `next_step`: what to do, `found`: how many there are in all.
    """
    steps = data.ask("leakage_classes").select("leakage_class", "next_step")
    priced = worth_of_a_lead().rename({"worth": "expected"})
    dearest = priced.sort("expected", "source_category", descending=[True, False], nulls_last=True)
    sources = tuple(dearest["source_category"].fill_null(NO_VALUE))
    found = data.ask("to_call_first", sources, where).join(steps, on="leakage_class", how="left", maintain_order="left")
    return found.join(priced, on="source_category", how="left", nulls_equal=True, maintain_order="left")


def unknown(where: Filters) -> int:
    """Return how many leads count as worked on time only because no activities were exported for their time."""
    return data.unmeasurable(where.only("leakage_class", ON_TIME))


def ages(where: Filters) -> pl.DataFrame:
    """Return neglected leads by the days since their last activity, else their creation: `age`, `value`, `share`."""
    found = data.ask("neglected_ages", AGES, where)
    return found.with_columns(share=pl.col("value") / pl.col("value").sum())
