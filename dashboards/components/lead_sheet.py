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
from dashboards.components.formats import duration, money
from dashboards.components.page import section
from dashboards.components.timeline import OUTCOMES, named_markup, reasons_markup, standing_markup, timeline_markup

HEADERS = {"section": "About", "name": "What", "value": "Value", "why": "Why", "source": "File and record"}
LINES = {"what": "Record", "fate": "What became of it", "file": "File and record", "crm": "CRM", "record_key": "Key"}
"""The columns of the tables and their names."""

KEY = re.compile(r" ?\b[a-z][a-z0-9_]*:[A-Za-z0-9-]{5,}\b")
"""A key of a record within a sentence: who reads the sheet has no use for it, and the records stand below."""

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
    reasons = leads.reasons(key)
    told = [in_words(row, lead) for row in reasons.to_dicts()]
    st.html(named_markup(named) + standing_markup(_standing(lead)))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader("What happened?", anchor=False)
        st.caption(f"Times in {data.catalogue().zone}. Beside or below an event: what it counts as.")
        st.html(timeline_markup(leads.events(key, st.query_params.get("model")).to_dicts()))
    with right:
        st.subheader("What does it count as, and why?", anchor=False)
        st.html(reasons_markup(told, _next_step(lead) | _contact(lead)))
    records(key)
    with st.expander("Everything that was decided about it"):
        st.dataframe(reasons.rename(HEADERS), hide_index=True, placeholder="-")


def _standing(lead: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Return where the lead stands: a word for each, and what stands under it."""
    why_not = "Not counted: a duplicate" if lead["is_duplicate"] else "Not counted: a test"
    worth = money(lead["amount"], data.currency()) if lead["amount"] is not None else ""
    due, minutes = lead["response_due_at"], lead["response_minutes"]
    answered = f"after {duration(minutes)}" if minutes is not None else ""
    until = f"due {due:%a} {due.day} {due:%b %Y, %H:%M}" if due else ""
    return {
        "Status": (lead["status"] or "none", lead["status_raw"] or ""),
        "Owner": (lead["owner_name"] or "nobody", lead["team"] or ""),
        "Response": (
            OUTCOMES.get(lead["response_outcome"], "no limit"),
            " · ".join(words for words in (answered, until) if words),
        ),
        "Where it stands": (lead["leakage_label"] or why_not, lead["leakage_meaning"] or ""),
        "Opportunity": (lead["opportunity_stage"] or "none", worth),
    }


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
    return row | {"value": value or row["value"], "why": KEY.sub("", row["why"] or "")}


def _next_step(lead: dict[str, Any]) -> dict[str, str]:
    return {"What to do": lead["next_step"]} if lead["next_step"] else {}


def _contact(lead: dict[str, Any]) -> dict[str, str]:
    """Return how to reach the person, as far as it is known."""
    told = {"Name": "person", "E-mail": "email", "Phone": "phone", "Country": "country"}
    return {word: lead[column] for word, column in told.items() if lead[column]}


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
    formats = {"CRM": st.column_config.LinkColumn(display_text="open")}
    st.dataframe(table, hide_index=True, placeholder="-", column_config=formats if "CRM" in table.columns else None)
    st.caption(RECORDS)


def show(key: str) -> None:
    """Go to a lead."""
    st.query_params["lead"] = key


def back() -> None:
    """Leave the lead that is shown."""
    st.query_params.pop("lead", None)
