"""Reports with a difference of each kind, planted by construction: every one is named, and nothing is left over."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from dashboards.filters import Filters
from dashboards.queries import QUESTIONS
from leadhouse.reconciling.kinds import KINDS
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current
from tests.reconciling import deal_reports, lead_reports
from tests.reconciling.company import Company
from tests.reconciling.reports import Made
from tests.reconciling.running import found, reconcile, told

REPORTS = [
    lead_reports.leads_created,
    deal_reports.amount_won,
    lead_reports.leads_qualified,
    deal_reports.opportunities_lost,
]
Make = Callable[[Company, Path], Made]


@pytest.mark.parametrize("make", REPORTS, ids=lambda make: make.__name__)
def test_each_difference_is_named_and_none_is_left(company: Company, tmp_path: Path, make: Make) -> None:
    made = make(company, tmp_path)
    said = told(company, made.path, *made.options)
    assert found(said) == made.expected
    assert said["theirs"]["count"] == made.theirs
    assert said["residual"] == []
    assert reconcile(company, made.path, *made.options).exit_code == 0


def test_all_kinds_that_can_be_explained_are_planted(company: Company, tmp_path: Path) -> None:
    planted = {kind for make in REPORTS for kind, _ in make(company, tmp_path).expected}
    assert planted == {kind.name for kind in KINDS if kind.is_explained}


@pytest.mark.parametrize("make", REPORTS, ids=lambda make: make.__name__)
def test_theirs_and_all_differences_make_ours(company: Company, tmp_path: Path, make: Make) -> None:
    made = make(company, tmp_path)
    said = told(company, made.path, *made.options)
    for side, zero in (("count", 0), ("amount", Decimal(0))):
        kind = type(zero)
        steps = [kind(each[side]) for each in said["records"]]
        assert kind(said["theirs"][side]) + sum(steps, zero) == kind(said["ours"][side])
        assert sum((kind(each[side]) for each in said["differences"]), zero) == sum(steps, zero)


@pytest.mark.parametrize("make", REPORTS, ids=lambda make: make.__name__)
def test_our_number_is_the_one_that_the_pages_show(company: Company, tmp_path: Path, make: Make) -> None:
    made = make(company, tmp_path)
    said = told(company, made.path, *made.options)
    period = Filters(*(said[end] and date.fromisoformat(said[end]) for end in ("from", "to")))
    version = require_current(Warehouse.at(company.warehouse))
    shown = QUESTIONS["metric"](version, said["metric"], (), period)["hits"][0]
    ours = said["ours"]["amount"] if said["currency"] else said["ours"]["count"]
    assert float(ours) == pytest.approx(float(shown))


def test_the_list_of_records_has_a_line_for_each_difference(company: Company, tmp_path: Path) -> None:
    made = deal_reports.amount_won(company, tmp_path)
    listed = tmp_path / "differ.csv"
    reconcile(company, made.path, *made.options, "--records", str(listed))
    with listed.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert sorted((row["kind"], row["record"]) for row in rows) == sorted(made.expected.elements())


def test_no_name_or_address_is_printed(company: Company, tmp_path: Path) -> None:
    made = lead_reports.leads_created(company, tmp_path)
    listed = tmp_path / "differ.csv"
    said = reconcile(company, made.path, *made.options, "--records", str(listed)).output + listed.read_text()
    said += reconcile(company, made.path, *made.options, "--json").output
    personal = {
        row[name] for row in company.leads.values() for name in ("Email", "LastName", "Phone") if len(row[name]) > 4
    }
    assert not {text for text in personal if f" {text}" in said or f'"{text}' in said}
    assert "Jane" not in said
