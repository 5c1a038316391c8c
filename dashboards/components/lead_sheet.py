"""One lead on the screen: who it is, where it stands and why, what happened to it, and where that is written.

Reads `leads` for a key. Text of the CRM is escaped; it is shown and never run.
"""

from __future__ import annotations

import re
from typing import Any

import polars as pl
import streamlit as st

from dashboards import data, leads
from dashboards.components.choices import say
from dashboards.components.credits import credit_in_short, credits_markup
from dashboards.components.fitting import height_of
from dashboards.components.formats import day, duration, money
from dashboards.components.page import section
from dashboards.components.timeline import (
    OUTCOMES,
    named_markup,
    reach_markup,
    reasons_markup,
    standing_markup,
    timeline_markup,
)

HEADERS = {"section": "About", "name": "What", "value": "Value", "why": "Why", "source": "File and record"}
LINES = {"what": "Record", "fate": "What became of it", "file": "File and record", "crm": "CRM", "record_key": "Key"}
"""The columns of the tables and their names."""

KEY = re.compile(r" ?\b[a-z][a-z0-9_]*:[A-Za-z0-9-]{5,}\b")
"""A key of a record within a sentence: who reads the sheet has no use for it, and the records stand below."""

PLAIN = {
    re.compile(r"^.*, class \d+ and the first that fits: "): "",
    re.compile(r"By the definitions in response_slas for "): "The limit for ",
    re.compile(r" by the definitions in response_slas"): "",
}
"""What reasons say to who knows the definitions, and what the page says instead."""

MOST_REASONS, FILE = 12, 520
"""Rows of all reasons in sight, and the width in pixels of a file and its record."""

WAYS = ("email", "phone", "country")
"""How to reach the person."""

RECORDS = (
    "A record of a CSV is counted from 1 below the header: record 1 is line 2 where no field holds a line break. Of a "
    "workbook it is the row of the sheet."
)


def lead_sheet(key: str, lead: dict[str, Any]) -> None:
    """Draw one lead."""
    named = " · ".join(each for each in (lead["company"], lead["person"]) if each) or lead["lead_id"]
    addresses = [("Open the lead in the CRM", leads.crm_link(key))]
    addresses.append(("Open the opportunity in the CRM", leads.crm_link(lead["opportunity_key"], "opportunity")))
    with st.container(horizontal=True):
        st.button("All leads", icon=":material/arrow_back:", type="tertiary", on_click=back)
        for words, address in addresses:
            if address:
                st.link_button(words, address, icon=":material/open_in_new:", type="tertiary")
    model = st.query_params.get("model")
    shares = leads.credit(key, model).to_dicts()
    ways = [lead[column] for column in WAYS if lead[column]]
    st.html(named_markup(named) + reach_markup(ways) + standing_markup(_standing(lead) | _credit(shares)))
    left, right = st.columns([3, 2], gap="large")
    with left:
        _happened(key, model)
    reasons = leads.reasons(key)
    with right:
        st.subheader("What does it count as, and why?", anchor=False)
        st.html(reasons_markup([in_words(row, lead) for row in reasons.to_dicts()], _next_step(lead)))
        if shares:
            st.subheader("Who gets the credit?", anchor=False)
            st.caption(f"{shares[0]['model']}: the model chosen on Campaigns or Attribution paths, else the usual one.")
            st.html(credits_markup(shares, lead["amount"], data.currency()))
    records(key)
    with st.expander("Everything that was decided about it"):
        st.dataframe(
            reasons.rename(HEADERS), hide_index=True, placeholder="-", **height_of(reasons.height, MOST_REASONS)
        )


