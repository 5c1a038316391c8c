"""What is to be done with the leads found: how many are overdue, due, without a plan, and what each is made of.

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
from dashboards.due import LED_ON, MEANINGS, NAMED, STATES
from dashboards.filters import NO_VALUE

STATE, CLASS = "due", "class"
"""Names in the URL."""

ALL = "all"
CLASSES = "leakage_class"

HINT = "Click a number to list those leads; click it again to show all. The numbers follow the search and the filters."
"""That the numbers are buttons."""

UNCOUNTED = "Duplicates and tests"
"""What the records are called that count nowhere, and so are in no leakage class."""


WIDTH = 240
"""Width in pixels of the number of a state, so that what it is made of stands in a column beside it."""


@dataclass(frozen=True)
class Button:
    """A number that can be clicked: its key on the page, what it counts, how many."""

    key: str
    label: str
    number: int


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
    """Draw how many leads are in each state, beside it what they are made of, and return those that the visitor keeps.

    The numbers are those of all leads found, whichever are kept: those beside a state add up to it.
    """
    classes = {**data.options("fct_leads", CLASSES), NO_VALUE: UNCOUNTED}
    state = from_url(STATE, "state", {ALL: "all leads", **STATES}, ALL)
    chosen = from_url(CLASS, "leakage class", {ALL: "all leads", **classes}, ALL)
    found = leads.states(text, view.where).with_columns(pl.col(CLASSES).fill_null(NO_VALUE))
    st.caption(HINT)
    for name, label in STATES.items():
        with st.container(horizontal=True, key=f"states_{name}", vertical_alignment="center", gap="small"):
            numbers = dict(found.filter(due_state=name).select(CLASSES, "n").iter_rows())
            is_kept = state == name and chosen == ALL
            _number(Button(f"due_{name}", label, sum(numbers.values())), (name, None), is_kept, MEANINGS[name])
            with st.container(horizontal=True, key=f"classes_{name}", gap="small"):
                listed = [each for each in classes if each in numbers]
                for each in sorted(listed, key=lambda each: (name, each) in NAMED and each in LED_ON):
                    is_kept = chosen == each and state in (name, ALL)
                    said = NAMED.get((name, each), classes[each])
                    _number(Button(f"class_{name}_{each}", said, numbers[each]), (name, each), is_kept, None)
    if chosen != ALL:
        view = view.narrowed(lambda where: where.only(CLASSES, chosen))
    return Kept(view, "" if state == ALL else state)


def _number(button: Button, keeps: tuple[str, str | None], is_kept: bool, about: str | None) -> None:
    """Draw one number with what it counts; a click keeps it, or lets it go where it is kept.

    Args:
        keeps: the state, and the class within it (None: all of the state).
    """
    is_state = keeps[1] is None
    st.button(
        f"{button.label}{SPACE}{SPACE}**{count(button.number)}**",
        key=button.key,
        type="primary" if is_kept else "secondary" if is_state else "tertiary",
        on_click=_keep,
        args=(None, None) if is_kept else keeps,
        help=about,
        width=WIDTH if is_state else "content",
    )


def _keep(state: str | None, name: str | None) -> None:
    for key, value in ((STATE, state), (CLASS, name)):
        if value is None:
            st.query_params.pop(key, None)
        else:
            st.query_params[key] = value
