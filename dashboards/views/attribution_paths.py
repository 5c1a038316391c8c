"""Page "Attribution paths": which channels open the way to a deal, which close it, and what remains unexplained?

Reads metrics of fct_campaign_attribution and fct_opportunity_touchpoints by the close of the opportunity. One row per
touch with credit, and one per touch within an opportunity's window.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import data, ways
from dashboards.components import campaign_charts as pictures
from dashboards.components.choices import notices, segments
from dashboards.components.filter_bar import View
from dashboards.components.formats import count
from dashboards.components.models import Models, opening, renewals
from dashboards.components.page import pair, picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles
from dashboards.components.ways import ways_picture

QUESTION = "Which channels open the way to a deal, which close it, and what stays unexplained?"
TILES = [
    Tile("attributed_won"),
    Tile("marketing_share", part="hits"),
    Tile("unattributed_share", part="hits"),
    Tile("won_without_touch", part="hits"),
    Tile("path_touches"),
]
FIELDS = ("name", "closed_date", "amount", "channel", "touched_at")
CREDIT = ("credit", "attributed_won_amount", "campaign_key", "positions", "owner_name", "account_name")
WAY = ("touch_number", "way", "is_won", "campaign_key", "owner_name", "account_name")
WAYS = {"all": "All ways", "several": "Over several channels"}


def page() -> None:
    """Draw the page."""
    opened = opening("Attribution paths", QUESTION, "attributed_won", "fct_campaign_attribution", "closed_date")
    if opened is None:
        return
    view, models, _ = opened
    chosen = tiles(TILES, view, "attributed_won")
    most_frequent(view)
    section("why")
    pair(partial(positions, view), partial(by_model, view, models))
    learned()
    section("who")
    record_list(chosen, (*FIELDS, *(WAY if chosen.metric == "path_touches" else CREDIT)), view)
    st.caption("A row is a touch: a deal with several touches has several rows, and its amount stands in each.")


def most_frequent(view: View) -> None:
    """The picture: the most frequent sequences of channels, how many closed and what they won."""
    kind = segments("ways", "kind of ways", WAYS, "all")
    notices()
    found = ways.ways(view.where, kind == "several")
    labels = data.options("fct_campaign_attribution", "source_category")
    alt = f"The most frequent ways to a closing, by channel in order; {count(found.height)} different ones in all."
    ways_picture("Which ways lead to a deal?", found, labels, data.currency(), alt)
    st.caption(
        f"Of opportunities that closed in the period and had a touch: {count(found['opportunities'].sum())} in "
        f"{count(found.height)} ways, the most frequent shown. Touches of one channel in a row are one step."
        f"{renewals(view)}"
    )


def positions(view: View) -> None:
    """Which channel stands where on the way."""
    found = ways.by_position(view.where)
    words = [*ways.POSITIONS.values(), "Middle"]
    alt = "Share of the touches at each position on the way, by channel."
    chart = partial(pictures.positions, found, words)
    picture("Which channels open, and which close?", chart, found, alt, "positions", "source_category")
    st.caption(
        "Of the touches at a position, the channel's share: each column adds up to 100 %. First: the first touch; "
        "Lead, Deal, Closing: the last one before the lead, the opportunity, the close; Middle: all others. A touch "
        "can hold several positions. The channel with the most touches stands first."
    )


def by_model(view: View, models: Models) -> None:
    """What each model gives to each channel."""
    shown = {name: row["label"] for name, row in ways.models().items() if ways.too_few(name) is None}
    found = ways.by_model(view.where, shown)
    alt = "Share of the amount won by channel under each attribution model."
    chart = partial(pictures.by_model, found, models.label, models.beside_label)
    picture("How do the models differ?", chart, found, alt, "by_model", "source_category")
    st.caption(
        "Share of the amount won in the period that each model gives to a channel. Where its marks lie apart, what a "
        "channel is worth depends on the model."
    )


def learned() -> None:
    """What the data-driven models learned, beside the last touch; or that there is too little to learn from."""
    found = ways.learned()
    title = "What would be lost without a channel?"
    if not found.height:
        st.subheader(title, anchor=False)
        st.info(" ".join(ways.why_not_learned()))
        return
    alt = "Share of the opportunities won by channel under Markov removal effects, Shapley values and the last touch."
    picture(title, lambda: pictures.learned(found), found, alt, "learned")
    st.caption(
        f"Over all {count(ways.paths_learned())} closed opportunities with a touch, renewals too, whatever the "
        "filters. Markov: the share of wins that would be missing if the channel led nowhere (removal effect). "
        "Shapley: its mean contribution over all combinations of channels. Scaled to 100 %. "
        + " ".join(ways.why_not_learned())
    )


if __name__ == "__main__":
    page()
