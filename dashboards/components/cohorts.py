"""Leads by the month in which they were created, and by their age: how many qualify, and how long that takes.

Reads metrics of fct_leads; writes to the screen only.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts, curves
from dashboards.components.annotated import annotated, events_of
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, day
from dashboards.components.page import picture

AGES = {"median_time_to_qualify": "qualified", "median_time_to_convert": "converted"}


def by_month(view: View) -> None:
    """Qualification rate per month of creation; young months are still maturing."""
    rates, mature_until = data.cohorts("qualification_rate", view.where)
    alt = "Qualification rate by month of creation with its 95 % band; hollow months are not mature."
    events = events_of(rates, "created_month")
    chart = partial(charts.trend, rates, "created_month", "qualified")
    picture("Is it getting better?", lambda: annotated(chart(), events), rates, alt, "month")
    if mature_until:
        days = count((data.as_of().date() - mature_until).days)
        st.caption(
            f"By month of creation. Hollow and dashed: still maturing. Nine in ten of those that qualify have done so "
            f"after {days} days, so leads created after {day(mature_until)} are not judged yet."
        )


def by_age(view: View) -> None:
    """How the share qualified, and the share converted, grow with age."""
    found = pl.concat(
        data.cumulative_incidence((), view.where, name).with_columns(event=pl.lit(word)) for name, word in AGES.items()
    )
    alt = "Share of leads qualified and converted by days since creation, with 95 % bands."
    picture("How long does it take?", lambda: curves.reached(found), found, alt, "age")
