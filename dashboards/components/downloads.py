"""The way out of a page: buttons that download a table or a picture, with what it shows.

Reads `data` and what the page remembers of itself (its title, its view); files are written when they are asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Literal
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.fields import FIELDS, url_name_of
from dashboards.components.filter_bar import View, labels_of
from dashboards.components.formats import count, moment
from dashboards.components.periods import days_in_words
from dashboards.exporting import MIME, About, csv_of, file_name, picture_of, xlsx_of
from dashboards.filters import NO_VALUE

WORDS = {
    "owner_is_automated": "Automated users",
    "is_win_back": "Worth another call",
    "attribution_model": "Attribution model",
    "campaign_key": "Campaign",
}
"""What filters that a page sets by itself are called."""

KINDS: tuple[Literal["png", "svg"], ...] = ("png", "svg")
"""Kinds of pictures."""

YES_OR_NO = {"true": "yes", "false": "no", NO_VALUE: "none", "user": "people"}


def remember(title: str) -> None:
    """Keep the title of the page that is drawn, for the files that leave it; forget what another page showed."""
    st.session_state["page"], st.session_state["view"] = title, None


def as_of_words() -> str:
    """Return the time of the data: `Fri 20 Nov 2026, 17:02 CET`."""
    as_of, zone = data.as_of(), data.catalogue().zone
    return moment(as_of, as_of.replace(tzinfo=ZoneInfo(zone)).tzname() or zone)


def about(title: str, view: View | None = None, metric: str | None = None, rows: int | None = None) -> About:
    """Return what a file shows: page, period, filters, as of, definition.

    Args:
        view: what it shows, where that is not what the page shows.
        metric: the metric whose definition is said.
        rows: the number of rows of a list.
    """
    shown: View | None = view or st.session_state.get("view")
    as_of = data.as_of()
    lines = _lines(shown) if shown else []
    if metric:
        asked = data.definition(metric)
        lines.append(("Definition", f"{asked.label}: {asked.description} {asked.formula}"))
    if rows is not None:
        lines.append(("Rows", count(rows)))
    lines.append(("Data as of", as_of_words()))
    lines.append(("Currency", data.currency()))
    return About(st.session_state.get("page", "Leadhouse"), title, tuple(lines), f"{as_of:%Y-%m-%d}")


def _lines(shown: View) -> list[tuple[str, str]]:
    """Return the period and the filters of a view in words."""
    where = shown.where
    period = shown.period
    if where.first and where.last and days_in_words(where.first, where.last) != period:
        period = f"{period}: {days_in_words(where.first, where.last)}"
    lines = [("Period", period)]
    if shown.before:
        lines.append(("Compared with", shown.before))
    words = {each.field: each.word.capitalize() for each in FIELDS.values()}
    for field, kept in where.values:
        known = field in words and data.catalogue().has(shown.fact, field)
        labels = labels_of(shown.fact, url_name_of(field)) if known else YES_OR_NO
        word = words.get(field) or WORDS.get(field) or field.replace("_", " ").capitalize()
        lines.append((word, ", ".join(labels.get(each, each) for each in kept)))
    return lines


def downloads(table: pl.DataFrame | Callable[[], pl.DataFrame], shown: About, key: str) -> None:
    """Draw the buttons that download a whole table as CSV and as XLSX, whatever part of it is on the screen.

    Args:
        table: the table, or what makes it: all rows of a list are only read when somebody wants them.
    """

    def whole() -> pl.DataFrame:
        return table if isinstance(table, pl.DataFrame) else table()

    makers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: csv_of(whole()),
        "xlsx": lambda: xlsx_of({shown.title: whole()}, shown),
    }
    with st.container(horizontal=True, width="content", gap="small"):
        _buttons(makers, shown, key, "Download ")


def download_menu(
    table: pl.DataFrame, chart: Callable[[], Any] | None, shown: About, shares: list[str], key: str
) -> None:
    """Draw the menu that downloads a picture, where there is one, and the table behind it.

    Args:
        shares: columns of the table that are shares (0..1).
    """
    makers: dict[str, Callable[[], bytes]] = {}
    if chart:
        makers = {kind: partial(picture_of, chart, shown, kind) for kind in KINDS}
    makers |= {"csv": partial(csv_of, table), "xlsx": partial(xlsx_of, {shown.title: table}, shown, shares)}
    with st.popover("", icon=":material/download:", type="tertiary", key=f"menu_{key}", help="Download"):
        _buttons(makers, shown, f"get_{key}", "")


def _buttons(makers: dict[str, Callable[[], bytes]], shown: About, key: str, word: str) -> None:
    for kind, maker in makers.items():
        st.download_button(
            f"{word}{kind.upper()}",
            maker,
            file_name=file_name(shown, kind),
            mime=MIME[kind],
            on_click="ignore",
            icon=":material/download:" if word else None,
            type="tertiary",
            key=f"{key}_{kind}",
        )
