"""How a proposed mapping declares dates, numbers and empty texts: by what the values prove, else by asking."""

from __future__ import annotations

import tomllib

import pytest

import loaders
from loaders.proposals import propose
from loaders.proposals.writing import as_toml
from loaders.sources.mapping import read_mapping


@pytest.fixture
def toml(write):
    """Proposes a mapping for deals whose columns are given, and returns its text."""

    def toml(dates: list[str], amounts: list[str] | None = None, name: str = "deals.csv") -> str:
        amounts = amounts or ["100"] * len(dates)
        rows = [f'D{n};Won;"{date}";"{amount}"' for n, (date, amount) in enumerate(zip(dates, amounts, strict=True))]
        return as_toml(propose([write(name, "Deal Id;Stage;Created;Amount\n" + "\n".join(rows) + "\n")]))

    return toml


def line(text: str, key: str) -> str:
    return next((each for each in text.splitlines() if each.startswith(f"{key} =")), "")


@pytest.mark.parametrize(
    ("dates", "order", "evidence"),
    [
        (["31.01.2026", "01.02.2026", "05.05.2026"], "dmy", "1 of 3 dates have a first part above 12, none a second"),
        (["01/31/2026 2:05 PM", "02/01/2026 2:05 PM"], "mdy", "1 of 2 dates have a second part above 12, none a first"),
        (["2026-01-31", "2026-02-01T10:00:00"], "ymd", "2 of 2 dates begin with the year"),
    ],
)
def test_the_order_of_dates_is_declared_with_its_evidence(toml, dates, order, evidence):
    assert line(toml(dates), "date_order").startswith(f'date_order = "{order}"')
    assert evidence in line(toml(dates), "date_order")


def test_dates_that_may_be_read_both_ways_have_to_be_chosen(toml, tmp_path):
    text = toml(["03/04/2026", "05/06/2026"])
    assert line(text, "date_order").startswith('date_order = "?"')
    assert "no part of 2 dates is above 12, so 03/04/2026 may be 3 April (dmy) or 4 March (mdy)" in text
    path = tmp_path / "mapping.toml"
    path.write_text(text.replace('time_zone = "?"', 'time_zone = "UTC"'), encoding="utf-8")
    with pytest.raises(
        loaders.Refused, match=r'line \d+: date_order is still "\?".*write "dmy" if 03/04/2026 is 3 April'
    ):
        read_mapping(path)
    path.write_text(
        text.replace('time_zone = "?"', 'time_zone = "UTC"').replace('order = "?"', 'order = "dmy"'), encoding="utf-8"
    )
    assert read_mapping(path).blocks[0].formats.date_order == "dmy"


def test_two_styles_in_one_column_are_named_with_counts_and_forms(toml):
    text = toml(["31.01.2026", "30.01.2026", "01/31/2026", "05/05/2026", "02/03/2026"])
    assert 'date_order = "?"' in text
    assert (
        "2 dates such as 99.99.9999 have the day first (dmy), 1 such as 99/99/9999 the month (mdy), 1 may be either"
        in text
    )


def test_files_in_two_orders_get_a_line_each(write):
    for name, dates in (("deals_1", ["31.01.2026", "30.01.2026"]), ("deals_2", ["01/31/2026", "01/30/2026"])):
        rows = "\n".join(f"{name}{n};Won;{date}" for n, date in enumerate(dates))
        path = write(f"{name}.csv", f"Deal Id;Stage;Created\n{rows}\n")
    text = as_toml(propose([path.parent]))
    assert line(text, "date_order").startswith('date_order = "dmy"')
    blocks = {block["file"]: block for block in tomllib.loads(text)["opportunities"]}
    assert "date_order" not in blocks["deals_1.csv"]
    assert blocks["deals_2.csv"]["date_order"] == "mdy"


def test_a_file_that_leaves_the_order_open_follows_one_that_does_not(write):
    write("deals_1.csv", "Deal Id;Stage;Created\nD1;Won;31.01.2026\nD2;Won;30.01.2026\n")
    path = write("deals_2.csv", "Deal Id;Stage;Created\nD3;Won;01.02.2026\nD4;Won;03.04.2026\n")
    text = as_toml(propose([path.parent]))
    assert "2 of 4 dates have a first part above 12" in line(text, "date_order")


