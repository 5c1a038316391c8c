"""Values that a declared form does not read become null, are counted by column and point to the first of them."""

from __future__ import annotations

from tests.versions.conftest import Ask


def test_every_value_that_cannot_be_read_is_counted_with_its_place(ask: Ask) -> None:
    columns = "column_name, data_type, failed, example, example_file, example_row"
    assert ask(f"select {columns} from meta_casts where source_system = 'forms' order by 1") == [
        ("amount", "number", 4, "1,234.50", "opportunities.csv", 3),
        ("close_date", "date", 3, "30.02.2026", "opportunities.csv", 4),
        ("created_at", "timestamp", 2, "01/31/2026", "opportunities.csv", 3),
        ("is_won", "boolean", 2, "ja", "opportunities.csv", 1),
        ("probability", "number", 1, "TBC", "opportunities.csv", 3),
    ]


def test_what_is_declared_is_read_and_nothing_becomes_a_wrong_value(ask: Ask) -> None:
    columns = "strftime(created_at, '%m-%d %H:%M'), cast(close_date as varchar), amount_original, probability"
    rows = {
        key: row
        for key, *row in ask(f"select opportunity_id, {columns} from fct_opportunities where source_system = 'forms'")
    }
    amounts = {key: row[2] and float(row[2]) for key, row in rows.items()}
    assert {key: row[:2] for key, row in rows.items()} == {
        "a": ["01-31 09:00", "2026-01-31"],
        "b": ["01-31 09:00", "2026-01-31"],
        "c": [None, "2010-11-12"],
        "d": ["10-25 00:30", None],  # summer's 02:30
        "e": [None, None],
        "f": ["02-02 01:18", None],
    }
    assert amounts == {"a": 1234.56, "b": 1234, "c": None, "d": None, "e": None, "f": None}


def test_an_hour_that_happens_twice_is_counted(ask: Ask) -> None:
    rows = ask("select rows from meta_faults where source_system = 'forms' and fault = 'local_time_twice'")
    assert rows == [(1,)]
