"""The search for leads: one text, a few filters, and the list of what is found.

Reads `leads`; the filters and the order are in the URL, the text searched for is not: it may name a person.
"""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import data, leads
from dashboards.components.choices import choice
from dashboards.components.downloads import about, downloads
from dashboards.components.filter_bar import View
from dashboards.components.fitting import fitted, height_of, more_columns, more_rows, width_in
from dashboards.components.formats import count, count_of, day, duration
from dashboards.components.lead_sheet import show
from dashboards.components.lead_states import ALL, Kept
from dashboards.components.record_columns import formats_of
from dashboards.due import NAMED, OVERDUE, STATES, UNPLANNED

ORDERS = {"lately": "Most recently overdue first", "urgent": "Longest overdue first", "newest": "Newest first"}
COUNTING = {ALL: "All records", "true": "Leads that count", "false": "Duplicates and tests"}
SHOWN = {
    "company": "Company",
    "urgency": "Urgency",
    "person": "Name",
    "leakage_class_label": "Where it stands",
    "owner_label": "Owner",
    "expected": "Worth",
    "phone": "Phone",
    "temperature": "Temperature",
    "due_at": "Due",
    "email": "E-mail",
    "source_category_label": "Source",
    "created_at": "Created",
    "status": "Status",
    "crm": "CRM",
    "counts_as": "Counts?",
    "lead_id": "Lead id",
}
"""The columns of the list, the most needed first, and their names."""

DUE = "While nobody has tried to reach the lead, until when to answer it; then the end of the day of its next step."
EXPECTED = "What leads of its source were won for on average, over all leads old enough to be judged."

WHY_LATELY = (
    "Those overdue for the shortest time stand first: an answer still reaches them. Overdue is the company's first "
    "answer, whoever owns the lead now and since when. For your own leads choose your name under Owner; the link keeps "
    "it."
)
"""Why the list begins as it does, and how to make it one's own."""

NO_COMPANY = "(no company)"
QUEUE, IS_QUEUE = "queue", " (queue)"
"""An owner that is nobody: leads wait there for one."""

MOST_ROWS = 12
"""Rows of the list in sight; a longer one scrolls."""


def searched() -> str:
    """Draw the box for the text and return what is in it."""
    return st.text_input(
        "Search",
        key="searched",
        placeholder="Company, name, e-mail, phone or id",
        help="Every word must occur in the company, the name, the e-mail, the phone or the id of the lead; capitals do "
        "not matter. What you type is not part of the link.",
    )


def narrowed(view: View) -> tuple[View, str]:
    """Draw the choices that only this page has; return the view with them and the order of the list."""
    with st.container(horizontal=True, key="choices", vertical_alignment="bottom", gap="small"):
        status = choice("status", "status", {ALL: "All statuses", **_values("status")}, ALL, "Status")
        counts = choice("counts", "choice", COUNTING, ALL, "Records")
        order = choice("order", "order", ORDERS, "lately", "Order")
    if status != ALL:
        view = view.narrowed(lambda where: where.only("status", status))
    return (view if counts == ALL else view.narrowed(lambda where: where.only("is_counted", counts))), order


def _values(field: str) -> dict[str, str]:
    """Return the values of a field of leads with their labels."""
    offered = data.options("fct_leads", field)
    return {
        value: label if label != value else label.replace("_", " ").capitalize() for value, label in offered.items()
    }


