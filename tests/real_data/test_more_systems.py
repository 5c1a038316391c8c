"""Four systems' list exports in one warehouse, five connectors' tables in another: headline figures as in the files.

Each figure is computed here from the files with the standard library, never by the models.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pytest

from . import counts
from .conftest import PROJECT, leadhouse, one, published

MAPPINGS = PROJECT / "docs" / "mappings"
CHICAGO = ZoneInfo("America/Chicago")
CONNECTORS = ("salesforce", "hubspot", "marketo", "pardot", "netsuite")


@pytest.fixture(scope="module")
def list_exports(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """HubSpot's and Dynamics' views, an Excel list, and a Salesforce report with local times."""
    warehouse = tmp_path_factory.mktemp("list_exports")
    for mapping, folder in (
        ("hubspot_views.toml", "hubspot_dummy_ui"),
        ("dynamics365_views.toml", "dynamics365_ui_export"),
        ("lead_list.toml", "intuit_leads_xlsx"),
    ):
        leadhouse(warehouse, "load", "spreadsheet", "--mapping", MAPPINGS / mapping, shared_data / folder)
    objects = ("Account", "Contact", "Opportunity", "OpportunityHistory")
    exports = [shared_data / "salesforce_powerbi_devorg" / f"{name}.csv" for name in objects]
    local = ("--time-zone", "America/Chicago", "--date-order", "mdy")
    leadhouse(warehouse, "load", "salesforce", *exports, *local)
    leadhouse(warehouse, "build")
    return published(warehouse)


@pytest.fixture(scope="module")
def connectors(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Five systems as a connector lands them."""
    warehouse = tmp_path_factory.mktemp("connectors")
    for system in CONNECTORS:
        mapping, folder = MAPPINGS / f"connector_{system}.toml", shared_data / f"fivetran_{system}"
        leadhouse(warehouse, "load", "spreadsheet", "--mapping", mapping, folder)
    leadhouse(warehouse, "build")
    return published(warehouse)


def deals(connection: duckdb.DuckDBPyConnection, system: str) -> dict[str, tuple[int, Decimal]]:
    """Number and amount of a system's deals that are won, lost and open."""
    rows = (
        connection.cursor()
        .execute(
            "select case when is_won then 'won' when is_lost then 'lost' else 'open' end, count(*), "
            "coalesce(sum(amount), 0) from fct_opportunities where source_system = ? group by all",
            [system],
        )
        .fetchall()
    )
    return {outcome: (number, amount) for outcome, number, amount in rows}


def summed(rows: list[tuple[str, str]]) -> dict[str, tuple[int, Decimal]]:
    """Number and amount by outcome; an empty amount adds nothing."""
    found: dict[str, tuple[int, Decimal]] = {}
    for outcome, amount in rows:
        number, total = found.get(outcome, (0, Decimal(0)))
        found[outcome] = (number + 1, total + round(Decimal(amount or 0), 2))
    return found


