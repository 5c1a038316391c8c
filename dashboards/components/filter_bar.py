"""The filters of a page: one row of widgets whose whole state is in the URL.

Reads and writes `st.query_params`: the URL is the only state, widgets are set from it before they are drawn.
Refuses nothing: a value in the URL that the data does not have is named in a notice and left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from dashboards import data
from dashboards.components.choices import from_url, notices, write
from dashboards.components.fields import ABOUT, FIELDS, PERIOD, SELDOM, offered_by, url_name_of
from dashboards.components.periods import (
    COMPARISONS,
    OWN,
    PERIODS,
    compared_days,
    days_in_words,
    days_of,
    days_shown,
    named,
    words_of,
    words_of_own,
)
from dashboards.filters import Filters

DATES = {"created_date": "created", "assigned_date": "received", "closed_date": "closed", "started_date": "started"}
"""What a period counts by, in a word."""

USUAL_COMPARISON = "before"


@dataclass(frozen=True)
class View:
    """What the visitor looks at.

    Attributes:
        where: the filters.
        period: the period in words.
        before: the period compared with, in words; empty without one.
        compared: the filters over the period compared with; None without one.
        fact: the fact whose values the filters offer.
    """

    where: Filters
    period: str
    before: str = ""
    compared: Filters | None = None
    fact: str = "fct_leads"

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
    offered = {key: labels_of(fact, key) for key in offered_by(fact)}
    where, chosen = _from_url(offered, period, today)
    with st.container(horizontal=True, key="filters", vertical_alignment="bottom", gap="small"):
        _period_widgets(chosen, where, today, DATES[date_column])
        days = _compare_widget(chosen, today)
        hidden = [key for key in offered if key in SELDOM and not where.kept(FIELDS[key].field)]
        for key in [each for each in offered if each not in hidden]:
            _field_widget(key, offered[key], where.kept(FIELDS[key].field), ABOUT.get(fact, {}).get(key))
        if hidden:
            with st.popover("More", type="tertiary"):
                for key in hidden:
                    _field_widget(key, offered[key], (), ABOUT.get(fact, {}).get(key))
        st.button("Reset", type="tertiary", on_click=st.query_params.clear, disabled=not st.query_params.to_dict())
        _share()
    notices()
    view = View(where, words_of(chosen, today), fact=fact)
    if days is not None:
        view = replace(view, before=days_in_words(*days), compared=replace(where, first=days[0], last=days[1]))
    own = "" if "period" in st.query_params else words_of_own(period)
    st.caption(days_shown(DATES[date_column], where.first, where.last or today, view.before) + own)
    st.session_state["view"] = view
    return view


def labels_of(fact: str, key: str) -> dict[str, str]:
    """Return the values that a filter offers on pages about a fact, with their labels."""
    words = dict(FIELDS[key].labels)
    return {value: words.get(value, label) for value, label in data.options(fact, FIELDS[key].field).items()}


def _from_url(offered: dict[str, dict[str, str]], default: str, today: date) -> tuple[Filters, str]:
    """Return the filters that the URL names and its period, and give notice of each value that does not exist."""
    given: list[str] = st.session_state.setdefault("notices", [])
    chosen = st.query_params.get("period", default)
    days = days_of(chosen, today)
    if days is None:
        given.append(f'The link names the period "{chosen}", which does not exist. Shown: {PERIODS[default]}.')
        chosen, days = default, days_of(default, today)
    first, last = days or (None, None)
    where = Filters(first, last)
    for key, options in offered.items():
        asked = st.query_params.get_all(key)
        known = tuple(each for each in asked if each in options)
        given += [
            f'The link names the {FIELDS[key].word} "{each}", which this data does not have. '
            "It is left out of the filter."
            for each in asked
            if each not in options
        ]
        where = where.only(FIELDS[key].field, *known) if known else where
    return where, chosen


def _period_widgets(chosen: str, where: Filters, today: date, word: str) -> None:
    names = [*PERIODS, OWN]
    st.session_state["period"] = chosen if chosen in PERIODS else OWN
    st.selectbox(
        f"Period ({word})",
        names,
        key="period",
        format_func=lambda name: PERIODS.get(name, "Days of your own"),
        on_change=_write_period,
        args=(where.first or today, where.last or today),
        width=160,
    )
    if chosen not in PERIODS:
        st.session_state["days"] = (where.first, where.last)
        st.date_input(
            "Days",
            key="days",
            format="YYYY-MM-DD",
            min_value=date.min,
            max_value=date.max,
            on_change=_write_days,
            width=215,
        )


def _write_period(first: date, last: date) -> None:
    """Put the period chosen into the URL, also the usual one of the page: on other pages another one is usual."""
    chosen = st.session_state["period"]
    st.query_params["period"] = named(first, last) if chosen == OWN else chosen


def _write_days() -> None:
    days = st.session_state["days"]
    if len(days) == 2:
        st.query_params["period"] = named(*days)


def _compare_widget(chosen: str, today: date) -> tuple[date, date] | None:
    """Draw what the period is compared with and return its days; nothing where there is nothing to compare with."""
    kind = from_url("compare", "comparison", COMPARISONS, USUAL_COMPARISON)
    if compared_days(chosen, today, USUAL_COMPARISON) is None:
        return None
    words = {each: _compared_words(chosen, today, each) for each in COMPARISONS}
    # What lies just before a year is last year: one entry says both.
    twice = {"last_year"} if words["last_year"] == words[USUAL_COMPARISON] and kind != "last_year" else set()
    st.session_state["compare"] = kind
    st.selectbox(
        "Compared with",
        [each for each in COMPARISONS if each not in twice],
        key="compare",
        format_func=words.__getitem__,
        on_change=write,
        args=("compare", USUAL_COMPARISON, tuple(COMPARISONS)),
        help="What the changes beside the figures are against: the period before or last year, to the same elapsed "
        "part where the period is still going on.",
        width=235,
    )
    return compared_days(chosen, today, kind)


def _compared_words(chosen: str, today: date, kind: str) -> str:
    days = compared_days(chosen, today, kind)
    return days_in_words(*days) if days else COMPARISONS["none"].capitalize()


def _field_widget(key: str, offered: dict[str, str], kept: tuple[str, ...], about: str | None) -> None:
    st.session_state[key] = list(kept)
    word = FIELDS[key].word
    st.multiselect(
        word.capitalize(),
        list(offered),
        key=key,
        format_func=lambda value: offered.get(value, value),
        placeholder=f"All {FIELDS[key].words}",
        help=about,
        on_change=_write_field,
        args=(key,),
        width=165 if key in SELDOM else 132,
    )


def _write_field(key: str) -> None:
    if st.session_state[key]:
        st.query_params[key] = st.session_state[key]
    else:
        st.query_params.pop(key, None)


def _share() -> None:
    """Offer the link to this view; whoever opens it sees the same, of the data that is then newest."""
    with st.popover("Share", type="tertiary"):
        st.markdown("The link to this view. A period such as the last 90 days moves on with the data.")
        address = (st.context.url or "").partition("?")[0]
        query = urlencode([(key, each) for key in st.query_params for each in st.query_params.get_all(key)])
        st.code(f"{address}?{query}" if query else address, language=None, wrap_lines=True)


def keep_only(field: str, value: str) -> None:
    """Put a filter to one value into the URL; where it is that already, take it out."""
    key = url_name_of(field)
    if st.query_params.get_all(key) == [value]:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = value


def drop(field: str) -> None:
    """Take one filter (a field, or `period`) out of the URL."""
    if field == PERIOD:
        st.query_params[PERIOD] = "all"
    else:
        st.query_params.pop(url_name_of(field), None)


def drop_all(fields: list[str]) -> None:
    """Take several filters out of the URL."""
    for field in fields:
        drop(field)
