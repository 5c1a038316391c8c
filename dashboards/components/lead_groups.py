"""Which leads qualify, become customers, and how fast: by the group that the visitor chooses.

Reads `data.ranking` and `data.metric`; the chosen group is `by` in the URL. A group that no lead has is not offered.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import polars as pl
import streamlit as st

from dashboards import data
from dashboards.components import charts, speeds
from dashboards.components.choices import notices, segments
from dashboards.components.filter_bar import View
from dashboards.components.formats import percent
from dashboards.components.order_words import order_words
from dashboards.components.page import pair, picture
from dashboards.filters import NO_VALUE
from dashboards.statistics import FEW

MOST_GROUPS = 12
"""Groups that the pictures have, those with the most leads; all others are one."""

USUAL = "source"

COSTS = "What a source cost and won stands on Campaigns: many customers may have cost more than they brought."
"""What is to be known before more leads of a source are bought."""


@dataclass(frozen=True)
class Group:
    """What leads are grouped by.

    Attributes:
        field: its name in the facts.
        word: what one is called.
        words: what several are called.
        qualify: the question of who qualifies.
        buy: the question of who becomes a customer.
        names: words for values where the data has codes.
        is_ordered: whether the groups stand in an order of their own.
        picks: whether it is a filter, so that a click keeps one.
    """

    field: str
    word: str
    words: str
    qualify: str
    buy: str
    names: tuple[tuple[str, str], ...] = ()
    is_ordered: bool = False
    picks: bool = False


def _bring(field: str, word: str, words: str, qualified: str = "qualified leads", picks: bool = False) -> Group:
    """Return groups of which one asks what they bring."""
    return Group(
        field, word, words, f"Which {words} bring {qualified}?", f"Which {words} bring customers?", picks=picks
    )


GROUPS = {
    "source": _bring("source_category", "source", "sources", "leads that qualify", picks=True),
    "campaign": _bring("campaign_key", "campaign", "campaigns"),
    "industry": _bring("industry", "industry", "industries"),
    "size": Group(
        *("company_size", "company size", "company sizes"),
        *("Do larger companies qualify more often?", "Do larger companies buy more often?"),
        is_ordered=True,
    ),
    "country": _bring("country", "country", "countries"),
    "temperature": Group(
        *("temperature", "temperature", "temperatures"),
        *("Do hot leads qualify more often?", "Do hot leads buy more often?"),
        (("hot", "Hot"), ("warm", "Warm"), ("cold", "Cold"), ("unmapped", "Unmapped")),
        is_ordered=True,
    ),
    "customer": Group(
        *("is_existing_customer", "kind of customer", "kinds of customer"),
        *("Do customers qualify more often?", "Do customers buy more often?"),
        (("true", "Existing customer"), ("false", "New to us")),
        is_ordered=True,
    ),
    "score": Group(
        *("score_band", "score", "scores"),
        *("Does the lead score tell who qualifies?", "Does the lead score tell who buys?"),
        is_ordered=True,
    ),
}
"""What leads can be grouped by, by its name in the URL."""


def offered() -> dict[str, str]:
    """Return the groups that the data can tell apart, with their words: at least one lead has a value."""
    names = data.catalogue()
    return {
        key: each.word.capitalize()
        for key, each in GROUPS.items()
        if names.has("fct_leads", each.field) and set(data.options("fct_leads", each.field)) - {NO_VALUE}
    }


def chosen_group() -> Group:
    """Draw the groups to choose from and return the one chosen."""
    st.caption("Leads created in the period, by")
    key = segments("by", "grouping", offered(), USUAL)
    notices()
    return GROUPS[key]


def who_qualifies(view: View, group: Group) -> None:
    """The picture: per group the share that qualified and the share that became customers."""
    pair(
        partial(_rates, view, group, "qualification_rate", group.qualify, "qualified, of leads created", "source"),
        partial(_rates, view, group, "customer_rate", group.buy, "won, of leads created", "customers"),
    )
    if not group.is_ordered:
        st.caption(f"{order_words()} {COSTS if group is GROUPS[USUAL] else ''}")


def score(view: View) -> None:
    """Whether the score is worth anything, however the leads are grouped."""
    group = GROUPS["score"]
    pair(
        partial(_rates, view, group, "qualification_rate", group.qualify, "qualified, of leads created", "score"),
        partial(_rates, view, group, "customer_rate", group.buy, "won, of leads created", "score_won"),
    )


def _rates(view: View, group: Group, name: str, title: str, axis: str, key: str) -> None:
    found = data.ranking(name, group.field, view.where, MOST_GROUPS)
    rates, pooled = named(_in_order(found, group), group).drop("pooled"), found["pooled"].sum()
    whole = percent(rates["whole"][0]) if rates.height else "no data"
    alt = f"{data.definition(name).label} by {group.word} with 95 % intervals; {whole} of all."
    chart = partial(charts.dots, rates, f"{group.field}_label", axis)
    picture(title, chart, rates, alt, key, group.field if group.picks else None)
    if pooled:
        st.caption(f"The {MOST_GROUPS} {group.words} with the most leads; the last row is all others together.")


def how_fast(view: View, group: Group) -> None:
    """Per group the time within which half of those that qualified did so."""
    name = "median_hours_to_qualify"
    found = data.metric(name, (group.field,), view.where).filter(pl.col("n") >= FEW)
    most = found.sort("n", group.field, descending=[True, False], nulls_last=True).head(MOST_GROUPS)
    shown = named(_in_order(most.sort("value", maintain_order=True), group), group)
    title = f"How fast do they qualify, by {group.word}?"
    alt = f"Median time from creation to qualification by {group.word}."
    picture(title, partial(speeds.times, shown, f"{group.field}_label", data.definition(name)), shown, alt, "speed")
    fewer = f", the {MOST_GROUPS} {group.words} with the most" if found.height > most.height else ""
    st.caption(
        f"Half of the leads that qualified did so within this time; n: how many qualified, {FEW} at least{fewer}. "
        "Those still to come are the slow ones."
    )


def _in_order(found: pl.DataFrame, group: Group) -> pl.DataFrame:
    """Return the groups in their order: all others together last; one that the group has itself before any other."""
    if not group.is_ordered:
        return found.sort(pl.col("pooled") > 0, maintain_order=True) if "pooled" in found.columns else found
    order = [*(dict(group.names) or data.options("fct_leads", group.field)), NO_VALUE]
    value = pl.col(group.field).cast(pl.String).fill_null(NO_VALUE)
    place = value.replace_strict({each: place for place, each in enumerate(order)}, default=len(order) - 1)
    return found.sort(place, maintain_order=True)


def named(found: pl.DataFrame, group: Group) -> pl.DataFrame:
    """Return the rows with each group's key and its name, `<field>_label`, in front."""
    field = group.field
    label = pl.col(f"{field}_label" if f"{field}_label" in found.columns else field).cast(pl.String)
    words = pl.col(field).cast(pl.String).replace(dict(group.names)) if group.names else label
    name = pl.when(pl.col(field).is_null()).then(pl.lit(f"No {group.word}")).otherwise(words)
    if "pooled" in found.columns:
        others = pl.format(f"Other {group.words} ({{}})", "pooled")
        name = pl.when(pl.col("pooled") > 0).then(others).otherwise(name)
    return found.select(field, name.alias(f"{field}_label"), pl.exclude(field, f"{field}_label"))
