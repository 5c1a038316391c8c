"""The two attribution models that a page compares, and how a page about credit begins.

Reads the models through `ways`; the choice stands in the URL.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboards import data, ways
from dashboards.components.choices import choice, notices
from dashboards.components.filter_bar import View, filter_bar
from dashboards.components.formats import money
from dashboards.components.page import heading, is_empty, is_too_old

LAST_TOUCH = "last_touch"


@dataclass(frozen=True)
class Models:
    """The attribution model of a page's figures and the one beside it, each with its label."""

    name: str
    beside: str
    label: str
    beside_label: str


Opened = tuple[View, Models, DeltaGenerator]
"""What a page shows, and the row of its models, where a choice of the page may stand beside them."""


def opening(title: str, question: str, metric: str, fact: str, date_column: str) -> Opened | None:
    """Draw title, filters and models of a page and return what it shows; None, with the reason, if there is nothing.

    Args:
        metric: the page's main figure; where it has no rows there is nothing to show.
        fact: the fact whose values the filters offer.
        date_column: the date that the period counts by.
    """
    heading(title, question)
    if is_too_old(ways.is_published(), "attribution"):
        return None
    filtered = filter_bar(fact, date_column, "12m")
    row = st.container(horizontal=True, key="models", vertical_alignment="bottom", gap="small")
    models = model_switch(row)
    if models is None:
        return None
    view = filtered.narrowed(lambda where: ways.without_renewals(ways.under(where, models.name), fact))
    return None if is_empty(metric, view) else (view, models, row)


def renewals(view: View) -> str:
    """Return the sentence on what renewals won, which the page leaves out; nothing where there is none to tell."""
    if view.where.kept("opportunity_type"):
        return ""
    won = ways.renewed(view.where.without("source_category").without("owner").without("team"))
    return f" Renewals stand apart: {money(won, data.currency())} won in the period." if won else ""


def renewals_beside(view: View) -> str:
    """Return what renewals won beside the deals of the page, so that both add up to all that was won."""
    if any(view.where.kept(field) for field in ("opportunity_type", "source_category", "owner", "team")):
        return ""
    won = ways.renewed(view.where)
    return f"renewals apart: {money(won, data.currency())}" if won else ""


def model_switch(row: DeltaGenerator) -> Models | None:
    """Draw the two attribution models; None, with the reason on the page, where the chosen one learned too little."""
    offered = {name: row["label"] for name, row in ways.models().items()}
    usual = ways.usual_model()
    other = LAST_TOUCH if LAST_TOUCH in offered else usual
    about = "\n".join(f"- **{row['label']}**: {row['description']}" for row in ways.models().values())
    with row:
        name = choice("model", "attribution model", offered, usual, "Attribution model", about)
        beside = choice("beside", "attribution model", offered, other, "Compare with model")
    notices()
    if lacking := ways.too_few(beside):
        st.info(f"{offered[beside]} {ways.too_few_words(*lacking)} Compared with instead: {offered[other]}.")
        beside = other
    if lacking := ways.too_few(name):
        st.info(f"{offered[name]} {ways.too_few_words(*lacking)} Choose another model.")
        st.button(f"Show {offered[usual]}", on_click=_usual, key="usual_model")
        return None
    return Models(name, beside, offered[name], offered[beside])


def _usual() -> None:
    st.query_params.pop("model", None)
