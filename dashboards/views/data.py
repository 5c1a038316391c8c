"""Page "Data": can these numbers be trusted?

Reads the meta tables of the published version: what was loaded, rejected, tested, mapped and covered, per source.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.formats import count
from dashboards.components.page import heading, meta_table, section


def page() -> None:
    """Draw the page."""
    heading("Data", "Can these numbers be trusted?")
    summary()
    section("sources")
    meta_table("meta_sources", "How fresh is each source?", "No source is loaded.")
    meta_table("meta_coverage", "What was exported, and what does its absence mean?", "Nothing was exported.")
    section("loads")
    meta_table("meta_loads", "What was loaded?", "Nothing was loaded.")
    meta_table("meta_rejects", "What was rejected, and by which rule?", "No row was rejected.")
    meta_table("meta_casts", "Which values could not be read as their type?", "Every value could be read.")
    section("meaning")
    meta_table("meta_unmapped", "Which values have no meaning yet?", "Every value is mapped.")
    meta_table("meta_faults", "What contradicts itself in the source?", "No contradiction was found.")
    section("tests")
    tests()


def summary() -> None:
    """Four numbers: rows landed, rows rejected, tests passed, unmapped values."""
    loads, checks = data.table("meta_loads"), data.table("meta_tests")
    passed = checks.filter(pl.col("status") == "pass").height
    shown = {
        "Rows landed": (count(loads["landed"].sum()), f"in {count(loads.height)} files"),
        "Rows rejected": (count(loads["rejected"].sum()), f"of {count(loads['records'].sum())} records in the files"),
        "Tests passed": (count(passed), f"of {count(checks.height)}"),
        "Values without a meaning": (count(data.table("meta_unmapped").height), "listed below"),
    }
    with st.container(key="tiles"):
        for column, (label, (value, words)) in zip(st.columns(len(shown)), shown.items(), strict=True):
            column.metric(label, value)
            column.caption(words)


def tests() -> None:
    """Tests that found something, and on demand all."""
    found = data.table("meta_tests")
    everything = st.toggle("All tests", help="Also list the tests that pass.")
    lacking = found.filter(pl.col("status") != "pass")
    st.subheader("What did the tests find?", anchor=False)
    if everything or lacking.height:
        st.dataframe(found if everything else lacking, hide_index=True)
    else:
        st.markdown(f":gray[All {count(found.height)} tests pass.]")


if __name__ == "__main__":
    page()
