"""Why a record that both sides count has another amount on each.

Reads what both sides know of the record; writes nothing. One reason per record, the first that holds.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from leadhouse.reconciling import kinds
from leadhouse.reconciling.report import TheirRow
from leadhouse.reconciling.setting import Reason, Setting

CENT = Decimal("0.01")
WHOLE = Decimal(1)
FARTHEST_RATE = Decimal("0.25")
"""How far two rates of one currency pair may be apart, as a share of ours, and still be rates of it."""


def reason_of_amount(row: TheirRow, fact: dict[str, Any], ours: Decimal, setting: Setting) -> Reason:
    """The reason for a difference between two amounts of one record."""
    shown = f"{row.amount:,.2f} in their report, {ours:,.2f} in our data"
    original, currency = fact["amount_original"], fact["currency"]
    if currency != setting.data.currency and original:
        if row.amount == original:
            return kinds.CURRENCY, f"{currency} {original:,.2f} is {setting.data.currency} {ours:,.2f}"
        if row.currency != currency and ours and abs(row.amount / ours - 1) <= FARTHEST_RATE:
            return kinds.CURRENCY, f"{shown}: another rate for {currency}"
    if _is_rounded(row.amount, ours):
        return kinds.ROUNDING, shown
    edited_at = row.modified.at if row.modified else None
    if edited_at and edited_at > setting.data.as_of_at:
        return kinds.CHANGED, f"{shown}; edited {edited_at} UTC, our data ends {setting.data.as_of_at} UTC"
    made_at = setting.report.made_at
    if made_at and made_at < setting.data.as_of_at:
        return kinds.CHANGED, f"{shown}; our data is newer than their report of {made_at} UTC"
    if edited_at is None and setting.is_newer:
        return kinds.AMOUNT, f"{shown}; their report is newer: a Last Modified Date in it would tell an edit"
    return kinds.AMOUNT, shown


def _is_rounded(theirs: Decimal, ours: Decimal) -> bool:
    return abs(theirs - ours) <= CENT or theirs == ours.quantize(WHOLE, ROUND_HALF_UP)
