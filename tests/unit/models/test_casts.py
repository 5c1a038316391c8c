"""What staging makes of the text of an export: times, dates, numbers, booleans and ids, value by value.

The expected values are worked out by hand; time zones by the offsets of their laws: Berlin +1 in winter and +2 in
summer, New York -5 in winter.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import duckdb
import pytest

from tests.macros import rendered

ROW = ("_time_zone", "_date_order", "_decimal_separator")

Cast = Callable[..., Any]


@pytest.fixture(scope="module")
def cast() -> Cast:
    """A function: macro name, text, and how the row's file writes values, to the value that staging makes."""
    _, module = rendered(reporting_currency="EUR", reporting_time_zone="Europe/Berlin")
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")

    def run(macro: str, value: str | None, *arguments: str, **row: str) -> Any:
        expression = getattr(module, macro)("value", *arguments)
        columns = ", ".join(f"$row_{name} as {name}" for name in ROW)
        given = {f"row_{name}": row.get(name.removeprefix("_")) for name in ROW}
        query = f"select {expression} from (select cast($value as varchar) as value, {columns})"
        found = connection.execute(query, {"value": value, **given}).fetchone()
        assert found is not None
        return found[0]

    return run


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("2024-01-23 20:47:49", {}, datetime(2024, 1, 23, 20, 47, 49)),
        (" 2024-01-23 20:47:49 ", {}, datetime(2024, 1, 23, 20, 47, 49)),
        ("2024-01-23T02:46:47.000+0000", {}, datetime(2024, 1, 23, 2, 46, 47)),
        ("2024-01-23T02:46:47.000+0200", {}, datetime(2024, 1, 23, 0, 46, 47)),
        ("2024-01-23T02:46:47-05:00", {}, datetime(2024, 1, 23, 7, 46, 47)),
        ("2024-01-23T02:46:47Z", {"time_zone": "Europe/Berlin"}, datetime(2024, 1, 23, 2, 46, 47)),
        ("2024-01-23T02:46Z", {}, datetime(2024, 1, 23, 2, 46)),
        # A day without a time begins at midnight of the reporting time zone, whatever zone the times are in.
        ("2024-01-23", {}, datetime(2024, 1, 22, 23)),
        ("2024-07-23", {"time_zone": "America/New_York"}, datetime(2024, 7, 22, 22)),
        ("2024-01-23 12:00:00", {"time_zone": "Europe/Berlin"}, datetime(2024, 1, 23, 11)),
        ("2024-07-23 12:00", {"time_zone": "Europe/Berlin"}, datetime(2024, 7, 23, 10)),
        ("2024-07-23", {"time_zone": "Europe/Berlin"}, datetime(2024, 7, 22, 22)),
        ("02/03/2024", {"date_order": "dmy"}, datetime(2024, 3, 1, 23)),
        ("02/03/2024", {"date_order": "mdy"}, datetime(2024, 2, 2, 23)),
        ("2.3.24 9:05", {"date_order": "dmy"}, datetime(2024, 3, 2, 9, 5)),
        ("02/24/26 02:18 AM", {"date_order": "mdy"}, datetime(2026, 2, 24, 2, 18)),
        (
            "02/24/2026, 2:18:09 PM",
            {"date_order": "mdy", "time_zone": "America/New_York"},
            datetime(2026, 2, 24, 19, 18, 9),
        ),
        ("2024-01-23 08:00:00", {"date_order": "dmy"}, datetime(2024, 1, 23, 8)),
        ("2024/01/23 08:00", {"date_order": "ymd"}, datetime(2024, 1, 23, 8)),
        ("1-12-20 9:05", {"date_order": "dmy"}, datetime(2020, 12, 1, 9, 5)),
        ("1/12/2024 9:05", {"date_order": "dmy"}, datetime(2024, 12, 1, 9, 5)),
        # Without a declared order nothing but a year of four digits in front is read.
        ("12/11/10 08:00", {}, None),
        ("01-02-2024 08:00", {}, None),
        ("31/02/2024", {"date_order": "dmy"}, None),
        ("24/02/2026", {"date_order": "mdy"}, None),
        ("2024-02-30 10:00:00", {}, None),
        # One column in two styles: the day of 13 and more shows nothing that the declared order does not say.
        ("31/01/2026", {"date_order": "dmy"}, datetime(2026, 1, 30, 23)),
        ("2026-01-31", {"date_order": "dmy"}, datetime(2026, 1, 30, 23)),
        ("01/31/2026", {"date_order": "dmy"}, None),
        ("12/11/10", {"date_order": "dmy"}, datetime(2010, 11, 11, 23)),
        ("12/11/10", {"date_order": "mdy"}, datetime(2010, 12, 10, 23)),
        ("12/11/10", {"date_order": "ymd"}, None),
        ("31/01/202", {"date_order": "dmy"}, None),
        ("0026-01-31 10:00:00", {}, None),
        # Fractions and offsets, with one digit or two.
        ("2026-01-31T10:00:00.123Z", {}, datetime(2026, 1, 31, 10, 0, 0, 123000)),
        ("2026-01-31 10:00:00.5", {"time_zone": "Europe/Berlin"}, datetime(2026, 1, 31, 9, 0, 0, 500000)),
        ("2026-1-5 9:05:00+02:00", {}, None),
        ("2026-1-5 9:05:00", {}, datetime(2026, 1, 5, 9, 5)),
        ("2026-01-31 10:00:00 UTC", {"time_zone": "Europe/Berlin"}, datetime(2026, 1, 31, 10)),
        ("2026-01-31 10:00:00.311 UTC", {}, datetime(2026, 1, 31, 10, 0, 0, 311000)),
        ("2026-01-31 10:00:00 CET", {"time_zone": "Europe/Berlin"}, None),
        ("2026-01-31 10:00:00 PM", {}, None),
        ("31/01/2026 10:00:00+02:00", {"date_order": "dmy"}, None),
        # No time of a day, and no time at all.
        ("2026-01-31 24:00:00", {}, None),
        ("2026-01-31T24:00", {}, None),
        ("31/01/2026 24:00", {"date_order": "dmy"}, None),
        ("13:05 PM 31/01/2026", {"date_order": "dmy"}, None),
        ("31/01/2026 13:05 PM", {"date_order": "dmy"}, None),
        ("45321", {"date_order": "dmy"}, None),
        ("45321.5", {}, None),
        ("TBC", {"date_order": "dmy"}, None),
        ("Select", {}, None),
        # Berlin left out 02:00 to 03:00 on 29 March 2026 and had it twice on 25 October: the first time is summer's.
        ("2026-03-29 02:30:00", {"time_zone": "Europe/Berlin"}, None),
        ("2026-03-29 03:00:00", {"time_zone": "Europe/Berlin"}, datetime(2026, 3, 29, 1)),
        ("2026-10-25 02:30:00", {"time_zone": "Europe/Berlin"}, datetime(2026, 10, 25, 0, 30)),
        ("2026-10-25 03:00:00", {"time_zone": "Europe/Berlin"}, datetime(2026, 10, 25, 2)),
        ("25.10.2026 02:30", {"time_zone": "Europe/Berlin", "date_order": "dmy"}, datetime(2026, 10, 25, 0, 30)),
        ("2026-10-25T02:30:00+01:00", {"time_zone": "Europe/Berlin"}, datetime(2026, 10, 25, 1, 30)),
        ("11/01/2026 1:30 AM", {"time_zone": "America/New_York", "date_order": "mdy"}, datetime(2026, 11, 1, 5, 30)),
        ("yesterday", {}, None),
        ("", {}, None),
        (None, {}, None),
    ],
)
def test_a_time_becomes_utc(cast: Cast, text: str | None, row: dict[str, str], expected: datetime | None) -> None:
    assert cast("as_timestamp", text, **row) == expected


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("2024-01-23 00:00:00", {"time_zone": "America/Los_Angeles"}, date(2024, 1, 23)),
        ("2024-01-23T23:30:00.000+0000", {"time_zone": "Europe/Berlin"}, date(2024, 1, 23)),
        ("23.01.2024", {"date_order": "dmy"}, date(2024, 1, 23)),
        ("1/23/24 11:59 PM", {"date_order": "mdy"}, date(2024, 1, 23)),
        ("2024-02-30", {}, None),
        ("", {}, None),
        ("12/11/10", {}, None),
        ("1-12-20", {"date_order": "dmy"}, date(2020, 12, 1)),
        ("2026-01-31", {"date_order": "dmy"}, date(2026, 1, 31)),
        ("2026-1-5 9:05", {}, date(2026, 1, 5)),
        ("2026-10-25 02:30", {"time_zone": "Europe/Berlin"}, date(2026, 10, 25)),
        ("2026-03-29 02:30", {"time_zone": "Europe/Berlin"}, date(2026, 3, 29)),
        ("2026-01-31TBC", {}, None),
        ("2026-01-31 ab:cd:ef", {}, None),
        ("2026-01-31 24:00:00", {}, None),
        ("2026-01-31T10:75:00Z", {}, None),
        ("45321", {}, None),
    ],
)
def test_a_day_is_never_moved_between_zones(cast: Cast, text: str, row: dict[str, str], expected: date | None) -> None:
    assert cast("as_date", text, **row) == expected


