"""What the page Attribution paths says of its numbers and pictures: the answers in words, and the parts of a whole.

Reads frames of `ways`; returns text. Names of channels are those of the definitions.
"""

from __future__ import annotations

import polars as pl

from dashboards import data, marketing, ways
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, percent

MOST_TOLD = 3
"""Channels whose ends are told."""

UNATTRIBUTED = "Unattributed"


def of_the_rest(view: View) -> str:
    """Return what the amount won that is not from marketing came from, so that all adds up to 100 %."""
    amounts = ways.by_origin(view.where)
    total, named = sum(amounts.values()), {origin or "unattributed": word for origin, word in marketing.ORIGINS.items()}
    rest = [f"{named.get(each, each)} {percent(amount / total)}" for each, amount in amounts.items() if each != OURS]
    return f"the rest: {', '.join(rest)}" if rest else ""


OURS = "marketing"
"""The origin of marketing's own touches."""


def of_the_deals(view: View) -> str:
    """Return of how many deals the amount is that no touch explains."""
    row = data.metric("won_without_touch", (), view.where).row(0, named=True)
    return f"{count(row['hits'])} of {count(row['of'])} deals won: no touch on the way"


def of_won_and_lost(view: View) -> str:
    """Return of which deals the touches are."""
    return "won and lost"


def opens_and_closes(found: pl.DataFrame) -> str:
    """Return who opens and who closes most: `Webinars open most (44.8 % of first touches), ...`.

    Args:
        found: rows of `ways.by_position`.
    """
    top = ways.leaders(found)
    first, last = (top.get(ways.POSITIONS[each]) for each in ("is_first", "is_closing"))
    if not first or not last:
        return "Which channels open, and which close?"
    return f"Opens most: {first[0]}, {percent(first[1])} of first touches. Closes most: {last[0]}, {percent(last[1])}"


def swings(found: pl.DataFrame) -> str:
    """Return the channel whose share depends most on the model, and between which ends.

    Args:
        found: rows of `ways.by_model`.
    """
    ends = ways.ends(found.filter(pl.col("label") != UNATTRIBUTED))
    if not ends.height or not ends["swing"][0]:
        return "How do the models differ?"
    row = ends.row(0, named=True)
    return f"Models disagree most on {row['label']}: {_between(row)}"


def ends_told(found: pl.DataFrame) -> str:
    """Return the ends of the channels that come next, and what models leave unattributed."""
    ends = ways.ends(found.filter(pl.col("label") != UNATTRIBUTED)).filter(pl.col("swing") > 0)
    told = [f"{row['label']} {_between(row)}" for row in ends.slice(1, MOST_TOLD).to_dicts()]
    left = ways.ends(found).filter(pl.col("label") == UNATTRIBUTED)
    nothing = f" Unattributed: {_between(left.row(0, named=True))}." if left.height else ""
    return f"Share of the amount won: {'; '.join(told)}.{nothing}" if told else f"Share of the amount won.{nothing}"


def _between(row: dict) -> str:
    least, most = (f"{percent(row[each])} ({row[f'{each}_model']})" for each in ("least", "most"))
    return f"{least} to {most}"
