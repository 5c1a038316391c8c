"""Why and where on their way deals were lost, and who else was in the race.

Reads `losing` and metrics of fct_opportunities; writes to the screen only.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data, losing
from dashboards.components import charts
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, money, percent
from dashboards.components.page import picture

COMPETITOR = "competitor"
"""The reason that a competitor won the deal; who was in the race is a field of its own."""

WHAT = {"opportunities_lost": "deals", "amount_lost": "money"}
"""What is lost, by metric, in a word."""

BE = {"opportunities_lost": "are", "amount_lost": "is"}


def pareto(name: str, view: View) -> None:
    """The picture: reasons, the largest first, with the cumulative share; what has none stands apart below them."""
    found = losing.reasons(name, view.where)
    title = _title(name, found)
    written = count if name == "opportunities_lost" else partial(money, currency=data.currency())
    alt = f"{title}. Reasons from the largest down, with the cumulative share; last what has no reason."
    picture(title, lambda: charts.bars(found, "lost_reason_label", written, warm=True), found, alt, name)


def _title(name: str, found: pl.DataFrame) -> str:
    """Return why most is lost, or the question where no reason was given."""
    given = found.filter(~pl.col("is_apart"))
    if not given.height:
        return f"What loses most {WHAT[name]}?"
    return f"Why most {WHAT[name]} {BE[name]} lost: {given['lost_reason_label'][0]}"


def reasons_said(view: View) -> str:
    """Return what share the largest reason has of what has one, how much has none, and how the pictures are read."""
    lost, amounts = (losing.reasons(name, view.where) for name in WHAT)
    silent, its_amount = (each.filter("is_apart") for each in (lost, amounts))
    given = lost.filter(~pl.col("is_apart"))
    said = []
    if given.height:
        top = given.row(0, named=True)
        said.append(
            f"{top['lost_reason_label']}: {percent(top['of_given'])} of the {count(given['value'].sum())} deals with a "
            "reason."
        )
    said.append(
        f"No reason given: {count(silent['value'].sum())} deals ({percent(silent['share'].sum())}), "
        f"{money(its_amount['value'].sum(), data.currency())}. Beside a bar: its share of all deals lost; strong: what "
        "makes up 80 %."
    )
    return " ".join(said)


def stages(name: str, view: View) -> None:
    """At which stage deals, or their amounts, were lost."""
    found = data.distribution(name, "lost_stage", view.where)
    if name == "amount_lost":
        value = pl.col("value").cast(pl.Float64).fill_null(0)
        found = found.with_columns(share=value / value.sum())
    title = "At which stage are they lost?" if name == "opportunities_lost" else "At which stage is most money lost?"
    written = count if name == "opportunities_lost" else partial(money, currency=data.currency())
    picture(title, lambda: charts.bars(found, "lost_stage_label", written, warm=True), found, title, f"stages_{name}")


def competitors(view: View) -> None:
    """Who else was in the race for deals lost, where that is noted, and whether that became more."""
    found = losing.competitors(view.where, view.compared)
    title = "Who else was in the race?"
    picture(title, lambda: charts.bars(found, losing.COMPETITOR, count, warm=True), found, title, "to")
    lost = data.metric("opportunities_lost", (), view.where)["value"][0]
    lost_to, label = _went_to_a_competitor(view)
    before = f"; before: {view.before}" if "before" in found.columns else ""
    st.caption(
        f"Noted for {count(found['value'].sum())} of {count(lost)} deals lost, whatever decided them; "
        f'"{label}" is the reason of {count(lost_to)}. Shares of all deals lost{before}.'
    )


def _went_to_a_competitor(view: View) -> tuple[float, str]:
    """Return how many deals have the reason that a competitor won them, and what that reason is called."""
    reasons = data.metric("opportunities_lost", ("lost_reason",), view.where).filter(
        pl.col("lost_reason") == COMPETITOR
    )
    return float(reasons["value"].sum()), data.options("fct_opportunities", "lost_reason").get(COMPETITOR, COMPETITOR)


def closed_said(view: View) -> str:
    """Return how many deals closed now and before: more are lost where more closed."""
    closed = data.metric("win_rate", (), view.where)["n"][0]
    if view.compared is None:
        return f"{count(closed)} closed"
    return f"{count(closed)} closed, against {count(data.metric('win_rate', (), view.compared)['n'][0])}"


def with_amount(name: str, of: str, view: View) -> str:
    """Return how many of the deals of a metric have an amount, where some have none.

    Args:
        name: the metric of the amounts.
        of: the metric of all those deals.
    """
    known, all_deals = (data.metric(each, (), view.where)["n"][0] for each in (name, of))
    return f"{count(known)} of {count(all_deals)} deals have an amount" if known < all_deals else ""


def never_real_said(view: View) -> str:
    """Return what the deals that never were real amount to."""
    amount = data.metric("never_real_amount", (), view.where)["value"][0]
    return money(amount, data.currency()) if amount else ""
