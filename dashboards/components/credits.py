"""Who gets the credit for a deal, as text: each touch with its share and its amount, which add up as they are written.

Pure: rows in, markup out. Every value is escaped: text of the CRM is shown as it is and never run.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape
from typing import Any

from dashboards.components.formats import SPACE, day
from dashboards.rounding import whole_parts

Row = dict[str, Any]

FULL = 1000
"""All of a deal, in tenths of a percent."""


def parts_of(whole: int, shares: Sequence[float]) -> list[int]:
    """Return what shares of one (0..1) are of a whole in the smallest unit that is written; they add up to it."""
    return whole_parts([Decimal(share) * whole for share in shares], whole)


def in_percent(rows: Sequence[Row]) -> list[str]:
    """Return the shares of a deal as they are written; as written they add up to 100.0 %."""
    return [f"{part / 10:.1f}{SPACE}%" for part in parts_of(FULL, [row["credit"] for row in rows])]


def credits_markup(rows: Sequence[Row], amount: Decimal | None, currency: str) -> str:
    """Return who gets the credit for a deal as a table, its sum below.

    Args:
        rows: of `leads.credit`; there is one at least.
        amount: of the deal; None: it has none.
    """
    shares = in_percent(rows)
    cents = None if amount is None else parts_of(round(amount * 100), [row["credit"] for row in rows])
    lines = [_line(row, shares[place], _money(cents[place]) if cents else None) for place, row in enumerate(rows)]
    whole = f"<td>100{SPACE}%</td><td>{_money(round(amount * 100)) if amount is not None else 'no amount'}</td>"
    head = f"<tr><th></th><th>Share</th><th>{escape(currency)}</th></tr>"
    return f'<table class="credit">{head}{"".join(lines)}<tr class="sum"><td>The whole deal</td>{whole}</tr></table>'


def credit_in_short(rows: Sequence[Row]) -> tuple[str, str]:
    """Return to how many touches the credit goes, and to which; of more than two the largest, if they differ."""
    named = [f"{row['what']} {share}" for row, share in zip(rows, in_percent(rows), strict=True)]
    if len(rows) == 1:
        return rows[0]["what"], f"100{SPACE}%"
    if len(rows) == 2:
        return "2 touches", " · ".join(named)
    if len({row["credit"] for row in rows}) == 1:
        return f"{len(rows)} touches", f"the same share each: {in_percent(rows)[0]}"
    largest = max(range(len(rows)), key=lambda place: rows[place]["credit"])
    return f"{len(rows)} touches", f"the most: {named[largest]}"


def _line(row: Row, share: str, money: str | None) -> str:
    when = day(row["at"]) if row["at"] else ""
    small = " · ".join(escape(each) for each in (row["detail"], row["who"], when) if each)
    return f"<tr><td><b>{escape(row['what'])}</b><small>{small}</small></td><td>{share}</td><td>{money or ''}</td></tr>"


def _money(cents: int) -> str:
    return f"{Decimal(cents) / 100:,.2f}"
