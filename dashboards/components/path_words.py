"""What the page Attribution paths says of its numbers and pictures: the answers in words, and the parts of a whole.

Reads frames of `ways`; returns text. Names of channels are those of the definitions.
"""

from __future__ import annotations

import polars as pl

from dashboards import data, marketing, ways
from dashboards.catalogue import MODEL
from dashboards.components.filter_bar import View
from dashboards.components.formats import count, money, percent
from dashboards.components.tiles import LINE

LEAST_CLOSED = 30
"""Deals that closed on a way, from which on its win rate is compared with those of others."""

MOST_TOLD = 3
"""Channels whose ends are told."""

UNATTRIBUTED = "Unattributed"

OURS = "marketing"
"""The origin of marketing's own touches."""

LEAST_SHARE = 0.0005
"""Parts of the amount won below are 0.0 % and left out."""


def of_the_rest(view: View) -> str:
    """Return what part of the amount won is not from marketing, and from where, so that all adds up to 100 %.

    Then what the model that gives marketing least and the one that gives it most say: no model is the truth.
    """
    amounts = ways.by_origin(view.where)
    total, named = sum(amounts.values()), {origin or "unattributed": word for origin, word in marketing.ORIGINS.items()}
    rest = {named.get(each, each): amount for each, amount in amounts.items() if each != OURS}
    by_model = _by_model(ways.from_marketing(view.where))
    if not rest:
        return by_model
    others = sum(rest.values())
    parts = [f"{word} {percent(amount / total)}" for word, amount in rest.items() if amount / total >= LEAST_SHARE]
    of_these = f": {', '.join(parts)}" if parts else ""
    left = f"the rest, {percent(others / total)}, {money(others, data.currency())}{of_these}"
    return LINE.join(filter(None, (left, by_model)))


def _by_model(found: pl.DataFrame) -> str:
    """Return between what shares of marketing all models lie, and which these are; nothing where they say the same."""
    if found["share"].n_unique() < 2:
        return ""
    known, ordered = ways.models(), found.sort("share", MODEL)
    ends = [
        f"{known[model]['label']} **{percent(share)}**"
        for model, share in (ordered.select(MODEL, "share").row(place) for place in (0, -1))
    ]
    return f"by model: {ends[0]} to {ends[1]}"


def of_the_deals(view: View) -> str:
    """Return of how many deals the amount is that no touch explains."""
    row = data.metric("won_without_touch", (), view.where).row(0, named=True)
    return f"{count(row['hits'])} of {count(row['of'])} deals won: no touch on the way"


def of_won_and_lost(view: View) -> str:
    """Return of which deals the touches are, and how many there are for each deal won that has any."""
    touches = data.number_of_records("path_touches", view.where.only("is_won", "true"))
    deals = int(ways.ways(view.where)["won"].sum())
    each = f"{touches / deals:.1f} for each deal won that has one" if deals else ""
    return LINE.join(filter(None, ("won and lost", each)))


def opens_and_closes(found: pl.DataFrame) -> str:
    """Return who opens and who closes most: `Webinars open most (44.8 % of first touches), ...`.

    Args:
        found: rows of `ways.by_position`.
    """
    top = ways.leaders(found)
    first, last = (top.get(ways.POSITIONS[each]) for each in ("is_first", "is_closing"))
    if not first or not last:
        return "Which channels open, and which close?"
    opens = f"Opens most: {first[0]}, {percent(first[1])} of first touches"
    return f"{opens}. Last before the end: {last[0]}, {percent(last[1])}"


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


def best_way(found: pl.DataFrame, labels: dict[str, str], most: int) -> str:
    """Return the way that wins most often among the frequent ones.

    Args:
        found: rows of `ways.ways`.
        labels: names of the channels.
        most: ways in the picture; only these are compared.
    """
    frequent = found.head(most).filter(pl.col("opportunities") >= LEAST_CLOSED)
    if frequent.height < 2:
        return "Which ways lead to a deal?"
    rated = frequent.with_columns(rate=pl.col("won") / pl.col("opportunities"))
    row = rated.sort("rate", "opportunities", descending=True).row(0, named=True)
    steps = " → ".join(labels.get(each, each) for each in row["steps"])
    return f"Of the frequent ways {steps} wins most often: {percent(row['rate'])} of {count(row['opportunities'])}"


def gives_most(found: pl.DataFrame, least: int) -> str:
    """Return the channel that each data-driven model gives most, of those that touched enough deals.

    Args:
        found: rows of `ways.learned`.
        least: deals that a channel must have touched for its share to be more than chance.
    """
    top: dict[str, tuple[str, str]] = {}
    for model, word in {"markov": "Markov", "shapley": "Shapley"}.items():
        kept = found.filter(pl.col("model") == model, pl.col("paths") >= least, pl.col("share").is_not_null())
        if kept.height:
            row = kept.sort("share", descending=True).row(0, named=True)
            top[word] = (row["label"], percent(row["share"]))
    if not top:
        return "How do data-driven models share all wins so far?"
    if len(top) > 1 and len({label for label, _ in top.values()}) == 1:
        shares = " and ".join(f"{share} ({word})" for word, (_, share) in top.items())
        return f"Of all wins so far data-driven models give most to {top['Markov'][0]}: {shares}"
    told = "; ".join(f"{word} gives most to {label}, {share}" for word, (label, share) in top.items())
    return f"Of all wins so far {told}"


def learned_from(least: int) -> str:
    """Return what the data-driven models learned from, and what their shares mean.

    Args:
        least: deals that a channel must have touched for its share to be more than chance.
    """
    return (
        f"Learned from all {count(ways.paths_learned())} closed deals with a touch, whatever the filters, renewals "
        f"too; beside a channel the number that it touched, pale below {least}: chance. Markov: the share of wins that "
        "would be missing if the channel led nowhere. Shapley: what it adds to the win rate, over all combinations of "
        "channels: a rare channel that wins often can get much. Both scaled to 100 %. "
        + " ".join(ways.why_not_learned())
    )
