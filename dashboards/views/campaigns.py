"""Page "Campaigns": which campaigns pay back?

Reads metrics of rpt_campaign_roi by the start of the campaign: cost and what came of it are of the same campaigns. One
row per campaign and attribution model; the strip of origins is by close date and holds everything won.
"""

from __future__ import annotations

from functools import partial

import polars as pl
import streamlit as st

from dashboards import data, marketing
from dashboards.components import campaign_charts as pictures
from dashboards.components import campaign_returns, charts
from dashboards.components.acquisition import customer_costs
from dashboards.components.campaign_moved import why_moved
from dashboards.components.campaign_panel import campaign_panel
from dashboards.components.campaign_tables import CREDITED, money_table, silent_list
from dashboards.components.campaign_tiles import told
from dashboards.components.campaign_tree import campaign_tree
from dashboards.components.campaign_words import maturing, title_of
from dashboards.components.choices import notices, segments
from dashboards.components.filter_bar import View
from dashboards.components.formats import money, percent
from dashboards.components.models import Models, opening, renewals
from dashboards.components.page import pair, picture, section
from dashboards.components.payback import costs_by_source, payback_by_month
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles
from dashboards.rhythm import won_by_quarter
from dashboards.standouts import standouts

QUESTION = "Which campaigns pay back?"
TILES = [
    Tile("campaign_roi"),
    Tile("campaign_won"),
    Tile("campaign_pipeline"),
    Tile("campaign_cost"),
    Tile("cost_per_customer"),
]
BY = {"programme": "Programme", "campaign": "Campaign", "channel": "Channel", "type": "Type", "month": "Start month"}
"""What figures are shown by, as the URL names it."""

ANSWERS = {
    "response_rate": ("Who answers an invitation?", "responded"),
    "success_rate": ("Who comes in the end?", "attended"),
}
"""Pictures of members, with their title and what is counted."""

FIELDS = (
    *("campaign_key", "started_date", "cost", "attributed_won_amount", "roi", "attributed_open_amount", "leads"),
    *("qualified_leads", "attributed_opportunities", "attributed_customers", "source_category", "owner_name"),
)


def page() -> None:
    """Draw the page."""
    opened = opening("Campaigns", QUESTION, "campaign_won", "rpt_campaign_roi", "started_date")
    if opened is None:
        return
    view, models, row = opened
    with row:
        usual = "programme" if marketing.has_programmes() else "campaign"
        offered = {name: word for name, word in BY.items() if usual == "programme" or name != "programme"}
        by = segments("by", "grouping", offered, usual, "Picture and table by")
    notices()
    chosen = tiles(told(TILES, models), view, "campaign_won")
    cost_and_won(by, view, models)
    section("why")
    why_moved(by, BY[by], view)
    origins(view, models)
    payback_by_month(view)
    costs_by_source(view)
    tree = marketing.campaigns(models.name)
    st.subheader("What did each programme bring, since the beginning?", anchor=False)
    campaign_tree(tree, marketing.shown_in_tree(tree, view.where), won_by_quarter(tree, models.name))
    invited(view)
    section("campaign")
    campaign_panel(tree, models)
    section("who")
    record_list(chosen, FIELDS, view, order="won")
    st.caption(CREDITED)
    silent_list()


def origins(view: View, models: Models) -> None:
    """What marketing brought beside others, and what nobody knows: all that was won in the period."""
    found = marketing.origins(view.where)
    if not found.height:
        return
    shares = {row["label"]: percent(row["share"]) for row in found.to_dicts()}
    total = money(found["value"].sum(), data.currency())
    alt = f"Amount won by origin: {', '.join(f'{label} {share}' for label, share in shares.items())}."
    ours = shares.pop("Marketing", percent(0))
    title = f"{ours} of the {total} won in the period came from marketing"
    picture(title, partial(pictures.strip, found), found, alt, "origin")
    left = shares.pop("Unattributed", None)
    others = ", ".join(f"{label} {share}" for label, share in shares.items())
    grey = f" Grey: {others}." if others else ""
    white = f" White: Unattributed {left}, which no touch explains." if left else ""
    st.caption(
        f"All deals won in the period under {models.label}, all owners and channels, by what touched them, whatever "
        f"the source of the lead.{grey}{white} The number Attributed won above is of campaigns that started in "
        f"the period, whenever they won.{renewals(view)}"
    )


def cost_and_won(by: str, view: View, models: Models) -> None:
    """The picture: what each campaign cost and brought; and the table of its unit costs."""
    found = marketing.returns(marketing.GROUPS[by], view.where, models.beside)
    alt = f"What was won by {BY[by].lower()} under {models.label} and {models.beside_label}, and what it cost."
    shown = standouts(found)
    chart = partial(campaign_returns.cost_and_won, shown, data.currency(), models.label, models.beside_label)
    picks = "source_category" if by == "channel" else None
    picture(title_of(found, BY[by].lower()), chart, found, alt, "returns", picks)
    maturing(found, shown, BY[by].lower(), models)
    money_table(found, models, BY[by], view)
    customer_costs(view, models)


def invited(view: View) -> None:
    """Invited, responded and attended by type of campaign, where that tells anything."""
    shown = {rate: found for rate in ANSWERS if marketing.tells(found := marketing.answers(view.where, rate))}
    drawn = [partial(answers, rate, found) for rate, found in shown.items()]
    if len(drawn) == len(ANSWERS):
        pair(drawn[0], drawn[1])
    else:
        for part in drawn:
            part()


def answers(rate: str, found: pl.DataFrame) -> None:
    """The share of those invited that responded or attended."""
    title, word = ANSWERS[rate]
    alt = f"Share of those invited who {word}, by type of campaign, with 95 % intervals."
    picture(title, lambda: charts.dots(found, "label", f"{word} of those invited"), found, alt, rate)
    st.caption(
        "Most invited first. Invited: all members of the campaigns. Where people are added once they answer, nearly "
        "all did."
    )


if __name__ == "__main__":
    page()
