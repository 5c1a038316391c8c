"""Leads by the time to the first attempt: how many waited how long, and how many of them qualified.

Reads `answering` and metrics of fct_leads; writes to the screen only.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import answering, data
from dashboards.components import charts
from dashboards.components.filter_bar import View
from dashboards.components.formats import bucket, count
from dashboards.components.page import picture

OUTCOMES = {
    "overdue": "past their limit (Never contacted, above)",
    "pending": "still in time",
    "closed_untouched": "closed before their limit",
}
"""What became of leads without an answer, in words."""


def buckets(view: View) -> None:
    """Leads per response bucket."""
    found = spoken(data.distribution("leads_created", answering.BUCKET, answering.timed(view.where)))
    if not found.height:
        return
    alt, title = "Leads by time to the first attempt.", "How long do they wait?"
    picture(title, lambda: charts.bars(found, "waited", count), found, alt, "buckets")
    st.caption(
        f"The {count(found['value'].sum())} leads of the curve. {_without_answer(view)} The curve ends a little "
        "lower: a lead still open may yet be answered."
    )


def _without_answer(view: View) -> str:
    """Return of what the leads are made up that nobody has tried to reach."""
    found = answering.without_answer(view.where)
    if not found:
        return "All are answered."
    parts = [f"{count(found[name])} {words}" for name, words in OUTCOMES.items() if name in found]
    others = sum(number for name, number in found.items() if name not in OUTCOMES)
    parts += [f"{count(others)} others"] if others else []
    return f"{count(sum(found.values()))} not so far: {', '.join(parts)}."


def qualified_by_bucket(view: View) -> None:
    """Qualification rate per response bucket, beside what the sources alone let expect."""
    rates = spoken(answering.qualified_by_bucket(view.where))
    if not rates.height:
        return
    title = "Does speed go with qualifying?"
    alt = "Qualification rate by time to the first attempt, with 95 % intervals, and what the sources let expect."
    picture(title, lambda: charts.dots(rates, "waited", "qualified, of leads created"), rates, alt, "qualified")
    silent = int(rates.filter(pl.col(answering.BUCKET) == answering.NEVER)["hits"].sum())
    logged = f" {count(silent)} qualified without a logged contact." if silent else ""
    st.caption(
        "Grey tick: at what rate leads of the same sources qualify, however fast they were answered. What lies beyond "
        "it is not the source, yet no proof that speed is the cause: promising leads are called first, and whoever "
        f"qualified was called.{logged}"
    )


def spoken(found: pl.DataFrame) -> pl.DataFrame:
    """Add each response bucket in words."""
    return found.with_columns(waited=pl.col(answering.BUCKET).map_elements(bucket, return_dtype=pl.String))
