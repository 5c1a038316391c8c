"""The tables of the marketing pages: unit costs, and the people nobody works on.

Reads frames of `marketing`; a figure that is not known is blank, never 0.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import data, marketing
from dashboards.components.downloads import about, downloads
from dashboards.components.filter_bar import View
from dashboards.components.fitting import fitted, height_of, more_columns, more_rows
from dashboards.components.formats import count, money
from dashboards.components.models import Models
from dashboards.components.record_columns import IN_PERCENT, formats_of
from dashboards.components.record_list import MOST_SHOWN
from dashboards.filters import Filters
from dashboards.priced import together

UNITS = {
    "cost": "Cost",
    "priced_won": "Won",
    "roi": "ROI",
    "priced_leads": "Leads",
    "per_lead": "lead",
    "priced_qualified_leads": "Qualified",
    "per_qualified_lead": "qualified",
    "priced_customers": "Credited wins",
    "per_customer": "win",
    "mature_roi": "ROI, mature",
    "young": "Maturing",
    "unpriced_won": "Won, no cost known",
    "unpriced_leads": "Leads, no cost known",
    "unpriced_customers": "Credited wins, no cost known",
    "pipeline": "Open pipeline",
    "priced_won_beside": "Won",
    "roi_beside": "ROI",
    "priced_opportunities": "Credited deals (won, lost, open)",
    "per_opportunity": "credited deal",
}
"""The figures in their order: those that a row is worked out from, each beside the number that it is for, the rest."""

UNPRICED = ("unpriced_won", "unpriced_leads", "unpriced_customers")
"""What campaigns without a known cost brought; left out where there are none."""

MONEY = ("cost", "pipeline", "priced_won", "priced_won_beside", "unpriced_won")
RETURNS = ("roi", "mature_roi", "roi_beside")
HALVES = ("priced_opportunities", "priced_customers", "unpriced_customers")
"""What several campaigns can have a share of, so that one may have half of it."""

CREDITED = (
    "Credited: a deal that several campaigns touched counts for each in part, by the attribution model, so a campaign "
    "may have 0.7 of a win. A win is a deal won."
)

RETURNED = "What was won beyond the cost, for each unit of cost; over campaigns with a known one."

MEANINGS = {
    "roi": RETURNED,
    "roi_beside": RETURNED,
    "mature_roi": f"{RETURNED} Without campaigns that started too recently to be judged.",
    "young": "Campaigns with a known cost that started too recently to be judged: most of what they will win is still "
    "to come.",
}
"""What is said of a figure on hover of its header."""

MOST_ROWS = 12
"""Rows of a table in sight; a longer one scrolls."""

OF_COSTS = (
    "All but the open pipeline and what says no cost known is of campaigns with a known cost, so a row can be worked "
    "out."
)
"""What the figures of a row are of."""

BLANK = "blank: no cost known, or nothing to divide it by"
"""Why a cell is empty."""

SILENT = {
    "company": "Company",
    "last_touched_at": "Last touch",
    "touches": "Touches",
    "channel_label": "Channel",
    "campaign": "Campaign",
    "owner_name": "Owner",
    "is_customer": "Customer?",
    "is_since_closing": "New since closing?",
    "has_open_opportunity_on_account": "Deal on account?",
    "account_name": "Account",
    "lead_id": "Lead id",
}


def money_table(found: pl.DataFrame, models: Models, header: str, view: View) -> None:
    """List what each group cost and brought, with cost per lead, qualified lead, opportunity and customer; then all."""
    names = _names(found, models, data.currency())
    shares = [pl.col(each) * 100 for each in RETURNS]
    rows = pl.concat([found, together(found)], how="diagonal_relaxed") if found.height > 1 else found
    table = rows.with_columns(*shares, young=_young()).select(
        pl.col("label").alias(header), *(pl.col(each).alias(name) for each, name in names.items())
    )
    halves = [name for each, name in names.items() if each in HALVES]
    whole = pl.col([name for each, name in names.items() if each not in (*HALVES, "young")]).round(0).cast(pl.Int64)
    shown = table.with_columns(whole, pl.col(halves).round(1))
    formats: dict[str, Any] = formats_of(shown)
    for each, name in names.items():
        formats[name] = {**(formats.get(name) or {}), "help": _meaning(each)}
    formats, hidden = fitted(shown, {**formats, header: st.column_config.TextColumn(pinned=True)})
    st.subheader("What did a lead, a qualified lead and a credited win cost?", anchor=False)
    st.dataframe(shown, hide_index=True, column_config=formats, placeholder="", **height_of(table.height, MOST_ROWS))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        listed = "1 row" if found.height == 1 else f"{count(found.height)} rows, then all together"
        more = more_rows(table.height, MOST_ROWS) + more_columns(hidden)
        st.caption(f"{listed} · started: {view.period} · {BLANK}{more}", width="content")
        # Who adds up the rows of a file must not have all of them twice.
        downloads(table.head(found.height), about("Campaign costs", view, rows=found.height), "campaign_costs")
    st.caption(f"{OF_COSTS} {CREDITED}{_unmatched()}")


def _names(found: pl.DataFrame, models: Models, currency: str) -> dict[str, str]:
    """Return the columns of the table with their headers; without those of no known cost where every cost is known."""
    is_all_known = found["cost"].null_count() == 0 and not any(found[each].sum() for each in UNPRICED)
    kept = [each for each in UNITS if not (is_all_known and each in UNPRICED)]
    return {each: _header(each, models, currency) for each in kept}


def _unmatched() -> str:
    """Return what ads cost that belongs to no row."""
    loose = marketing.unmatched_spend()
    if not loose:
        return ""
    return f" In no row: {money(loose, data.currency())} of ads, since the beginning, that match no campaign."


def _young() -> pl.Expr:
    """Return which of a group's campaigns with a known cost are too young to be judged: `yes`, `3 of 6`, or nothing."""
    priced = pl.col("priced").fill_null(0)
    young = priced - pl.col("mature_priced").fill_null(0)
    of = pl.format("{} of {}", young, priced)
    return pl.when(young == 0).then(pl.lit("")).when(priced == 1).then(pl.lit("yes")).otherwise(of)


