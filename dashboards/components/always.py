"""The way from a number of a period to the same of all time: what waits does so whenever it came.

Reads metrics through `data`; the way puts its choice into the URL.
"""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboards import data
from dashboards.components.filter_bar import View
from dashboards.components.formats import SPACE, count, money
from dashboards.filters import Filters


def of_all_time(metric: str, worth: Callable[[Filters], float], said: str, view: View) -> None:
    """Draw the way to the records of a metric of all time; nothing where the view is of that already.

    Args:
        worth: what records that filters keep may be worth, in the currency of the warehouse.
        said: what they are, in a sentence.
    """
    if view.where.first or view.where.last:
        always = view.where.of_all_time()
        number = data.number_of_records(metric, always)
        label = f"{count(number)}{SPACE}of all time, {money(worth(always), data.currency())} →"
        st.button(label, key=f"all_{metric}", type="tertiary", on_click=_choose, args=(metric,), help=said)


def _choose(metric: str) -> None:
    """Put all time into the URL, and that the list is of these records."""
    st.query_params.update(period="all", show=metric)
