"""`leadhouse query`: every format says the same, and SQL can neither write nor look elsewhere."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from leadhouse.cli import main

ONE_OF_EACH = """
    select 1 as whole, 1.50::decimal(9, 2) as money, 0.1::double as fraction, true as flag, null as nothing,
        'Zoë, "A"' as text, timestamp '2026-03-29 01:30:00' as moment, date '2026-03-29' as day, [1, 2] as list
"""


def query(warehouse: Path, sql: str, *options: str) -> tuple[int, bytes, str]:
    result = CliRunner().invoke(main, ["query", sql, "--warehouse", str(warehouse), *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout_bytes, result.stderr


def test_csv_is_exact(demo_warehouse: Path):
    _, out, _ = query(demo_warehouse, ONE_OF_EACH, "--format", "csv")
    header, row = csv.reader(io.StringIO(out.decode()))
    assert header == ["whole", "money", "fraction", "flag", "nothing", "text", "moment", "day", "list"]
    assert row == ["1", "1.50", "0.1", "true", "", 'Zoë, "A"', "2026-03-29T01:30:00", "2026-03-29", "[1, 2]"]


def test_json_keeps_types(demo_warehouse: Path):
    _, out, _ = query(demo_warehouse, ONE_OF_EACH, "--format", "json")
    assert json.loads(out) == [
        {
            "whole": 1,
            "money": 1.5,
            "fraction": 0.1,
            "flag": True,
            "nothing": None,
            "text": 'Zoë, "A"',
            "moment": "2026-03-29T01:30:00",
            "day": "2026-03-29",
            "list": [1, 2],
        }
    ]


def test_parquet_holds_the_rows(demo_warehouse: Path, tmp_path: Path):
    file = tmp_path / "leads.parquet"
    code, out, _ = query(demo_warehouse, "select lead_key from fct_leads", "--format", "parquet", "--output", str(file))
    assert (code, out) == (0, b"")
    _, counted, _ = query(demo_warehouse, "select count(*) as n from fct_leads", "--format", "json")
    assert pl.read_parquet(file).height == json.loads(counted)[0]["n"]


def test_a_table_is_aligned(demo_warehouse: Path):
    _, out, _ = query(demo_warehouse, "select * from (values ('a', 5), ('bcd', 1234)) as t(name, n)")
    assert out.decode().splitlines() == ["name     n", "----  ----", "a        5", "bcd   1234"]


def test_no_rows_are_a_header_or_an_empty_list(demo_warehouse: Path):
    sql = "select lead_key from fct_leads where false"
    assert query(demo_warehouse, sql)[1] == b"lead_key\n--------\n"
    assert query(demo_warehouse, sql, "--format", "csv")[1] == b"lead_key\n"
    assert query(demo_warehouse, sql, "--format", "json")[1] == b"[]\n"


def test_all_rows_come_however_many(demo_warehouse: Path):
    _, out, _ = query(demo_warehouse, "select range as n from range(25000)", "--format", "csv")
    assert len(out.splitlines()) == 25001


@pytest.mark.parametrize(
    "sql",
    [
        "create table x as select 1",
        "delete from fct_leads",
        "from read_csv('/etc/hostname')",
        "copy fct_leads to '/tmp/leadhouse-must-not-exist.csv'",
        "attach '/tmp/leadhouse-must-not-exist.duckdb' as other",
        "install httpfs",
        "set enable_external_access = true",
        "select nonsense from fct_leads",
        "selec 1",
    ],
)
def test_what_is_not_reading_is_refused_in_one_line(sql: str, demo_warehouse: Path):
    code, out, err = query(demo_warehouse, sql)
    assert (code, out) == (1, b"")
    assert err.startswith("Error: ")
    assert len(err.splitlines()) == 1


def test_an_empty_query_is_a_usage_error(demo_warehouse: Path):
    code, _, err = query(demo_warehouse, "")
    assert code == 2
    assert "Give one select statement" in err


def test_sql_may_come_from_stdin(demo_warehouse: Path):
    command = [sys.executable, "-m", "leadhouse", "query", "-", "--format", "csv", "--warehouse", str(demo_warehouse)]
    ran = subprocess.run(command, input="select 7 as n", capture_output=True, text=True, check=True)
    assert ran.stdout == "n\n7\n"


def test_a_failed_query_leaves_the_file_that_was_there(demo_warehouse: Path, tmp_path: Path):
    file = tmp_path / "out.csv"
    file.write_text("kept\n")
    sql = "select error('stop') from range(20000)"
    assert query(demo_warehouse, sql, "--format", "csv", "--output", str(file))[0] == 1
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert file.read_text() == "kept\n"
