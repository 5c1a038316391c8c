"""What was to be reached, in words beside a number, and whether it was.

Reads `data.target` and `data.metric`. Pure otherwise: writes nothing.
"""

from __future__ import annotations

from dashboards import data
from dashboards.catalogue import Metric
from dashboards.components.formats import as_shown, day, in_unit, percent
from dashboards.filters import Filters


def target_words(name: str, where: Filters) -> str:
    """Return `target 85 %: missed`, or nothing where no target was set for these filters and all of the period.

    A rate that grows with time is not judged before all its leads are mature, unless it is met already.
    """
    value = data.target(name, where)
    if value is None:
        return ""
    asked = data.definition(name)
    # A target is a round number: 85 %, not 85.0 %.
    written = percent(value, 0 if round(value * 100, 6).is_integer() else 1)
    words = f"target {written if asked.unit == 'rate' else in_unit(value, asked, data.currency())}"
    now = data.metric(name, (), where)["value"][0]
    return words if now is None else f"{words}: {_verdict(asked, now, value, where)}"


def _verdict(asked: Metric, now: float, goal: float, where: Filters) -> str:
    """Return whether a target is met or missed, or from when on that can be told."""
    shown = as_shown(now, asked)
    met = shown <= goal if asked.direction == "down" else shown >= goal
    is_young = asked.grows_with_time and not asked.is_of_mature and data.immature(asked.metric, where) > 0
    until = data.mature_until(asked.metric, where)
    if not is_young or until is None:
        return "met" if met else "missed"
    today = data.as_of().date()
    ripe = (where.last or today) + (today - until)
    return "met already" if met else f"can be judged from {day(ripe)}"