@pytest.mark.parametrize(
    ("text", "separator", "expected"),
    [
        ("1234.5", None, 1234.5),
        ("1,234.50", None, 1234.5),
        ("1,234,567", None, 1234567.0),
        ("1,234,567", ".", 1234567.0),
        # 1234 or 1.234: what the file declares, and nothing where it declares nothing.
        ("1,234", None, None),
        ("1,234", ".", 1234.0),
        ("1,234", ",", 1.234),
        ("1.234", None, 1.234),
        ("1.234", ",", 1234.0),
        ("1.234,56", None, None),
        ("1.234,56", ".", None),
        ("1,234.50", ",", None),
        ("12,34", None, None),
        ("1.234,50", ",", 1234.5),
        ("1 234,5", ",", 1234.5),
        ("1234,5", ",", 1234.5),
        ("12.34", ",", None),
        ("-7", None, -7.0),
        (".5", None, 0.5),
        ("1.5E+3", None, 1500.0),
        ("1e99", None, 1e99),
        ("1e400", None, None),
        ("(1,234.50)", None, None),
        ("$1,117.10K", None, None),
        ("$5", None, None),
        ("5 EUR", None, None),
        ("50%", None, None),
        ("1_000", None, None),
        ("nan", None, None),
        ("inf", None, None),
        ("TBC", None, None),
        ("-", None, None),
        ("", None, None),
    ],
)
def test_a_number_is_read_only_without_doubt(
    cast: Cast, text: str, separator: str | None, expected: float | None
) -> None:
    row = {"decimal_separator": separator} if separator else {}
    assert cast("as_number", text, "double", **row) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120", 120),
        ("120.0", 120),
        ("1,200.00", 1200),
        ("3.7", None),
        ("99999999999", None),
        ("0x1F", None),
        ("", None),
    ],
)
def test_an_integer_has_no_fraction(cast: Cast, text: str, expected: int | None) -> None:
    assert cast("as_number", text, "integer") == expected


