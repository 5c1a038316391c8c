"""Why and where on their way deals were lost, and to which competitors.

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
from dashboards.components.plain_text import plain
from dashboards.components.tiles import LINE

WHAT = {"opportunities_lost": "deals", "amount_lost": "money"}
"""What is lost, by metric, in a word."""

TOPS = {"opportunities_lost": "Named most", "amount_lost": "Costs most"}
"""What is said of the largest reason, by metric."""


def pareto(name: str, view: View) -> None:
    """The picture: reasons, the largest first, with their cumulative share; what has none stands apart below them."""
    found = losing.reasons(name, view.where)
    title = _title(name, found)
    written = count if name == "opportunities_lost" else partial(money, currency=data.currency())
    alt = f"{title}. Reasons from the largest down, with the cumulative share; last what has no reason."
    told = losing.moved_reasons(view.where, view.compared) if name == losing.LOST else found
    table = told.drop("is_apart").rename({"of_given": "share_of_given", "before": "share_before"}, strict=False)
    picture(title, lambda: charts.bars(found, "lost_reason_label", written, warm=True), table, alt, name)


def _title(name: str, found: pl.DataFrame) -> str:
    """Return the largest reason with its share of all that was lost, beside the share without one.

    The question where no reason was given at all.
    """
    given = found.filter(~pl.col("is_apart"))
    if not given.height:
        return f"What loses most {WHAT[name]}?"
    silent = found.filter("is_apart")["share"].sum()
    without = f"; none: {percent(silent)}" if silent else ""
    return f"{TOPS[name]}: {given['lost_reason_label'][0]}, {percent(given['share'][0])}{without}"


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
        f"{money(its_amount['value'].sum(), data.currency())}. Beside a bar: its share of all that was lost; at the "
        "right: of what has a reason, added up; strong: the reasons it takes to reach 80 %."
    )
    said.append(_more_or_less_named(losing.moved_reasons(view.where, view.compared), view))
    return " ".join(said).strip()


def _more_or_less_named(found: pl.DataFrame, view: View) -> str:
    """Return which reasons' shares of the deals lost moved by more than chance; nothing without a period before."""
    if "before" not in found.columns:
        return ""
    moved = [
        f"{plain(row['lost_reason_label'])} ({percent(row['share'])}, before {percent(row['before'])})"
        for row in found.filter("more_than_chance").to_dicts()
    ]
    said = f"**more than chance: {', '.join(moved)}**" if moved else "no reason's share moved by more than chance"
    return f"Against {view.before}: {said}."


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
    """To whom deals were lost, where that is the reason, and whether that became more."""
    found, lost_to = losing.competitors(view.where, view.compared), losing.number_lost_to_a_competitor(view.where)
    title = "To which competitors do we lose?"
    table = found.rename({"before": "share_before"}, strict=False)
    picture(title, lambda: charts.bars(found, losing.COMPETITOR, count, warm=True), table, title, "to")
    st.caption(f"{_of_whom(found, lost_to, view)} {_moved(found, view)}".strip())


def _of_whom(found: pl.DataFrame, lost_to: float, view: View) -> str:
    """Return to whom most were lost, of how many a competitor is the reason, how many name none, and who is noted."""
    label = data.options("fct_opportunities", losing.REASON).get(losing.TO_A_COMPETITOR, losing.TO_A_COMPETITOR)
    top = f"{plain(found[losing.COMPETITOR][0])} most: {count(found['value'][0])}. " if found.height else ""
    silent = lost_to - float(found["value"].sum())
    nobody = f"; {count(silent)} of them name none" if silent else ""
    noted = data.metric("opportunities_lost", (losing.COMPETITOR,), view.where).drop_nulls(losing.COMPETITOR)["n"].sum()
    lost = losing.number_lost(view.where)
    return (
        f'{top}"{label}" is the reason of {count(lost_to)} of {count(lost)} deals lost{nobody}. '
        f"Whatever decided, one is noted on {count(noted)}: see the table."
    )


def _moved(found: pl.DataFrame, view: View) -> str:
    """Return against what the shares before are, and which of them moved by more than chance."""
    if "before" not in found.columns or not found.height:
        return "Shares of all deals lost."
    moved = [plain(each) for each in found.filter("more_than_chance")[losing.COMPETITOR]]
    said = f"more than chance: {', '.join(moved)}" if moved else "no change is more than chance"
    return f"Shares of all deals lost, against {view.before}: {said}."


def closed_said(view: View) -> str:
    """Return how many deals closed now and before: more are lost where more closed."""
    closed = data.metric("win_rate", (), view.where)["n"][0]
    if view.compared is None:
        return f"{count(closed)} closed"
    return f"{count(closed)} closed, against {count(data.metric('win_rate', (), view.compared)['n'][0])}"


def of_those_lost(view: View) -> str:
    """Return how many of the deals lost have an amount, where some have none."""
    return _with_amount("amount_lost", "opportunities_lost", view)


def _with_amount(name: str, of: str, view: View) -> str:
    """Return how many of the deals of a metric have an amount, where some have none.

    Args:
        name: the metric of the amounts.
        of: the metric of all those deals.
    """
    known, all_deals = (data.metric(each, (), view.where)["n"][0] for each in (name, of))
    return f"{count(known)} of {count(all_deals)} deals have an amount" if known < all_deals else ""


def of_all_types(view: View) -> str:
    """Return that renewals are among the deals, unless their types are chosen; and how many have an amount."""
    renewals = "" if view.where.kept("opportunity_type") else "renewals too"
    return LINE.join(filter(None, (renewals, _with_amount("win_rate_by_amount", "win_rate", view))))


def never_real_said(view: View) -> str:
    """Return what the deals that never were real amount to."""
    amount = data.metric("never_real_amount", (), view.where)["value"][0]
    return money(amount, data.currency()) if amount else ""
