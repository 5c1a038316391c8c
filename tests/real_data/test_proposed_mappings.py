"""Mappings proposed for real exports, completed where they ask for it and loaded: every record, the right columns.

Expected counts are those of the csv module, and of fastexcel for the workbook; never of the loader.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tomllib
from pathlib import Path

import duckdb
import fastexcel
import pytest

from .conftest import PROJECT

ZONE = "America/Bogota"


class Tried:
    """A folder's proposal, completed and loaded."""

    def __init__(self, folder: Path, warehouse: Path) -> None:
        self.folder, self.warehouse = folder, warehouse
        self.toml = self._run("map", folder)
        self.mapping = tomllib.loads(self.toml)

    def load(self, **replaced: str) -> None:
        """Load the proposal with the zone filled in and these lines replaced: text=text."""
        text = self.toml.replace('time_zone = "?"', f'time_zone = "{ZONE}"')
        for old, new in replaced.items():
            assert old in text
            text = text.replace(old, new)
        path = self.warehouse.parent / "proposed.toml"
        path.write_text(text, encoding="utf-8")
        self._run("load", "spreadsheet", "--mapping", path, self.folder)

    def counts(self) -> dict[str, int]:
        """Landed records of each entity."""
        with duckdb.connect(str(self.warehouse / "landing.duckdb"), read_only=True) as connection:
            rows = connection.execute("select object_name, sum(landed)::int from ledger.files group by 1").fetchall()
        return dict(rows)

    def fields(self, entity: str) -> dict[str, object]:
        return self.mapping[entity]["fields"]

    def records(self, name: str) -> int:
        with (self.folder / name).open(encoding="utf-8-sig", newline="") as file:
            return sum(1 for record in csv.reader(file) if record) - 1

    def _run(self, *arguments: str | Path) -> str:
        command = [sys.executable, "-m", "leadhouse", *map(str, arguments), "--warehouse", str(self.warehouse)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=PROJECT)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def tried(shared_data: Path, tmp_path: Path):
    """Proposes a mapping for one of the folders."""

    def tried(folder: str) -> Tried:
        return Tried(shared_data / folder, tmp_path / "warehouse")

    return tried


def test_a_hardware_sellers_accounts_agents_and_pipeline(tried):
    maven = tried("maven_crm")
    assert (maven.mapping["empty"], maven.mapping["opportunities"]["empty"]) == (["NULL"], ["-1", "NULL"])
    assert maven.fields("accounts")["account_id"] == "account"
    assert maven.fields("accounts")["parent_account_id"] == "subsidiary_of"
    assert maven.fields("users") == {
        "user_id": "sales_agent",
        "user_name": "sales_agent",
        "team": "regional_office",
        "manager_name": "manager",
    }
    assert maven.fields("opportunities") == {
        "opportunity_id": "opportunity_id",
        "account_id": "account",
        "owner_id": "sales_agent",
        "stage": "deal_stage",
        "amount": "close_value",
        "close_date": "close_date",
        "created_at": "engage_date",
    }
    maven.load()
    assert maven.counts() == {
        "accounts": maven.records("accounts.csv"),
        "users": maven.records("sales_teams.csv"),
        "opportunities": maven.records("sales_pipeline.csv"),
    }


def test_a_software_sellers_funnel_counts_each_call_once(tried):
    helixcore = tried("helixcore_sales_bi")
    assert helixcore.fields("leads")["lead_source"] == "channel"
    assert helixcore.fields("lead_statuses") == {"lead_id": "lead_id", "status": "stage", "entered_at": "entered_at"}
    assert helixcore.fields("lead_owners")["owner_id"] == "owner_rep_id"
    assert helixcore.fields("opportunities") == {
        "opportunity_id": "deal_id",
        "lead_id": "lead_id",
        "owner_id": "owner_rep_id",
        "stage": "status",
        "amount": "final_mrr_usd",
        "created_at": "deal_created_at",
        "closed_at": "close_at",
        "close_date": "close_at",
        "lost_reason": "lost_reason",
    }
    assert helixcore.fields("activities")["happened_at"] == "activity_at"
    assert helixcore.mapping["activities"]["values"]["is_automated"] == {"human": False, "bot": True, "system": True}
    helixcore.load()
    history = helixcore.records("funnel_stage_history.csv")
    assert helixcore.counts() == {
        "leads": helixcore.records("leads.csv"),
        "lead_statuses": history,
        "lead_owners": history,
        "users": helixcore.records("reps.csv"),
        "opportunities": helixcore.records("deals.csv"),
        "activities": helixcore.records("sales_activities.csv"),
    }


