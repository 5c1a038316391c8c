"""What the tiles of the page Campaigns say beside their numbers: of which campaigns, and what would be other numbers.

Reads metrics of rpt_campaign_roi; a part of the page that a tile asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from dashboards import acquisition, data, marketing, ways
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, count_of, money, percent
from dashboards.components.models import Models
from dashboards.components.tiles import LINE, Tile

ROI, WON, COST, EACH = "campaign_roi", "campaign_won", "campaign_cost", "cost_per_customer"


def told(shown: list[Tile], models: Models) -> list[Tile]:
    """Return the tiles of the page with what they say beside their numbers."""
    said: dict[str, Callable[[View], str]] = {ROI: partial(_of_the_return, models), WON: _of_the_won}
    said |= {EACH: _of_a_customer, COST: _of_the_cost}
    return [replace(tile, more=said.get(tile.metric)) for tile in shown]


def _of_the_return(models: Models, view: View) -> str:
    """Return of which campaigns the return is, what it is of the mature ones alone, and by the other model."""
    now, old, other = (
        data.metric(ROI, (), where).row(0, named=True)
        for where in (view.where, marketing.mature_where(view.where), ways.under(view.where, models.beside))
    )
    young = now["n"] - old["n"]
    of = count_of(now["n"], "campaigns with a known cost")
    is_judged = young and old["value"] is not None
    lines = [f"{of}, {count(young)} still maturing" if young and not is_judged else of]
    if is_judged:
        lines.append(f"**{percent(old['value'])}** without the {count(young)} still maturing")
    if models.name != models.beside:
        lines.append(f"{percent(other['value'])} by {models.beside_label}")
    return LINE.join(lines)


def _of_the_won(view: View) -> str:
    """Return of which campaigns all is that was won."""
    every, priced = (int(data.metric(name, (), view.where)["n"][0]) for name in (WON, ROI))
    return "" if every == priced else f"all {count(every)}, {count(every - priced)} without a known cost too"


def _of_the_cost(view: View) -> str:
    """Return of how many campaigns the cost is known, and of how many it is not."""
    every, priced = (int(data.metric(name, (), view.where)["n"][0]) for name in (WON, COST))
    of = f"of {count_of(priced, 'campaigns')}"
    return of + (f", not known of {count(every - priced)} more" if every > priced else "")


def _of_a_customer(view: View) -> str:
    """Return what a new customer costs, whatever brought it: the figure that a win of campaigns is taken for."""
    each = acquisition.cost(acquisition.ALONE, view.where).each if acquisition.is_published() else None
    return "" if each is None else f"all marketing per new customer: {money(each, data.currency())}, see below"
