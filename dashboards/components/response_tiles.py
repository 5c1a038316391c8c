"""What the tiles of the page Response time say beside their numbers, and the way to what is overdue of all time.

Reads metrics of fct_leads; the way puts its choice into the URL.
"""

from __future__ import annotations

import streamlit as st

from dashboards import data, overdue
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, count, money


def missed(view: View) -> str:
    """How many were not answered in time, never or too late."""
    row = data.metric("sla_met_rate", (), view.where).row(0, named=True)
    late = row["of"] - row["hits"]
    return f"**{count(late)}** {'was' if late == 1 else 'were'} not: late or never" if late else ""


def worth(view: View) -> str:
    """What the overdue leads may be worth."""
    return f"of the leads created in these days, worth **{money(overdue.worth(view.where), data.currency())}** at most"


def all_overdue(view: View) -> None:
    """The way to the leads overdue whenever they were created."""
    if view.where.first or view.where.last:
        always = view.where.of_all_time()
        number = data.number_of_records(overdue.METRIC, always)
        said = "Leads whose first answer is overdue, whenever they were created."
        label = f"{count(number)}{SPACE}of all time, {money(overdue.worth(always), data.currency())} →"
        st.button(label, key="all_overdue", type="tertiary", on_click=of_all_time, help=said)


def of_all_time() -> None:
    """Put all time into the URL, and that the list is of the leads overdue."""
    st.query_params.update(period="all", show=overdue.METRIC)
