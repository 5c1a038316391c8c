"""`leadhouse load` on the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from leadhouse.cli import main
from leadhouse.commands.load import SOURCES
from loaders import SOURCES as KNOWN_SOURCES

LEAD = "Id,CreatedDate,Gold__c\n1,2026-01-01,x\n2\n"


@pytest.fixture
def run(warehouse):
    """Runs `leadhouse load`."""
    return lambda *arguments: CliRunner().invoke(main, ["load", *map(str, arguments), "--warehouse", str(warehouse)])


def test_the_report_is_a_table_on_stderr(write, run):
    write("Case.csv", "a,b\n")
    result = run("salesforce", write("Lead.csv", LEAD).parent)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "Lead.csv  Lead          2       1         1         0\n" in result.stderr
    assert "Lead.csv: new columns, kept but not used: Gold__c" in result.stderr
    assert "Ignored Case.csv: " in result.stderr
    assert "1 rejected. See: leadhouse status --rejects. Next: leadhouse build" in result.stderr
    assert "Nothing new" in run("salesforce", write("Lead.csv", LEAD)).stderr


def test_files_that_are_ignored_for_one_reason_are_one_line_of_the_report(write, run):
    for number in range(5):
        write(f"{number}.jpg", b"x")
    lines = run("salesforce", write("Lead.csv", LEAD).parent).stderr.splitlines()
    assert [line for line in lines if line.startswith("Ignored")] == [
        "Ignored 5 files (each: not a table of records (CSV, XLSX, JSON and Parquet are)): "
        "0.jpg, 1.jpg, 2.jpg and 2 more"
    ]


def test_the_report_is_json_on_stdout(write, run):
    result = run("salesforce", write("Lead.csv", LEAD), "--json", "--dry-run")
    report = json.loads(result.stdout)
    assert (report["dry_run"], report["files"][0]["landed"], report["files"][0]["rejected"]) == (True, 1, 1)


def test_a_dry_run_says_would(write, run, warehouse):
    assert "Would land 1 rows" in run("salesforce", write("Lead.csv", LEAD), "--dry-run").stderr
    assert not warehouse.exists()


def test_refused_input_ends_with_three_and_no_traceback(write, run):
    result = run("salesforce", write("Lead.csv", "Id\n"))
    assert result.exit_code == 3
    assert result.stderr.startswith("Error: Lead.csv line 1: its first line is a single column. Nothing was loaded.")


@pytest.mark.parametrize("arguments", [["dynamo", "x"], ["salesforce"], ["salesforce", "no-such-file"]])
def test_wrong_usage_ends_with_two(run, arguments):
    assert run(*arguments).exit_code == 2


def test_the_command_knows_the_sources_of_the_loaders():
    assert SOURCES == KNOWN_SOURCES
