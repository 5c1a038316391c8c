"""What the words of the page Leakage mean, and what else belongs to its numbers.

Reads `leakage` and metrics of fct_leads.
"""

from __future__ import annotations

import polars as pl

from dashboards import data, leakage
from dashboards.components.always import of_all_time
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, count_of, money
from dashboards.components.plain_text import plain

NEGLECTED = "leads_neglected"

KEY = (
    "**Leaked**: neglected or dropped, nobody decided so. "
    "**Neglected**: open, and nothing is planned, what was due has passed, or it has long been silent. "
    "**Dropped**: closed without a reason, or converted without a deal. "
    "**Lost**: decided: disqualified for a reason, or the deal lost. "
    "**First answer overdue** (on Response time and Leads): open leads that nobody has tried to reach in time. "
    "**Worth**: what leads of their sources were won for on average: at most, as leads that waited are won less often. "
    "Each lead stands where it stands today, those of the period compared with too."
)
"""The words that are near each other, in a line each."""


def at_stake(view: View) -> str:
    """What the neglected leads may be worth."""
    return f"worth **{money(leakage.expected(view.where), data.currency())}** at most"


def largest(flow: pl.DataFrame) -> str:
    """Return which class most leaked leads are in, what they are worth and what to do; empty: none leaked.

    Args:
        flow: rows of `leakage.flow`.
    """
    leaked = flow.filter(pl.col("fate").is_in(leakage.LEAKED)).sort("leads", descending=True, maintain_order=True)
    if not leaked.height:
        return ""
    row = leaked.row(0, named=True)
    worth = "" if row["expected"] is None else f", worth {money(row['expected'], data.currency())} at most"
    return (
        f"**Most that leaked: {plain(row['leakage_class_label'])}, {count_of(row['leads'], 'leads')}{worth}.** "
        f"{plain(row['next_step'] or '')}"
    ).strip()


def not_old(ages: pl.DataFrame) -> str:
    """Return how many of the neglected are so though something happened lately; empty: none is.

    Args:
        ages: rows of `leakage.ages`.
    """
    if not ages.height or ages["age"][0] != leakage.LATELY:
        return ""
    return (
        f" {count(ages['value'][0])} had an activity, or came in, within {leakage.AGES[0]} days: "
        "a lead is neglected as soon as no next step is planned."
    )


def all_neglected(view: View) -> None:
    """The way to the leads neglected whenever they were created."""
    said = "Leads that are neglected, whenever they were created."
    of_all_time(NEGLECTED, leakage.expected, said, view)


def lost_deals(view: View) -> str:
    """What the deals among the leads lost amount to, and of how many no amount is known."""
    deals = data.number_of_records("leads_lost", view.where.only("has_opportunity", "true"))
    known = data.number_of_records("lead_amount_lost", view.where)
    if not known:
        return ""
    amount = data.metric("lead_amount_lost", (), view.where)["value"][0]
    without = f", {count(deals - known)} without an amount" if deals > known else ""
    return f"{count(deals)} of them in deals of {money(amount, data.currency())}{without}"
