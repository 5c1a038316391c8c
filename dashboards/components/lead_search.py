"""The search for leads: one text, a few filters, and the list of what is found.

Reads `leads`; the filters are in the URL, the text searched for is not: it may name a person.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import data, leads
from dashboards.components.choices import choice
from dashboards.components.downloads import about, downloads
from dashboards.components.filter_bar import View
from dashboards.components.formats import count
from dashboards.components.lead_sheet import show
from dashboards.components.record_columns import formats_of

ALL = "all"
COUNTING = {ALL: "All records", "true": "Leads that count", "false": "Duplicates and tests"}
SHOWN = {
    "company": "Company",
    "person": "Name",
    "status": "Status",
    "owner_label": "Owner",
    "source_category_label": "Source",
    "created_at": "Created",
    "leakage_class_label": "Where it stands",
    "crm": "CRM",
    "counts_as": "Counts?",
    "email": "E-mail",
    "phone": "Phone",
    "lead_id": "Lead id",
}
"""The columns of the list and their names."""

NO_COMPANY = "(no company)"
FEW_ROWS = 12
HEIGHT = 420


def searched() -> str:
    """Draw the box for the text and return what is in it."""
    return st.text_input(
        "Search",
        key="searched",
        placeholder="Company, name, e-mail, phone or id",
        help="Every word must occur in the company, the name, the e-mail, the phone or the id of the lead; capitals do "
        "not matter. What you type is not part of the link.",
    )


def narrowed(view: View) -> View:
    """Draw the filters that only this page has and return the view with them."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for key, word, field, words, label in (
            ("status", "status", "status", "All statuses", "Status"),
            ("class", "leakage class", "leakage_class", "All leads", "Where it stands"),
        ):
            offered = {ALL: words, **_values(field)}
            chosen = choice(key, word, offered, ALL, label)
            view = view if chosen == ALL else view.narrowed(lambda where, f=field, v=chosen: where.only(f, v))  # type: ignore[misc]
        counts = choice("counts", "choice", COUNTING, ALL, "Records")
    return view if counts == ALL else view.narrowed(lambda where: where.only("is_counted", counts))


def _values(field: str) -> dict[str, str]:
    """Return the values of a field of leads with their labels."""
    offered = data.options("fct_leads", field)
    return {
        value: label if label != value else label.replace("_", " ").capitalize() for value, label in offered.items()
    }


def found_list(text: str, view: View) -> None:
    """List the leads that are found, the newest first; a click on one opens it."""
    found = leads.found(text, view.where)
    if not found.height:
        _nothing(text)
        return
    total = int(found["found"][0])
    st.markdown(_how_many(total, found.height))
    table = _table(found)
    key = "found_lead"
    formats: dict[str, Any] = formats_of(table)
    formats["Company"] = st.column_config.ButtonColumn(
        type="tertiary", alignment="left", key=key, on_click=_open, args=(key, found["lead_key"].to_list()),
        help="Opens the timeline of the lead.",
    )  # fmt: skip
    if "CRM" in table.columns:
        formats["CRM"] = st.column_config.LinkColumn(display_text="open")
    st.dataframe(
        table.with_columns(pl.col("Company") + " →"),
        hide_index=True,
        column_config=formats,
        placeholder="-",
        height="content" if table.height < FEW_ROWS else HEIGHT,
    )
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        shown = f"newest {count(found.height)} of " if total > found.height else ""
        words = f"{shown}{count(total)} {'lead' if total == 1 else 'leads'}"
        st.caption(f"{words} · {view.period} · times in {data.catalogue().zone}", width="content")
        downloads(table, about("Leads", view, rows=table.height), "download_found")


def _how_many(found: int, shown: int) -> str:
    """Return how many of all lead records are found: `46 of 2,892 lead records`."""
    everything = int(leads.found("", data.EVERYTHING)["found"].max() or 0)  # type: ignore[arg-type]
    newest = f" :gray[· the newest {count(shown)} are listed]" if found > shown else ""
    which = f"All {count(found)}" if found == everything else f"{count(found)} of {count(everything)}"
    return f"**{which} lead records**{newest}"


def _table(found: pl.DataFrame) -> pl.DataFrame:
    """Return the columns of the list; the address in the CRM only where there is one."""
    links = [leads.crm_link(key) for key in found["lead_key"]]
    shown = found.with_columns(
        pl.col("company").fill_null(NO_COMPANY),
        pl.col("status").str.replace_all("_", " "),
        pl.when(pl.col("leakage_class").is_not_null()).then("leakage_class_label").alias("leakage_class_label"),
        pl.Series("crm", links, dtype=pl.String),
    )
    kept = {name: header for name, header in SHOWN.items() if name != "crm" or any(links)}
    return shown.select(pl.col(name).alias(header) for name, header in kept.items())


def _nothing(text: str) -> None:
    """Say that nothing was found, and whether the text is the id of a record that is in no fact."""
    gone = leads.merged(text) if text.strip() else None
    if gone is not None and gone.height:
        row = gone.row(0, named=True)
        fate = row["fate"].replace("_", " ")
        st.info(f"The record of this id is in the exports but stands for no lead of its own: {fate}.")
        st.button("Show what became of it", on_click=show, args=(row["record_key"],))
        return
    st.info(
        "No lead is found. Every word must occur in the company, name, e-mail, phone or id; "
        "the filters above hold too. Fewer words or Reset show more."
    )


def _open(key: str, keys: list[str]) -> None:
    clicked = st.session_state[key]
    if clicked:
        show(keys[clicked["row"]])
