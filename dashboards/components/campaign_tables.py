"""The tables of the marketing pages: unit costs, and the people nobody works on; and what is said of young campaigns.

Reads frames of `marketing`; a figure that is not known is blank, never 0.
"""

from __future__ import annotations

import polars as pl
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from dashboards import data, marketing
from dashboards.components.campaign_charts import MOST_BARS
from dashboards.components.downloads import about, downloads
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, day, money
from dashboards.components.models import Models
from dashboards.components.record_list import MOST_SHOWN
from dashboards.filters import Filters

UNITS = {
    "cost": "Cost",
    "won": "Won",
    "roi": "ROI (%)",
    "won_beside": "Won",
    "roi_beside": "ROI (%)",
    "pipeline": "Open pipeline",
    "leads": "Leads",
    "qualified_leads": "Qualified",
    "opportunities": "Opportunities",
    "customers": "Customers",
    "per_lead": "per lead",
    "per_qualified_lead": "per qualified lead",
    "per_opportunity": "per opportunity",
    "per_customer": "per customer",
}
MONEY = ("cost", "pipeline", "won", "won_beside", "per_lead", "per_qualified_lead", "per_opportunity", "per_customer")
HEIGHT = 385
"""Height of a table that scrolls, in pixels."""

SILENT = {
    "company": "Company",
    "account_name": "Account",
    "last_touched_at": "Last touch",
    "touches": "Touches",
    "channel_label": "Channel",
    "campaign": "Campaign",
    "is_since_closing": "New since closing?",
    "is_customer": "Customer?",
    "has_open_opportunity_on_account": "Deal on account?",
    "owner_name": "Owner",
    "lead_id": "Lead id",
}


def maturing(found: pl.DataFrame, word: str) -> None:
    """Say how the picture is read, which of its bars are too young to be judged, and how many it leaves out."""
    until = marketing.mature_until()
    young = found.filter(~pl.col("is_mature")).height
    hollow = (
        f" Hollow: started after {day(until)} in whole or part ({count(young)}); most of the customers that its leads "
        "will bring are still to come, so the ROI still grows."
        if young and until
        else ""
    )
    known = found.drop_nulls("cost").height
    priced = "" if known == found.height else f" ROI counts the {count(known)} of {count(found.height)} with one."
    st.caption(f"Won so far, by {word}. Without a known cost there is no ROI.{priced}{hollow}{_left_out(found)}")


def _left_out(found: pl.DataFrame) -> str:
    """Return what the picture does not show: of many groups it shows those that won most, of months the last."""
    if found.height <= MOST_BARS:
        return ""
    if "started_month" in found.columns:
        return f" The last {MOST_BARS} of {count(found.height)} months; the table has all."
    others = found.tail(-MOST_BARS)
    cost, won = (money(others[each].sum(), data.currency()) for each in ("cost", "won"))
    most = f"The {MOST_BARS} of {count(found.height)} that won most"
    return f" {most}; the others cost {cost} and won {won}: see the table."


def money_table(found: pl.DataFrame, models: Models, header: str, view: View) -> None:
    """List what each group cost and brought, with cost per lead, qualified lead, opportunity and customer."""
    currency = data.currency()
    names = {each: _header(each, models, currency) for each in UNITS}
    shares = [pl.col("roi") * 100, pl.col("roi_beside") * 100]
    is_mature = pl.when("is_mature").then(pl.lit("")).otherwise(pl.lit("still maturing"))
    table = found.with_columns(*shares).select(
        pl.col("label").alias(header), *(pl.col(each).alias(name) for each, name in names.items()), Note=is_mature
    )
    formats: dict[str, ColumnConfig] = {
        name: st.column_config.NumberColumn(format="localized") for name in names.values()
    }
    formats[header] = st.column_config.TextColumn(pinned=True)
    halves = ("opportunities", "customers")
    shown = table.with_columns(pl.col(names[each]).round(1 if each in halves else 0) for each in UNITS)
    st.subheader("What did a lead, an opportunity, a customer cost?", anchor=False)
    st.dataframe(
        shown, hide_index=True, column_config=formats, placeholder="", height="content" if table.height < 10 else 385
    )
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        loose = marketing.unmatched_spend()
        more = f" · spend that matches no campaign, in none of them: {money(loose, currency)} in all" if loose else ""
        rows = f"{count(table.height)} rows · started: {view.period} · blank: no cost known{more}"
        st.caption(rows, width="content")
        downloads(table, about("Campaign costs", view, rows=table.height), "campaign_costs")


def _header(column: str, models: Models, currency: str) -> str:
    """Return a column's name with its model and its currency."""
    own, other = models.label, models.beside_label
    under = {"won": own, "roi": own, "won_beside": other, "roi_beside": other}
    word = f"{UNITS[column]}, {under[column]}" if column in under else UNITS[column]
    if column.startswith("per_"):
        word = f"Cost {word}"
    # Two columns must not bear one name, as they would with the same model twice.
    beside = " (beside)" if column.endswith("_beside") and models.name == models.beside else ""
    return f"{word}{beside} ({currency})" if column in MONEY else f"{word}{beside}"


def silent_list() -> None:
    """List the people with recent touches whom nobody works on."""
    table, number = _silent_table(MOST_SHOWN), marketing.number_of_silent()
    st.subheader("Silent demand: recent touches, nobody on it", anchor=False)
    if not number:
        st.markdown(":gray[Nobody: whoever was touched lately has an open lead or opportunity.]")
        return
    formats = {SILENT["last_touched_at"]: st.column_config.DatetimeColumn(format="ddd D MMM YYYY, HH:mm")}
    st.dataframe(
        table,
        hide_index=True,
        column_config=formats,
        placeholder="-",
        height="content" if table.height < 10 else 385,
    )
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        first = f"first {count(MOST_SHOWN)} of " if number > MOST_SHOWN else ""
        st.caption(
            f"{first}{count(number)} people touched lately, without an open lead or opportunity; first those "
            f"touched since their last one was closed · times in {data.catalogue().zone}",
            width="content",
        )
        downloads(_silent_table, about("Silent demand", View(Filters(), "All time"), rows=number), "silent_demand")


def _silent_table(most: int | None = None) -> pl.DataFrame:
    found = marketing.silent_demand(most)
    return found.select(pl.col(column).alias(header) for column, header in SILENT.items())
