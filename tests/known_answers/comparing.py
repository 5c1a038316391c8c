"""Compares published facts with the expected ones, cell by cell, and says what differs in one line per cell.

Expected cells are text: nothing is null, `~` is not compared, `person` names a person by the first of its leads.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

SMALL = Path(__file__).parent / "salesforce_small"
EXPECTED = SMALL / "expected"
OPEN_CELL = "~"
TOLERANCE = 1e-9
# Money that is shared out is not rounded in its rows.
MONEY = tuple(f"{whole}attributed_{part}" for whole in ("", "total_") for part in ("amount", "won", "open", "renewal"))
CENT = 0.01
KEYS = {
    "fct_leads": ["lead_key"],
    "fct_lead_assignments": ["lead_key", "stay_number"],
    "fct_lead_statuses": ["lead_key", "stay_number"],
    "fct_opportunities": ["opportunity_key"],
    "fct_opportunity_stages": ["opportunity_key", "stay_number"],
    "fct_activities": ["activity_key"],
    "fct_campaign_members": ["campaign_member_key"],
    "fct_touchpoints": ["touchpoint_key"],
    "fct_opportunity_touchpoints": ["opportunity_key", "touchpoint_key"],
    "fct_campaign_attribution": ["attribution_model", "opportunity_key", "touchpoint_key"],
    "rpt_channel_weights": ["attribution_model", "channel"],
    "rpt_campaign_roi": ["attribution_model", "campaign_key"],
    "rpt_acquisition_costs": ["source_system", "cost_month"],
}
# A null and a zero say the same of money that a row does not carry.
NONE_IS_ZERO = {"won_amount"}

Row = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """One cell, or one row, that is not as expected."""

    key: str
    column: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.key} {self.column}: expected {self.expected or 'null'}, got {self.got or 'null'}"


def read(name: str, expected: Path = EXPECTED) -> list[dict[str, str]]:
    """The expected rows of a fact."""
    with (expected / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text(value: Any) -> str:
    """A value from the database as the expected files write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | Decimal):
        return str(value)
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def same(column: str, expected: str, got: str) -> bool:
    """Whether two cells say the same: numbers to nine digits, money that was shared out to the cent."""
    if expected in (OPEN_CELL, got):
        return True
    if column in NONE_IS_ZERO:
        expected, got = expected or "0", got or "0"
    try:
        wanted, found = float(expected), float(got)
    except ValueError:
        return False
    if column.startswith(MONEY):
        return abs(wanted - found) < CENT / 2
    return abs(wanted - found) <= TOLERANCE * max(1.0, abs(wanted))


def differences(name: str, rows: list[Row], expected: Path = EXPECTED) -> list[Difference]:
    """Every cell of a fact that is not as expected, and rows that are missing or too many."""
    by_key = {"/".join(text(row[column]) for column in KEYS[name]): row for row in rows}
    wanted = {"/".join(row[column] for column in KEYS[name]): row for row in read(name, expected)}
    found = [Difference(key, "row", "none", "a row") for key in by_key if key not in wanted]
    for key, row in wanted.items():
        if key not in by_key:
            found.append(Difference(key, "row", "a row", "none"))
            continue
        cells = ((column, row[column], text(by_key[key].get(column, "no such column"))) for column in row)
        found += [Difference(key, column, *pair) for column, *pair in cells if not same(column, *pair)]
    return found
