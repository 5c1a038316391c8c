"""Where what was won in a period came from: marketing, others, and what nobody knows.

Reads credits by the close of their deals. One row per origin; they add up to all that was won. Writes nothing.
"""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards import data, marketing
from dashboards.components import campaign_charts as pictures
from dashboards.components.filter_bar import View
from dashboards.components.formats import money, percent
from dashboards.components.models import Models, renewals
from dashboards.components.page import picture
from dashboards.components.plain_text import plain


def origins(view: View, models: Models) -> None:
    """What marketing brought beside others, and what nobody knows: all that was won in the period."""
    found = marketing.origins(view.where)
    if not found.height:
        return
    shares = {row["label"]: percent(row["share"]) for row in found.to_dicts()}
    total = money(found["value"].sum(), data.currency())
    alt = f"Amount won by origin: {', '.join(f'{label} {share}' for label, share in shares.items())}."
    ours = shares.pop("Marketing", percent(0))
    title = f"{plain(models.label)} gives marketing {ours} of the {total} won in the period"
    picture(title, partial(pictures.strip, found), found, alt, "origin")
    left = shares.pop("Unattributed", None)
    others = ", ".join(f"{label} {share}" for label, share in shares.items())
    grey = f" Grey: {others}." if others else ""
    white = f" White: Unattributed {left}, which no touch explains." if left else ""
    st.caption(
        f"All deals won in the period under {models.label}, all owners and channels, by what touched them, whatever "
        f"the source of the lead.{grey}{white} The number Attributed won above is of campaigns that started in "
        f"the period, whenever they won.{renewals(view)}"
    )
