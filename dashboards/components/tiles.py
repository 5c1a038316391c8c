"""The tiles: up to five numbers, each with its change, its n, its definition on hover and the way to its records.

Reads `data` and dim_metrics; the chosen tile is `show` in the URL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboards import data
from dashboards.catalogue import Metric
from dashboards.components.bases import base_words
from dashboards.components.choices import say
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, count_of, in_unit, percent, rate
from dashboards.components.goal_words import target_words
from dashboards.components.tile_changes import Change, change_of
from dashboards.filters import Filters

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

ROWS_OF = {"fct_leads": "leads_created", "fct_lead_assignments": "leads_received"}
"""The metrics that count all rows of the facts that have rates of wins."""

LINE = "  \n"
"""A new line in Markdown."""


@dataclass(frozen=True)
class Tile:
    """One number.

    Attributes:
        metric: its name in dim_metrics.
        part: the records behind it: `measured`, all in its n, or `hits`.
        compared: whether a change against the period before means something.
        label: its name on this page, where the metric's own could be taken for another one's; empty: its own.
        more: says what else belongs to the number, in a line under what it is a part of.
        noun: what its records are called, where that is not what the rows of its fact are.
        after: draws what follows the way to the records.
    """

    metric: str
    part: str = "measured"
    compared: bool = True
    label: str = ""
    more: Callable[[View], str] | None = None
    noun: str = ""
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
    beside = change_of(tile.metric, view.where, view.compared, now) if tile.compared else Change()
    missing = None if value else data.absence(tile.metric, view.where)
    compared = f"\n\nCompared with {view.before}." if beside.moved else ""
    st.metric(
        tile.label or asked.label,
        missing or written,
        beside.moved,
        delta_color=beside.colour,
        help=f"{asked.description}\n\n*{asked.formula}*" + compared,
    )
    base = base_words(asked, now, currency, _wins_unknown(asked, view.where))
    if tile.more and not missing:
        base = LINE.join(filter(None, (base, tile.more(view))))
    st.caption(_under(base, beside.words, now, target_words(tile.metric, view.where)))
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
    return f"{count_of(listed, tile.noun or NOUNS[fact], SPACE)}{SPACE}→"


def _wins_unknown(asked: Metric, where: Filters) -> int:
    """Return how many rows a rate of wins leaves out because nobody knows whether they were won."""
    if asked.denominator_column != "is_win_known":
        return 0
    judged = data.judged(asked.metric, where).only("is_win_known", "false")
    return data.number_of_records(ROWS_OF[asked.fact], judged)


def _under(base: str, against: str, now: dict[str, float], target: str) -> str:
    """Return the lines under a number: what it is a part of; what it is against; what was to be reached."""
    reached = now.get("reached")
    ever = "" if reached is None or now["value"] is not None else f"{percent(1 - reached)} have no answer"
    return LINE.join(words for words in (base, against, ever, target) if words) or SPACE


def _show(metric: str) -> None:
    st.query_params["show"] = metric