@pytest.mark.parametrize(
    ("text", "expected", "is_written"),
    [
        ("50", 50, False),
        ("50%", 50, True),
        ("12.5 %", 12.5, True),
        ("%", None, True),
        ("50%%", None, True),
        ("", None, False),
    ],
)
def test_a_percentage_may_bear_its_sign(cast: Cast, text: str, expected: float | None, is_written: bool) -> None:
    assert cast("as_percent", text) == expected
    assert cast("is_percent", text) is is_written


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        ("2026-10-25 02:30:00", {"time_zone": "Europe/Berlin"}, True),
        ("2026-10-25 01:59:59", {"time_zone": "Europe/Berlin"}, False),
        ("2026-10-25 03:00:00", {"time_zone": "Europe/Berlin"}, False),
        ("2026-10-25T02:30:00+01:00", {"time_zone": "Europe/Berlin"}, False),
        ("2026-10-25 02:30:00", {}, False),
        ("TBC", {"time_zone": "Europe/Berlin"}, False),
    ],
)
def test_an_hour_that_happens_twice_is_told(cast: Cast, text: str, row: dict[str, str], expected: bool) -> None:
    assert cast("is_doubled_time", text, **row) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", True),
        ("TRUE", True),
        (" Yes ", True),
        ("0", False),
        ("No", False),
        ("", None),
        ("maybe", None),
        ("WAHR", None),
    ],
)
def test_a_boolean_is_read_in_any_case(cast: Cast, text: str, expected: bool | None) -> None:
    assert cast("as_boolean", text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 001D0 has a capital in place 4: 8, I. 00000 has none: A. IRFma has capitals in places 1 to 3: 7, H.
        ("001D000000IRFma", "001D000000IRFmaIAH"),
        ("001D000000IRFmaIAH", "001D000000IRFmaIAH"),
        (" 001D000000IRFma ", "001D000000IRFmaIAH"),
        # ABCDE is 31: the last of the 32 characters.
        ("ABCDEabcde00000", "ABCDEabcde000005AA"),
        ("000000000000000AAA", None),
        ("00406ccf-71ec-49f0-afc3-d19dcb01e506", "00406ccf-71ec-49f0-afc3-d19dcb01e506"),
        ("acme-0000000001", "acme-0000000001"),
        ("", None),
    ],
)
def test_a_salesforce_id_gets_its_18_characters(cast: Cast, text: str, expected: str | None) -> None:
    assert cast("as_salesforce_id", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("005D000000IRFma", True),
        ("00GD000000IRFmaMAH", True),
        ("00406ccf-71ec-49f0-afc3-d19dcb01e506", True),
        ("Ann Example", False),
        ("", False),
        (None, False),
    ],
)
def test_an_owner_id_is_told_from_a_name(cast: Cast, text: str | None, expected: bool) -> None:
    assert cast("is_salesforce_owner_id", text) is expected


@pytest.mark.parametrize(("text", "expected"), [("2024-01-23", "day"), ("2024-01-23 00:00:00", "second"), ("", None)])
def test_a_text_without_a_time_is_known_to_the_day(cast: Cast, text: str, expected: str | None) -> None:
    assert cast("time_precision", text) == expected
