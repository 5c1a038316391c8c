"""Records of leads for the pages: search, one lead's timeline, links into the CRM.

Asks the current version through `data.ask`. Writes nothing; no name, address or text searched for leaves the answers.
"""

from __future__ import annotations

import polars as pl

from dashboards import places
from dashboards.data import ask
from dashboards.due import NOTHING
from dashboards.filters import Filters
from dashboards.lead_search import MOST_FOUND, address_of
from dashboards.leakage import is_known, worth_of_a_lead
from dashboards.published import current_path

__all__ = [
    "MOST_FOUND",
    "credit",
    "crm_link",
    "events",
    "found",
    "lead",
    "lines",
    "merged",
    "priced",
    "read_ahead",
    "reasons",
    "states",
]


def found(text: str, where: Filters, state: str = "", order: str = "newest") -> pl.DataFrame:
    """Return the first `MOST_FOUND` leads that hold every word of a text; `found`: how many there are in all.

    Args:
        state: only those of one state of `due.STATES`; empty: all.
        order: `lately` or `urgent`, the most recently or the longest overdue first; or `newest`.
    """
    return ask("found_leads", text, where, state, order)


def priced(found: pl.DataFrame) -> pl.DataFrame:
    """Return leads with `expected`: what a lead of its source was won for on average; null: nothing is to be done.

    Sources that nothing was won of have null too, as has everything in a version that does not tell what was won.
    """
    if not is_known():
        return found.with_columns(expected=pl.lit(None, dtype=pl.Float64))
    worth = worth_of_a_lead().select("source_category", expected=pl.col("worth").cast(pl.Float64))
    joined = found.join(worth, on="source_category", how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(
        pl.when(pl.col("due_state") != NOTHING, pl.col("expected") > 0).then("expected").alias("expected")
    )


def states(text: str, where: Filters) -> pl.DataFrame:
    """Return how many leads hold every word of a text, by what is to be done: `due_state`, `leakage_class`, `n`."""
    return ask("lead_states", text, where)


def read_ahead() -> None:
    """Begin to read what opening a lead of the list needs; who reads the list has not chosen one yet."""
    places.read_ahead(current_path())


def merged(text: str) -> pl.DataFrame:
    """Return the landed leads with exactly this id that are in no fact: `record_key`, `fate`, `survivor_key`."""
    return ask("merged_records", text)


def lead(key: str) -> dict | None:
    """Return a lead with its names, times in the reporting zone; None: no published lead has that key."""
    return next(iter(ask("lead", key).to_dicts()), None)


def events(key: str, model: str | None = None) -> pl.DataFrame:
    """Return what happened to a lead, the earliest first, each event with what it counts as and its file and record.

    Args:
        model: the attribution model of the credit of its touches; None: the one that pages open with.
    """
    return ask("lead_events", key, model)


def credit(key: str, model: str | None = None) -> pl.DataFrame:
    """Return who gets the credit for a lead's deal: `what`, `who`, `credit` (they add up to one), `amount`, `model`.

    Args:
        model: the attribution model; None: the one that pages open with.
    """
    return ask("lead_credit", key, model)


def reasons(key: str) -> pl.DataFrame:
    """Return what a landed lead counts as and why: `section`, `name`, `value`, `why`, `source`."""
    return ask("lead_reasons", key)


def lines(key: str) -> pl.DataFrame:
    """Return the records that a lead consists of, each with its file and record."""
    return ask("lead_lines", key)


def survivors(key: str) -> list[str]:
    """Return the lead that a record was merged into, if it was."""
    return [each for each in ask("merged_records", key)["survivor_key"].to_list() if each]


def crm_link(record_key: str | None, record_type: str = "lead") -> str | None:
    """Return where the CRM shows a record; None where no address was given for its system."""
    return record_key and address_of(ask("crm_addresses"), record_key, record_type)
