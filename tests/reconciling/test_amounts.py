"""Why two amounts of one record differ."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from leadhouse.reconciling.amounts import reason_of_amount
from leadhouse.reconciling.report import TheirRow
from leadhouse.reconciling.values import Moment

AS_OF = datetime(2026, 11, 20, 16)
BEFORE, AFTER = datetime(2026, 11, 10), datetime(2026, 11, 21)


def kind(theirs: str, ours: str, *, currency: str = "EUR", original: str | None = None, **known: Any) -> str:
    modified = known.get("modified")
    edited = Moment(modified.date(), modified) if modified else None
    row = TheirRow(2, "k", amount=Decimal(theirs), currency=known.get("shown"), modified=edited)
    fact = {"amount_original": Decimal(original or ours), "currency": currency}
    setting: Any = SimpleNamespace(
        data=SimpleNamespace(as_of_at=AS_OF, currency="EUR"),
        report=SimpleNamespace(made_at=known.get("made_at")),
        is_newer=known.get("is_newer", False),
    )
    return reason_of_amount(row, fact, Decimal(ours), setting)[0].name


def test_an_amount_as_entered_is_a_currency() -> None:
    assert kind("1000", "850", currency="USD", original="1000") == "currency"


@pytest.mark.parametrize(("theirs", "expected"), [("860", "currency"), ("1063", "unexplained_amount")])
def test_another_rate_is_one_that_is_not_far_from_ours(theirs: str, expected: str) -> None:
    assert kind(theirs, "850", currency="USD", original="1000", shown="EUR") == expected


def test_the_same_currency_has_no_rate() -> None:
    assert kind("860", "850") == "unexplained_amount"


@pytest.mark.parametrize(
    ("theirs", "ours", "expected"),
    [
        ("1235", "1234.50", "rounding"),
        ("1234", "1234.50", "unexplained_amount"),
        ("1234.51", "1234.50", "rounding"),
        ("1234.52", "1234.50", "unexplained_amount"),
    ],
)
def test_rounding_is_to_a_cent_or_to_whole_units(theirs: str, ours: str, expected: str) -> None:
    assert kind(theirs, ours) == expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"modified": AFTER}, "changed"),
        ({"modified": BEFORE}, "unexplained_amount"),
        ({"modified": BEFORE, "is_newer": True}, "unexplained_amount"),
        ({"is_newer": True}, "unexplained_amount"),
        ({"made_at": BEFORE}, "changed"),
        ({"modified": BEFORE, "made_at": BEFORE}, "changed"),
        ({}, "unexplained_amount"),
    ],
)
def test_an_edit_is_believed_only_where_it_shows_or_our_data_is_newer(known: dict[str, Any], expected: str) -> None:
    assert kind("5500", "5000", **known) == expected
