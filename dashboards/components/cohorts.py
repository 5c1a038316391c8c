"""Leads by the month in which they were created, and by their age: how many qualify, and how long that takes.

Reads metrics of fct_leads; writes to the screen only.
"""

from __future__ import annotations

from datetime import date
from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts, curves
from dashboards.components.annotated import annotated, events_of
from dashboards.components.filter_bar import View
from dashboards.components.formats import FEW, count, day, duration
from dashboards.components.page import picture

LEAST_MONTHS = 3
"""Months from which on a first one that is only a part can be left out."""

TREND = "Is it getting better?"
AGES = {"median_time_to_qualify": "qualified", "median_time_to_convert": "converted"}


def by_month(view: View) -> None:
    """Qualification rate per month of creation; of young months only the leads that are old enough."""
    name = "qualification_rate"
    rates, until = old_enough(name, view)
    cut = cut_off(view, rates)
    shown = rates.filter(pl.col("created_month") != cut) if cut else rates
    if not shown.height:
        st.subheader(TREND, anchor=False)
        st.markdown(":gray[no data: the leads of the period are too young to be judged]")
        return
    alt = "Qualification rate by month of creation with its 95 % band; hollow months are of their older leads only."
    events = events_of(shown, "created_month")
    chart = partial(charts.trend, shown, "created_month", "qualified")
    picture(TREND, lambda: annotated(chart(), events), rates, alt, "month")
    words = ["By month of creation."]
    if cut:
        words.append(f"{cut:%b %Y} is left out of the picture: only its last days are in the period.")
    if until:
        days = count((data.as_of().date() - until).days)
        words.append(
            f"Hollow: only its leads created up to {day(until)}. Later ones are not judged yet: of the leads of all "
            f"days that qualified, not of the period's alone, nine in ten had done so after {days} days."
        )
    st.caption(" ".join(words))


def old_enough(name: str, view: View) -> tuple[pl.DataFrame, date | None]:
    """Return a rate per month with `is_mature`, and the last day of leads old enough to be judged.

    Of a month that is not mature the rate is that of its leads that are; one that has too few of them is left out.
    """
    rates, until = data.cohorts(name, view.where)
    old = data.metric(name, ("created_month",), data.mature(name, view.where)).filter(pl.col("n") >= FEW)
    measured = ("n", "hits", "of", "value", "low", "high")
    told = rates.filter(pl.col("is_mature") | pl.col("created_month").is_in(old["created_month"].implode()))
    both = told.join(old.select("created_month", *measured), on="created_month", how="left", suffix="_old")
    kept = both.with_columns(pl.coalesce(f"{each}_old", each).alias(each) for each in measured)
    return kept.drop(f"{each}_old" for each in measured).sort("created_month"), until


def cut_off(view: View, rates: pl.DataFrame) -> date | None:
    """Return the first month if the period begins within it: a few days are no month."""
    first = view.where.first
    if first is None or first.day == 1 or rates.height < LEAST_MONTHS:
        return None
    return first.replace(day=1)


def whole_months(rates: pl.DataFrame, month: str, view: View) -> tuple[pl.DataFrame, str]:
    """Return the months of a rate, those of which the period has only a part as not mature, and what that means."""
    first, last = view.where.first or date.min, view.where.last or data.as_of().date()
    is_whole = (pl.col(month) >= first) & (pl.col(month).dt.month_end() <= last)
    found = rates.with_columns(is_mature=is_whole)
    return found, "" if found["is_mature"].all() else " Hollow: only a part of the month is in the period."


def by_age(view: View) -> None:
    """How the share qualified, and the share converted, grow with age."""
    found = pl.concat(
        data.cumulative_incidence((), view.where, name).with_columns(event=pl.lit(word)) for name, word in AGES.items()
    )
    title = within(data.ask("within", "median_time_to_qualify", (0.5, 0.9), view.where))
    alt = f"Share of leads qualified and converted by days since creation, with 95 % bands. {title}."
    picture(title, lambda: curves.reached(found), found, alt, "age")
    st.caption("Each lead counts for as long as it could be seen, so these shares lie above those of today.")


def within(times: pl.DataFrame) -> str:
    """Return within what time half of those that ever qualify have done so, and nine in ten; else the question."""
    if not times.height:
        return "How long does it take?"
    half, most = (duration(minutes) for minutes in times["minutes"])
    return f"Half of those who qualify do so within {half}, nine in ten within {most}"
