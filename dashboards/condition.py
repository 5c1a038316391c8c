"""In what condition the data of a version is: how old, how much of it is used, what was left out, what warns.

Reads the meta tables through `data`. Grain: stated by each function. Writes nothing.
"""

from __future__ import annotations

import polars as pl

from dashboards import data
from leadhouse.warehouse.checkup.labels import DEFINITIONS
from leadhouse.warehouse.tests_in_words import in_words

LEFT_OUT = "left_out_"
"""How the faults begin that count records which landed and are in no fact."""

SAID_OF_THEM = "Landed and left out of the facts: "
"""How the descriptions of these begin."""

ALSO_LEFT_OUT = {"merge_survivor_missing": "merged into one that is not there"}
"""Faults that count such records under another name, and what is said of them."""

SEEN_ON = {
    "dim_accounts": "Funnel, Leads",
    "dim_campaigns": "Campaigns",
    "dim_people": "Campaigns, Attribution paths",
    "dim_users": "Reps, Leakage",
    "fct_activities": "Response time, Leakage, Reps",
    "fct_campaign_members": "Campaigns, Attribution paths",
    "fct_campaign_spend": "Campaigns",
    "fct_lead_assignments": "Reps",
    "fct_lead_statuses": "Leads",
    "fct_leads": "Funnel, Response time, Leakage, Qualification, Leads, Lost reasons",
    "fct_opportunities": "Funnel, Lost reasons, Campaigns, Attribution paths",
    "fct_opportunity_stages": "Lost reasons",
    "fct_opportunity_touchpoints": "Attribution paths",
    "fct_touchpoints": "Attribution paths, Campaigns",
}
"""The pages whose figures are made of a table first: where a contradiction in it is seen."""

IS_LEFT_OUT = pl.col("fault").str.starts_with(LEFT_OUT) | pl.col("fault").is_in(list(ALSO_LEFT_OUT))
"""Whether a row of meta_faults counts records that are left out: that changes no figure."""


def sources() -> pl.DataFrame:
    """Return one row per source, that of costs too: as of when, when loaded, `minutes_old` (age when it was loaded).

    Costs tell a day, `as_of_date`, and no moment: they are as old as its end.
    """
    known, loads = data.table("meta_sources"), data.table("meta_loads")
    others = loads.filter(~pl.col("source_system").is_in(known["source_system"].implode()))
    loaded = others.group_by("source_system").agg(
        as_of_at=pl.col("newest_record_at").max(), loaded_at=pl.col("loaded_at").max()
    )
    found = pl.concat([known, loaded.sort("source_system")], how="diagonal_relaxed")
    found = found.join(data.ask("last_spend"), on="source_system", how="left", maintain_order="left")
    end_of_day = pl.col("as_of_date").cast(pl.Datetime("us")) + pl.duration(days=1)
    age = pl.col("loaded_at") - pl.coalesce("as_of_at", end_of_day)
    return found.with_columns(minutes_old=(age.dt.total_seconds() / 60).clip(lower_bound=0))


def loads() -> pl.DataFrame:
    """Return one row per file that was loaded, an archive it came in being told apart: `file_name`, `archive`."""
    parts = pl.col("file_name").str.split("/")
    return data.table("meta_loads").with_columns(
        file_name=parts.list.last(), archive=parts.list.head(parts.list.len() - 1).list.join("/")
    )


def landed_rows() -> pl.DataFrame:
    """Return one row per source and object: `landed`, the rows of all its files that landed."""
    loads = data.table("meta_loads")
    return loads.group_by("source_system", "object_name").agg(pl.col("landed").sum().cast(pl.Int64))


def left_out() -> pl.DataFrame:
    """Return why landed records are in no fact, the most frequent reason first: `why`, `rows`, `tables` they are of."""
    counted = (
        left_out_by_table().group_by("why").agg(pl.col("rows").sum(), pl.col("table_name").n_unique().alias("tables"))
    )
    return counted.sort("rows", "why", descending=[True, False])


def left_out_by_table() -> pl.DataFrame:
    """Return why landed records are in no fact, one row per reason and table: `why`, `rows`, `table_name`.

    `reason` is the same in more words, for a table.
    """
    words = pl.col("fault").str.strip_prefix(LEFT_OUT).str.replace_all("_", " ")
    told = pl.col("description").str.strip_prefix(SAID_OF_THEM).str.strip_suffix(".")
    why, reason = (pl.col("fault").replace_strict(ALSO_LEFT_OUT, default=each) for each in (words, told))
    return _faults().filter(IS_LEFT_OUT).with_columns(why=why, reason=reason)


def faults() -> pl.DataFrame:
    """Return what contradicts itself or lacks, the most rows first, each with the pages on which that is `seen_on`.

    What was left out on purpose is not among it.
    """
    return _faults().filter(~IS_LEFT_OUT)


def _faults() -> pl.DataFrame:
    table = pl.col("table_name").str.replace("^(fct|dim)_", "").str.replace_all("_", " ")
    seen = pl.col("table_name").replace_strict(SEEN_ON, default=None, return_dtype=pl.String)
    return data.table("meta_faults").with_columns(table, seen_on=seen).sort(-pl.col("rows"), "fault", "table_name")


def not_exported() -> list[str]:
    """Return the objects that a source could export and did not."""
    coverage = data.table("meta_coverage")
    return coverage.filter(~pl.col("is_exported"))["object_name"].unique().sort().to_list()


def unmapped() -> pl.DataFrame:
    """Return the values without a meaning, each with `definition`: the file that gives it one."""
    found = data.table("meta_unmapped")
    files = pl.col("field").replace_strict(DEFINITIONS, default=None, return_dtype=pl.String)
    return found.with_columns(definition=files).sort("rows", descending=True, maintain_order=True)


def tests() -> pl.DataFrame:
    """Return the tests of the build, each with `description`: what a failing row of it is; those that warn first."""
    found = data.table("meta_tests")
    told = [
        row["description"] or in_words(row["test_name"], row["table_name"] or "")
        for row in found.select("description", "test_name", "table_name").to_dicts()
    ]
    # A version of an earlier release does not tell it of every test.
    named = found.with_columns(pl.Series("description", told, dtype=pl.String))
    return named.sort(pl.col("status") == "pass", -pl.col("failures"), "test_name")
