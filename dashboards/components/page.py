"""What every page has: title, question, as-of line, section lines, pictures with their table, empty results.

Reads `data`; writes to the screen only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import altair
import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.downloads import about, as_of_words, download_menu, remember
from dashboards.components.fields import PERIOD, is_in_bar, word_of
from dashboards.components.filter_bar import View, drop, drop_all, keep_only
from dashboards.components.fitting import height_of
from dashboards.components.formats import count
from dashboards.components.record_columns import formats_of, in_tenths, twin
from dashboards.components.theme import themed
from dashboards.filters import NO_VALUE

SMALL_IN_A_ROW = 4

MOST_ROWS = 10
"""Rows of the table behind a picture in sight; a longer one scrolls."""

QUESTIONS = {"why": "Why?", "who": "Who?"}
"""The sections that ask something, with their questions."""

TESTS_PAGE = "data"
"""The address of the page that lists the tests that warn."""

SMALL_WIDTH = 180
"""Width of a small chart in a picture, in pixels."""

PICKED = "picked"
"""What the selection of a chart is called."""

PICKS, HAS_PICKED = "picks", "has_picked"
"""Where a session counts the clicks on marks, and notes that the page has to follow one."""


def heading(title: str, question: str) -> None:
    """Write the title, the as-of line and the question."""
    remember(title)
    with st.container(horizontal=True, key="heading", vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.title(title, anchor=False, width="content")
        st.markdown(f":gray[:small[{as_of_line(link=True)}]]", width="content")
    st.markdown(f":gray[{question}]")


def as_of_line(link: bool = False) -> str:
    """Return how fresh and how tested the data is: `data as of Fri 20 Nov 2026, 17:02 CET · Salesforce · ...`.

    Args:
        link: tests that warn lead to the page that lists them.
    """
    systems = ", ".join(each.replace("_", " ").title() for each in data.table("meta_sources")["source_system"].unique())
    said = tests_line()
    tests = f"[{said}]({TESTS_PAGE})" if link and "warn" in said else said
    return f"data as of {as_of_words()} · {systems} · {tests}"


def tests_line() -> str:
    """Return the result of the build's tests in words."""
    tests = data.table("meta_tests")
    warning = tests.filter(pl.col("status") != "pass").height
    if not tests.height:
        return "tests not known"
    if warning:
        return f"{count(warning)} of {count(tests.height)} tests {'warns' if warning == 1 else 'warn'}"
    return f"all {count(tests.height)} tests pass"


def pair(left: Callable[[], None], right: Callable[[], None], widths: tuple[int, int] = (1, 1)) -> None:
    """Draw two parts of a page side by side, as wide as `widths` are to each other; on a phone one below the other."""
    for column, part in zip(st.columns(widths, gap="large"), (left, right), strict=True):
        with column:
            part()


def section(word: str) -> None:
    """Begin a section (why, who) under a hairline, with its question as the heading."""
    with st.container(key=f"section_{word}"):
        st.header(QUESTIONS.get(word, word.capitalize()), anchor=False)


@st.fragment
def picture(
    title: str, chart: Callable[[], Any], frame: pl.DataFrame, alt: str, key: str, picks: str | None = None
) -> None:
    """Draw a chart under its title, or its table when the visitor asks for it, and the menu of its downloads.

    Args:
        chart: makes the chart; called only when there is something to draw.
        frame: the rows behind it, as the table twin shows them.
        alt: what is seen, with the main figure, for who cannot see it.
        key: unique on the page.
        picks: the field of the filter bar to which a click on a mark keeps one value.
    """
    table, shares = twin(frame)
    as_table = _title_row(title, chart, table, shares, key)
    if not frame.height:
        st.markdown(":gray[no data]")
    elif as_table:
        _twin(table, shares, alt)
    elif picks:
        _pickable(themed(chart()), alt, key, picks)
    else:
        st.altair_chart(themed(chart()), theme=None, width="stretch", alt=alt)


def _twin(table: pl.DataFrame, shares: list[str], alt: str) -> None:
    """Draw the table behind a picture."""
    shown, formats = in_tenths(table, shares), formats_of(table, shares)
    st.dataframe(shown, hide_index=True, column_config=formats, alt=alt, **height_of(table.height, MOST_ROWS))


