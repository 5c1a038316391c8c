"""What "in time" means, in a sentence: the time allowed per source and temperature.

Pure. Reads rows of `limits`.
"""

from __future__ import annotations

import polars as pl

from dashboards.components.formats import SPACE, duration


def in_time_words(limits: pl.DataFrame) -> str:
    """Return `In time: within 4 working hours (hot leads of Web), 24 h (all others). No limit: Sales-generated.`"""
    rows = limits.to_dicts()
    within = [f"**{_limit(row)}** ({_whom(row)})" for row in rows if row["applies"]]
    without = [_whom(row) for row in rows if not row["applies"]]
    said = [f"In time means: a first attempt within {', '.join(within)}."] if within else []
    return " ".join([*said, *([f"No limit: {', '.join(without)}."] if without else [])])


def _whom(row: dict[str, str | None]) -> str:
    """Return whom a limit is for."""
    if row["source"] is None:
        return f"{row['temperature']} leads of all others" if row["temperature"] else "all others"
    return f"{row['temperature']} leads of {row['source']}" if row["temperature"] else str(row["source"])


def _limit(row: dict[str, float | str]) -> str:
    """Return a limit in words: `4 working hours`, `10 working days`, `24 h`."""
    value = float(row["limit_value"])
    if row["limit_unit"] == "working_days":
        return f"{value:g}{SPACE}working day{'' if value == 1 else 's'}"
    hours = value / 60
    if row["limit_unit"] == "working_minutes":
        amount, word = (hours, "hour") if hours >= 1 else (value, "minute")
        return f"{amount:g}{SPACE}working {word}{'' if amount == 1 else 's'}"
    return f"{hours:g}{SPACE}h" if hours >= 1 and hours.is_integer() and hours <= 72 else duration(value)
