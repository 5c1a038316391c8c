"""The filters of a page: one row of widgets whose whole state is in the URL.

Reads and writes `st.query_params`: the URL is the only state, widgets are set from it before they are drawn.
Refuses nothing: a value in the URL that the data does not have is named in a notice and left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from dashboards import data
from dashboards.components.periods import OWN, PERIODS, compared_days, days_in_words, days_of, named, words_of
from dashboards.filters import Filters

FIELDS = {"source": ("source_category", "source"), "team": ("team", "team"), "owner": ("owner", "owner")}
"""The fields that every page filters by: name in the URL, field of the facts, word."""

OWNED_TODAY = "Who owns the lead today. What earlier owners made of it stands on the page Reps."
"""What a filter on the owner or team of a lead means: a lead that was handed on counts for its present owner."""

ABOUT = {
    "fct_leads": {"team": OWNED_TODAY, "owner": OWNED_TODAY},
    "rpt_campaign_roi": {
        "source": "The channel of the campaign, by its type.",
        "team": "The team of who runs the campaign.",
        "owner": "Who runs the campaign.",
    },
    "fct_campaign_attribution": {
        "source": "The channel of the touch.",
        "team": "The team of who sells the opportunity.",
        "owner": "Who sells the opportunity.",
    },
}
"""What the filters mean where that is not plain, by fact and name in the URL."""

DATES = {"created_date": "created", "assigned_date": "received", "closed_date": "closed", "started_date": "started"}
"""What a period counts by, in a word."""


@dataclass(frozen=True)
class View:
    """What the visitor looks at.

    Attributes:
        where: the filters.
        period: the period in words.
        before: the period compared with, in words; empty without one.
        compared: the filters over the period compared with; None without one.
    """

    where: Filters
    period: str
    before: str = ""
    compared: Filters | None = None

    def narrowed(self, narrow: Callable[[Filters], Filters]) -> View:
        """Return this view with its filters narrowed, and those of the period compared with likewise."""
        return replace(self, where=narrow(self.where), compared=self.compared and narrow(self.compared))


def filter_bar(fact: str, date_column: str, period: str) -> View:
    """Draw the filters and return what they keep.

    Args:
        fact: the fact whose values are offered.
        date_column: the date that the period counts by.
        period: the period shown when the URL names none.
    """
    today = data.as_of().date()
    offered = {key: data.options(fact, field) for key, (field, _) in FIELDS.items()}
    where, chosen, notices = _from_url(offered, period, today)
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom", gap="small"):
        _period_widgets(chosen, period, where, today, DATES[date_column])
        for key, (field, word) in FIELDS.items():
            _field_widget(key, word, offered[key], where.kept(field), ABOUT.get(fact, {}).get(key))
        st.button("Reset", type="tertiary", on_click=_reset, disabled=not _is_filtered(period, chosen, where))
    for notice in notices:
        st.warning(notice, icon=":material/link_off:")
    days = compared_days(chosen, today, "before")
    if days is None:
        return View(where, words_of(chosen, today))
    return View(where, words_of(chosen, today), days_in_words(*days), replace(where, first=days[0], last=days[1]))


def _from_url(offered: dict[str, dict[str, str]], default: str, today: date) -> tuple[Filters, str, list[str]]:
    """Return the filters that the URL names, its period, and a notice for each value that does not exist."""
    notices = []
    chosen = st.query_params.get("period", default)
    days = days_of(chosen, today)
    if days is None:
        notices.append(f'The link names the period "{chosen}", which does not exist. Shown: {PERIODS[default]}.')
        chosen, days = default, days_of(default, today)
    first, last = days or (None, None)
    where = Filters(first, last)
    for key, (field, word) in FIELDS.items():
        asked = st.query_params.get_all(key)
        known = tuple(each for each in asked if each in offered[key])
        notices += [
            f'The link names the {word} "{each}", which this data does not have. It is left out of the filter.'
            for each in asked
            if each not in offered[key]
        ]
        where = where.only(field, *known) if known else where
    return where, chosen, notices


def _period_widgets(chosen: str, default: str, where: Filters, today: date, word: str) -> None:
    names = [*PERIODS, OWN]
    st.session_state["period"] = chosen if chosen in PERIODS else OWN
    st.selectbox(
        f"Period ({word})",
        names,
        key="period",
        format_func=lambda name: PERIODS.get(name, "Days of your own"),
        on_change=_write_period,
        args=(default, where.first or today, where.last or today),
        width=190,
    )
    if chosen not in PERIODS:
        st.session_state["days"] = (where.first, where.last)
        st.date_input("Days", key="days", format="YYYY-MM-DD", on_change=_write_days, width=230)


def _write_period(default: str, first: date, last: date) -> None:
    chosen = st.session_state["period"]
    if chosen == OWN:
        st.query_params["period"] = named(first, last)
    elif chosen == default:
        st.query_params.pop("period", None)
    else:
        st.query_params["period"] = chosen


def _write_days() -> None:
    days = st.session_state["days"]
    if len(days) == 2:
        st.query_params["period"] = named(*days)


def _field_widget(key: str, word: str, offered: dict[str, str], kept: tuple[str, ...], about: str | None) -> None:
    st.session_state[key] = list(kept)
    st.multiselect(
        word.capitalize(),
        list(offered),
        key=key,
        format_func=lambda value: offered.get(value, value),
        placeholder=f"All {word}s",
        help=about,
        on_change=_write_field,
        args=(key,),
        width=220,
    )


def _write_field(key: str) -> None:
    if st.session_state[key]:
        st.query_params[key] = st.session_state[key]
    else:
        st.query_params.pop(key, None)


def _is_filtered(default: str, chosen: str, where: Filters) -> bool:
    return chosen != default or bool(where.values)


def _reset() -> None:
    st.query_params.clear()


def drop(field: str) -> None:
    """Take one filter (a field, or `period`) out of the URL."""
    if field == "period":
        st.query_params["period"] = "all"
    else:
        st.query_params.pop(next(key for key, (each, _) in FIELDS.items() if each == field), None)


def word_of(field: str) -> str:
    """Return the word for a filter."""
    return next((word for each, word in FIELDS.values() if each == field), "period")