def _happened(key: str, model: str | None) -> None:
    """The events of the lead, and on demand where each is written."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader("What happened?", anchor=False, width="stretch")
        tells_sources = st.toggle("Where from", key="tells_sources", help="Name the file and the record of each event.")
    st.caption(f"Times in {data.catalogue().zone}. Beside or below an event: what it counts as.")
    st.html(timeline_markup(leads.events(key, model).to_dicts(), tells_sources))


def _standing(lead: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return where the lead stands: a word for each, and what stands under it."""
    why_not = "Not counted: a duplicate" if lead["is_duplicate"] else "Not counted: a test"
    due, minutes = lead["response_due_at"], lead["response_minutes"]
    answered = f"after {duration(minutes)}" if minutes is not None else ""
    until = f"due {due:%a} {due.day} {due:%b %Y, %H:%M}" if due else ""
    return {
        "Where it stands": (
            lead["leakage_label"] or why_not,
            f"status {lead['status_raw'] or lead['status'] or 'empty'}",
        ),
        "Owner": (lead["owner_name"] or "nobody", lead["team"] or ""),
        "Response": (
            OUTCOMES.get(lead["response_outcome"], "no limit"),
            " · ".join(words for words in (answered, until) if words),
        ),
        "Opportunity": _deal(lead),
    }


def _deal(lead: dict[str, Any]) -> tuple[str, str]:
    """Return what the lead's opportunity is worth, and how it ended or when it is to close."""
    if not lead["opportunity_key"]:
        return "none", ""
    if not lead["opportunity_stage"]:
        return "not exported", "the lead was converted into it"
    worth = "no amount" if lead["amount"] is None else money(lead["amount"], data.currency())
    stage, closed, planned = lead["opportunity_stage"], lead["deal_closed_date"], lead["deal_close_date"]
    when = f"on {day(closed)}" if closed else f"to close {day(planned)}" if planned else ""
    return worth, f"{stage} {when}".strip().replace("_", " ")


def _credit(shares: list[dict[str, Any]]) -> dict[str, tuple[str, str]]:
    return {"Credit": credit_in_short(shares)} if shares else {}


def in_words(row: dict[str, Any], lead: dict[str, Any]) -> dict[str, Any]:
    """Return a reason as people read it: names for keys and codes, amounts with their currency."""
    amount = lead["won_amount"]
    words = {
        "opportunity_key": lead["opportunity_name"],
        "won_amount": None if amount is None else f"{amount:,.2f} {data.currency()}",
        "leakage_class": lead["leakage_label"],
        "response_outcome": OUTCOMES.get(row["value"]),
    }
    value = words.get(row["name"]) if row["value"] not in (None, "-", "0.00") else None
    why = KEY.sub("", row["why"] or "")
    for said, plain in PLAIN.items():
        why = said.sub(plain, why)
    return row | {"value": value or row["value"], "why": why}


def _next_step(lead: dict[str, Any]) -> dict[str, str]:
    return {"What to do": lead["next_step"]} if lead["next_step"] else {}


def record_without_a_row(key: str) -> None:
    """Say what became of a record that is no lead of its own, or that nothing is known of the key."""
    st.button("All leads", icon=":material/arrow_back:", type="tertiary", on_click=back)
    reasons = leads.reasons(key)
    if not reasons.height:
        say(f'The link names the lead "{key}", which this data does not have.')
        return
    st.info("This record is in the exports but is no lead of its own.")
    st.html(reasons_markup(reasons.to_dicts(), {}))
    survivors = leads.survivors(key)
    for survivor in survivors:
        st.button("Show the lead that it was merged into", on_click=show, args=(survivor,))
    records(key)


def records(key: str) -> None:
    """The records behind the lead, each with its file and record."""
    section("records")
    found = leads.lines(key)
    links = [leads.crm_link(row["record_key"], row["record_type"]) for row in found.to_dicts()]
    shown = found.with_columns(pl.Series("crm", links, dtype=pl.String), pl.col("fate").str.replace_all("_", " "))
    kept = {name: header for name, header in LINES.items() if name != "crm" or any(links)}
    st.subheader("Which records is it made of?", anchor=False)
    table = shown.select(pl.col(name).alias(header) for name, header in kept.items())
    formats: dict[str, Any] = {"File and record": st.column_config.TextColumn(width=FILE)}
    if "CRM" in table.columns:
        formats["CRM"] = st.column_config.LinkColumn(display_text="open")
    st.dataframe(table, hide_index=True, placeholder="-", column_config=formats)
    st.caption(RECORDS)


def show(key: str) -> None:
    """Go to a lead."""
    st.query_params["lead"] = key


def back() -> None:
    """Leave the lead that is shown."""
    st.query_params.pop("lead", None)
