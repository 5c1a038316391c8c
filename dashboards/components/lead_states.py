"""What is to be done with the leads found: how many are overdue, due, without a plan, and where they stand.

Reads `leads.states`; a click on a number keeps those leads, in the URL, and another click lets them go.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboards import data, leads
from dashboards.components.choices import from_url
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, count
from dashboards.due import MEANINGS, NOTHING, STATES

STATE, CLASS = "due", "class"
"""Names in the URL."""

ALL = "all"
CLASSES = "leakage_class"


@dataclass(frozen=True)
class Kept:
    """What the visitor keeps of the leads found.

    Attributes:
        view: the view, with the leakage class if one was chosen.
        state: a state of `due.STATES`; empty: all.
    """

    view: View
    state: str

    @property
    def title(self) -> str:
        """What the list is called in the files that leave the page."""
        return f"Leads, {STATES[self.state].lower()}" if self.state else "Leads"


def kept_states(text: str, view: View) -> Kept:
    """Draw how many leads are in each state and in each leakage class, and return those that the visitor keeps."""
    classes = data.options("fct_leads", CLASSES)
    state = from_url(STATE, "state", {ALL: "all leads", **STATES}, ALL)
    chosen = from_url(CLASS, "leakage class", {ALL: "all leads", **classes}, ALL)
    found = leads.states(text, view.where)
    of_class = found if chosen == ALL else found.filter(pl.col(CLASSES) == chosen)
    of_state = found if state == ALL else found.filter(pl.col("due_state") == state)
    with st.container(horizontal=True, key="states", vertical_alignment="center", gap="small"):
        numbers = _numbers(of_class, "due_state")
        for name, label in STATES.items():
            _number(STATE, name, label, numbers.get(name, 0), state == name, MEANINGS[name])
    with st.container(horizontal=True, key="classes", vertical_alignment="center", gap="small"):
        numbers = _numbers(of_state, CLASSES)
        worked = set(found.filter(pl.col("due_state") != NOTHING)[CLASSES])
        for name, label in sorted(classes.items(), key=lambda each: each[0] not in worked):
            if name in numbers or name == chosen:
                _number(CLASS, name, label, numbers.get(name, 0), chosen == name, None)
    if chosen != ALL:
        view = view.narrowed(lambda where: where.only(CLASSES, chosen))
    return Kept(view, "" if state == ALL else state)


def _numbers(found: pl.DataFrame, field: str) -> dict[str, int]:
    return dict(found.drop_nulls(field).group_by(field).agg(pl.col("n").sum()).iter_rows())


def _number(key: str, name: str, label: str, number: int, is_kept: bool, about: str | None) -> None:
    """Draw one number with what it counts; a click keeps it, or lets it go where it is kept."""
    st.button(
        f"{label}{SPACE}{SPACE}**{count(number)}**",
        key=f"{key}_{name}",
        type="primary" if is_kept else "secondary" if key == STATE else "tertiary",
        on_click=_keep,
        args=(key, None if is_kept else name),
        help=about,
    )


def _keep(key: str, name: str | None) -> None:
    if name is None:
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = name
