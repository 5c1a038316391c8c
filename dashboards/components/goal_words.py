"""What was to be reached, in words beside a number.

Reads `data.target`. Pure otherwise: writes nothing.
"""

from __future__ import annotations

from dashboards import data
from dashboards.components.formats import in_unit, percent
from dashboards.filters import Filters


def target_words(name: str, where: Filters) -> str:
    """Return `target 85 %`, or nothing where no target was set for these filters and all of the period.

    Of a rate that grows with time it says `once mature` where some of the rows are too young to be judged by it.
    """
    value = data.target(name, where)
    if value is None:
        return ""
    asked = data.definition(name)
    # A target is a round number: 85 %, not 85.0 %.
    written = percent(value, 0 if round(value * 100, 6).is_integer() else 1)
    words = f"target {written if asked.unit == 'rate' else in_unit(value, asked, data.currency())}"
    return f"{words} once mature" if asked.grows_with_time and data.immature(name, where) else words
