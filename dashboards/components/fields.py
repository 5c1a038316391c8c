"""The fields that filters are about: their names in the URL, their words, and on which facts they are offered.

Pure. Grain: one entry per filter.
"""

from __future__ import annotations

from typing import NamedTuple


class Field(NamedTuple):
    """A field that pages filter by.

    Attributes:
        field: its name in the facts.
        word: what a value is called.
        words: what all values are called.
        facts: the facts on whose pages it is offered; empty: on all.
        labels: words for its values where the data has none.
    """

    field: str
    word: str
    words: str
    facts: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()


FIELDS = {
    "source": Field("source_category", "source", "sources"),
    "team": Field("team", "team", "teams"),
    "owner": Field("owner", "owner", "owners"),
    "kind": Field(
        *("owner_type", "kind of owner", "kinds of owner", ("fct_leads",)),
        (("user", "People"), ("queue", "Queues"), ("partner", "Partners"), ("none", "No owner")),
    ),
    "type": Field(
        *("opportunity_type", "type of deal", "types of deal", ("fct_opportunities", "fct_campaign_attribution")),
        (
            *(("new_business", "New business"), ("existing_business", "Existing business"), ("renewal", "Renewals")),
            *(("unmapped", "Unmapped"), ("none", "No type")),
        ),
    ),
}
"""The filters by their name in the URL, in the order of the bar."""

SELDOM = ("kind", "type")
"""Filters that stand behind a button until they are used."""

PERIOD = "period"
"""The name in the URL of the filter that is about no field."""

OWNED_TODAY = "Who owns the lead today. What earlier owners made of it stands on the page Reps."
"""What a filter on the owner or team of a lead means: a lead that was handed on counts for its present owner."""

ABOUT = {
    "fct_leads": {"team": OWNED_TODAY, "owner": OWNED_TODAY},
    "rpt_campaign_roi": {
        "source": "The channel of the campaign, by its type.",
        "team": "The team of who runs the campaign.",
        "owner": "Who runs the campaign.",
    },
    "fct_campaign_attribution": {
        "source": "The channel of the touch.",
        "team": "The team of who sells the opportunity.",
        "owner": "Who sells the opportunity.",
        "type": "None chosen: all but renewals, which stand apart.",
    },
}
"""What the filters mean where that is not plain, by fact and name in the URL."""


def offered_by(fact: str) -> tuple[str, ...]:
    """Return the names in the URL of the filters that pages about a fact offer."""
    return tuple(key for key, each in FIELDS.items() if not each.facts or fact in each.facts)


def is_in_bar(field: str) -> bool:
    """Whether a field of the facts is one of the filters."""
    return any(each.field == field for each in FIELDS.values())


def url_name_of(field: str) -> str:
    """Return how the URL names the filter on a field."""
    return next(key for key, each in FIELDS.items() if each.field == field)


def word_of(field: str) -> str:
    """Return the word for a filter: a field, or the period."""
    return next((each.word for each in FIELDS.values() if each.field == field), PERIOD)
