"""How much each owner got, and what each has left lying.

Reads metrics of fct_lead_assignments, and of fct_leads by today's owner. One row per owner. Writes nothing.
"""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import data, leakage
from dashboards.components import charts
from dashboards.components.filter_bar import View
from dashboards.components.formats import count
from dashboards.components.leakage_tables import owner_table
from dashboards.components.leavers import with_leavers
from dashboards.components.page import picture
from dashboards.components.record_columns import formats_of


def workload(view: View) -> None:
    """Leads received per rep."""
    found = data.shares("leads_received", "owner", data.of_reps(view.where))
    found = with_leavers(found.drop("cumulative_share"))
    picture(
        "Who got how many leads?",
        lambda: charts.bars(found, "owner_label", count),
        found,
        "Leads per rep.",
        "load",
        "owner",
    )


def open_today(view: View) -> None:
    """What each owner has left lying, whenever the leads came."""
    found = leakage.by_owner(view.where.of_all_time())
    if found.height:
        st.subheader("Who has the most to clear up, whenever the leads came?", anchor=False)
        owner_table(found)
        st.caption(
            "All leads, whenever they came, by who owns them today, queues too. Neglected: open, and nothing is "
            "planned, what was due has passed, or long silent. Dropped: closed without a reason or a deal. Leaked: "
            "both."
        )


def others(view: View) -> None:
    """Queues, partners and automated users apart."""
    kinds = ("owner_type", "owner_is_automated", "owner_name")
    found = data.metric("leads_received", kinds, view.where)
    found = found.filter((pl.col("owner_type") != "user") | pl.col("owner_is_automated"))
    kind = pl.when("owner_is_automated").then(pl.lit("automated")).otherwise("owner_type")
    found = found.select(Owner="owner_name", Type=kind, Leads="n")
    st.subheader("Not reps: queues, partners, automated users", anchor=False)
    if found.height:
        st.dataframe(found, hide_index=True, column_config=formats_of(found))
    else:
        st.markdown(":gray[None received leads.]")
