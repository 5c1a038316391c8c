"""Page "Campaigns": which campaigns pay back?

Reads metrics of rpt_campaign_roi by the start of the campaign: cost and what came of it are of the same campaigns. One
row per campaign and attribution model; the strip of origins is by close date and holds everything won.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import data, marketing
from dashboards.components import campaign_returns
from dashboards.components.acquisition import customer_costs
from dashboards.components.campaign_members import invited
from dashboards.components.campaign_moved import why_moved
from dashboards.components.campaign_origins import origins
from dashboards.components.campaign_panel import campaign_panel
from dashboards.components.campaign_tables import CREDITED, money_table, silent_list
from dashboards.components.campaign_tiles import told
from dashboards.components.campaign_tree import campaign_tree
from dashboards.components.campaign_words import maturing, title_of
from dashboards.components.choices import notices, segments
from dashboards.components.filter_bar import View
from dashboards.components.models import Models, opening
from dashboards.components.page import picture, section
from dashboards.components.payback import costs_by_source, payback_by_month
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile, tiles
from dashboards.rhythm import won_by_quarter
from dashboards.standouts import standouts

QUESTION = "Which campaigns pay back?"
TILES = [
    Tile("campaign_roi", compared=False),
    Tile("campaign_won"),
    Tile("campaign_pipeline"),
    Tile("campaign_cost"),
    Tile("cost_per_customer"),
]
BY = {"programme": "Programme", "campaign": "Campaign", "channel": "Channel", "type": "Type", "month": "Start month"}
"""What figures are shown by, as the URL names it."""

FIELDS = (
    *("campaign_key", "started_date", "cost", "attributed_won_amount", "roi", "attributed_open_amount", "leads"),
    *("qualified_leads", "attributed_customers", "attributed_opportunities", "source_category", "owner_name"),
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


if __name__ == "__main__":
    page()
