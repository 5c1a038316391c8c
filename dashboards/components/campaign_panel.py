"""One campaign: its figures under every model, its members, and its touches on opportunities with their credit.

Reads `marketing` and `data`; the campaign is `campaign` in the URL, chosen in the tree or by name.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data, marketing, ways
from dashboards.components.campaign_sheet import Sheet, written
from dashboards.components.choices import say
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, day, money
from dashboards.components.models import Models
from dashboards.components.page import as_of_line
from dashboards.components.plain_text import plain
from dashboards.components.record_list import record_list
from dashboards.components.tiles import Tile
from dashboards.filters import Filters

MEMBERS = (
    *("company", "campaign_key", "status_raw", "has_responded", "has_succeeded", "joined_at", "first_responded_at"),
)
CREDITS = (
    *("name", "account_name", "owner_name", "amount", "is_won", "closed_date", "campaign_key", "channel", "touched_at"),
    *("positions", "credit", "attributed_amount", "attributed_won_amount"),
)
ALL_TIME = "all time"


def campaign_panel(tree: pl.DataFrame, models: Models) -> None:
    """Draw the campaign that the URL names, or the way to choose one."""
    labels = dict(tree.sort("label").select("campaign_key", "label").iter_rows())
    asked = st.query_params.get("campaign")
    st.session_state["campaign"] = asked if asked in labels else None
    st.selectbox(
        "Campaign",
        list(labels),
        key="campaign",
        format_func=lambda key: labels.get(key, key),
        placeholder="Choose a campaign to see its members, opportunities and touches",
        on_change=_write,
    )
    if asked and asked not in labels:
        say(f'The link names the campaign "{asked}", which this data does not have.')
    if asked in labels:
        _campaign(tree, str(asked), models)


def _write() -> None:
    if st.session_state["campaign"]:
        st.query_params["campaign"] = st.session_state["campaign"]
    else:
        st.query_params.pop("campaign", None)


def _campaign(tree: pl.DataFrame, key: str, models: Models) -> None:
    row = tree.row(by_predicate=pl.col("campaign_key") == key, named=True)
    below = marketing.subtree(tree, key)
    where = Filters().only("campaign_key", *below)
    figures = under_each_model(key)
    about = _about(row, len(below) - 1)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        st.subheader(plain(row["label"]), anchor=False, width="content")
        st.download_button(
            "Download page",
            lambda: written(Sheet(row["label"], about, figures, _credits(where, models), as_of_line())).encode(),
            file_name="campaign.html",
            mime="text/html",
            on_click="ignore",
            icon=":material/download:",
            type="tertiary",
            key="download_campaign",
            help="One page about this campaign that opens without the dashboards and prints.",
        )
    st.caption(plain(about))
    st.dataframe(figures, hide_index=True, placeholder="", height="content")
    of_all_time = View(where, ALL_TIME, "")
    record_list(Tile("campaign_members"), MEMBERS, of_all_time, "Members")
    under = View(_under(where, models), ALL_TIME, "")
    record_list(Tile("opportunity_credits"), CREDITS, under, "Opportunities and the touches that got credit")


def _about(row: dict, below: int) -> str:
    """Return what a campaign is, in a line."""
    days = " - ".join(day(each) for each in (row["started_date"], row["end_date"]) if each)
    more = f"with {count(below)} campaigns below" if below else ""
    return " · ".join(each for each in (row["campaign_type"] or "no type", row["status"], days, more) if each)


def under_each_model(key: str) -> pl.DataFrame:
    """Return a campaign's figures with all below it as the screen and the sheet write them, one row per model."""
    currency = data.currency()
    rows = []
    for row in marketing.of_campaign(key).to_dicts():
        cost, value = row["total_cost"], row["total_roi"]
        rows.append(
            {
                "Model": row["label"],
                "Cost": "" if cost is None else money(cost, currency),
                "Leads": count(row["total_leads"]),
                "Credited deals": f"{row['total_attributed_opportunities']:,.1f}",
                "Credited wins": f"{row['total_attributed_customers']:,.1f}",
                "Open pipeline": money(row["total_attributed_open_amount"], currency),
                "Won": money(row["total_attributed_won_amount"], currency),
                "ROI": "" if value is None else f"{value * 100:+,.0f} %",
            }
        )
    return pl.DataFrame(rows)


def _under(where: Filters, models: Models) -> Filters:
    """Return the filters under the page's model, without renewals: what the figures above are made of."""
    return ways.without_renewals(ways.under(where, models.name), "fct_campaign_attribution")


def _credits(where: Filters, models: Models) -> pl.DataFrame:
    """Return the credits as the sheet lists them, the largest won first."""
    fields = ("name", "account_name", "is_won", "channel", "touched_at", "credit", "attributed_won_amount")
    found = data.records("opportunity_credits", fields, _under(where, models))
    currency = data.currency()
    return found.sort("attributed_won_amount", descending=True, nulls_last=True).select(
        pl.col("name").alias("Opportunity"),
        pl.col("account_name").alias("Account"),
        pl.when("is_won").then(pl.lit("won")).otherwise(pl.lit("")).alias("Result"),
        pl.col("touched_at").dt.strftime("%-d %b %Y").alias("Touched"),
        pl.format("{} %", (pl.col("credit") * 100).round(1)).alias(f"Credit, {models.label}"),
        pl.col("attributed_won_amount")
        .map_elements(lambda amount: money(amount, currency), return_dtype=pl.String)
        .alias("Won, credited"),
    )