def found_list(text: str, kept: Kept, order: str) -> None:
    """List the leads that are found in their order; a click on one opens it."""
    view = kept.view
    found = leads.found(text, view.where, kept.state, order)
    if not found.height:
        _nothing(text)
        return
    total = int(found["found"][0])
    st.markdown(_how_many(total, found.height, _said(order)))
    if order == "lately" and total > found.height:
        st.caption(f"{WHY_LATELY} {_as_of()}")
    table = _table(leads.priced(found), is_of_one_owner=len(view.where.kept("owner")) == 1)
    key = "found_lead"
    formats, hidden = fitted(table, formats_of(table), "Company")
    formats["Company"] = st.column_config.ButtonColumn(
        type="tertiary", alignment="left", key=key, on_click=_open, args=(key, found["lead_key"].to_list()),
        help="Opens the timeline of the lead.", width=width_in(formats, "Company"),
    )  # fmt: skip
    if formats.get("Due", True):
        formats["Due"] = st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm", help=DUE)
    worth = f"Worth ({data.currency()})"
    if formats.get(worth, True):
        formats[worth] = st.column_config.NumberColumn(format="localized", help=EXPECTED)
    if formats.get("CRM", True) and "CRM" in table.columns:
        formats["CRM"] = st.column_config.LinkColumn(display_text="open")
    st.dataframe(
        table.with_columns(pl.col("Company") + " →"),
        hide_index=True,
        column_config=formats,
        placeholder="-",
        **height_of(table.height, MOST_ROWS),
    )
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        shown = f"first {count(found.height)} of " if total > found.height else ""
        words = f"{shown}{count_of(total, 'leads')}, {_said(order)}"
        more = more_rows(found.height, MOST_ROWS) + more_columns(hidden)
        st.caption(f"{words} · {view.period} · times in {data.catalogue().zone}{more}", width="content")
        downloads(table, about(kept.title, view, rows=table.height), "download_found")


def _as_of() -> str:
    """Return up to when the data tell: what is overdue has been so for as much longer as they are old."""
    at = data.as_of()
    return f"All as of {day(at)}, {at:%H:%M}."


def _said(order: str) -> str:
    """Return an order as part of a sentence."""
    return ORDERS[order][0].lower() + ORDERS[order][1:]


def _how_many(found: int, shown: int, order: str) -> str:
    """Return how many of all lead records are found: `46 of 2,892 lead records`."""
    everything = int(leads.found("", data.EVERYTHING)["found"].max() or 0)  # type: ignore[arg-type]
    first = f" :gray[· the first {count(shown)} are listed, {order}]" if found > shown else ""
    which = f"All {count(found)}" if found == everything else f"{count(found)} of {count(everything)}"
    return f"**{which} lead records**{first}"


def _table(found: pl.DataFrame, is_of_one_owner: bool) -> pl.DataFrame:
    """Return the columns of the list; the address in the CRM only where there is one.

    Args:
        is_of_one_owner: all leads have one owner, whose name can wait.
    """
    links = [leads.crm_link(key) for key in found["lead_key"]]
    shown = found.with_columns(
        pl.col("company").fill_null(NO_COMPANY),
        pl.col("status").str.replace_all("_", " "),
        # What is due on a day is due until its end.
        pl.col("due_at") + pl.when("is_day").then(pl.duration(hours=23, minutes=59)).otherwise(pl.duration()),
        pl.Series("leakage_class_label", [_stands(row) for row in found.to_dicts()], dtype=pl.String),
        pl.when(pl.col("owner_type") == QUEUE)
        .then(pl.col("owner_label") + IS_QUEUE)
        .otherwise("owner_label")
        .alias("owner_label"),
        pl.col("expected").round(0).cast(pl.Int64),
        pl.Series("crm", links, dtype=pl.String),
        pl.Series("urgency", [urgency(row) for row in found.to_dicts()], dtype=pl.String),
    )
    kept = {name: header for name, header in SHOWN.items() if name != "crm" or any(links)}
    kept["expected"] = f"{SHOWN['expected']} ({data.currency()})"
    order = sorted(kept, key=lambda name: is_of_one_owner and name == "owner_label")
    return shown.select(pl.col(name).alias(kept[name]) for name in order)


def _stands(row: dict[str, Any]) -> str | None:
    """Return where a lead stands in words that agree with its urgency; None: it counts nowhere."""
    name = row["leakage_class"]
    return None if name is None else NAMED.get((row["due_state"], name), row["leakage_class_label"])


def urgency(row: dict[str, Any]) -> str | None:
    """Return how long the next step of a lead is overdue, or how much time is left; None: nothing is to be done."""
    minutes = row["minutes_over"]
    if minutes is None:
        return STATES[UNPLANNED].removeprefix("Open, ") if row["due_state"] == UNPLANNED else None
    if row["is_today"]:
        return "today"
    return f"{duration(abs(minutes))} {'overdue' if row['due_state'] in OVERDUE else 'left'}"


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
