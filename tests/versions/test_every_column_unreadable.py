"""One value that cannot be read, or an empty cell, stops no build and loses no record, whatever column it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.versions import unreadable
from tests.versions.conftest import Ask, leadhouse, newest

SYSTEMS = {"salesforce": "salesforce", "spreadsheet": unreadable.SYSTEM}
# Facts whose rows and left out records are the landed ones, with the objects that they are made of.
FACTS = {
    "fct_leads": ("Lead", "leads"),
    "fct_opportunities": ("Opportunity", "opportunities"),
    "fct_activities": ("Task", "Event", "activities"),
    "fct_campaign_members": ("CampaignMember", "campaign_members"),
}


class Built:
    """A warehouse with the exports of a Salesforce org and a mapped system.

    Attributes:
        records: how many each object has, by source.
        said: what the build said.
        ask: asks the published version.
    """

    def __init__(self, folder: Path) -> None:
        warehouse = folder / "warehouse"
        self.records = {name: unreadable.write(name, folder / name) for name in SYSTEMS}
        leadhouse(warehouse, "load", "salesforce", folder / "salesforce")
        mapping = folder / "spreadsheet" / "mapping.toml"
        leadhouse(warehouse, "load", "spreadsheet", "--mapping", mapping, folder / "spreadsheet")
        self.said = leadhouse(warehouse, "build")
        self.ask: Ask = newest(warehouse)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Loaded and built as a user would: both commands succeed and a version is published."""
    return Built(tmp_path_factory.mktemp("unreadable"))


def test_the_build_publishes_and_warns_of_leads_without_a_creation_time(built: Built) -> None:
    assert "Published version" in built.said
    assert "Warning: assert_every_lead_has_a_creation_time" in built.said


@pytest.mark.parametrize("source", SYSTEMS)
def test_each_unreadable_value_is_counted_under_its_column(built: Built, source: str) -> None:
    system = SYSTEMS[source]
    found = built.ask(f"select object_name, column_name, failed from meta_casts where source_system = '{system}'")
    assert {(name, column): failed for name, column, failed in found} == dict.fromkeys(
        unreadable.typed_columns(source), 2
    )


@pytest.mark.parametrize("source", SYSTEMS)
@pytest.mark.parametrize("fact", FACTS)
def test_each_landed_record_is_a_fact_or_left_out_for_a_counted_reason(built: Built, fact: str, source: str) -> None:
    system, names = SYSTEMS[source], [name for name in FACTS[fact] if _is_of(name, source)]
    rows = built.ask(f"select count(*) from {fact} where source_system = '{system}'")[0][0]
    left_out = built.ask(
        f"select coalesce(sum(rows), 0) from meta_faults where source_system = '{system}' and table_name = '{fact}' "
        "and (fault like 'left_out_%' or fault = 'merge_survivor_missing')"
    )[0][0]
    landed = len(names) * built.records[source]
    if (fact, source) == ("fct_campaign_members", "spreadsheet"):
        # A lead that names its campaign came through it: a membership of its own. Two leads name none.
        landed += built.records[source] - 2
    assert rows + left_out == landed
    assert left_out < landed / 10


@pytest.mark.parametrize(
    ("source", "table", "fault", "rows"),
    [
        # Of that column alone, and of all: unreadable and empty.
        ("salesforce", "fct_leads", "left_out_no_creation_time", 4),
        ("spreadsheet", "fct_leads", "left_out_no_creation_time", 4),
        ("salesforce", "fct_lead_statuses", "change_without_time", 4),
        ("salesforce", "fct_opportunity_stages", "change_without_time", 8),  # saved states and field history
        ("spreadsheet", "fct_lead_statuses", "change_without_time", 4),
        ("spreadsheet", "fct_lead_assignments", "change_without_time", 4),
        ("spreadsheet", "fct_opportunity_stages", "change_without_time", 4),
        ("salesforce", "fct_opportunities", "quote_without_time", 4),
        ("spreadsheet", "fct_opportunities", "quote_without_time", 4),
        ("salesforce", "fct_opportunities", "has_no_creation", 4),
        ("spreadsheet", "fct_opportunities", "has_no_creation", 4),
        # Of all only the unreadable one: the empty one names no campaign.
        ("salesforce", "fct_campaign_members", "has_no_creation", 3),
        # Empty, of that column alone and of all.
        ("salesforce", "fct_lead_statuses", "change_without_lead", 2),
        ("spreadsheet", "fct_lead_statuses", "change_without_lead", 2),
        ("spreadsheet", "fct_lead_statuses", "change_without_status", 2),
        ("spreadsheet", "fct_lead_assignments", "change_without_owner", 2),
        ("spreadsheet", "fct_opportunity_stages", "change_without_stage", 2),
        ("salesforce", "fct_campaign_members", "left_out_no_campaign", 2),
        ("spreadsheet", "fct_campaign_members", "left_out_no_campaign", 2),
        ("spreadsheet", "fct_touchpoints", "left_out_no_time", 4),
    ],
)
def test_what_cannot_be_used_is_counted_by_what_it_lacks(
    built: Built, source: str, table: str, fault: str, rows: int
) -> None:
    where = f"source_system = '{SYSTEMS[source]}' and table_name = '{table}' and fault = '{fault}'"
    assert built.ask(f"select rows from meta_faults where {where}") == [(rows,)]


@pytest.mark.parametrize("source", SYSTEMS)
@pytest.mark.parametrize("fact", ["fct_activities", "fct_campaign_members"])
def test_what_refers_to_a_lead_that_is_left_out_keeps_its_key_and_is_counted(
    built: Built, fact: str, source: str
) -> None:
    where = f"facts.source_system = '{SYSTEMS[source]}' and facts.lead_key is not null and leads.lead_key is null"
    tables = f"{fact} as facts left join fct_leads as leads on facts.lead_key = leads.lead_key"
    dangling = built.ask(f"select count(*) from {tables} where {where}")
    counted = built.ask(
        f"select rows from meta_faults where source_system = '{SYSTEMS[source]}' and table_name = '{fact}' "
        "and fault = 'missing_lead'"
    )
    assert counted == dangling
    assert dangling[0][0] > 1


def test_a_fault_of_a_table_has_one_name(built: Built) -> None:
    found = built.ask("select distinct fault from meta_faults where fault like '%not_in_data%'")
    assert found == []


def _is_of(object_name: str, source: str) -> bool:
    return object_name[0].isupper() == (source == "salesforce")