def test_views_of_one_crm_are_tied_by_addresses_and_domains(tried):
    hubspot = tried("hubspot_dummy_ui")
    assert hubspot.fields("contacts")["contact_id"] == "Email"
    assert hubspot.fields("accounts")["account_id"] == "Company Domain Name"
    assert hubspot.fields("opportunities") == {
        "opportunity_id": "Deal ID",
        "name": "Deal Name",
        "account_id": "Associated Company Domain",
        "contact_id": "Associated Contact Email",
        "owner_id": "Deal Owner",
        "opportunity_type": "Deal Type",
        "stage": "Deal Stage",
        "amount": "Amount",
        "close_date": "Close Date",
        "lost_reason": "Closed Lost Reason",
        "created_at": "Create Date",
    }
    assert hubspot.fields("activities")["contact_id"] == "Associated Contact Email"
    assert hubspot.fields("activities")["happened_at"] == "Activity Date"
    hubspot.load()
    assert hubspot.counts() == {
        "contacts": hubspot.records("hubspot_contacts.csv"),
        "accounts": hubspot.records("hubspot_companies.csv"),
        "opportunities": hubspot.records("hubspot_deals.csv"),
        "activities": hubspot.records("hubspot_activities.csv"),
    }


def test_views_without_ids_are_tied_by_names_and_ask_for_what_they_lack(tried):
    dynamics = tried("dynamics365_ui_export")
    assert dynamics.mapping["date_order"] == "mdy"
    assert dynamics.fields("users")["user_id"] == ["First Name", "Last Name"]
    assert dynamics.fields("accounts")["account_id"] == "Account Name"
    assert dynamics.fields("opportunities") == {
        "name": "Topic",
        "account_id": "Potential Customer",
        "contact_id": "Contact",
        "owner_id": "Owner",
        "campaign_id": "Source Campaign",
        "stage": "Sales Stage",
        "is_closed": "Status",
        "is_won": "Status",
        "amount": "Est. revenue",
        "probability": "Probability",
        "close_date": "Est. close date",
        "closed_at": "Actual Close Date",
        "lost_reason": "Status Reason",
        "created_at": "Created On",
    }
    assert {block["file"] for block in dynamics.mapping["activities"]} == {"Appointments.csv", "Emails.csv"}
    dynamics.load(
        **{
            "# opportunity_id = {": "opportunity_id = {",
            '# activity_id = "Start Time"': 'activity_id = "Start Time"',
            '# activity_id = "..."': 'activity_id = ["Subject", "From", "To", "Due Date", "Modified On"]',
        }
    )
    nameless = 6
    assert dynamics.counts() == {
        "accounts": dynamics.records("Account.csv"),
        "users": dynamics.records("User.csv"),
        "contacts": dynamics.records("Contact.csv") - nameless,
        "opportunities": dynamics.records("Opportunity.csv"),
        "activities": dynamics.records("Appointments.csv") + dynamics.records("Emails.csv"),
        "campaigns": dynamics.records("Campaign.csv"),
    }


def test_a_list_of_leads_in_a_workbook_needs_the_day_it_came(tried):
    leads = tried("intuit_leads_xlsx")
    assert leads.fields("leads") == {"lead_id": "Email", "last_name": "Full Name", "email": "Email", "phone": "Phone"}
    leads.load(**{"[leads.fields]": '[leads.constants]\ncreated_at = "2021-07-29"\n[leads.fields]'})
    frame = fastexcel.read_excel(leads.folder / "Leads.xlsx").load_sheet(0).to_polars()
    assert leads.counts() == {"leads": frame.height}
