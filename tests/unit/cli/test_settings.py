"""leadhouse.toml: defaults, and a clear word about every line that cannot be used."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from leadhouse.default_settings import DEFAULT_FILE
from leadhouse.errors import InputRefused, UsageRefused
from leadhouse.settings import (
    Settings,
    read_settings,
    threads,
    warehouse_folder,
    write_default_settings,
)
from leadhouse.warehouse.layout import Warehouse


@pytest.fixture
def warehouse(tmp_path: Path) -> Warehouse:
    return Warehouse.at(tmp_path)


def read(warehouse: Warehouse, text: str) -> Settings:
    warehouse.settings.write_text(text)
    return read_settings(warehouse)


def test_the_default_file_changes_nothing_and_is_never_overwritten(warehouse: Warehouse):
    assert write_default_settings(warehouse)
    assert read_settings(warehouse) == Settings()
    warehouse.settings.write_text("[company]\nname = 'Ours'\n")
    assert not write_default_settings(warehouse)
    assert read_settings(warehouse).company == "Ours"


def test_the_commented_defaults_can_be_used_as_they_stand(warehouse: Warehouse):
    kept = [line for line in DEFAULT_FILE.splitlines() if not line.startswith("# ") or " = " in line or "[[" in line]
    settings = read(warehouse, "\n".join(line.removeprefix("# ") for line in kept))
    assert settings.reporting_currency == Settings().reporting_currency
    assert settings.keep_versions == Settings().keep_versions
    assert [inbox.source for inbox in settings.inboxes] == ["salesforce", "spreadsheet"]


def test_every_setting_is_read(warehouse: Warehouse):
    settings = read(
        warehouse,
        """
        [company]
        name = "Ours"
        reporting_time_zone = "Europe/Berlin"
        reporting_currency = "EUR"
        [salesforce]
        activities_complete_from = 2025-03-01
        lost_reason_column = "Why lost"
        [[inbox]]
        source = "spreadsheet"
        path = "exports"
        mapping = "maps/crm.toml"
        complete = true
        """,
    )
    assert settings.activities_complete_from == date(2025, 3, 1)
    inbox = settings.inboxes[0]
    assert (inbox.path, inbox.mapping) == (warehouse.root / "exports", warehouse.root / "maps/crm.toml")
    assert inbox.complete
    assert settings.dbt_vars(datetime(2026, 1, 2, 3, 4, 5)) == {
        "reporting_time_zone": "Europe/Berlin",
        "reporting_currency": "EUR",
        "activities_complete_from": "2025-03-01",
        "disqualified_reason_column": "",
        "lost_reason_column": "Why lost",
        "competitor_column": "",
        "as_of": "2026-01-02 03:04:05",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[company]\nnmae = 'x'", 'the key "company.nmae" is not known (known: name, reporting_currency'),
        ("[compnay]\nname = 'x'", 'the key "compnay" is not known'),
        ("[company]\nreporting_time_zone = 'Berlin'", 'reporting_time_zone "Berlin" is not a known time zone'),
        ("[company]\nreporting_currency = 'euro'", 'reporting_currency "euro" is not a currency code'),
        ("[company]\nname = 5", "company.name is 5; text in quotes is expected"),
        ("company = 'x'", "company is not a block"),
        ("[salesforce]\nactivities_complete_from = 'March'", '"March" is not a date'),
        ("[salesforce]\nactivities_complete_from = 5", "is 5; a date (yyyy-mm-dd) is expected"),
        ("[salesforce]\nlost_reason_column = ''", 'lost_reason_column "" is not the name of a column'),
        ("[salesforce]\ncompetitor_column = '''a\"b'''", 'competitor_column "a"b" is not the name of a column'),
        ("[salesforce]\ncompetitor_column = 5", "salesforce.competitor_column is 5; text in quotes is expected"),
        ("[publishing]\nkeep_versions = 0", "keep_versions is 0; a whole number from 1"),
        ("[[inbox]]\nsource = 'salesforce'", "an [[inbox]] needs both source and path"),
        ("[[inbox]]\nsource = 's'\npath = 'p'\ndate_order = 'dym'", 'date_order "dym" is not dmy, mdy or ymd'),
        ("[[inbox]]\nsource = 's'\npath = 'p'\ntime_zone = 'x'", 'inbox.time_zone "x" is not a known time zone'),
        ("[[inbox]]\nsource = 's'\npath = 'p'\ncomplete = 'yes'", "inbox.complete is 'yes'; true or false"),
        ("[inbox]\nsource = 's'", "inbox is not a list of blocks"),
        ("[company", "cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(text: str, message: str, warehouse: Warehouse):
    with pytest.raises(InputRefused) as refused:
        read(warehouse, text)
    assert message in str(refused.value)
    assert str(warehouse.settings) in str(refused.value)
    assert "then try again" in str(refused.value)


def test_the_warehouse_is_the_given_folder_else_the_environments_else_the_default(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("LEADHOUSE_WAREHOUSE", raising=False)
    assert warehouse_folder() == Path.cwd() / "warehouse"
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", "/srv/leads")
    assert warehouse_folder() == Path("/srv/leads")
    assert warehouse_folder("/other") == Path("/other")


def test_threads_are_a_whole_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LEADHOUSE_THREADS", "3")
    assert threads() == 3
    monkeypatch.setenv("LEADHOUSE_THREADS", "many")
    with pytest.raises(UsageRefused, match='LEADHOUSE_THREADS is "many"'):
        threads()
