"""What a first visitor is told, until told to go away.

Remembers in a cookie of the visitor's browser, which says nothing but that the hint was read.
"""

from __future__ import annotations

import streamlit as st

COOKIE = "leadhouse_hint"
WORDS = """**New here?**

- The line below a number lists its records.
- Click a mark in a picture to keep only what it stands for; click again to undo.
- The name in a row opens that lead's timeline.
- *Download* beside a picture or under a list takes it along.
- The address holds all that you chose: share it, or go back."""

KEEP = f"<script>document.cookie = '{COOKIE}=read; max-age=31536000; path=/; samesite=lax';</script>"


def hint() -> None:
    """Draw the hint unless this browser has read it."""
    if st.session_state.get(COOKIE):
        st.html(KEEP, unsafe_allow_javascript=True)
        return
    if COOKIE in st.context.cookies.to_dict():
        return
    with st.container(key="hint"):
        st.markdown(WORDS)
        st.button("Got it", key="hint_read", on_click=_read)


def _read() -> None:
    st.session_state[COOKIE] = True