def test_hubspot_deals_are_won_lost_and_open_as_in_the_view(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    rows = counts.rows(shared_data / "hubspot_dummy_ui" / "hubspot_deals.csv")
    outcomes = {"Closed Won": "won", "Closed Lost": "lost"}
    expected = summed([(outcomes.get(row["Deal Stage"], "open"), row["Amount"]) for row in rows])
    assert deals(list_exports, "hubspot") == expected
    assert (expected["won"][0], expected["lost"][0]) == (71, 69)


def test_hubspot_lost_reasons_are_those_of_the_view(list_exports: duckdb.DuckDBPyConnection, shared_data: Path) -> None:
    rows = counts.rows(shared_data / "hubspot_dummy_ui" / "hubspot_deals.csv")
    raw = Counter(row["Closed Lost Reason"] or None for row in rows if row["Deal Stage"] == "Closed Lost")
    got = list_exports.cursor().execute(
        "select lost_reason_raw, count(*) from fct_opportunities "
        "where source_system = 'hubspot' and is_lost group by all"
    )
    assert dict(got.fetchall()) == raw
    assert one(list_exports, "select count(*) from meta_unmapped") == 0


def test_hubspot_contacts_are_leads_with_the_status_that_the_view_shows(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    rows = counts.rows(shared_data / "hubspot_dummy_ui" / "hubspot_contacts.csv")
    got = list_exports.cursor().execute(
        "select status_raw, count(*) from fct_leads where source_system = 'hubspot' group by all"
    )
    assert dict(got.fetchall()) == Counter(row["Lead Status"] or row["Lifecycle Stage"] for row in rows)


def test_a_hubspot_lead_is_contacted_by_a_call_an_email_or_a_meeting_that_took_place(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    folder = shared_data / "hubspot_dummy_ui"
    created = {row["Email"]: row["Create Date"] for row in counts.rows(folder / "hubspot_contacts.csv")}
    first: dict[str, str] = {}
    for row in counts.rows(folder / "hubspot_activities.csv"):
        took_place = row["Activity Type"] in ("Call", "Email") or (
            row["Activity Type"] == "Meeting" and row["Meeting Outcome"] in ("", "Completed")
        )
        lead, day = row["Associated Contact Email"], row["Activity Date"]
        if took_place and created[lead] <= day < first.get(lead, "9999"):
            first[lead] = day
    got = list_exports.cursor().execute(
        "select lead_id, strftime(first_contacted_at, '%Y-%m-%d') from fct_leads "
        "where source_system = 'hubspot' and is_contacted"
    )
    assert dict(got.fetchall()) == first
    minutes = "select count(response_minutes) from fct_leads where source_system = 'hubspot'"
    assert one(list_exports, minutes) == 0


def test_a_hubspot_lead_with_a_won_deal_is_a_customer_even_if_another_deal_was_lost(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    rows = counts.rows(shared_data / "hubspot_dummy_ui" / "hubspot_deals.csv")
    won = {row["Associated Contact Email"] for row in rows if row["Deal Stage"] == "Closed Won"}
    got = list_exports.cursor().execute("select lead_id from fct_leads where source_system = 'hubspot' and is_won")
    assert {lead for (lead,) in got.fetchall()} == won


def test_dynamics_deals_take_the_revenue_that_came_or_the_estimate(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    rows = counts.rows(shared_data / "dynamics365_ui_export" / "Opportunity.csv")
    expected = summed(
        [(row["Status"].lower(), row["Actual Revenue" if row["Status"] == "Won" else "Est. revenue"]) for row in rows]
    )
    assert deals(list_exports, "dynamics365") == expected
    assert {outcome: number for outcome, (number, _) in expected.items()} == {"won": 1914, "lost": 2794, "open": 521}


def test_dynamics_times_are_those_of_the_zone_that_the_mapping_names(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    rows = counts.rows(shared_data / "dynamics365_ui_export" / "Opportunity.csv")
    zone = ZoneInfo("America/New_York")
    created = [datetime.strptime(row["Created On"], "%m/%d/%Y %H:%M").replace(tzinfo=zone) for row in rows]
    expected = tuple(edge(created).astimezone(UTC).replace(tzinfo=None) for edge in (min, max))
    got = one(
        list_exports,
        "select min(created_at), max(created_at) from fct_opportunities where source_system = 'dynamics365'",
    )
    assert got == expected


def test_a_dynamics_deal_that_nobody_dated_is_closed_and_counted_as_a_fault(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    rows = counts.rows(shared_data / "dynamics365_ui_export" / "Opportunity.csv")
    undated = sum(row["Status"] != "Open" and not row["Actual Close Date"] for row in rows)
    fault = "select sum(rows) from meta_faults where source_system = 'dynamics365' and fault = 'has_no_closing'"
    assert one(list_exports, fault) == undated == 45


def test_dynamics_activities_are_appointments_and_emails_without_their_copies(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    folder = shared_data / "dynamics365_ui_export"
    emails = {tuple(row.values()) for row in counts.rows(folder / "Emails.csv")}
    got = list_exports.cursor().execute(
        "select activity_type, count(*) from fct_activities where source_system = 'dynamics365' group by all"
    )
    assert dict(got.fetchall()) == {"meeting": counts.records(folder / "Appointments.csv"), "email": len(emails)}


def test_a_list_in_excel_keeps_every_person_and_finds_those_that_are_in_it_twice(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    records = counts.records(shared_data / "intuit_leads_xlsx" / "Leads.xlsx")
    figures = "select count(*), count(*) filter (where is_duplicate) from fct_leads where source_system = 'lead_list'"
    assert one(list_exports, figures) == (records, 3)
    assert records == 73


def test_salesforce_deals_with_local_times_are_won_and_lost_as_exported(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    rows = counts.rows(shared_data / "salesforce_powerbi_devorg" / "Opportunity.csv")
    outcome = {("TRUE", "TRUE"): "won", ("TRUE", "FALSE"): "lost", ("FALSE", "FALSE"): "open"}
    expected = summed([(outcome[row["IsClosed"], row["IsWon"]], row["Amount"]) for row in rows])
    assert deals(list_exports, "salesforce") == expected


def test_stays_in_a_stage_begin_when_the_history_says(
    list_exports: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    path = shared_data / "salesforce_powerbi_devorg" / "OpportunityHistory.csv"
    changes = defaultdict(list)
    for row in counts.rows(path):
        at = datetime.strptime(row["CreatedDate"], "%m/%d/%y %I:%M %p").replace(tzinfo=CHICAGO)
        changes[row["OpportunityId"]].append((at.astimezone(UTC).replace(tzinfo=None), row["Id"], row["StageName"]))
    expected = []
    for deal, entries in changes.items():
        before = None
        for at, _, stage in sorted(entries):
            if stage != before:
                expected.append((deal, stage, at))
            before = stage
    got = list_exports.cursor().execute(
        "select o.opportunity_id, s.stage_raw, s.entered_at from fct_opportunity_stages s "
        "join fct_opportunities o using (opportunity_key) where s.source_system = 'salesforce'"
    )
    assert sorted(got.fetchall()) == sorted(expected)


def test_four_systems_side_by_side_read_every_value(list_exports: duckdb.DuckDBPyConnection) -> None:
    assert one(list_exports, "select count(*) from meta_casts") == 0
    assert one(list_exports, "select count(distinct source_system) from meta_sources") == 4


def test_connector_tables_hold_the_leads_that_today_still_are_some(
    connectors: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    prospects = counts.rows(shared_data / "fivetran_pardot" / "pardot_prospect_data.csv")
    customers = counts.rows(shared_data / "fivetran_netsuite" / "netsuite2_customer_data.csv")
    got = connectors.cursor().execute("select source_system, count(*) from fct_leads group by all")
    assert dict(got.fetchall()) == {
        "salesforce_connector": counts.records(shared_data / "fivetran_salesforce" / "sf_lead_data.csv"),
        "hubspot_connector": counts.records(shared_data / "fivetran_hubspot" / "contact_data.csv"),
        "marketo": counts.records(shared_data / "fivetran_marketo" / "marketo_lead_data.csv"),
        "pardot": sum(row["_fivetran_deleted"] == "false" for row in prospects),
        "netsuite": len({row["id"] for row in customers}),
    }


def test_pardot_deals_are_won_and_lost_as_in_the_table(
    connectors: duckdb.DuckDBPyConnection, shared_data: Path
) -> None:
    rows = counts.rows(shared_data / "fivetran_pardot" / "pardot_opportunity_data.csv")
    assert deals(connectors, "pardot") == summed([(row["status"].lower(), row["value"]) for row in rows])


def test_deleted_deals_of_a_connector_are_left_out_and_counted(connectors: duckdb.DuckDBPyConnection) -> None:
    left_out = (
        "select sum(rows) from meta_faults where source_system = 'salesforce_connector' and fault = 'left_out_deleted'"
    )
    assert (deals(connectors, "salesforce_connector"), one(connectors, left_out)) == ({}, 8)


def test_mass_mail_of_marketing_contacts_nobody(connectors: duckdb.DuckDBPyConnection) -> None:
    sent = one(
        connectors,
        "select count(*), count(*) filter (where is_attempt) from fct_activities "
        "where source_system in ('marketo', 'pardot')",
    )
    assert sent == (50, 0)


def test_no_value_of_a_connector_is_unreadable_and_each_word_of_ours_is_known(
    connectors: duckdb.DuckDBPyConnection,
) -> None:
    assert one(connectors, "select count(*) from meta_casts") == 0
    assert one(connectors, "select count(*) from meta_unmapped where field = 'activity_type'") == 0
