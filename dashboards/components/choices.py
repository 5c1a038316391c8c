"""One choice out of a few, bound to the URL.

Reads and writes `st.query_params`; a change touches nothing else in the URL. A value in the URL that does not exist is
named in a notice and the usual one is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import streamlit as st

from dashboards.components.plain_text import ADDRESS

MARKUP = re.compile(r"([\\`*{}\[\]<>$~#|!])")
"""What would make more than text of a notice."""


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
        args=(key, usual, tuple(offered)),
        help=about,
        width=230,
    )
    return chosen


def segments(key: str, word: str, offered: Mapping[str, str], usual: str, label: str | None = None) -> str:
    """Draw a choice as buttons side by side and return what is chosen.

    Args:
        label: what stands above them; None: nothing does, they say it themselves.
    """
    chosen = from_url(key, word, offered, usual)
    st.session_state[key] = chosen
    st.segmented_control(
        label or word.capitalize(),
        list(offered),
        key=key,
        format_func=lambda value: offered.get(value, value),
        on_change=write,
        args=(key, usual, tuple(offered)),
        label_visibility="visible" if label else "collapsed",
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
        say(notice)


def say(notice: str) -> None:
    """Draw one notice about the URL. It quotes what anybody may have written: no markup of it holds, no picture."""
    st.warning(MARKUP.sub(r"\\\1", ADDRESS.sub("\u200b", notice)), icon=":material/link_off:")


def write(key: str, usual: str, offered: tuple[str, ...]) -> None:
    """Put a widget's value into the URL; the usual one needs no mention.

    A browser that goes back can send the words of an option that are no longer those of its value: they are not taken.
    """
    chosen = st.session_state[key]
    if chosen in (usual, None):
        st.query_params.pop(key, None)
    elif chosen in offered:
        st.query_params[key] = chosen
