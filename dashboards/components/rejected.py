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
from dashboards.components.formats import count, count_of, money
from dashboards.components.page import is_too_old, pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile
from dashboards.filters import NO_VALUE, Filters

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
    said = _sentences(leads)
    pair(partial(_drawn, rates, " ".join(said), leads), partial(_told, said), (3, 2))
    _listed(leads)


def _drawn(rates: pl.DataFrame, said: str, view: View) -> None:
    chart = partial(charts.dots, rates, f"{REASON}_label", "came back, of leads let go", less_is_better=True)
    picture(TITLE, chart, _with_outcomes(rates, view), said, "rejected")


def _told(said: list[str]) -> None:
    st.markdown("\n\n".join(said))
    st.caption(
        "Leads created in the period. Ignored: nobody rejected them, but nobody tried to reach them in time either. "
        "Came back: the person, or an account of its contacts, qualified or bought afterwards. Who was let go lately "
        "has had little time for that. A reason that few leads have stands low: little is known of it."
    )


def _sentences(view: View) -> list[str]:
    """Return how many came back, what they did and how much that was: in all, of those disqualified, of those ignored.

    A deal that leads of both came back by counts once in all, so that the parts may add up to more.
    """
    found = data.metric(RATE, (REASON,), view.where).filter(pl.col("of") > 0)
    reasons = tuple(found[REASON].drop_nulls())
    groups = [("leads disqualified", reasons)] if reasons else []
    if found[REASON].null_count():
        groups.append(("leads ignored (never contacted)", (NO_VALUE,)))
    said = [_sentence(words, view.where.only(REASON, *kept)) for words, kept in groups]
    return [f"**In all:** {_sentence('leads let go', view.where)}", *said] if len(groups) > 1 else said


def _sentence(words: str, where: Filters) -> str:
    """Return how many of a group came back and as what."""
    whole = data.metric(RATE, (), where).row(0, named=True)
    if not whole["hits"]:
        return f"Of {count(whole['of'])} {words}, none came back so far."
    found = {row["later_outcome"]: row for row in data.ask("later_deals", where).to_dicts()}
    parts = [_part(found[name], said) for name, said in OUTCOMES.items() if name in found]
    return f"Of {count(whole['of'])} {words}, {count(whole['hits'])} came back: {'; '.join(parts)}."


def _part(row: dict[str, float], words: str) -> str:
    of = f" ({_deals(row)})" if row["deals"] else ""
    return f"{count(row['leads'])} {words}{of}"


def _deals(row: dict[str, float]) -> str:
    number = count_of(row["deals"], "deals")
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
    notes = _notes(kept)
    if notes:
        st.caption(notes)


def _notes(view: View) -> str:
    """Return what is not plain from the list, where it is in it: deals of several leads, deals lost to others."""
    found = {row["later_outcome"]: row for row in data.ask("later_deals", view.where).to_dicts()}
    bought = [found[name] for name in ("bought", "bought_elsewhere") if name in found]
    leads, deals = (int(sum(row[part] for row in bought)) for part in ("leads", "deals"))
    notes = []
    if leads > deals > 0:
        notes.append(
            f"{count_of(leads, 'leads')}, {count_of(deals, 'deals')}: a deal that several leads came back "
            "by stands beside each of them with its whole amount, and counts once in each sentence above."
        )
    if "bought_elsewhere" in found:
        notes.append("*Bought elsewhere* in the list: from the competitor that a lost deal names.")
    return " ".join(notes)
