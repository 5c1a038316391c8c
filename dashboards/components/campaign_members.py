"""Who of those invited to campaigns responded, and who came.

Reads metrics of the campaigns' members. One row per type of campaign. Writes nothing.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import marketing
from dashboards.components import charts
from dashboards.components.filter_bar import View
from dashboards.components.page import pair, picture

ANSWERS = {
    "response_rate": ("Who answers an invitation?", "responded"),
    "success_rate": ("Who comes in the end?", "attended"),
}
"""Pictures of members, with their title and what is counted."""


def invited(view: View) -> None:
    """Invited, responded and attended by type of campaign, where that tells anything."""
    shown = {rate: found for rate in ANSWERS if marketing.tells(found := marketing.answers(view.where, rate))}
    drawn = [partial(answers, rate, found) for rate, found in shown.items()]
    if len(drawn) == len(ANSWERS):
        pair(drawn[0], drawn[1])
    else:
        for part in drawn:
            part()


def answers(rate: str, found: pl.DataFrame) -> None:
    """The share of those invited that responded or attended."""
    title, word = ANSWERS[rate]
    alt = f"Share of those invited who {word}, by type of campaign, with 95 % intervals."
    picture(title, lambda: charts.dots(found, "label", f"{word} of those invited"), found, alt, rate)
    st.caption(
        "Most invited first. Invited: all members of the campaigns. Where people are added once they answer, nearly "
        "all did."
    )
