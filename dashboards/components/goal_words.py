"""What was to be reached, in words beside a number.

Reads `data.target`. Pure otherwise: writes nothing.
"""

from __future__ import annotations

from dashboards import data
from dashboards.components.formats import in_unit, percent
from dashboards.filters import Filters


def target_words(name: str, where: Filters) -> str:
    """Return `target 85 %`, or nothing where no target was set for these filters and all of the period."""
    value = data.target(name, where)
    if value is None:
        return ""
    asked = data.definition(name)
    # A target is a round number: 85 %, not 85.0 %.
    written = percent(value, 0 if round(value * 100, 6).is_integer() else 1)
    return f"target {written if asked.unit == 'rate' else in_unit(value, asked, data.currency())}"
