"""What is said of the picture of what campaigns cost and brought: its title, and what stands below it.

Reads frames of `marketing.returns`; writes to the screen only. Names come from the CRM: they are written as plain text.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data, marketing
from dashboards.components.campaign_key import TRACE
from dashboards.components.campaign_returns import roi
from dashboards.components.formats import count, day, money
from dashboards.components.models import Models
from dashboards.components.plain_text import plain
from dashboards.standouts import LOST, MOST, WON

MOST_TURNED = 3
"""Groups that are named because the other model turns their return."""


def title_of(found: pl.DataFrame, word: str) -> str:
    """Return how many groups have won back their cost, by their mature campaigns, and what the others lack.

    Args:
        found: rows of `marketing.returns`.
        word: what a group is called.
    """
    judged = found.filter(pl.col("mature_roi").is_not_null())
    if not judged.height:
        return "What did they cost, and what did they bring?"
    back = judged.filter(pl.col("mature_roi") >= 0).height
    mature, what = ("mature ", "their cost") if word == "campaign" else ("", "what their mature campaigns cost")
    lacking = judged["lacking"].sum()
    others = f"; the others lack {money(lacking, data.currency())} of it" if lacking else ""
    groups = word if judged.height == 1 else f"{word}s"
    return f"{count(back)} of {count(judged.height)} {mature}{groups} won back {what}{others}"


def maturing(found: pl.DataFrame, shown: pl.DataFrame, word: str, models: Models) -> None:
    """Say which groups the picture leaves out, what is too young to be judged, what the other model turns.

    Args:
        shown: the rows of `standouts` that are drawn.
    """
    until, lacking = marketing.mature_until(), money(found["maturing"].sum(), data.currency())
    every, old = (int(found[each].sum()) for each in ("campaigns", "mature_campaigns"))
    young = every - old
    hollow = (
        f" Hollow: {count(young)} of {count(every)} campaigns, started after {day(until)}. They have not won back "
        f"{lacking} yet: most of the customers that their leads will bring are still to come."
        if young and until
        else ""
    )
    st.caption(f"Won so far, by {word}.{_left_out(found, shown)}{hollow}{_turned(found, models)}{_priced(found)}")


def _priced(found: pl.DataFrame) -> str:
    """Return for which groups there is no return, and what of the won is in none."""
    unknown = found.filter(pl.col("cost").is_null()).height
    without = f" {count(unknown)} of {count(found.height)} have no known cost, so no ROI." if unknown else ""
    unpriced = found["unpriced_won"].sum()
    pale = f" Pale: {money(unpriced, data.currency())} won by campaigns without a known cost, in no ROI here."
    return f"{without}{pale if unpriced > TRACE else ''}"


def _left_out(found: pl.DataFrame, shown: pl.DataFrame) -> str:
    """Return what the picture does not show, and what that cost and won."""
    if found.height <= shown.height:
        return ""
    if "started_month" in found.columns:
        return f" The last {MOST} of {count(found.height)} months; the table has all."
    names = found.columns[0]
    others = found.join(shown.select(names), on=names, how="anti", nulls_equal=True)
    cost, won = (money(others[each].sum(), data.currency()) for each in ("cost", "won"))
    parts = {WON: "won most", LOST: "lost most"}
    drawn = [(shown.filter(pl.col("part") == part).height, words) for part, words in parts.items()]
    most = " and the ".join(f"{count(number)} that {words}" for number, words in drawn if number)
    return f" The {most}; the other {count(others.height)} cost {cost} and won {won}: see the table."


def _turned(found: pl.DataFrame, models: Models) -> str:
    """Return which groups gain under one model and lose under the other, those first that differ most."""
    if models.name == models.beside:
        return ""
    gains, gains_beside = pl.col("roi") >= 0, pl.col("roi_beside") >= 0
    apart = found.filter(gains != gains_beside).sort((pl.col("roi") - pl.col("roi_beside")).abs(), descending=True)
    if not apart.height:
        return f" By {models.beside_label} none would turn from gain to loss or back."
    rows = apart.head(MOST_TURNED).to_dicts()
    told = [f"{plain(row['label'])} ({_bare(row['roi'])} to {_bare(row['roi_beside'])})" for row in rows]
    more = f" and {count(apart.height - len(rows))} more" if apart.height > len(rows) else ""
    return f" By {models.beside_label} the ROI of {', '.join(told)}{more} would turn."


def _bare(value: float) -> str:
    return roi(value).removeprefix("ROI ")
