"""Page "Attribution paths": which channels open the way to a deal, which close it, and what remains unexplained?

Reads metrics of fct_campaign_attribution and fct_opportunity_touchpoints by the close of the opportunity. One row per
touch with credit, and one per touch within an opportunity's window.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import data, ways
from dashboards.components import campaign_charts as pictures
from dashboards.components import path_words
from dashboards.components.choices import notices, segments
from dashboards.components.filter_bar import View
from dashboards.components.formats import count
from dashboards.components.models import Models, opening, renewals, renewals_beside
from dashboards.components.page import picture, section
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles
from dashboards.components.ways import MOST_WAYS, ways_picture

QUESTION = "Which channels open the way to a deal, which close it, and what stays unexplained?"
TILES = [
    Tile("attributed_won", more=renewals_beside),
    Tile("marketing_share", part="hits", more=path_words.of_the_rest),
    Tile("unattributed_share", part="hits", more=path_words.of_the_deals, noun="deals with an amount"),
    Tile("path_touches", more=path_words.of_won_and_lost),
]
FIELDS = ("name", "closed_date", "channel", "touched_at")
CREDIT = ("credit", "attributed_won_amount", "deal_amount", "campaign_key", "positions", "owner_name", "account_name")
WAY = ("deal_amount", "touch_number", "way", "is_won", "campaign_key", "owner_name", "account_name")
WAYS = {"all": "All ways", "several": "Over several channels"}


def page() -> None:
    """Draw the page."""
    opened = opening("Attribution paths", QUESTION, "attributed_won", "fct_campaign_attribution", "closed_date")
    if opened is None:
        return
    view, models, _ = opened
    chosen = tiles(TILES, view, "attributed_won")
    positions(view)
    most_frequent(view)
    section("why")
    by_model(view, models)
    learned()
    section("who")
    record_list(chosen, (*FIELDS, *(WAY if chosen.metric == "path_touches" else CREDIT)), view)
    st.caption("A row is a touch: a deal with several touches has several rows, and the deal's amount stands in each.")


def most_frequent(view: View) -> None:
    """The picture: the most frequent sequences of channels, how many closed and what they won."""
    kind = segments("ways", "kind of ways", WAYS, "all")
    notices()
    found = ways.ways(view.where, kind == "several")
    labels = data.options("fct_campaign_attribution", "source_category")
    alt = f"The most frequent ways to a closing, by channel in order; {count(found.height)} different ones in all."
    ways_picture(path_words.best_way(found, labels, MOST_WAYS), found, labels, data.currency(), alt)
    st.caption(
        f"Of deals that closed in the period, won or lost, and had a touch: {count(found['opportunities'].sum())} in "
        f"{count(found.height)} ways, the most frequent shown. Touches of one channel in a row are one step."
        f"{renewals(view)}"
    )


def positions(view: View) -> None:
    """The picture: which channel stands where on the way."""
    found = ways.by_position(view.where)
    words = [*ways.POSITIONS.values(), "Middle"]
    alt = "Share of the touches at each position on the way, by channel."
    chart = partial(pictures.positions, found, words)
    picture(path_words.opens_and_closes(found), chart, found, alt, "positions", "source_category")
    st.caption(
        "The channel's share of the touches at a position, of deals won and lost: each column adds up to 100 %. First: "
        "the first touch. Before the lead, the deal (when it was opened), the close: the last touch before it. Middle: "
        "all others. A touch can hold several positions."
    )


def by_model(view: View, models: Models) -> None:
    """What each model gives to each channel."""
    shown = {name: row["label"] for name, row in ways.models().items() if ways.too_few(name) is None}
    found = ways.by_model(view.where, shown)
    alt = "Share of the amount won by channel under each attribution model."
    chart = partial(pictures.by_model, found, models.label, models.beside_label)
    picture(path_words.swings(found), chart, found, alt, "by_model", "source_category")
    st.caption(
        f"{path_words.ends_told(found)} Point at a tick for its model; the table names all. To decide, test: leave a "
        "channel out in one region and compare."
    )


def learned() -> None:
    """What the data-driven models learned, beside the last touch; or that there is too little to learn from."""
    found = ways.learned()
    title = path_words.gives_most(found, pictures.LEAST_DEALS)
    if not found.height:
        st.subheader(title, anchor=False)
        st.info(" ".join(ways.why_not_learned()))
        return
    alt = "Share of the deals won by channel under Markov removal effects, Shapley values and the last touch."
    picture(title, lambda: pictures.learned(found), found, alt, "learned")
    st.caption(path_words.learned_from(pictures.LEAST_DEALS))


if __name__ == "__main__":
    page()