def _title_row(title: str, chart: Callable[[], Any] | None, table: pl.DataFrame, shares: list[str], key: str) -> bool:
    """Write the title of a picture with its downloads; return whether its table is asked for."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", gap="small"):
        st.subheader(title, anchor=False, width="stretch")
        download_menu(table, chart if table.height else None, about(title), shares, key)
        return st.toggle("Table", key=f"table_{key}")


def _pickable(chart: Any, alt: str, key: str, field: str) -> None:
    """Draw a chart whose marks, when clicked, keep their value alone in the filter, or let it go again.

    After each click all charts have new keys, so that they begin without a selection: what is selected is the filter.
    """
    if st.session_state.pop(HAS_PICKED, False):
        # The callback ran for this part of the page alone.
        st.rerun()
    key = f"chart_{key}_{st.session_state.setdefault(PICKS, 0)}"
    st.altair_chart(
        chart.add_params(altair.selection_point(name=PICKED, fields=[field], on="click", toggle=False)).configure_mark(
            cursor="pointer"
        ),
        theme=None,
        width="stretch",
        alt=alt,
        key=key,
        on_select=partial(_pick, key, field),
        selection_mode=PICKED,
    )


def _pick(key: str, field: str) -> None:
    """Put what was clicked into the filter."""
    found = st.session_state[key]["selection"].get(PICKED)
    if found and field in found[0]:
        value = found[0][field]
        keep_only(field, NO_VALUE if value is None else str(value))
        st.session_state[PICKS] += 1
        st.session_state[HAS_PICKED] = True


@st.fragment
def small_pictures(title: str, each: Mapping[str, Callable[[], Any]], frame: pl.DataFrame, key: str) -> None:
    """Draw small charts of one kind side by side, each under its name, or the table behind them all."""
    table, shares = twin(frame)
    if _title_row(title, partial(_side_by_side, each) if each else None, table, shares, key):
        _twin(table, shares, title)
        return
    with st.container(key="small"):
        columns = st.columns(SMALL_IN_A_ROW)
        for number, (name, chart) in enumerate(each.items()):
            with columns[number % SMALL_IN_A_ROW]:
                st.markdown(name)
                alt = f"{title}: {' '.join(_plain(name))}"
                st.altair_chart(themed(chart()), theme=None, width="stretch", alt=alt)


def _side_by_side(each: Mapping[str, Callable[[], Any]]) -> Any:
    """Return small charts as one, for a picture of them."""
    drawn = [chart().properties(width=SMALL_WIDTH, title=_plain(name)) for name, chart in each.items()]
    return altair.concat(*drawn, columns=SMALL_IN_A_ROW)


def _plain(name: str) -> list[str]:
    """Return a name that is written in two lines and colours as its lines."""
    return [line.strip() for line in name.replace(":gray[", "").removesuffix("]").splitlines()]


def is_too_old(knows: bool, what: str) -> bool:
    """Say that a version built by an earlier release does not know what a page is about; return whether that is so."""
    if not knows:
        st.info(f"This version was built before {what} was known. Build again: leadhouse build")
    return not knows


def is_empty(name: str, view: View) -> bool:
    """Say which filter left nothing, and offer to drop it; return whether there is nothing to show."""
    if data.metric(name, (), view.where)["n"].sum() > 0:
        return False
    asked = data.definition(name)
    if data.absence(name, view.where) == "not exported":
        st.info(f"{asked.label}: not exported. What was exported, and what its absence means, is on the page Data.")
        return True
    emptying = [field for field in data.emptied_by(name, view.where) if field == PERIOD or is_in_bar(field)]
    _say_empty(asked.label, emptying, view)
    return True


def _say_empty(label: str, emptying: list[str], view: View) -> None:
    """Name the filters of which each alone leaves nothing, or all that do together, and offer to drop them."""
    given = [field for field, _ in view.where.values if is_in_bar(field)] + [PERIOD] * bool(view.where.first)
    if emptying:
        words = " or ".join(word_of(field) for field in emptying)
        st.info(f"No data: the filter on {words} leaves nothing to show. Without it there are rows.")
    elif given:
        words = " and ".join(word_of(field) for field in given)
        st.info(f"No data: {label.lower()} has no rows with the filters on {words} together.")
    else:
        st.info(f"No data: {label.lower()} has no rows.")
    with st.container(horizontal=True):
        for field in emptying:
            st.button(f"Drop the filter on {word_of(field)}", key=f"drop_{field}", on_click=drop, args=(field,))
        if given and not emptying:
            st.button("Drop all filters", key="drop_all", on_click=drop_all, args=(given,))
