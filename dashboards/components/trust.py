"""Whether the figures can be trusted, in words: what is open, and what that means for them.

Reads the meta tables through `data`. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import condition, data
from dashboards.components.coverage import gap_months
from dashboards.components.formats import count, day, duration
from dashboards.components.plain_text import plain

WARNINGS = (
    "A version with a failing test is never published. These tests only warn: the figures are shown with the rows that "
    "they found, and may be off by as many."
)
"""What it means that tests warn."""

UNMAPPED_COUNT = (
    "Records with such a value count, under *Unmapped* or none. To give it a meaning, add a row to the file that is "
    "named beside it, in the folder `definitions` of the warehouse, then run `leadhouse build`."
)
"""What becomes of values without a meaning, and how they get one."""

ALL_IS_WELL = (
    "**Yes:** all tests pass, no row is rejected, every value has a meaning, nothing lacks or contradicts itself."
)
"""What is said where nothing is open."""

NOT_USED = (
    "rows are *not used*: older versions of a record; the history of a deleted record; and of each change of an owner "
    "the second row, which Salesforce writes with names beside the one with ids. Records that are in no figure are "
    "others: they stand under *Rows*."
)
"""Why fewer rows are used than landed."""

MOST_REASONS = 3
"""Reasons named in the verdict; the others stand in the table."""


def verdict() -> str:
    """Answer the page's question: what is open, as far as the build can tell, and how much was left out and why."""
    checks, rejects = data.table("meta_tests"), data.table("meta_rejects")
    found = (
        (checks.filter(pl.col("status") != "pass").height, "test warns", "tests warn"),
        (int(rejects["open"].sum()), "rejected row waits to be corrected", "rejected rows wait to be corrected"),
        (data.table("meta_unmapped").height, "value has no meaning yet", "values have no meaning yet"),
        (
            condition.faults().height,
            "thing contradicts itself or lacks",
            "things contradict themselves or lack",
        ),
        (gap_months(data.table("meta_coverage")), "month lacks records", "months lack records"),
    )
    said = [f"{count(number)} {one if number == 1 else many}" for number, one, many in found if number]
    lacking = condition.not_exported()
    if lacking:
        more = f" and {count(len(lacking) - MOST_REASONS)} more" if len(lacking) > MOST_REASONS else ""
        said.append(f"not exported: {', '.join(plain(each) for each in lacking[:MOST_REASONS])}{more}")
    if not said:
        return f"{ALL_IS_WELL}{_open()}"
    return f"**Yes, but for:** {', '.join(said)}. Each is listed below.{_open()}"


def seen_on(faults: pl.DataFrame) -> str:
    """Return on which pages the figures are made of the tables that contradict themselves: `spend: Campaigns; ...`."""
    pages = dict(faults.drop_nulls("seen_on").select("table_name", "seen_on").iter_rows())
    return f"Where that is seen first: {'; '.join(f'{table}: {page}' for table, page in pages.items())}."


def _open() -> str:
    """Return what is to be known beside that: how old the data were when loaded, and what was left out."""
    return f"{_age()}{_left_out()}"


def _age() -> str:
    """Return when the oldest data were loaded and how old they were then."""
    found = condition.sources().drop_nulls("as_of_at").sort("minutes_old", descending=True)
    if not found.height:
        return ""
    row = found.row(0, named=True)
    loaded = f"{day(row['loaded_at'])}, {row['loaded_at']:%H:%M}"
    return f" Loaded {loaded}: the data were {duration(row['minutes_old'])} old."


def _left_out() -> str:
    """Return how many records landed and are in no fact, with the most frequent reasons; nothing where none is."""
    found = condition.left_out()
    if not found.height:
        return ""
    named = [
        f"{plain(row['why'])} {count(row['rows'])}" + (f" (in {row['tables']} tables)" if row["tables"] > 1 else "")
        for row in found.head(MOST_REASONS).to_dicts()
    ]
    more = " and others" if found.height > MOST_REASONS else ""
    return f" {count(found['rows'].sum())} records landed and are in no figure: {', '.join(named)}{more}."
