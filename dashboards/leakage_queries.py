"""How long neglected leads have been waiting, since when first answers are overdue, and what the classes mean.

Reads fct_leads and the definitions. Grain: one row per owner, age or class. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from dashboards.filters import NO_VALUE, Filters
from dashboards.sql import catalogue_of, conditions, fetch, labelled, measured_and_hits

MOST_LISTED = 100
"""Leads on the work list: more than anybody calls in a week."""

STILL_WARM = 30
"""Days for which somebody who was left alone is likely to remember that he asked: those are called first."""

WAITED = """date_diff('second', coalesce(f."last_activity_at", f."created_at"), s."as_of_at") / 86400"""
"""Days from the last activity, else the creation, to the day of the data."""


def _neglected(path: Path, where: Filters) -> tuple[str, dict]:
    """Return the neglected leads as FROM and WHERE, and the values to bind."""
    names = catalogue_of(path)
    asked = names.metric("leads_neglected")
    clauses, bound = conditions(names, asked, where)
    clauses.append(names.expression(asked.fact, str(asked.numerator_column)))
    return f"from {names.relation(asked.fact, [*clauses, WAITED])} where {' and '.join(clauses)}", bound


def neglected_ages(path: Path, days: tuple[int, ...], where: Filters) -> pl.DataFrame:
    """Return the neglected leads by how long they have been waiting, the shortest first: `age`, `value`."""
    rows, bound = _neglected(path, where)
    cases = " ".join(f"when {WAITED} <= {each} then {number}" for number, each in enumerate(days))
    sql = f"select case {cases} else {len(days)} end as bucket, count(*) as value {rows} group by all order by all"
    words = [f"{low + 1} to {high} days" for low, high in zip((-1, *days[:-1]), days, strict=True)]
    words = [f"up to {days[0]} days", *words[1:], f"over {days[-1]} days"]
    found = fetch(path, sql, bound)
    return found.select(
        age=pl.col("bucket").replace_strict(range(len(words)), words, return_dtype=pl.String), value="value"
    )


def to_call_first(path: Path, sources: tuple[str, ...], where: Filters) -> pl.DataFrame:
    """Return the first `MOST_LISTED` neglected leads: those of `STILL_WARM` days first, by the order of their sources.

    Among leads of one source the one that has been waiting for the shortest time stands first.

    Args:
        sources: the source categories in the order in which their leads are to stand.

    Returns:
        Key, names and standing of a lead, `days` that it has been waiting, and `found`: how many there are in all.
    """
    rows, bound = _neglected(path, where)
    bound["sources"] = list(sources)
    place = f"list_position($sources, coalesce(f.source_category, '{NO_VALUE}')) nulls last"
    cold = f"coalesce({{days}} > {STILL_WARM}, true)"
    sql = f"""
        with found as (
            select f.lead_key, {WAITED} as days, count(*) over () as found {rows}
            order by {cold.format(days=WAITED)}, {place}, days nulls last, f.lead_key limit {MOST_LISTED}
        )
        select
            f.lead_key, f.company, f.owner_key as owner, f.source_category, f.leakage_class, found.days,
            timezone($zone, timezone('UTC', f.last_activity_at)) as last_activity_at,
            timezone($zone, timezone('UTC', f.response_due_at)) as response_due_at,
            found.found
        from found inner join fct_leads as f on f.lead_key = found.lead_key
        order by {cold.format(days="found.days")}, {place}, found.days nulls last, f.lead_key
    """
    return labelled(path, fetch(path, sql, bound), ("owner", "source_category", "leakage_class"), keeps_order=True)


def oldest_due(path: Path, where: Filters) -> pl.DataFrame:
    """Return since when the longest overdue first answer of each owner is due: `owner`, `oldest`."""
    names = catalogue_of(path)
    asked = names.metric("overdue_now")
    clauses, bound = conditions(names, asked, where)
    clauses.append(measured_and_hits(names, asked)[1])
    sql = f"""
        select f.owner_key as owner, timezone($zone, timezone('UTC', min(f.response_due_at))) as oldest
        from {names.relation(asked.fact, clauses)} where {" and ".join(clauses)} group by all order by all
    """
    return fetch(path, sql, bound)


def leakage_classes(path: Path) -> pl.DataFrame:
    """Return what each leakage class means and what to do with its leads, in the order of the definitions."""
    sql = """
        select c.leakage_class, c.sort_order, c.description, s.next_step
        from definitions.leakage_classes as c
        left join definitions.leakage_steps as s on s.leakage_class = c.leakage_class
        order by c.sort_order
    """
    return fetch(path, sql, {})


LEAKS: dict[str, Callable[..., pl.DataFrame]] = {
    "neglected_ages": neglected_ages,
    "to_call_first": to_call_first,
    "oldest_due": oldest_due,
    "leakage_classes": leakage_classes,
}
"""The questions about leakage, by name."""
