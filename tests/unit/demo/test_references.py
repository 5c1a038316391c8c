"""References of the export hold, but for those that are meant to dangle."""

import duckdb
import pytest

REFERENCES = [
    ("Contact", "AccountId", "Account"),
    ("Contact", "MasterRecordId", "Contact"),
    ("Campaign", "ParentId", "Campaign"),
    ("Lead", "ConvertedContactId", "Contact"),
    ("Lead", "ConvertedAccountId", "Account"),
    ("LeadHistory", "LeadId", "Lead"),
    ("CampaignMember", "CampaignId", "Campaign"),
    ("CampaignMember", "LeadId", "Lead"),
    ("CampaignMember", "ContactId", "Contact"),
    ("Opportunity", "AccountId", "Account"),
    ("Opportunity", "CampaignId", "Campaign"),
    ("Opportunity", "ContactId", "Contact"),
    ("OpportunityHistory", "OpportunityId", "Opportunity"),
    ("OpportunityFieldHistory", "OpportunityId", "Opportunity"),
    ("OpportunityContactRole", "OpportunityId", "Opportunity"),
    ("OpportunityContactRole", "ContactId", "Contact"),
    ("Quote", "OpportunityId", "Opportunity"),
    ("Task", "WhatId", "Opportunity"),
    ("Task", "AccountId", "Account"),
    ("Event", "WhatId", "Opportunity"),
    ("User", "ManagerId", "User"),
]


@pytest.mark.parametrize(("table", "column", "target"), REFERENCES)
def test_every_reference_finds_its_record(
    base: duckdb.DuckDBPyConnection, table: str, column: str, target: str
) -> None:
    query = f'select count(*) from "{table}" where {column} <> \'\' and {column} not in (select Id from "{target}")'
    assert base.execute(query).fetchone() == (0,)


@pytest.mark.parametrize("table", ["Lead", "Task", "Event", "Account", "Contact", "Opportunity", "Campaign", "Quote"])
def test_every_owner_is_a_user_or_a_queue(base: duckdb.DuckDBPyConnection, table: str) -> None:
    query = f"""
        select count(*) from "{table}" where OwnerId not in (select Id from "User")
            and OwnerId not in (select Id from "Group" where Type = 'Queue')"""
    assert base.execute(query).fetchone() == (0,)


@pytest.mark.parametrize("table", ["Task", "Event"])
def test_every_activity_is_about_a_lead_or_a_contact(base: duckdb.DuckDBPyConnection, table: str) -> None:
    query = f'select count(*) from "{table}" where WhoId not in (select Id from Lead union all select Id from Contact)'
    assert base.execute(query).fetchone() == (0,)


def test_no_activity_stays_on_a_converted_lead(base: duckdb.DuckDBPyConnection) -> None:
    query = "select count(*) from Task join Lead on WhoId = Lead.Id where IsConverted = '1'"
    assert base.execute(query).fetchone() == (0,)


def test_owner_history_is_written_with_names_and_with_ids(base: duckdb.DuckDBPyConnection) -> None:
    query = """
        select
            count(*) filter (left(NewValue, 3) in ('005', '00G')),
            count(*) filter (left(NewValue, 3) not in ('005', '00G'))
        from LeadHistory where Field = 'Owner'"""
    with_ids, with_names = base.execute(query).fetchone() or (0, 0)
    assert with_ids == with_names > 0


def test_every_lead_has_one_created_row(base: duckdb.DuckDBPyConnection) -> None:
    query = """
        select count(*) from Lead left join LeadHistory h
            on h.LeadId = Lead.Id and h.CreatedDate = Lead.CreatedDate and h.Field = 'created'
        where h.LeadId is null"""
    assert base.execute(query).fetchone() == (0,)


def test_the_last_history_value_is_the_present_one(base: duckdb.DuckDBPyConnection) -> None:
    for table, key, parent, field, column in (
        ("LeadHistory", "LeadId", "Lead", "Status", "Status"), ("LeadHistory", "LeadId", "Lead", "Rating", "Rating"),
        ("OpportunityFieldHistory", "OpportunityId", "Opportunity", "StageName", "StageName"),
    ):  # fmt: skip
        query = f"""
            select count(*) from (
                select {key} as record, arg_max(NewValue, (CreatedDate, Id)) as last
                from {table} where Field = '{field}' group by 1
            ) join {parent} p on p.Id = record where last <> p.{column}"""
        assert base.execute(query).fetchone() == (0,)


def test_nothing_system_stamped_lies_after_the_export(base: duckdb.DuckDBPyConnection) -> None:
    tables = "Lead LeadHistory Task Event Opportunity OpportunityHistory CampaignMember Quote"
    for table in tables.split():
        query = f"select count(*) from {table} where CreatedDate > '2026-11-20 16:02:00'"
        assert base.execute(query).fetchone() == (0,)


def test_no_address_leaves_the_reserved_domains(base: duckdb.DuckDBPyConnection) -> None:
    for table in ("Lead", "Contact", '"User"'):
        query = f"select count(*) from {table} where Email <> '' and lower(trim(Email)) not like '%.example'"
        assert base.execute(query).fetchone() == (0,)
