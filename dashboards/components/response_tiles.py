"""What the tiles of the page Response time say beside their numbers, and the way to what is overdue of all time.

Reads metrics of fct_leads.
"""

from __future__ import annotations

from dashboards import data, overdue
from dashboards.components.always import of_all_time
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, money, percent


def missed(view: View) -> str:
    """How many were not answered in time: how many too late, and how many never so far."""
    row = data.metric("sla_met_rate", (), view.where).row(0, named=True)
    missing = row["of"] - row["hits"]
    if not missing:
        return ""
    late = data.number_of_records("sla_met_rate", view.where.only("response_outcome", "late"))
    parts = [f"{count(late)} late ({percent(late / row['of'])})"] * bool(late)
    parts += [f"{count(missing - late)} never so far"] * bool(missing - late)
    return f"**{count(missing)}** {'was' if missing == 1 else 'were'} not: {', '.join(parts)}"


def worth(view: View) -> str:
    """What the overdue leads may be worth."""
    return f"of the leads created in these days, worth **{money(overdue.worth(view.where), data.currency())}** at most"


def all_overdue(view: View) -> None:
    """The way to the leads overdue whenever they were created."""
    said = "Leads whose first answer is overdue, whenever they were created."
    of_all_time(overdue.METRIC, overdue.worth, said, view)
