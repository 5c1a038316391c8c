"""What nothing explains is listed, record by record, and the exit code says so."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.reconciling import lead_reports
from tests.reconciling.company import Company, planted_id
from tests.reconciling.reports import key, plain_csv
from tests.reconciling.running import found, reconcile, told


def test_a_lead_that_their_report_lacks_for_no_reason_is_listed(company: Company, tmp_path: Path) -> None:
    made = lead_reports.leads_created(company, tmp_path)
    lines = made.path.read_bytes().split(b"\r\n")
    plain = planted_id("plain")
    made.path.write_bytes(b"\r\n".join(line for line in lines if plain[:15].encode() not in line))
    result = reconcile(company, made.path, *made.options)
    assert result.exit_code == 1
    assert "NOT explained: 1 difference" in result.stdout
    assert key(plain) in result.stdout.split("Only in our data, no reason found: 1.")[1]
    made.expected["unexplained_in_our_data", key(plain)] += 1
    assert found(told(company, made.path, *made.options)) == made.expected


def test_a_lead_that_their_report_counts_without_saying_why_is_listed(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    contacted = planted_id("contacted")
    plain_csv(path, ["Lead ID", "Company"], [[contacted, "Planted"]])
    said = told(company, path, "--metric", "qualification_rate", "--from", "2026-08-04", "--to", "2026-08-04")
    assert ("unexplained_in_their_report", key(contacted)) in found(said)
    assert not said["is_explained"]


def test_statuses_in_another_language_are_no_sign_of_an_edit(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    root, contacted = planted_id("root"), planted_id("contacted")
    plain_csv(path, ["Lead ID", "Status"], [[root, "Qualifiziert"], [contacted, "In Bearbeitung"]])
    said = told(company, path, "--metric", "qualification_rate", "--from", "2026-08-01", "--to", "2026-08-04")
    assert ("unexplained_in_their_report", key(contacted)) in found(said)
    assert "Bearbeitung" not in reconcile(company, path, "--metric", "qualification_rate").stdout


def test_an_amount_that_nothing_explains_is_listed(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "won.csv"
    deal = planted_id("plain_deal")
    plain_csv(path, ["Opportunity ID", "Amount"], [[deal, "4,990.00"]])
    said = told(company, path, "--metric", "amount_won", "--from", "2026-03-18", "--to", "2026-03-18")
    assert [(each["kind"], each["amount"]) for each in said["residual"] if each["record"] == key(deal)] == [
        ("unexplained_amount", "10.00")
    ]


def test_lines_without_a_usable_id_are_listed_by_their_line(company: Company, tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    plain = planted_id("plain")
    rows = [
        [plain, "Planted"],
        ["", "No id"],
        [plain.lower(), "Lower case"],
        [plain[:15].lower(), "Short and lower case"],
    ]
    plain_csv(path, ["Lead ID", "Company"], rows)
    result = reconcile(company, path, "--metric", "leads_created", "--from", "2026-09-15", "--to", "2026-09-15")
    assert result.exit_code == 1
    assert "no id  line 3  record id missing" in result.stdout
    assert "no id  line 4  record id fails its checksum" in result.stdout
    assert "line 5  its id is one of ours but for upper and lower case" in result.stdout


def test_the_residual_is_in_the_list_of_records_as_unexplained(company: Company, tmp_path: Path) -> None:
    path, listed = tmp_path / "leads.csv", tmp_path / "differ.csv"
    plain_csv(path, ["Lead ID", "Company"], [[planted_id("contacted"), "Planted"]])
    asked = ("--metric", "qualification_rate", "--from", "2026-08-04", "--to", "2026-08-04", "--records", str(listed))
    reconcile(company, path, *asked)
    with listed.open(encoding="utf-8", newline="") as file:
        assert "False" in {row["is_explained"] for row in csv.DictReader(file)}
