"""How long neglected leads have been waiting, and what the leakage classes mean.

Reads fct_leads and the definitions. Grain: one row per owner, age or class. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from dashboards.filters import Filters
from dashboards.sql import catalogue_of, conditions, fetch

WAITED = """date_diff('second', coalesce(f."last_activity_at", f."created_at"), s."as_of_at") / 86400"""
"""Days from the last activity, else the creation, to the day of the data."""


def _neglected(path: Path, where: Filters) -> tuple[str, dict]:
    """Return the neglected leads as FROM and WHERE, and the values to bind."""
    names = catalogue_of(path)
    asked = names.metric("leads_neglected")
    clauses, bound = conditions(names, asked, where)
    clauses.append(names.expression(asked.fact, str(asked.numerator_column)))
    return f"from {names.relation(asked.fact, [*clauses, WAITED])} where {' and '.join(clauses)}", bound


def neglected_waits(path: Path, where: Filters) -> pl.DataFrame:
    """Return the longest wait of a neglected lead per owner: `owner`, `longest` in days."""
    rows, bound = _neglected(path, where)
    return fetch(path, f"select f.owner_key as owner, max({WAITED}) as longest {rows} group by all order by all", bound)


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
    "neglected_waits": neglected_waits,
    "neglected_ages": neglected_ages,
    "leakage_classes": leakage_classes,
}
"""The questions about leakage, by name."""
