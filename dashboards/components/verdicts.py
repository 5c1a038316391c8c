"""Who does better or worse than expected, in every rate at once: a field per rep and rate.

Reads `data.rates_by_rep` and `data.metric`; writes to the screen only.
"""

from __future__ import annotations

from functools import partial

import altair as alt
import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components.charts import ARROWS, Chart, names_axis
from dashboards.components.filter_bar import View
from dashboards.components.formats import FEW, count, percent, rate
from dashboards.components.leavers import with_leavers
from dashboards.components.page import picture
from dashboards.components.plain_text import plain
from dashboards.components.theme import colours, key_line
from dashboards.components.tiles import LINE

RATES = {
    "rep_won_rate": "Won",
    "rep_qualified_rate": "Qualified",
    "rep_converted_rate": "Converted",
    "rep_sla_met_rate": "In time",
    "rep_contacted_rate": "Contacted",
}
"""The rates by which reps are judged, with the heads of their columns: what matters most first."""

ROW, HEADER, NARROW = 36, 80, 330
"""Height of a row and of what stands above the rows, and the width below which figures are smaller, in pixels."""

ALL = "All reps"
"""What the row of all is called."""

OWED = "What each owner has left lying stands further down."
"""Where the work that is left stands."""

MOST_NAMES = 2
"""Names of those above or below what is expected, per rate; the picture has them all."""

BY_CHANCE = 0.05
"""Share of fields that a 95 % interval colours though nothing is different."""


def verdicts(view: View) -> None:
    """Draw who does better or worse than expected, those first who surely win more."""
    found = judged(view)
    judgeable = found.filter((pl.col("of") >= FEW) & pl.col("expected").is_not_null()).height
    coloured = found.filter(pl.col("evidence").is_in(list(ARROWS))).height
    alt_text = f"Rates per rep against what their leads let expect: {coloured} of {judgeable} fields surely differ."
    listed = found.select(
        "owner", "owner_label", *(pl.col(each) for each in ("what", "value", "hits", "of", "expected", "evidence"))
    )
    if judgeable:
        st.markdown(LINE.join(standing_out(found, side) for side in ARROWS))
    title = "Who does better or worse than expected?"
    picture(title, partial(cells, found, of_all(view)), listed, alt_text, "verdicts", "owner")
    st.caption(
        f"Of leads received, each rep's own; *exp.*: what all reps together reach on the same mix of sources. Of "
        f"{count(judgeable)} fields about {count(judgeable * BY_CHANCE)} would be coloured by chance alone; "
        f"{count(coloured)} are. By the share won: first those surely above, last those surely below. {OWED}"
    )


def standing_out(found: pl.DataFrame, side: str) -> str:
    """Return who is `above` or `below` what is expected by more than chance, by rate, those furthest from it first."""
    said = []
    for word in RATES.values():
        distance = (pl.col("value") - pl.col("expected")).abs()
        listed = found.filter(what=word, evidence=side).sort(-distance, "owner_label")
        names = [plain(name) for name in listed["owner_label"].head(MOST_NAMES)]
        more = [f"{count(listed.height - MOST_NAMES)} more"] if listed.height > MOST_NAMES else []
        if names:
            said.append(f"*{word.lower()}* {', '.join([*names, *more])}")
    return f"**{side.capitalize()} expected by more than chance:** {'; '.join(said) or 'nobody'}"


def judged(view: View) -> pl.DataFrame:
    """Return one row per rep and rate: who won more than expected first, with who left named so."""
    kept = ("owner", "owner_label", "value", "hits", "of", "expected", "evidence")
    found = [
        data.rates_by_rep(metric, view.where).select(kept).with_columns(what=pl.lit(word))
        for metric, word in RATES.items()
    ]
    return with_leavers(pl.concat(found).filter(pl.col("of") > 0))


def of_all(view: View) -> pl.DataFrame:
    """Return one row per rate of all reps together."""
    reps = data.of_reps(view.where)
    return pl.concat(
        data.metric(metric, (), reps).select("value", "hits", "of").with_columns(what=pl.lit(word))
        for metric, word in RATES.items()
    )


def cells(found: pl.DataFrame, everybody: pl.DataFrame) -> Chart:
    """Draw a field per rep and rate with the rate and what was expected; a row of all reps above."""
    shown = colours()
    drawn = found.with_columns(
        text=pl.Series([_cell(row) for row in found.to_dicts()], dtype=pl.String),
        short=pl.Series([_cell(row, short=True) for row in found.to_dicts()], dtype=pl.String),
        evidence=pl.col("evidence").fill_null("may be chance"),
    )
    texts = [rate(*row) for row in everybody.select("value", "hits", "of").iter_rows()]
    whole = everybody.with_columns(text=pl.Series(texts, dtype=pl.String), owner_label=pl.lit(ALL))
    rows = [ALL, *drawn["owner_label"].unique(maintain_order=True)]
    y = alt.Y("owner_label:N", sort=rows, axis=names_axis())
    size = alt.ExprRef(f"width < {NARROW} ? 9 : 12")
    head = alt.Axis(title=None, orient="top", grid=False, labelFontSize=size)
    x = alt.X("what:N", sort=list(RATES.values()), axis=head)
    shades = {"above": shown.scale[1], "may be chance": shown.faint, "below": shown.warm_pale}
    paint = alt.Color("evidence:N", scale=alt.Scale(domain=list(shades), range=list(shades.values())), legend=None)
    hover = [
        alt.Tooltip("owner_label:N", title="rep"),
        alt.Tooltip("what:N", title="rate"),
        alt.Tooltip("text:N", title="reached"),
        alt.Tooltip("of:Q", title="n", format=","),
        alt.Tooltip("evidence:N", title="against expected"),
    ]
    base = alt.Chart(drawn).encode(x=x, y=y)
    cell = base.mark_rect(stroke=shown.background, strokeWidth=3).encode(color=paint, tooltip=hover)
    said = alt.ExprRef(f"width < {NARROW} ? datum.short : datum.text")
    words = base.mark_text(fontSize=size, color=shown.ink, lineBreak="\n", lineHeight=14, dy=-7, text=said)
    bold = alt.Chart(whole).mark_text(fontSize=size, fontWeight="bold", color=shown.ink).encode(x=x, y=y, text="text:N")
    key = key_line(f"{ARROWS['above']} blue: above expected", f"{ARROWS['below']} orange: below", "grey: may be chance")
    return alt.layer(cell, words, bold).properties(height=len(rows) * ROW + HEADER, title=key)


def _cell(row: dict[str, float | str], short: bool = False) -> str:
    """Return `▲ 9.9 % of 333`, and under it what was expected; where there is little room the two rates alone."""
    if float(row["of"]) < FEW:
        return rate(row["value"], row["hits"], row["of"])  # type: ignore[arg-type]
    arrow = f"{ARROWS[str(row['evidence'])]} " if row["evidence"] in ARROWS else ""
    if short:
        return f"{arrow}{percent(row['value'])}\nexp. {percent(row['expected'], 0)}"  # type: ignore[arg-type]
    expected = f"\nexp. {percent(row['expected'])}" if row["expected"] is not None else ""  # type: ignore[arg-type]
    return f"{arrow}{percent(row['value'])} of {count(row['of'])}{expected}"  # type: ignore[arg-type]
