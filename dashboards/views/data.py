"""Page "Data": can these numbers be trusted?

Reads the meta tables of the published version: what was loaded, rejected, tested, mapped and covered, per source.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import condition, data
from dashboards.components.exports import coverage, loads, months, sources
from dashboards.components.formats import count
from dashboards.components.meta_table import meta_table, show_rows
from dashboards.components.page import heading, section
from dashboards.components.trust import UNMAPPED_COUNT, WARNINGS, seen_on, verdict

REJECTS = ("source_system", "object_name", "rejected", "open", "resolved", "rule", "file_name")
DRIFT = ("source_system", "object_name", "column_name", "change", "former_name", "loaded_at")
CASTS = (
    *("source_system", "object_name", "column_name", "data_type", "failed", "example", "example_file", "example_row"),
)
UNMAPPED = ("source_system", "field", "raw_value", "rows", "definition")
FAULTS = ("description", "rows", "table_name")
LEFT_OUT = ("reason", "rows", "table_name")
TESTS = ("description", "failures", "table_name", "status")


def page() -> None:
    """Draw the page: what is open first, then how much there is of what."""
    heading("Data", "Can these numbers be trusted?")
    st.markdown(verdict())
    summary()
    tests()
    meaning()
    months()
    section("sources")
    sources()
    coverage()
    section("loads")
    loads()
    meta_table("meta_rejects", REJECTS, "What was rejected, and by which rule?", "No row was rejected.")
    meta_table("meta_drift", DRIFT, "Which columns came and went?", "No export differs from the one before it.")
    meta_table("meta_casts", CASTS, "Which values could not be read as their type?", "Every value could be read.")


def summary() -> None:
    """Four numbers: rows landed, rows rejected, tests that warn, values that have no meaning yet."""
    files, rejects, checks = (data.table(f"meta_{name}") for name in ("loads", "rejects", "tests"))
    warning = checks.filter(pl.col("status") != "pass").height
    left_out = condition.left_out()["rows"].sum()
    waiting = f"; {count(rejects['open'].sum())} wait to be corrected" if rejects.height else ""
    shown = {
        "Rows landed": (count(files["landed"].sum()), f"in {count(files.height)} files"),
        "Rows rejected": (
            count(files["rejected"].sum()),
            f"of {count(files['records'].sum())} in the files{waiting}; {count(left_out)} landed and were left out",
        ),
        "Tests that warn": (count(warning), f"of {count(checks.height)}; none fails"),
        "Values without a meaning": (count(data.table("meta_unmapped").height), "listed below"),
    }
    with st.container(key="numbers"):
        for column, (label, (value, words)) in zip(st.columns(len(shown)), shown.items(), strict=True):
            column.metric(label, value)
            column.caption(words)


def tests() -> None:
    """Tests that found something, and on demand all."""
    st.subheader("What did the tests find?", anchor=False)
    found = condition.tests()
    lacking = found.filter(pl.col("status") != "pass")
    if lacking.height:
        st.markdown(WARNINGS)
    everything = st.toggle("All tests", help="Also list the tests that pass.")
    show_rows(found if everything else lacking, TESTS, f"All {count(found.height)} tests pass.", ("test_name",))


def meaning() -> None:
    """What contradicts itself, what was left out, and which values have no meaning."""
    st.subheader("What contradicts itself or lacks?", anchor=False)
    faults = condition.faults()
    show_rows(faults, FAULTS, "Nothing was found.", ("source_system",))
    if faults.height:
        st.caption(seen_on(faults))
    st.subheader("Which records are in no figure, and why?", anchor=False)
    show_rows(condition.left_out_by_table(), LEFT_OUT, "No record was left out on purpose.", ("source_system",))
    st.subheader("Which values have no meaning yet?", anchor=False)
    found = condition.unmapped()
    show_rows(found, UNMAPPED, "Every value is mapped.")
    if found.height:
        st.caption(UNMAPPED_COUNT)


if __name__ == "__main__":
    page()
