"""The funnel: how many leads reached each step, what became of those that went no further, and how long each took.

Reads fct_leads and fct_opportunities of a version. Grain of the answer: one row per step that the leads shown have.
Writes nothing. A lead counts at a step that it reached or passed: it is at a step or at a later one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl

from dashboards.filters import Filters
from dashboards.sql import catalogue_of, conditions, fetch, labelled
from dashboards.statistics import wilson, with_evidence


@dataclass(frozen=True)
class Step:
    """One step of the funnel.

    Attributes:
        name: in the URL and in the answer.
        label: its word.
        flag: the column that says whether a lead reached it; None: every lead did.
        reached_at: SQL of the time at which it was reached.
        is_sure: whether every system tells it; another one is a step only where nobody got past without it.
    """

    name: str
    label: str
    flag: str | None
    reached_at: str
    is_sure: bool = True


STEPS = (
    Step("created", "Created", None, 'f."created_at"'),
    Step("mql", "Marketing-qualified", "is_mql", 'f."mql_at"', is_sure=False),
    Step("accepted", "Sales-accepted", "is_sales_accepted", 'f."sales_accepted_at"', is_sure=False),
    Step("contacted", "Contacted", "reached_contacted", 'f."first_contacted_at"'),
    Step("qualified", "Qualified", "is_qualified", 'f."qualified_at"'),
    Step("converted", "Converted", "is_converted", 'f."converted_at"', is_sure=False),
    Step("opportunity", "Opportunity", "has_opportunity", 'd."created_at"'),
    Step("quoted", "Quoted", "is_quoted", 'f."quoted_at"', is_sure=False),
    Step("won", "Won", "is_won", 'f."won_at"'),
)
"""The steps in their order."""

WORKED = ("in_progress",)
"""What became of leads that may still go on, and that somebody works on."""

NEGLECTED = ("neglected",)
"""What became of leads that may still go on, though nobody works on them."""

ENDED = ("lost", "dropped")
"""What became of leads that will not: decided, or closed without a word."""

RATE = {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64}
"""Columns that may be empty throughout."""

FLAGS = tuple(step.flag for step in STEPS if step.flag)

CUSTOMER = "customer"
"""What the whole way is called where it stands among the steps: the metric `customer_rate`."""

IS_WIN_KNOWN = "is_win_known"
"""Whether it is known if a lead was won: its opportunity was exported, or it has none."""


def funnel_of(path: Path, where: Filters, ends_at: str = "won") -> pl.DataFrame:
    """Return the steps of the leads that count, from creation on.

    Args:
        ends_at: the last step: what lies behind it was not exported.

    Returns:
        `step`, `label`; `reached` leads and their `share` of all (0..1); of them `went_on` to the next step,
        `worked`: still at this one and somebody works on them, `neglected`: still at this one and nobody does, and
        `ended`: never will; `went_on_rate` (null: nobody reached it, or it is the last step); and over the leads that
        `went_on` whose two times are known and in this order, `timed` of them, the median time from this step to the
        next in `minutes`.
    """
    names = catalogue_of(path)
    asked = names.metric("leads_created")
    clauses, bound = conditions(names, asked, where)
    columns = {name: names.expression(asked.fact, name) for name in (*FLAGS, "leakage_fate")}
    selected = ", ".join(f'{each} as "{name}"' for name, each in columns.items())
    relation = names.relation(asked.fact, [*columns.values(), *clauses])
    sql = f"select {selected}, count(*) as leads from {relation} where {' and '.join(clauses)} group by all"
    kinds = fetch(path, sql, bound)
    shown = _shown(kinds, ends_at)
    frame = _counted(kinds, shown)
    return frame.join(_times(path, shown, clauses, bound), on="step", how="left", maintain_order="left")


def groups_of(path: Path, by: str, where: Filters, ends_at: str = "won", most: int | None = None) -> pl.DataFrame:
    """Return per group and step the share that went on to it, of the group's leads that had reached the one before.

    Args:
        ends_at: the last step: what lies behind it was not exported.
        most: how many groups stay, those with the most leads; None: all. One alone is never put with others.

    Returns:
        One row per group and step but the first, the groups with the most leads first and all others together last:
        `by` with its label, `pooled` (how many groups the last row holds, else 0), `leads` of the group; `step`, its
        `label`, the label of the one `before`; `hits` of `of` and their `value` with its interval `low`, `high`;
        `whole`: the rate of all leads; `evidence`: `above` or `below` it, or `may be chance`. After the steps of a
        group stands `CUSTOMER`, where the last is won: its customer rate.
    """
    names = catalogue_of(path)
    asked = names.metric("leads_created")
    clauses, bound = conditions(names, asked, where)
    columns = {name: names.expression(asked.fact, name) for name in (by, *FLAGS, IS_WIN_KNOWN)}
    selected = ", ".join(f'{each} as "{name}"' for name, each in columns.items())
    relation = names.relation(asked.fact, [*columns.values(), *clauses])
    sql = f"select {selected}, count(*) as leads from {relation} where {' and '.join(clauses)} group by all"
    kinds = fetch(path, sql, bound)
    shown = _shown(kinds, ends_at)
    sizes = kinds.group_by(by).agg(pl.col("leads").sum()).sort("leads", by, descending=[True, False], nulls_last=True)
    kept = sizes if most is None or sizes.height <= most + 1 else sizes.head(most)
    parts = [kinds.filter(pl.col(by).eq_missing(pl.lit(each, dtype=sizes.schema[by]))) for each in kept[by]]
    rows = [{by: part[by][0], "pooled": 0} | row for part in parts for row in _step_rates(part, shown)]
    rest = kinds.join(sizes.tail(sizes.height - kept.height), on=by, how="semi", nulls_equal=True)
    if rest.height:
        rows += [{by: None, "pooled": sizes.height - kept.height} | row for row in _step_rates(rest, shown)]
    rates = pl.DataFrame(rows, schema_overrides={by: sizes.schema[by], **RATE}, infer_schema_length=None)
    totals = pl.DataFrame(_step_rates(kinds, shown), schema_overrides=RATE).select("step", expected="value")
    judged = with_evidence(rates.join(totals, on="step", maintain_order="left"))
    return labelled(path, judged.rename({"expected": "whole"}), (by,), keeps_order=True)


def _step_rates(kinds: pl.DataFrame, shown: list[Step]) -> list[dict[str, object]]:
    """Return per step but the first how many of those at the one before came that far, and of all how many were won."""
    reached = [int(kinds.filter(_any(shown[number:]))["leads"].sum()) for number in range(len(shown))]
    ways = [(step.name, step.label, before.label) for before, step in pairwise(shown)]
    numbers = [(hits, of) for of, hits in pairwise(reached)]
    if shown[-1].flag == "is_won":
        known = kinds.filter(IS_WIN_KNOWN)
        ways.append((CUSTOMER, shown[-1].label, shown[0].label))
        numbers.append((int(known.filter("is_won")["leads"].sum()), int(known["leads"].sum())))
    rows = []
    for (name, label, before), (hits, of) in zip(ways, numbers, strict=True):
        low, high = wilson(hits, of) or (None, None)
        words: dict[str, object] = {"leads": reached[0], "step": name, "label": label, "before": before}
        rows.append({**words, "hits": hits, "of": of, "value": hits / of if of else None, "low": low, "high": high})
    return rows


def _shown(kinds: pl.DataFrame, ends_at: str) -> list[Step]:
    """Return the steps that these leads have: those that any reached, and nobody passed without."""
    upto = STEPS[: [step.name for step in STEPS].index(ends_at) + 1]
    shown: list[Step] = []
    for number, step in enumerate(upto):
        later = _any(upto[number + 1 :])
        passed_by = kinds.filter(later & ~_any((step,)))["leads"].sum()
        known = step.is_sure or (passed_by == 0 and kinds.filter(_any((step,)) & ~later)["leads"].sum() > 0)
        if known:
            shown.append(step)
    return shown


def _any(steps: tuple[Step, ...] | list[Step]) -> pl.Expr:
    """Return whether a lead reached any of some steps."""
    return pl.any_horizontal(
        [pl.lit(value=False), *(pl.col(step.flag) if step.flag else pl.lit(True) for step in steps)]
    )


def _counted(kinds: pl.DataFrame, shown: list[Step]) -> pl.DataFrame:
    """Return the leads per step and what became of them."""
    everyone = int(kinds["leads"].sum())
    became = (("worked", WORKED), ("neglected", NEGLECTED), ("ended", ENDED))
    rows = []
    for number, step in enumerate(shown):
        here, beyond = kinds.filter(_any(shown[number:])), kinds.filter(_any(shown[number + 1 :]))
        stayed = here.filter(~_any(shown[number + 1 :]))
        reached, went_on = int(here["leads"].sum()), int(beyond["leads"].sum())
        is_last = number == len(shown) - 1
        rows.append(
            {
                "step": step.name,
                "label": step.label,
                "reached": reached,
                "share": reached / everyone if everyone else None,
                "went_on": went_on,
                **{name: stayed.filter(pl.col("leakage_fate").is_in(fates))["leads"].sum() for name, fates in became},
                "went_on_rate": went_on / reached if reached and not is_last else None,
            }
        )
    return pl.DataFrame(rows, schema_overrides={"share": pl.Float64, "went_on_rate": pl.Float64})


def _times(path: Path, shown: list[Step], clauses: list[str], bound: dict[str, object]) -> pl.DataFrame:
    """Return the median time from each step to the next, over the leads for which both are known and in this order."""
    # Only the few leads with an opportunity are looked up there.
    pairs = list(pairwise(shown))
    looked_up = [pair for pair in pairs if any('d."' in step.reached_at for step in pair)]
    row = _medians(path, [pair for pair in pairs if pair not in looked_up], clauses, bound)
    row |= _medians(path, looked_up, [*clauses, 'f."has_opportunity"'], bound)
    return pl.DataFrame(
        {
            "step": [step.name for step in shown[:-1]],
            "minutes": [row[f"minutes_{step.name}"] for step in shown[:-1]],
            "timed": [row[f"timed_{step.name}"] for step in shown[:-1]],
        },
        schema={"step": pl.String, "minutes": pl.Float64, "timed": pl.Int64},
    )


def _medians(
    path: Path, pairs: list[tuple[Step, Step]], clauses: list[str], bound: dict[str, object]
) -> dict[str, float | int | None]:
    """Return `minutes_<step>` and `timed_<step>` of some pairs of steps, over the leads that some clauses keep."""
    aggregates, moments = [], []
    for step, following in pairs:
        between = f"epoch_us({following.reached_at}) - epoch_us({step.reached_at})"
        both = f"coalesce({_flag(following)}, false) and {between} >= 0"
        aggregates.append(f'median({between}) filter ({both}) / 6e7 as "minutes_{step.name}"')
        aggregates.append(f'count(*) filter ({both}) as "timed_{step.name}"')
        moments += [step.reached_at, following.reached_at]
    if not pairs:
        return {}
    relation = catalogue_of(path).relation("fct_leads", [*moments, *clauses])
    sql = f"select {', '.join(aggregates)} from {relation} where {' and '.join(clauses)}"
    return fetch(path, sql, bound).row(0, named=True)


def _flag(step: Step) -> str:
    return f'f."{step.flag}"' if step.flag else "true"


def stopped_at(where: Filters, steps: list[str], name: str, fates: tuple[str, ...]) -> Filters:
    """Return the filters that keep the leads that reached a step and none after it, and of them some fates.

    Args:
        steps: the steps that are shown, in their order.
    """
    shown = [step for step in STEPS if step.name in steps]
    number = [step.name for step in shown].index(name)
    if shown[number].flag:
        where = where.only(str(shown[number].flag), "true")
    for later in shown[number + 1 :]:
        where = where.only(str(later.flag), "false")
    return where.only("leakage_fate", *fates)
