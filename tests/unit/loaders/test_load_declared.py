"""A source is a declaration: a CRM that nobody wrote code for is loaded by its _sources.yml alone."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

import loaders
from leadhouse.warehouse.layout import PROJECT_ROOT
from loaders.sources import declarations

ACME = """
version: 2
sources:
  - name: acme
    database: landing
    schema: acme
    config:
      meta: {id_pattern: '[A-Z]-[0-9]+'}
    tables:
      - name: deal
        config:
          meta: {object: Deal, key: deal_id, key_prefix: 'D-', file_names: ['acme-all-deals-*']}
        columns:
          - name: deal_id
            config: {meta: {label: 'Record ID', type: id, required: true}}
          - name: opened
            config: {meta: {label: 'Create Date', type: timestamp, required: true}}
          - name: due
            config: {meta: {label: 'Due', type: date}}
          - name: sum
            config: {meta: {label: 'Amount', other_labels: ['Amount (EUR)'], type: number}}
      - name: person
        config:
          meta: {object: Person, key: person_id, key_prefix: 'P-'}
        columns:
          - name: person_id
            config: {meta: {label: 'Record ID', type: id, required: true}}
          - name: mail
            config: {meta: {label: 'Mail', type: text, personal: true}}
      - name: step
        config:
          meta: {object: Deal Step, key: ''}
        columns:
          - name: deal_id
            config: {meta: {label: 'Deal ID', type: id, required: true}}
          - name: entered
            config: {meta: {label: 'Entered', type: timestamp, required: true}}
"""
DEALS = "deal_id,opened,sum,colour\nD-1,2026-01-05T09:00:00Z,10,red\nD-2,2026-01-06T10:00:00+01:00,20,\n"


@pytest.fixture(autouse=True)
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Declares the made-up CRM beside the ledger."""
    staging = tmp_path / "staging"
    shutil.copytree(declarations.STAGING / "ledger", staging / "ledger")
    (staging / "acme").mkdir()
    (staging / "acme" / "_sources.yml").write_text(ACME)
    monkeypatch.setattr(declarations, "STAGING", staging)


@pytest.fixture
def load(warehouse: Path):
    return lambda *paths, **options: loaders.load(
        "acme", list(paths), warehouse, loaded_at=datetime(2026, 3, 31, tzinfo=UTC), **options
    )


@pytest.fixture
def query(warehouse: Path):
    def query(sql: str) -> list[tuple]:
        with duckdb.connect(str(warehouse / "landing.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return query


def test_the_example_of_the_guide_is_a_source_that_loads(write, warehouse):
    guide = (PROJECT_ROOT / "docs" / "loading.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(version: 2.*?)```", guide, re.DOTALL)
    (declarations.STAGING / "acme" / "_sources.yml").write_text(example)
    report = loaders.load("acme", [write("acme-all-deals-1.csv", "deal_id,opened\n1,2026-01-05 09:00\n")], warehouse)
    assert [(file.object, file.landed) for file in report.files] == [("Deal", 1)]


def test_a_declared_crm_is_a_source_without_any_code():
    assert loaders.SOURCES == ("acme",)


def test_its_objects_land_with_the_columns_that_nobody_declared(write, load, query):
    report = load(write("Deal.csv", DEALS))
    assert (report.source_system, report.files[0].object, report.landed) == ("acme", "Deal", 2)
    assert query("select deal_id, sum, colour, due, _source_system, _source_row from acme.deal order by 1") == [
        ("D-1", "10", "red", None, "acme", 1),
        ("D-2", "20", None, None, "acme", 2),
    ]


@pytest.mark.parametrize("name", ["deal_1.csv", "acme-all-deals-2026-01-31.csv", "ACME-All-Deals-1.CSV", "export.csv"])
def test_an_object_is_known_by_its_name_a_declared_pattern_or_its_ids(write, load, name):
    assert load(write(name, DEALS)).files[0].object == "Deal"


def test_an_object_of_two_words_is_known_without_its_space(write, load, query):
    assert load(write("deal_step.csv", "deal_id,entered\nD-1,2026-01-05T09:00:00Z\n")).files[0].object == "Deal Step"
    assert query("select deal_id, entered from acme.step") == [("D-1", "2026-01-05T09:00:00Z")]


def test_labels_tell_the_object_whose_columns_fit_best_and_need_a_zone(write, load, query):
    report = "Record ID,Create Date,Amount (EUR)\nD-7,31/01/2026 14:05,3\n"
    path = write("export.csv", report)
    with pytest.raises(loaders.Refused, match="labels of a report"):
        load(path)
    load(path, time_zone="Europe/Berlin", date_order="dmy")
    assert query("select deal_id, opened, sum, _time_zone, _date_order from acme.deal") == [
        ("D-7", "31/01/2026 14:05", "3", "Europe/Berlin", "dmy")
    ]


def test_times_without_a_zone_need_one_unless_the_source_declares_utc(write, load, query):
    path = write("Deal.csv", "deal_id,opened,due\nD-1,2026-01-05 09:00,2026-02-01\n")
    with pytest.raises(loaders.Refused, match=r"the times of opened carry no time zone\. .* Add --time-zone"):
        load(path)
    load(path, time_zone="Europe/Berlin")
    assert query("select _time_zone, _date_order from acme.deal") == [("Europe/Berlin", None)]


def test_days_alone_need_no_zone(write, load):
    assert load(write("Deal.csv", "deal_id,opened,due\nD-1,2026-01-05T09:00Z,2026-02-01\n")).landed == 1


def test_a_required_column_that_is_missing_is_named(write, load):
    with pytest.raises(loaders.Refused, match='the header has no "opened", without which records of Deal'):
        load(write("Deal.csv", "deal_id,sum\nD-1,1\n"))


def test_a_source_that_nobody_declared_is_refused_with_those_that_are(write, warehouse):
    with pytest.raises(loaders.Refused, match=r'"dynamo" is not a source\. .* Use one of: acme'):
        loaders.load("dynamo", [write("Deal.csv", DEALS)], warehouse)
