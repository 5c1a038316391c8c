"""The tiles: up to five numbers, each with its change, its n, its definition on hover and the way to its records.

Reads `data` and dim_metrics; the chosen tile is `show` in the URL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from dashboards import data
from dashboards.components.bases import base_words
from dashboards.components.choices import say
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, change, count, in_unit, percent, rate
from dashboards.components.goal_words import target_words
from dashboards.filters import Filters
from dashboards.statistics import may_be_chance

NOUNS = {
    "fct_leads": "leads",
    "fct_lead_assignments": "leads received",
    "fct_opportunities": "deals",
    "rpt_campaign_roi": "campaigns",
    "fct_campaign_members": "memberships",
    "fct_campaign_attribution": "credited touches",
    "fct_opportunity_touchpoints": "touches",
}
"""What the rows of a fact are called."""

LINE = "  \n"
"""A new line in Markdown."""

COLOURS: dict[str | None, Literal["normal", "inverse"]] = {"good": "normal", "bad": "inverse"}
"""How a rise is painted, by what it is."""


@dataclass(frozen=True)
class Tile:
    """One number.

    Attributes:
        metric: its name in dim_metrics.
        part: the records behind it: `measured`, all in its n, or `hits`.
        compared: whether a change against the period before means something.
        more: says what else belongs to the number, in a line under what it is a part of.
        after: draws what follows the way to the records.
    """

    metric: str
    part: str = "measured"
    compared: bool = True
    more: Callable[[View], str] | None = None
    after: Callable[[View], None] | None = None


def tiles(shown: list[Tile], view: View, default: str) -> Tile:
    """Draw the tiles side by side and return the one whose records are asked for.

    Args:
        default: the metric whose records are listed when none was asked for.
    """
    asked = st.query_params.get("show")
    chosen = next((tile for tile in shown if tile.metric == asked), None)
    with st.container(key="tiles"):
        for column, tile in zip(st.columns(len(shown), gap="medium"), shown, strict=True):
            with column:
                _tile(tile, view)
    if asked and chosen is None:
        say(f'The link asks for the records of "{asked}", which is not on this page.')
    return chosen or next(tile for tile in shown if tile.metric == default)


def _tile(tile: Tile, view: View) -> None:
    asked, currency = data.definition(tile.metric), data.currency()
    now = data.metric(tile.metric, (), view.where).row(0, named=True)
    value = now["value"]
    written = rate(value, now["hits"], now["of"]) if asked.is_share else in_unit(value, asked, currency)
    moved, against, is_chance = _change(tile, view.compared, now) if tile.compared else (None, "", False)
    missing = None if value else data.absence(tile.metric, view.where)
    st.metric(
        asked.label,
        missing or written,
        moved,
        delta_color="off" if is_chance else COLOURS.get(asked.rise_is, "off"),
        help=f"{asked.description}\n\n*{asked.formula}*" + (f"\n\nCompared with {view.before}." if moved else ""),
    )
    base = base_words(asked, now, currency)
    if tile.more and not missing:
        base = LINE.join(filter(None, (base, tile.more(view))))
    st.caption(_under(base, against, now, target_words(tile.metric, view.where)))
    st.button(
        _records_label(tile, now, asked.fact, view.where),
        key=f"show_{tile.metric}",
        type="tertiary",
        on_click=_show,
        args=(tile.metric,),
        help="List these records below.",
    )
    if tile.after:
        tile.after(view)


def _records_label(tile: Tile, now: dict[str, float], fact: str, where: Filters) -> str:
    # The hits of a share of an amount are an amount, not a number of records.
    listed = data.number_of_records(tile.metric, where, "hits") if tile.part == "hits" else now["n"]
    return f"{count(listed)}{SPACE}{NOUNS[fact]} →"


def _under(base: str, against: str, now: dict[str, float], target: str) -> str:
    """Return the lines under a number: what it is a part of; what it is against; what was to be reached."""
    reached = now.get("reached")
    ever = "" if reached is None or now["value"] is not None else f"{percent(reached)} answered at all"
    return LINE.join(words for words in (base, against, ever, target) if words) or SPACE


def _change(tile: Tile, before: Filters | None, now: dict[str, Any]) -> tuple[str | None, str, bool]:
    """Return the change against the period before, the words for that, and whether it may be chance."""
    if before is None:
        return None, "", False
    asked, currency = data.definition(tile.metric), data.currency()
    earlier = data.metric(tile.metric, (), before).row(0, named=True)
    if not earlier["n"]:
        return None, "", False
    then = data.absence(tile.metric, before) if earlier["value"] is None else in_unit(earlier["value"], asked, currency)
    time = ", older, so more decided" if asked.grows_with_time or asked.lengthens_with_time else ""
    moved = change(now["value"], earlier["value"], asked, currency)
    # Of shares of money and of other periods' older leads no test tells anything.
    numbers = [each[part] for each in (now, earlier) for part in ("hits", "of")]
    is_told = asked.is_share and not time and now["of"] == now["n"] and earlier["of"] == earlier["n"]
    is_chance = moved is not None and is_told and may_be_chance(*map(float, numbers))
    return moved, f"vs {then}{time}{', may be chance' if is_chance else ''}", is_chance


def _show(metric: str) -> None:
    st.query_params["show"] = metric
