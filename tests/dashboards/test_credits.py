"""Who gets the credit for a deal as it is written: shares and amounts that add up to all of it."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

import pytest

from dashboards.components.credits import credit_in_short, credits_markup, in_percent, parts_of
from dashboards.components.formats import SPACE


def touch(what: str, credit: float) -> dict[str, object]:
    """A touch with a share of the deal."""
    return {"at": datetime(2026, 10, 9), "what": what, "detail": "Events", "who": "this person", "credit": credit}


THIRDS = [touch("Fair", 1 / 3), touch("Webinar", 1 / 3), touch("Expo", 1 / 3)]


def test_thirds_of_a_deal_add_up_as_they_are_written() -> None:
    assert [each.replace(SPACE, " ") for each in in_percent(THIRDS)] == ["33.4 %", "33.3 %", "33.3 %"]
    # 100.00 EUR in three: 33.34 + 33.33 + 33.33.
    markup = credits_markup(THIRDS, Decimal("100.00"), "EUR")
    amounts = [Decimal(each) for each in re.findall(r"<td>(\d+\.\d\d)</td>", markup)]
    assert amounts == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33"), Decimal("100.00")]


def test_half_a_deal_of_11983_40_is_5991_70() -> None:
    markup = credits_markup([touch("Fair", 0.5), touch("E-mail", 0.5)], Decimal("11983.40"), "EUR")
    assert re.findall(r"<td>([\d,.]+)</td>", markup) == ["5,991.70", "5,991.70", "11,983.40"]
    assert "9 Oct 2026" in markup


def test_a_deal_without_an_amount_has_shares_alone() -> None:
    assert "no amount" in credits_markup(THIRDS, None, "EUR")


@pytest.mark.parametrize("shares", [[1.0], [0.225] * 4 + [0.1], [0.4, 0.4, 0.1, 0.1], [1 / 7] * 7, [0.9999999, 1e-7]])
@pytest.mark.parametrize("whole", [0, 1, 1000, 1198340, -5])
def test_parts_add_up_to_the_whole(shares: list[float], whole: int) -> None:
    parts = parts_of(whole, shares)
    assert sum(parts) == whole
    assert all(abs(part - share * whole) <= 1 for part, share in zip(parts, shares, strict=True))


def test_the_line_on_top_names_the_touches_or_the_largest() -> None:
    assert credit_in_short([touch("Fair", 1.0)]) == ("Fair", f"100{SPACE}%")
    two = credit_in_short([touch("Fair", 0.6), touch("Expo", 0.4)])
    assert two == ("2 touches", f"Fair 60.0{SPACE}% · Expo 40.0{SPACE}%")
    most = credit_in_short([touch("Fair", 0.2), touch("Expo", 0.6), touch("Web", 0.2)])
    assert most == ("3 touches", f"the most: Expo 60.0{SPACE}%")
    alike = credit_in_short([touch(each, 0.25) for each in ("Fair", "Expo", "Web", "Fair")])
    assert alike == ("4 touches", f"the same share each: 25.0{SPACE}%")
