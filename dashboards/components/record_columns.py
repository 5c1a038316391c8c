"""What the columns of lists and of tables behind pictures are called, and how they are written.

Pure. Grain: one entry per field. A field that stands in no list here is called by its own name in words.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

HEADERS = {
    "company": "Company",
    "account_name": "Account",
    "name": "Opportunity",
    "owner_name": "Owner",
    "owner": "Owner",
    "owner_type": "Kind of owner",
    "opportunity_type": "Type of deal",
    "team": "Team",
    "source_category": "Source",
    "status": "Status",
    "leakage_class": "Where it stands",
    "created_at": "Created",
    "created_month": "Created in",
    "created_weekday": "Weekday (1 = Monday)",
    "created_hour": "Hour",
    "closed_month": "Closed in",
    "clock_started_at": "Waiting since",
    "response_due_at": "Due",
    "response_bucket": "Answered within",
    "first_contacted_at": "Answered",
    "first_touch_at": "First attempt",
    "assigned_at": "Received",
    "released_at": "Released",
    "owner_since_at": "Owner since",
    "last_activity_at": "Last activity",
    "follow_up_at": "Next step",
    "qualified_at": "Qualified",
    "closed_date": "Closed",
    "response_minutes": "Response (minutes)",
    "response_outcome": "Outcome",
    "score_band": "Score",
    "disqualified_reason": "Reason",
    "rejected_for": "Let go as",
    "lost_reason": "Reason",
    "rejected_at": "Let go",
    "later_outcome": "Came back as",
    "later_outcome_at": "Came back",
    "later_deal": "Deal",
    "later_amount": "Amount",
    "lost_stage": "Lost at",
    "competitor": "Competitor",
    "amount": "Amount",
    "deal_amount": "Deal's amount",
    "end_reason": "Ended by",
    "contact_attempts": "Attempts",
    "is_qualified": "Qualified?",
    "has_opportunity": "Opportunity?",
    "is_won": "Won?",
    "lead_id": "Lead id",
    "campaign_key": "Campaign",
    "campaign_type": "Type",
    "started_date": "Started",
    "cost": "Cost",
    "leads": "Leads",
    "qualified_leads": "Qualified",
    "attributed_opportunities": "Credited deals (won, lost, open)",
    "attributed_customers": "Credited wins",
    "attributed_amount": "Amount credited",
    "attributed_open_amount": "Open pipeline",
    "attributed_won_amount": "Won",
    "roi": "ROI (%)",
    "status_raw": "Member status",
    "has_responded": "Responded?",
    "has_succeeded": "Attended?",
    "joined_at": "Joined",
    "first_responded_at": "First answer",
    "channel": "Channel",
    "touched_at": "Touched",
    "touch_number": "Touch",
    "positions": "Positions",
    "credit": "Credit (%)",
    "way": "Person by",
}
"""What fields are called."""

HEADERS_IN = {("fct_lead_assignments", "response_due_at"): "Due for this owner"}
"""What a field is called where another fact has one of the same name that means another thing."""

MEASURES = {
    "value": "Value",
    "hits": "Number",
    "of": "Out of",
    "n": "n",
    "low": "95 % from",
    "high": "95 % to",
    "share": "Share",
    "share_before": "Share before",
    "share_of_given": "Share of those with a reason",
    "cumulative_share": "Cumulative share",
    "expected": "Expected",
    "compared": "Share that can be compared",
    "evidence": "Evidence",
    "whole": "All",
    "incidence": "Share reached",
    "at_risk": "Still waiting then",
    "minutes": "Minutes",
    "is_mature": "Mature?",
    "reached": "Share ever reached",
    "left_out": "Left out",
}
"""What the figures behind a picture are called."""

PARTS_OF_ONE = (
    *("low", "high", "share", "share_before", "share_of_given", "cumulative_share", "expected", "compared", "whole"),
    *("incidence", "reached"),
)
"""Figures that are shares (0..1), written in percent."""

CODES = ("later_outcome", "status", "response_outcome", "end_reason", "positions", "way")
"""Fields whose values are words of the contract, written with spaces on the screen."""

AMOUNTS = (
    *("amount", "deal_amount", "later_amount", "cost"),
    *("attributed_amount", "attributed_open_amount", "attributed_won_amount"),
)
"""Fields of money: in whole units on the screen, with their currency in the header."""

PERCENT, RETURN = "%.1f\N{NO-BREAK SPACE}%%", "%+.0f\N{NO-BREAK SPACE}%%"
"""How a share is written in a table, as everywhere: `44.0 %`; and how a return: `+544 %`."""

IN_PERCENT = " (%)"
"""What a column in percent is called by in the files; on the screen each figure says it."""

SHARES = ("credit", "roi")
"""Fields of lists that are shares (0..1), written in percent."""


def twin(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Return the table behind a picture with words for names, and which of its columns are shares (0..1).

    A key with a label beside it is left out: the label says it.
    """
    labelled = {name.removesuffix("_label") for name in frame.columns if name.endswith("_label")}
    kept = [name for name in frame.columns if name not in labelled]
    kept.sort(key=lambda name: name in MEASURES)  # what is measured stands after what it is about
    is_rate = "low" in frame.columns and frame["low"].is_not_null().any()
    named: dict[str, str] = {}
    for name in kept:
        word = "Rate" if name == "value" and is_rate else header_of(name)
        named[name] = word if word not in named.values() else name.replace("_", " ")
    shares = [word for name, word in named.items() if name in PARTS_OF_ONE or (name == "value" and is_rate)]
    return frame.select(kept).rename(named), [word for word in shares if word in named.values()]


def header_of(name: str, fact: str = "") -> str:
    """Return what a column is called; in the lists of some facts it has a name of its own."""
    stem = name.removesuffix("_label")
    named = HEADERS_IN.get((fact, stem)) or HEADERS.get(stem) or MEASURES.get(stem)
    return named or stem.replace("_", " ").capitalize()


def in_tenths(table: pl.DataFrame, shares: list[str]) -> pl.DataFrame:
    """Return shares (0..1) in percent, as `formats_of` writes them: with a tenth of one; the files keep it all."""
    kept = [name for name in shares if name in table.columns and table.schema[name].is_numeric()]
    return table.with_columns((pl.col(kept).cast(pl.Float64) * 100).round(1))


def formats_of(table: pl.DataFrame, shares: list[str] | None = None) -> dict[str, Any]:
    """Return how the screen writes the columns of a table, by their kind."""
    formats: dict[str, Any] = {}
    for name, kind in table.schema.items():
        if name in (shares or []):
            formats[name] = st.column_config.NumberColumn(format=PERCENT)
        elif name.endswith(IN_PERCENT):
            written = RETURN if name.startswith("ROI") else PERCENT
            formats[name] = st.column_config.NumberColumn(name.removesuffix(IN_PERCENT), format=written)
        elif isinstance(kind, pl.Datetime):
            formats[name] = st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm")
        elif kind == pl.Date:
            formats[name] = st.column_config.DateColumn(format="D MMM YYYY")
        elif kind.is_numeric():
            formats[name] = st.column_config.NumberColumn(format="localized")
    return formats
