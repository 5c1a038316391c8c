"""What was exported and loaded: how fresh each source is, which months hold records, how much of it is used.

Reads the meta tables through `data` and `condition`. Writes to the screen only.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import condition, data
from dashboards.components.coverage import absences, by_month, by_object, gaps, heat_map, how_read, in_words
from dashboards.components.formats import count, day, duration
from dashboards.components.meta_table import show_rows
from dashboards.components.page import picture
from dashboards.components.plain_text import plain
from dashboards.components.trust import NOT_USED

SOURCES = ("source_system", "as_of_at", "loaded_at", "age", "reporting_currency", "reporting_time_zone")
COVERAGE = (
    *("source_system", "object_name", "exported", "rows", "unused", "months_without"),
    *("first_record_at", "last_record_at"),
)
LOADS = ("source_system", "object_name", "records", "landed", "rejected", "newest_record_at", "loaded_at", "file_name")


def months() -> None:
    """The picture: which months of each object hold records."""
    found = by_month(data.table("meta_coverage"))
    picture("Which months hold records?", lambda: heat_map(found), found, in_words(found), "coverage")
    st.caption(how_read(found))


def sources() -> None:
    """How old the data of each source is, and was when it was loaded."""
    st.subheader("How fresh is each source?", anchor=False)
    found = condition.sources()
    ages = [None if age is None else duration(age) for age in found["minutes_old"]]
    told = [_up_to(row) for row in found.to_dicts()]
    texts = {"age": pl.Series(ages, dtype=pl.String), "as_of_at": pl.Series(told, dtype=pl.String)}
    show_rows(found.with_columns(**texts), SOURCES, "No source is loaded.")


def _up_to(row: dict[str, Any]) -> str | None:
    """Return up to when the data of a source tells: a moment, or of costs a day."""
    at = row["as_of_at"]
    if at is not None:
        return f"{day(at)}, {at:%H:%M}"
    return day(row["as_of_date"]) if row["as_of_date"] is not None else None


def coverage() -> None:
    """Which objects were exported, first those that were not, and which months of them hold records."""
    st.subheader("What was exported, and what does its absence mean?", anchor=False)
    found = data.table("meta_coverage")
    objects = by_object(found, condition.landed_rows())
    for sentence in absences(objects):
        st.markdown(f"- {sentence}")
    show_rows(objects, COVERAGE, "Nothing was exported.")
    unused = objects["unused"].sum()
    if unused:
        st.caption(f"{count(unused)} {NOT_USED}")
    for sentence in gaps(found):
        st.markdown(f"- {sentence}")


def loads() -> None:
    """The files, and the archives that they came in."""
    st.subheader("What was loaded?", anchor=False)
    found = condition.loads()
    show_rows(found, LOADS, "Nothing was loaded.")
    archives = [each for each in found["archive"].unique(maintain_order=True) if each]
    if archives:
        st.caption(f"Files of {', '.join(map(plain, archives))}")
