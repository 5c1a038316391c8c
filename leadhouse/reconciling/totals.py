"""The report's own total against its lines: a report that was cut short does not add up to what it shows.

Reads and writes nothing.
"""

from __future__ import annotations

import re
from decimal import Decimal

from leadhouse.reconciling.values import money

RECORDS = re.compile(r"\((?P<number>\d[\d.,' ]*) (?:records?|rows?)\)", re.IGNORECASE)


def disagreement(place: str, label: str, amount: str, separator: str | None, lines: tuple[int, Decimal]) -> str | None:
    """What to say of a row of totals that is not the sum of the lines above it; None if it is, or shows no number.

    Args:
        place: of the row: file and line.
        label: its first text, such as Grand Totals (12 records).
        amount: its text in the column of amounts.
        lines: number of records and their sum.
    """
    counted, shown = RECORDS.search(label), money(amount, separator)
    if counted and int(re.sub(r"\D", "", counted["number"])) != lines[0]:
        return f"{place}: the report says that it has {counted['number']} records, but {lines[0]:,} stand in it."
    if shown and shown.amount != lines[1]:
        return (
            f"{place}: the report's own total is {shown.amount:,.2f}, but its lines add up to {lines[1]:,.2f}: lines "
            "are missing, or it adds up converted amounts."
        )
    return None
