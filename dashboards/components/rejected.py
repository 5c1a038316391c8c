"""Leads that were rejected and whose person or account qualified or bought later: how often per reason, and which.

Reads metrics of fct_leads by creation; the reason whose leads are listed is `rejected` in the URL.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts
from dashboards.components.choices import choice, notices
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, money
from dashboards.components.page import is_too_old, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile
from dashboards.filters import NO_VALUE

TITLE = "Whom did we let go too early?"
LIST = "Let go, yet they came back"
RATE = "rejected_right_rate"
REASON = "disqualified_reason"
IGNORED = "Ignored: never contacted"
"""How those are called that nobody disqualified and nobody tried to reach."""

ALL = "all"
OUTCOMES = {"bought": "bought", "bought_elsewhere": "bought from a competitor", "qualified": "qualified again"}
"""What came later, the strongest first, in words."""

FIELDS = (
    *("company", "rejected_for", "rejected_at", "later_outcome", "later_outcome_at", "later_amount", "later_deal"),
    *("owner_name", "source_category"),
)


def rejected_but_right(view: View) -> None:
    """Draw how often each reason was wrong, and the list of those leads."""
    if is_too_old(RATE in data.catalogue().metrics, "what came of rejected leads"):
        return
    section("leads let go")
    # Leads have no type of deal: that filter of the page is not about them.
    leads = view.narrowed(lambda where: where.without("opportunity_type"))
    rates = _named(data.ranking(RATE, REASON, leads.where).sort("low", descending=True, nulls_last=True))
    whole = data.metric(RATE, (), leads.where).row(0, named=True)
    if not whole["of"]:
        st.subheader(TITLE, anchor=False)
        st.markdown(":gray[no data: no lead created in the period was let go]")
        return
    said = _sentence(whole, leads)
    pair(partial(_drawn, rates, said, leads), partial(_told, said), (3, 2))
    _listed(leads)


def _drawn(rates: pl.DataFrame, said: str, view: View) -> None:
    chart = partial(charts.dots, rates, f"{REASON}_label", "came back, of leads let go", less_is_better=True)
    picture(TITLE, chart, _with_outcomes(rates, view), said, "rejected")


def _told(said: str) -> None:
    st.markdown(said)
    st.caption(
        "Leads created in the period. Ignored: nobody rejected them, but nobody tried to reach them in time either. "
        "Came back: the person, or an account of its contacts, qualified or bought afterwards. Who was let go lately "
        "has had little time for that. "
        "Order: by the lower end of the line, so that few never stand above many."
    )


def _sentence(whole: dict[str, float], view: View) -> str:
    """Return how many came back, what they did and how much that was."""
    groups = _groups(view)
    if not whole["hits"]:
        return f"Of {count(whole['of'])} leads let go ({groups}), none came back so far."
    found = {row["later_outcome"]: row for row in data.ask("later_deals", view.where).to_dicts()}
    parts = [_part(found[name], words) for name, words in OUTCOMES.items() if name in found]
    back = f"{count(whole['hits'])} came back: {'; '.join(parts)}."
    return f"Of {count(whole['of'])} leads let go ({groups}), {back}"


def _groups(view: View) -> str:
    """Return how many leads were disqualified and how many ignored."""
    found = data.metric(RATE, (REASON,), view.where)
    ignored = int(found.filter(pl.col(REASON).is_null())["of"].sum())
    return f"{count(int(found['of'].sum()) - ignored)} disqualified, {count(ignored)} ignored: never contacted"


def _part(row: dict[str, float], words: str) -> str:
    of = f" ({_deals(row)})" if row["deals"] else ""
    return f"{count(row['leads'])} {words}{of}"


def _deals(row: dict[str, float]) -> str:
    number = f"{count(row['deals'])} {'deal' if row['deals'] == 1 else 'deals'}"
    return f"{number}, {money(row['amount'], data.currency())}" if row["amount"] is not None else number


def _with_outcomes(rates: pl.DataFrame, view: View) -> pl.DataFrame:
    """Return the rates with the number of leads per outcome beside them, for the table."""
    split = data.metric("rejected_but_right", (REASON, "later_outcome"), view.where)
    for name, words in OUTCOMES.items():
        numbers = split.filter(pl.col("later_outcome") == name).select(REASON, pl.col("n").alias(words.capitalize()))
        rates = rates.join(numbers, on=REASON, how="left", nulls_equal=True, maintain_order="left").with_columns(
            pl.col(words.capitalize()).fill_null(0)
        )
    return rates


def _named(found: pl.DataFrame) -> pl.DataFrame:
    label = f"{REASON}_label"
    return found.with_columns(
        pl.when(pl.col(REASON).is_null()).then(pl.lit(IGNORED)).otherwise(pl.col(label)).alias(label)
    )


def _listed(view: View) -> None:
    """List the leads that came back, of one reason or of all."""
    known = _named(data.metric(RATE, (REASON,)).filter(pl.col("of") > 0))
    reasons = dict(zip(known[REASON].fill_null(NO_VALUE), known[f"{REASON}_label"], strict=True))
    chosen = choice("rejected", "reason", {ALL: "All reasons", **reasons}, ALL, "Let go for")
    notices()
    kept = view if chosen == ALL else view.narrowed(lambda where: where.only(REASON, chosen))
    record_list(Tile("rejected_but_right"), FIELDS, kept, LIST, "apart")
    st.caption("Bought elsewhere: from the competitor that a lost deal names.")
