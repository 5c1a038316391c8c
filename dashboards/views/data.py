"""Page "Data": can these numbers be trusted?

Reads the meta tables of the published version: what was loaded, rejected, tested, mapped and covered, per source.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.coverage import absences, by_month, by_object, gaps, heat_map, how_read, in_words
from dashboards.components.formats import count
from dashboards.components.meta_table import meta_table, show_rows
from dashboards.components.page import heading, picture, section
from dashboards.components.trust import UNMAPPED_COUNT, WARNINGS, verdict

SOURCES = ("source_system", "as_of_at", "loaded_at", "reporting_currency", "reporting_time_zone")
COVERAGE = (
    *("source_system", "object_name", "is_exported", "rows", "missing_months", "first_record_at", "last_record_at"),
)
LOADS = ("source_system", "object_name", "records", "landed", "rejected", "newest_record_at", "loaded_at", "file_name")
REJECTS = ("source_system", "object_name", "rejected", "open", "resolved", "rule", "file_name")
DRIFT = ("source_system", "object_name", "column_name", "change", "former_name", "loaded_at")
CASTS = (
    *("source_system", "object_name", "column_name", "data_type", "failed", "example", "example_file", "example_row"),
)
UNMAPPED = ("source_system", "field", "raw_value", "rows")
FAULTS = ("source_system", "table_name", "rows", "description")
TESTS = ("status", "failures", "table_name", "test_name", "description")


def page() -> None:
    """Draw the page."""
    heading("Data", "Can these numbers be trusted?")
    st.markdown(verdict())
    summary()
    months()
    section("sources")
    meta_table("meta_sources", SOURCES, "How fresh is each source?", "No source is loaded.")
    coverage()
    section("loads")
    meta_table("meta_loads", LOADS, "What was loaded?", "Nothing was loaded.")
    meta_table("meta_rejects", REJECTS, "What was rejected, and by which rule?", "No row was rejected.")
    meta_table("meta_drift", DRIFT, "Which columns came and went?", "No export differs from the one before it.")
    meta_table("meta_casts", CASTS, "Which values could not be read as their type?", "Every value could be read.")
    section("meaning")
    meta_table("meta_unmapped", UNMAPPED, "Which values have no meaning yet?", "Every value is mapped.")
    if data.table("meta_unmapped").height:
        st.caption(UNMAPPED_COUNT)
    meta_table("meta_faults", FAULTS, "What contradicts itself, lacks or was left out?", "Nothing was found.")
    section("tests")
    tests()


def summary() -> None:
    """Four numbers: rows landed, rows rejected, tests passed, values that have no meaning yet."""
    loads, rejects, checks = (data.table(f"meta_{name}") for name in ("loads", "rejects", "tests"))
    passed = checks.filter(pl.col("status") == "pass").height
    shown = {
        "Rows landed": (count(loads["landed"].sum()), f"in {count(loads.height)} files"),
        "Rows rejected": (
            count(loads["rejected"].sum()),
            f"of {count(loads['records'].sum())} records in the files; {count(rejects['open'].sum())} still open",
        ),
        "Tests passed": (count(passed), f"of {count(checks.height)}"),
        "Unmapped values": (count(data.table("meta_unmapped").height), "listed below"),
    }
    with st.container(key="numbers"):
        for column, (label, (value, words)) in zip(st.columns(len(shown)), shown.items(), strict=True):
            column.metric(label, value)
            column.caption(words)


def coverage() -> None:
    """Which objects were exported, first those that were not, and which months of them hold records."""
    st.subheader("What was exported, and what does its absence mean?", anchor=False)
    found = data.table("meta_coverage")
    objects = by_object(found)
    for sentence in absences(objects):
        st.markdown(f"- {sentence}")
    show_rows(objects, COVERAGE, "Nothing was exported.")
    for sentence in gaps(found):
        st.markdown(f"- {sentence}")


def months() -> None:
    """The picture: which months of each object hold records."""
    found = by_month(data.table("meta_coverage"))
    picture("Which months hold records?", lambda: heat_map(found), found, in_words(found), "coverage")
    st.caption(how_read(found))


def tests() -> None:
    """Tests that found something, and on demand all."""
    st.subheader("What did the tests find?", anchor=False)
    found = data.table("meta_tests")
    everything = st.toggle("All tests", help="Also list the tests that pass.")
    lacking = found.filter(pl.col("status") != "pass")
    if lacking.height:
        st.markdown(WARNINGS)
    show_rows(found if everything else lacking, TESTS, f"All {count(found.height)} tests pass.")


if __name__ == "__main__":
    page()