@pytest.mark.parametrize(
    ("amounts", "decimal"),
    [
        (["1.234,56", "12,5"], ","),
        (["1.234.567", "1.000"], ","),
        (["1,234.56", "12.5"], "."),
        (["12 345,67", "1"], ","),
        (["1.234", "5.678"], "?"),
        (["1.234,56", "12.5"], "?"),
    ],
)
def test_the_decimal_sign_is_declared_by_what_the_numbers_prove(toml, amounts, decimal):
    assert line(toml(["2026-01-01"] * len(amounts), amounts), "decimal").startswith(f'decimal = "{decimal}"')


def test_whole_numbers_need_no_decimal_sign(toml):
    assert line(toml(["2026-01-01", "2026-01-02"], ["100", "-5"]), "decimal") == ""


def test_a_decimal_sign_that_was_not_chosen_is_refused(toml, tmp_path):
    path = tmp_path / "mapping.toml"
    text = toml(["2026-01-01"] * 2, ["1.234", "5.678"]).replace('time_zone = "?"', 'time_zone = "UTC"')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(loaders.Refused, match=r'decimal is still "\?"'):
        read_mapping(path)


def test_amounts_with_a_currency_sign_are_said_to_be_unreadable(toml):
    text = toml(["2026-01-01"] * 3, ["$1,117.10K", "$20.00K", "100"])
    assert "2 cannot be read, such as $9,999.99a and will be empty, and counted" in line(text, "amount")


@pytest.mark.parametrize("date", ["Jan 31, 2026", "31-Jan-2026", "2026.01.31", "1769817600"])
def test_dates_in_a_form_that_is_not_understood_are_said(toml, date):
    assert "2 cannot be read and will be empty, and counted" in line(toml([date, date]), "created_at")


def test_the_time_zone_always_has_to_be_named(toml):
    assert line(toml(["2026-01-31 10:00"] * 2), "time_zone").startswith('time_zone = "?"')


def test_the_time_zone_is_known_where_every_time_carries_its_own(toml):
    text = toml(["2026-01-31T10:00:00+01:00", "2026-01-31T10:00:00Z"])
    assert line(text, "time_zone").startswith('time_zone = "UTC"')
    assert "all 2 times carry their own distance from UTC" in text


def test_one_time_without_an_offset_makes_the_time_zone_open(toml):
    assert 'time_zone = "?"' in toml(["2026-01-31T10:00:00+01:00", "2026-01-31T10:00:00"])


def test_a_header_that_says_utc_is_pointed_out(write):
    path = write("calls.csv", "call_id,call_at_utc\nA1,2026-01-31 10:00\nA2,2026-01-31 11:00\n")
    assert 'the header "call_at_utc" says UTC' in as_toml(propose([path]))


def test_texts_that_mean_nothing_are_proposed_as_empty_with_counts(toml):
    text = toml(["2026-01-01", "NULL", "n/a", "NULL"], ["100", "-", "TBC", "5"])
    assert tomllib.loads(text)["empty"] == ["NULL", "-", "TBC", "n/a"]
    assert '"NULL" 2 times, "-" 1 times' in line(text, "empty")


def test_what_is_empty_is_no_label(write):
    path = write("deals.csv", "Deal Id,Stage\n" + "".join(f"D{n},{('Won', 'Select')[n % 2]}\n" for n in range(8)))
    assert "Select" not in as_toml(propose([path])).split("[opportunities]")[1]


def test_minus_one_is_no_amount_where_nothing_else_is_negative(toml):
    text = toml(["2026-01-01"] * 6, ["-1", "-1", "-1", "5", "7", "9"])
    assert tomllib.loads(text)["opportunities"]["empty"] == ["-1"]
    assert "empty" not in tomllib.loads(toml(["2026-01-01"] * 6, ["-1", "-1", "-1", "5", "-7", "9"]))["opportunities"]
