"""What a key stands for where several records have it, on a version of a few rows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from leadhouse.errors import LeadhouseError, UsageRefused
from leadhouse.explaining.keys import is_metric, line_of
from leadhouse.explaining.version import Version

RECORDS = [
    ("sheet:1", "lead", "leads", "1"),
    ("sheet:1", "opportunity", "opportunities", "1"),
    ("other:2", "lead", "leads", "2"),
    ("sheet:2", "lead", "leads", "2"),
    ("sheet:00QQz0000000001", "lead", "leads", "00QQz0000000001"),
    ("salesforce:00QQz0000000001MAA", "lead", "Lead", "00QQz0000000001MAA"),
    ("salesforce:00QQz0000000002MAA", "lead", "Lead", "00QQz0000000002MAA"),
]
LINEAGE = """
    create table meta_lineage (record_key varchar, entity varchar, source_object varchar, load_id varchar,
    source_file varchar, source_row bigint, fate varchar, survivor_key varchar, record_id varchar)
"""


@pytest.fixture
def version(tmp_path: Path) -> Version:
    path = tmp_path / "leadhouse-1.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(LINEAGE)
        for row, (key, entity, source_object, record_id) in enumerate(RECORDS, 1):
            connection.execute(
                "insert into meta_lineage values (?, ?, ?, 'L1', 'a.csv', ?, 'published', null, ?)",
                [key, entity, source_object, row, record_id],
            )
        connection.execute("create table dim_metrics as select 'win_rate' as metric")
    return Version(path)


def test_an_id_of_two_kinds_of_records_asks_which(version: Version) -> None:
    with pytest.raises(UsageRefused, match=r"id of 2 records: sheet:1 \(lead\), sheet:1 \(opportunity\).*--as lead"):
        line_of(version, "1", None)
    assert line_of(version, "1", "opportunity").row == 2


def test_an_id_of_two_systems_asks_for_the_whole_key(version: Version) -> None:
    with pytest.raises(UsageRefused, match=r"other:2 \(lead\), sheet:2 \(lead\)\. Give the whole key\."):
        line_of(version, "2", None)
    assert line_of(version, "sheet:2", None).row == 4


def test_15_characters_mean_a_salesforce_id_and_an_id_of_that_very_form(version: Version) -> None:
    assert line_of(version, "00QQz0000000002", None).row == 7
    with pytest.raises(UsageRefused, match="id of 2 records"):
        line_of(version, "00QQz0000000001", None)


def test_a_metric_goes_by_its_whole_name(version: Version) -> None:
    assert is_metric(version, "win_rate")
    assert not is_metric(version, "win")


def test_a_version_of_before_says_to_build(tmp_path: Path) -> None:
    path = tmp_path / "leadhouse-0.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("create table fct_leads (lead_key varchar)")
    with pytest.raises(LeadhouseError, match="leadhouse build"):
        Version(path)
