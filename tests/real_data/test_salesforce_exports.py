"""Two real Salesforce exports: one complete but made in a sandbox, one real with most columns left out."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import duckdb

from .conftest import one


def test_a_complete_small_org_arrives_whole(side_by_side: duckdb.DuckDBPyConnection, shared_data: Path) -> None:
    counts = one(
        side_by_side,
        "select (select count(*) from fct_leads where source_system = 'salesforce'), "
        "(select count(*) from fct_opportunities where source_system = 'salesforce'), "
        "(select count(*) from fct_activities where source_system = 'salesforce'), "
        "(select count(*) from fct_campaign_members where source_system = 'salesforce')",
    )
    assert counts == (60, 50, 75, 68)
    path = shared_data / "salesforce_dataloader_sfdx" / "Opportunity.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        won = sum(Decimal(row["Amount"] or 0) for row in csv.DictReader(file) if row["IsWon"] == "1")
    got = one(side_by_side, "select sum(amount) from fct_opportunities where source_system = 'salesforce' and is_won")
    assert got == won == Decimal("10542562.98")


def test_open_tasks_contact_nobody(side_by_side: duckdb.DuckDBPyConnection) -> None:
    assert one(
        side_by_side,
        "select count(*) filter (where is_contacted), count(*) filter (where response_outcome = 'met') "
        "from fct_leads where source_system = 'salesforce'",
    ) == (0, 0)
    members = "select count(*) from fct_campaign_members where source_system = 'salesforce' and has_responded"
    assert one(side_by_side, members) == 0


def test_a_reduced_export_keeps_its_leads_ids_and_conversions(
    training_company: duckdb.DuckDBPyConnection,
) -> None:
    assert one(
        training_company,
        "select count(*), count(*) filter (where is_converted), count(distinct lead_id), "
        "count(*) filter (where length(lead_id) = 36) from fct_leads",
    ) == (12425, 560, 12425, 12425)


def test_opportunities_that_were_not_exported_keep_their_key_and_are_counted(
    training_company: duckdb.DuckDBPyConnection,
) -> None:
    assert one(
        training_company, "select count(*), count(distinct opportunity_key) from fct_leads where has_opportunity"
    ) == (550, 110)
    dangling = one(training_company, "select sum(rows) from meta_faults where fault = 'missing_opportunity'")
    assert dangling == 550


def test_without_activities_response_is_not_measurable(training_company: duckdb.DuckDBPyConnection) -> None:
    assert one(
        training_company,
        "select count(*) filter (where response_bucket <> 'not measurable'), "
        "count(*) filter (where response_outcome <> 'not_measurable'), count(*) filter (where is_response_due) "
        "from fct_leads",
    ) == (0, 0, 0)
