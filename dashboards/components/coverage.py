"""Coverage of the exports: which months of each object hold records, and which of them are missing.

Reads meta_coverage as `data` gives it: one row per source, object and month (null: no time is known). Draws one mark
per object and month.
"""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboards.components.charts import AXIS
from dashboards.components.plain_text import plain
from dashboards.components.theme import colours

ROW = 22
"""Height of an object's row in pixels."""

MONTHS = 36
"""Months in the picture, up to the newest; the table has them all."""

STEADY = ("leads", "lead_history", "opportunities", "opportunity_history", "activities")
"""What comes in every month: only there is a missing month worth a word."""


def by_object(coverage: pl.DataFrame, landed: pl.DataFrame) -> pl.DataFrame:
    """Return one row per source and object: rows used and not used, first and last record, months without any in words.

    Args:
        landed: `source_system`, `object_name`, `landed`: the rows of its files.
    """
    months = pl.col("period_month").filter(pl.col("is_gap")).sort().dt.strftime("%b %Y").implode().list.join(", ")
    found = coverage.group_by("source_system", "object_name", "is_exported", maintain_order=True).agg(
        pl.col("rows").sum(),
        pl.col("is_gap").sum().cast(pl.Int64).alias("missing_months"),
        months.alias("missing"),
        pl.col("period_month").drop_nulls().n_unique().alias("months"),
        pl.col("subject").first().is_in(STEADY).alias("is_steady"),
        pl.col("first_record_at").min(),
        pl.col("last_record_at").max(),
        pl.col("effect").filter(~pl.col("is_exported")).first(),
    )
    joined = found.join(landed, on=("source_system", "object_name"), how="left", maintain_order="left")
    told = joined.with_columns(
        pl.when("is_exported").then(pl.lit("yes")).otherwise(pl.lit("no")).alias("exported"),
        (pl.col("landed") - pl.col("rows")).clip(lower_bound=0).alias("unused"),
        pl.when(~pl.col("is_exported"))
        .then(pl.lit("not exported"))
        .when(pl.col("months") == 1)
        .then(pl.lit("all created in one month"))
        .when(pl.col("missing_months") == 0)
        .then(pl.lit("none"))
        .when("is_steady")
        .then("missing")
        .otherwise(pl.format("{}: nothing created", "missing_months"))
        .alias("months_without"),
    )
    return told.sort("is_exported", "source_system", "object_name")


def by_month(coverage: pl.DataFrame) -> pl.DataFrame:
    """Return the last months of each object as rows: `object`, `period_month`, `rows`, `share` of its fullest month.

    `is_missing`: no record, of what otherwise comes in every month.
    """
    dated = coverage.filter(pl.col("period_month").is_not_null())
    if not dated.height:
        return dated.select("source_system", "object_name", "period_month", "rows")
    newest = dated["period_month"].max()
    recent = dated.filter(pl.col("period_month") > pl.lit(newest).dt.offset_by(f"-{MONTHS}mo"))
    several = recent["source_system"].n_unique() > 1
    named = pl.format("{} · {}", "object_name", "source_system") if several else pl.col("object_name")
    fullest = pl.col("rows").max().over("source_system", "object_name")
    return recent.select(
        named.alias("object"),
        "period_month",
        "rows",
        is_missing=pl.col("is_gap") & pl.col("subject").is_in(STEADY),
        share=pl.col("rows") / fullest.clip(lower_bound=1),
    ).sort("object", "period_month")


def absences(objects: pl.DataFrame) -> list[str]:
    """Return a sentence for each kind of object that was not exported, with the sources that lack it."""
    lacking = objects.drop_nulls("effect").group_by("object_name", "effect", maintain_order=True)
    return [
        f"**{plain(row['object_name'])}** ({', '.join(row['source_system'])}): {row['effect']}"
        for row in lacking.agg("source_system").to_dicts()
    ]


def _missing(coverage: pl.DataFrame) -> pl.DataFrame:
    return coverage.filter(pl.col("is_gap") & pl.col("subject").is_in(STEADY))


def gap_months(coverage: pl.DataFrame) -> int:
    """Return how many months lack records of what comes in every month, counted once for each object."""
    return _missing(coverage).height


def gaps(coverage: pl.DataFrame) -> list[str]:
    """Return a sentence for each object that comes in every month and has months without a record."""
    words = _missing(coverage).sort("period_month").group_by("source_system", "object_name", maintain_order=True)
    listed = words.agg(months=pl.col("period_month").dt.strftime("%b %Y"))
    return [
        f"**{plain(row['object_name'])}** ({row['source_system']}): nothing in {_listed(row['months'])}."
        for row in listed.sort("source_system", "object_name").to_dicts()
    ]


def how_read(months: pl.DataFrame) -> str:
    """Return how the picture is read; of frames only where it has one."""
    words = (
        f"Up to {MONTHS} months. The stronger, the more records for that object. Blank: none was created; "
        "whether some lack before the first record of an object is not told."
    )
    if not months.height or not months["is_missing"].any():
        return words
    return f"{words} Framed: none, though months before and after have some; figures of such a month may be too low."


def heat_map(months: pl.DataFrame) -> alt.LayerChart:
    """Draw a cell per object and month, the fuller the stronger for that object; a missing month is framed."""
    shown = colours()
    drawn = months.with_columns(until=pl.col("period_month").dt.offset_by("1mo"))
    hover = [
        alt.Tooltip("object:N", title="object"),
        alt.Tooltip("period_month:T", format="%b %Y", title="month"),
        alt.Tooltip("rows:Q", format=",", title="records"),
    ]
    x = alt.X("period_month:T", axis=alt.Axis(title=None, format="%b %y", grid=False, tickCount=6, labelOverlap=True))
    y = alt.Y("object:N", sort=None, axis=alt.Axis(title=None, grid=False))
    base = alt.Chart(drawn).encode(x=x, x2="until:T", y=y, tooltip=hover)
    full = base.transform_filter("datum.rows > 0").mark_rect(stroke=shown.background, strokeWidth=1)
    scale = alt.Scale(domain=[0, 1], range=list(shown.scale))
    cells = full.encode(color=alt.Color("share:Q", scale=scale, legend=None))
    missing = base.transform_filter("datum.is_missing").mark_rect(fillOpacity=0, stroke=shown.warm, strokeWidth=1.5)
    objects = max(1, drawn["object"].n_unique())
    return (cells + missing).properties(height=objects * ROW + AXIS)


def in_words(months: pl.DataFrame) -> str:
    """Return what the picture shows, for who cannot see it."""
    if not months.height:
        return "No record has a time."
    named = months.sort("period_month")["period_month"].dt.strftime("%b %Y")
    missing = months.filter("is_missing").height
    return f"Records by object and month, {named[0]} to {named[-1]}; months missing between others: {missing}."


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
