"""One choice out of a few, bound to the URL; and the two attribution models that a page compares.

Reads and writes `st.query_params`; a change touches nothing else in the URL. A value in the URL that does not exist is
named in a notice and the usual one is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from dashboards import ways

LAST_TOUCH = "last_touch"


@dataclass(frozen=True)
class Models:
    """The attribution model of a page's figures and the one beside it, each with its label."""

    name: str
    beside: str
    label: str
    beside_label: str


def choice(key: str, word: str, offered: Mapping[str, str], usual: str, label: str, about: str | None = None) -> str:
    """Draw a list to choose from and return what is chosen.

    Args:
        key: name in the URL.
        word: what the values are called in a notice.
        offered: values with their labels.
        about: what is said on hover.
    """
    chosen = from_url(key, word, offered, usual)
    st.session_state[key] = chosen
    st.selectbox(
        label,
        list(offered),
        key=key,
        format_func=lambda value: offered.get(value, value),
        on_change=write,
        args=(key, usual),
        help=about,
        width=230,
    )
    return chosen


def segments(key: str, word: str, offered: Mapping[str, str], usual: str) -> str:
    """Draw a choice as buttons side by side and return what is chosen."""
    chosen = from_url(key, word, offered, usual)
    st.session_state[key] = chosen
    st.segmented_control(
        word.capitalize(),
        list(offered),
        key=key,
        format_func=lambda value: offered.get(value, value),
        on_change=write,
        args=(key, usual),
        label_visibility="collapsed",
    )
    return chosen


def from_url(key: str, word: str, offered: Mapping[str, str], usual: str) -> str:
    """Return the value that the URL names, or the usual one; a value that does not exist is named."""
    asked = st.query_params.get(key, usual)
    if asked in offered:
        return asked
    st.session_state.setdefault("notices", []).append(
        f'The link names the {word} "{asked}", which this data does not have. Shown: {offered[usual]}.'
    )
    return usual


def notices() -> None:
    """Draw what was found wrong with the URL since the last call."""
    for notice in st.session_state.pop("notices", []):
        st.warning(notice, icon=":material/link_off:")


def write(key: str, usual: str) -> None:
    """Put a widget's value into the URL; the usual one needs no mention."""
    if st.session_state[key] in (usual, None):
        st.query_params.pop(key, None)
    else:
        st.query_params[key] = st.session_state[key]


def model_switch() -> Models | None:
    """Draw the two attribution models; None, with the reason on the page, where the chosen one learned too little."""
    offered = {name: row["label"] for name, row in ways.models().items()}
    usual = ways.usual_model()
    other = LAST_TOUCH if LAST_TOUCH in offered else usual
    about = "\n".join(f"- **{row['label']}**: {row['description']}" for row in ways.models().values())
    with st.container(horizontal=True, key="models", vertical_alignment="bottom", gap="small"):
        name = choice("model", "attribution model", offered, usual, "Attribution model", about)
        beside = choice("beside", "attribution model", offered, other, "Beside it")
    notices()
    if lacking := ways.too_few(beside):
        st.info(f"{offered[beside]} {ways.too_few_words(*lacking)} Shown beside instead: {offered[other]}.")
        beside = other
    if lacking := ways.too_few(name):
        st.info(f"{offered[name]} {ways.too_few_words(*lacking)} Choose another model.")
        st.button(f"Show {offered[usual]}", on_click=_usual, key="usual_model")
        return None
    return Models(name, beside, offered[name], offered[beside])


def _usual() -> None:
    st.query_params.pop("model", None)