def _meaning(column: str) -> str | None:
    """Return what is said on hover of a column's header."""
    if column in HALVES or column in ("per_opportunity", "per_customer"):
        return CREDITED
    return MEANINGS.get(column)


def _header(column: str, models: Models, currency: str) -> str:
    """Return a column's name with its model and its currency."""
    own, other = models.label, models.beside_label
    under = {"priced_won": own, "roi": own, "priced_won_beside": other, "roi_beside": other}
    if column.startswith("per_"):
        return f"{currency} per {UNITS[column]}"
    # Two columns must not bear one name, as they would with the same model twice.
    beside = " (beside)" if column.endswith("_beside") and models.name == models.beside else ""
    unit = f" ({currency})" if column in MONEY else IN_PERCENT if column in RETURNS else ""
    is_own = column in under and not column.endswith("_beside")
    word = UNITS[column] if is_own or column not in under else f"{UNITS[column]}, {under[column]}"
    return f"{word}{beside}{unit}"


def silent_list() -> None:
    """List the people with recent touches whom nobody works on."""
    table, number = _silent_table(MOST_SHOWN), marketing.number_of_silent()
    st.subheader("Silent demand: recent touches, nobody on it", anchor=False)
    if not number:
        st.markdown(":gray[Nobody: whoever was touched lately has an open lead or opportunity.]")
        return
    formats, hidden = fitted(table, formats_of(table))
    st.dataframe(
        table,
        hide_index=True,
        column_config=formats,
        placeholder="-",
        **height_of(table.height, MOST_ROWS),
    )
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        first = f"first {count(MOST_SHOWN)} of " if number > MOST_SHOWN else ""
        st.caption(
            f"{first}{count(number)} people touched lately, without an open lead or opportunity; first those "
            f"touched since their last one was closed · times in {data.catalogue().zone}"
            f"{more_rows(table.height, MOST_ROWS)}{more_columns(hidden)}",
            width="content",
        )
        downloads(_silent_table, about("Silent demand", View(Filters(), "All time"), rows=number), "silent_demand")


def _silent_table(most: int | None = None) -> pl.DataFrame:
    found = marketing.silent_demand(most)
    return found.select(pl.col(column).alias(header) for column, header in SILENT.items())
