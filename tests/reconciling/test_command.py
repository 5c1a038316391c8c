"""What the command says, refuses and returns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reconciling import deal_reports, lead_reports
from tests.reconciling.company import Company, planted_id
from tests.reconciling.reports import key, plain_csv
from tests.reconciling.running import found, reconcile, told


def test_the_statement_reads_from_theirs_to_ours(company: Company, tmp_path: Path) -> None:
    made = lead_reports.leads_created(company, tmp_path)
    lines = reconcile(company, made.path, *made.options).stdout.splitlines()
    assert lines[0] == "Leads created (leads_created): 2026-06-01 to 2026-10-31, salesforce"
    begins = next(n for n, line in enumerate(lines) if line.startswith("Their report: leads created.csv, made"))
    ends = next(n for n, line in enumerate(lines) if line.startswith("Ours: "))
    numbers = [int(line.rpartition("  ")[2].replace(",", "")) for line in lines[begins : ends + 1]]
    assert numbers[0] == made.theirs
    assert sum(numbers[:-1]) == numbers[-1]
    assert "Every difference is explained." in "\n".join(lines)


def test_records_set_off_against_each_other_are_told(company: Company, tmp_path: Path) -> None:
    made = lead_reports.leads_created(company, tmp_path)
    (zones,) = (
        line for line in reconcile(company, made.path, *made.options).stdout.splitlines() if "  Time zones" in line
    )
    assert zones.split("  ")[1] == "Time zones (1 only theirs, 1 only ours)"


def test_money_is_told_to_the_cent(company: Company, tmp_path: Path) -> None:
    made = deal_reports.amount_won(company, tmp_path)
    lines = reconcile(company, made.path, *made.options).stdout.splitlines()
    (rounding,) = (line for line in lines if line.startswith("  Rounding"))
    assert rounding.split()[-2:] == ["+0", "-0.44"]


def test_a_filter_that_the_user_declares_explains_what_lies_outside_it(company: Company, tmp_path: Path) -> None:
    made = lead_reports.leads_created(company, tmp_path)
    abroad = [lead[:15].encode() for lead, row in company.leads.items() if row["Country"] != "Germany"]
    dropped = abroad[::2]  # half of them, so that no value is missing as a whole
    lines = made.path.read_bytes().split(b"\r\n")
    made.path.write_bytes(b"\r\n".join(line for line in lines if line[1:16] not in dropped))
    assert reconcile(company, made.path, *made.options).exit_code == 1
    said = told(company, made.path, *made.options, "--where", "country=Germany")
    assert said["residual"] == []
    outside = [row["record"] for row in said["records"] if "said to have" in row["detail"]]
    assert {company.leads[record.partition(":")[2]]["Country"] for record in outside} == {
        row["Country"] for row in company.leads.values()
    } - {"Germany"}


def test_a_zone_that_is_not_that_of_the_report_is_noticed(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    plain_csv(path, ["Lead ID", "Created Date"], [[planted_id("plain"), "2026-09-15 14:00:00"]])
    options = ["--metric", "leads_created", "--date-order", "ymd", "--from", "2026-09-15", "--to", "2026-09-15"]
    right = reconcile(company, path, *options, "--time-zone", "Europe/Berlin").stdout
    wrong = reconcile(company, path, *options, "--time-zone", "America/New_York").stdout
    assert "hours from ours" not in right
    assert "+6 hours from ours" in wrong


def test_without_a_period_the_days_of_their_report_are_its_filter(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    plain_csv(path, ["Lead ID", "Created Date"], [[planted_id("plain"), "2026-09-15 12:00:00Z"]])
    said = told(company, path, "--metric", "leads_created", "--time-zone", "UTC", "--date-order", "ymd")
    assert {kind for kind, _ in found(said)} <= {"filter", "unexplained_in_our_data"}
    assert ("filter", key(planted_id("first_of_two"))) in found(said)


def test_below_the_line_of_a_rate_stand_all_that_it_looks_at(company: Company, tmp_path: Path) -> None:
    made = lead_reports.leads_created(company, tmp_path)
    rate = ["--metric", "qualification_rate", "--part", "measured", *made.options[2:]]
    assert found(told(company, made.path, *rate)) == made.expected


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--metric", "leads_create"], "nearest: leads_created"),
        (["--metric", "median_response_time"], "is no list of leads or opportunities"),
        (["--metric", "leads_received"], "is no list of leads or opportunities"),
        (["--metric", "leads_created", "--from", "2026-02-01", "--to", "2026-01-01"], "before it begins"),
        (["--metric", "leads_created", "--where", "colour=red"], "--where"),
        (["--metric", "leads_created", "--where", "country"], "FIELD=VALUE"),
        (["--metric", "leads_created", "--column", "colour=Red"], "--column knows no"),
        (["--metric", "leads_created", "--time-zone", "Mars"], "is not a time zone"),
        (["--metric", "leads_created", "--source", "hubspot"], "needs a mapping"),
        (["--metric", "leads_created", "--report-time", "2026-11-01 10:00"], "add --time-zone"),
    ],
)
def test_options_that_cannot_work_are_refused(company: Company, tmp_path: Path, options: list[str], said: str) -> None:
    path = tmp_path / "leads.csv"
    plain_csv(path, ["Lead ID", "Company"], [[planted_id("plain"), "Planted"]])
    result = reconcile(company, path, *options)
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_report_that_cannot_be_read_ends_with_3(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    plain_csv(path, ["Company", "City"], [["Planted", "Bonn"]])
    result = reconcile(company, path, "--metric", "leads_created")
    assert result.exit_code == 3
    assert 'leads.csv line 1: its header has no "Lead ID"' in result.stderr
