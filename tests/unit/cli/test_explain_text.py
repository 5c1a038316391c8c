"""How an explanation reads: nothing is cut, nothing is wider than 100 columns, nothing is left out unsaid."""

from __future__ import annotations

from datetime import datetime

import pytest

from leadhouse.explaining.explanation import Explanation, Fact, Line, Section, Value
from leadhouse.explaining.text import LINES_SHOWN, as_text, spoken


def line(row: int, load: str = "L1") -> Line:
    return Line(f"salesforce:{row}", "lead", "Lead", load, "week.zip/Lead.csv", row, "published")


def text(*facts: Fact, title: str = "Counted") -> list[str]:
    return list(as_text(Explanation("lead", "salesforce:1", "v1", (Section(title, facts),))))


def test_a_record_stands_with_its_file() -> None:
    lines = text(Fact("record", "salesforce:7", "The newest.", (line(7),)))
    assert lines[0] == "Lead salesforce:1   (version v1; times are UTC)"
    assert "  record                     salesforce:7" in lines
    assert f"{' ' * 31}week.zip/Lead.csv record 7" in lines


def test_the_load_is_named_only_where_there_are_several() -> None:
    several = text(Fact("merged", 2, "", (line(1, "L1"), line(1, "L2"))))
    assert [each.strip() for each in several if "record 1" in each][:2] == [
        "week.zip/Lead.csv record 1, load L1",
        "week.zip/Lead.csv record 1, load L2",
    ]
    assert not any("load" in each for each in text(Fact("merged", 2, "", (line(1), line(2)))))


def test_more_records_than_are_shown_are_counted() -> None:
    lines = text(Fact("activities", 23, "", tuple(line(row) for row in range(LINES_SHOWN + 3))))
    assert sum("- salesforce:" in each for each in lines) == LINES_SHOWN
    assert any("and 3 more: add --json" in each for each in lines)


def test_records_that_were_asked_for_are_all_there() -> None:
    lines = text(Fact("hits", 50, "", tuple(line(row) for row in range(50))), title="Records")
    assert sum("- salesforce:" in each for each in lines) == 50


def test_long_values_names_and_reasons_are_wrapped_and_not_cut() -> None:
    words = " ".join(["word"] * 60)
    lines = text(Fact("a_name_that_is_longer_than_its_column", words, words))
    assert all(len(each) <= 100 for each in lines)
    assert sum(each.count("word") for each in lines) == 120


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, "-"),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (1234567, "1,234,567"),
        (8789.1333, "8,789.1333"),
        (0.5, "0.5"),
        (datetime(2025, 9, 15, 18), "2025-09-15 18:00:00"),
        ("met", "met"),
    ],
)
def test_values_read_as_people_write_them(value: Value, expected: str) -> None:
    assert spoken(value) == expected
