"""The change beside a tile: of like with like, or none.

Reads `data`; writes nothing. A rate that grows with time is compared by the leads alone that are old enough to be
judged, in both periods, though the number above it is of all: an earlier period has had more time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from dashboards import data
from dashboards.catalogue import Metric
from dashboards.components.formats import change, in_unit
from dashboards.filters import Filters
from dashboards.statistics import may_be_chance

Colour = Literal["normal", "inverse", "off"]

PAINTED: dict[str | None, Colour] = {"good": "normal", "bad": "inverse"}
"""How a rise is painted, by what it is."""

DIRECTIONS: dict[str, Colour] = {"up": "normal", "down": "inverse"}
"""How a rise is painted where both sides had their time, by the direction in which a metric is better."""

ALIKE = "like for like"
"""What is said of a change that is not one of the number above it, but of those leads of it that are old enough."""


@dataclass(frozen=True)
class Change:
    """What stands beside a number and under it.

    Attributes:
        moved: the change as it is written; None: there is none, or it would compare the old with the young.
        words: what it is against.
        colour: how a rise is painted; grey where it may be chance.
    """

    moved: str | None = None
    words: str = ""
    colour: Colour = "off"


def change_of(name: str, where: Filters, before: Filters | None, now: dict[str, Any]) -> Change:
    """Return the change of a metric against the period before.

    Args:
        now: the row of `data.metric` in this period.
    """
    if before is None:
        return Change()
    asked = data.definition(name)
    earlier = data.metric(name, (), before).row(0, named=True)
    if not earlier["n"]:
        return Change()
    if asked.lengthens_with_time:
        return Change(words=f"{_written(asked, earlier, before)} before, with the slow ones in")
    if not asked.grows_with_time or asked.is_of_mature:
        return _between(asked, now, earlier, before)
    if data.mature_until(name, where) is None:
        return Change(words=f"{_written(asked, earlier, before)} before, which had more time")
    if not data.immature(name, where):
        return _between(asked, now, earlier, before)
    old, old_before = (data.metric(name, (), data.mature(name, each)).row(0, named=True) for each in (where, before))
    if not old["n"] or not old_before["n"]:
        return Change(words="too young to compare")
    between = _between(asked, old, old_before, before)
    said = f"{ALIKE}, old enough to judge: {in_unit(old['value'], asked, data.currency())} {between.words}"
    return Change(between.moved and f"{between.moved} {ALIKE}", said, between.colour)


def _between(asked: Metric, now: dict[str, Any], earlier: dict[str, Any], before: Filters) -> Change:
    """Return the change between two rows that had the same time."""
    moved = change(now["value"], earlier["value"], asked, data.currency())
    # Of shares of money no test tells anything.
    numbers = [each[part] for each in (now, earlier) for part in ("hits", "of")]
    is_told = moved is not None and asked.is_share and all(each["of"] == each["n"] for each in (now, earlier))
    is_chance = is_told and may_be_chance(*map(float, numbers))
    words = f"vs {_written(asked, earlier, before)}{', may be chance' if is_chance else ''}"
    painted = PAINTED.get(asked.rise_is) or (DIRECTIONS.get(asked.direction) if asked.grows_with_time else None)
    # Nothing tells whether a time that half of them took, or a share of money, moved by more than chance.
    is_untold = asked.is_percentile_of_all or (asked.is_share and not is_told)
    return Change(moved, words, "off" if is_chance or is_untold else painted or "off")


def _written(asked: Metric, row: dict[str, Any], where: Filters) -> str:
    if row["value"] is None:
        return str(data.absence(asked.metric, where))
    return in_unit(row["value"], asked, data.currency())
