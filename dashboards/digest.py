"""What a period brought: its headlines, what moved them, who is overdue, which targets are missed, which tests warn.

Reads `data`, as the pages do, so that each figure is the one that a page shows under the same filters. Grain: stated by
each function. Writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot

import polars as pl

from dashboards import data
from dashboards.catalogue import Metric
from dashboards.filters import Filters

HEADLINES = (
    "leads_created",
    "sla_met_rate",
    "median_response_time",
    "never_contacted_rate",
    "opportunities_created",
    "opportunities_won",
    "amount_won",
    "win_rate",
)
"""What is judged within a week. Rates that follow leads for months, such as qualification, say nothing so early."""

GROUPS = ("source_category", "owner")
"""What can have moved a figure."""

OVERDUE = "overdue_now"


@dataclass(frozen=True)
class Figure:
    """A metric in a period and in the one compared with; the rows are those of `data.metric`.

    Attributes:
        may_be_chance: whether a change of a rate this large is to be expected by chance; None: not known.
    """

    asked: Metric
    now: dict
    before: dict | None
    may_be_chance: bool | None


def headlines(where: Filters, before: Filters | None) -> list[Figure]:
    """Return the headlines of a period."""
    return [_figure(name, where, before) for name in HEADLINES]


def _figure(name: str, where: Filters, before: Filters | None) -> Figure:
    now = data.metric(name, (), where).row(0, named=True)
    then = data.metric(name, (), before).row(0, named=True) if before else None
    asked = data.definition(name)
    return Figure(asked, now, then, _may_be_chance(now, then) if asked.is_share else None)


def _may_be_chance(now: dict, before: dict | None) -> bool | None:
    """Whether the 95 % interval of the difference of two rates holds 0.

    By the score method without correction: R. G. Newcombe, Statistics in Medicine 17 (1998), 873-890, method 10.
    """
    if before is None or now["value"] is None or before["value"] is None:
        return None
    change = now["value"] - before["value"]
    if change >= 0:
        reach = hypot(now["value"] - now["low"], before["high"] - before["value"])
    else:
        reach = hypot(now["high"] - now["value"], before["value"] - before["low"])
    return bool(abs(change) <= reach)


def movers(asked: Metric, by: str, where: Filters, before: Filters) -> pl.DataFrame:
    """Return what each group brought to the change of a metric, the largest first.

    Returns:
        `group` (null: without a value) and `effect` in the metric's unit, and for a rate `mix_effect` and
        `rate_effect`. The effects add up to the change. No rows for a metric whose change cannot be split.
    """
    if asked.is_share:
        found = data.what_moved(asked.metric, by, where, before)
        return found.select(_label(found, by), "effect", "mix_effect", "rate_effect")
    if not asked.adds_up:
        return pl.DataFrame(schema={"group": pl.String, "effect": pl.Float64})
    now, then = (
        data.metric(asked.metric, (by,), each).with_columns(pl.col("value").cast(pl.Float64))
        for each in (where, before)
    )
    both = now.join(then, on=by, how="full", coalesce=True, nulls_equal=True, suffix="_before")
    effect = pl.col("value").fill_null(0) - pl.col("value_before").fill_null(0)
    label = pl.coalesce(f"{by}_label", f"{by}_label_before") if f"{by}_label" in now.columns else pl.col(by)
    found = both.select(group=label, effect=effect).filter(pl.col("effect") != 0)
    return found.sort(pl.col("effect").abs(), "group", descending=[True, False])


def overdue(where: Filters) -> pl.DataFrame:
    """Return the leads overdue now per owner, the most first: `owner`, `owner_label`, `value`; the period is all time.

    A lead is overdue today whenever it was created.
    """
    found = data.metric(OVERDUE, ("owner",), where.of_all_time()).filter(pl.col("value") > 0)
    return found.sort("value", "owner_label", descending=[True, False])


def overdue_leads(where: Filters, fields: tuple[str, ...]) -> pl.DataFrame:
    """Return the leads overdue now, the longest first."""
    return data.records(OVERDUE, fields, where.of_all_time()).sort("response_due_at", nulls_last=True)


@dataclass(frozen=True)
class Goal:
    """A metric that has a target in a period.

    Attributes:
        is_young: whether rows of the period still have time to reach it, so that it cannot be judged yet.
    """

    asked: Metric
    value: float | None
    target: float
    is_young: bool

    @property
    def is_missed(self) -> bool:
        """Whether it is judged and not reached; a metric without a good direction is to be reached."""
        if self.value is None or self.is_young:
            return False
        return self.value > self.target if self.asked.direction == "down" else self.value < self.target


def goals(where: Filters) -> list[Goal]:
    """Return every metric that has a target under these filters, in the order of the definitions."""
    found = []
    for name, asked in data.catalogue().metrics.items():
        target = data.target(name, where)
        if target is not None:
            young = asked.grows_with_time and data.immature(name, where) > 0
            found.append(Goal(asked, data.metric(name, (), where)["value"][0], target, young))
    return found


def warnings() -> pl.DataFrame:
    """Return the tests of the build that did not pass: `status`, `failures`, `test_name`, `description`."""
    return data.table("meta_tests").filter(pl.col("status") != "pass").sort("table_name", "test_name")


def _label(found: pl.DataFrame, by: str) -> pl.Expr:
    return pl.col(f"{by}_label" if f"{by}_label" in found.columns else by).alias("group")
