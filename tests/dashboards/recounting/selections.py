"""Random selections of what a visitor can keep: periods before, over and after the data, values, and rows without."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

from .tiles import Selection

if TYPE_CHECKING:
    from .tiles import Tables

LENGTHS = (0, 1, 6, 29, 89, 180, 364, 800)
"""Days of a period beyond its first."""

MODELS = """select attribution_model from definitions.attribution_models where is_enabled
        and attribution_model not in (select attribution_model from rpt_channel_weights where not is_enough)
    order by sort_order"""
"""The models that a page shows: not those that have learned from too few ways."""


def random_selection(tables: Tables, rows: str, chance: random.Random) -> Selection:
    """A selection of values that the rows have; each filter is set in half of all cases, to up to three values."""
    first, last = _days(date.fromisoformat(tables.today()), chance)
    source, team, owner = (_some(tables.values_of(rows, field), chance) for field in ("source", "team", "owner"))
    models = [row[0] for row in tables.rows(MODELS)]
    return Selection(first, last, source, team, owner, chance.choice(models))


def _days(today: date, chance: random.Random) -> tuple[str | None, str | None]:
    if chance.random() < 0.2:
        return None, None
    last = today - timedelta(days=chance.choice((0, 0, 1, 30, chance.randint(0, 900))))
    return (last - timedelta(days=chance.choice(LENGTHS))).isoformat(), last.isoformat()


def _some(values: list[str | None], chance: random.Random) -> tuple[str | None, ...]:
    if chance.random() < 0.5:
        return ()
    return tuple(chance.sample(values, min(len(values), chance.randint(1, 3))))
