"""One company in Salesforce, HubSpot, Dynamics 365 and its own lists, all in one warehouse: each tells the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.known_answers.building import facts, leadhouse
from tests.known_answers.comparing import KEYS, differences, read
from tests.known_answers.elsewhere.__main__ import SYSTEMS
from tests.known_answers.elsewhere.proof import compared, one_of_many, own_rows, together

SEED, LEADS = 2, 80
# What the views of a system do not hold, and the words that say so on the page Data and in `leadhouse doctor`.
TOLD = {
    "hubspot": {"lead_statuses", "lead_owners", "contacts", "users", "opportunity_stages", "campaigns", "quotes"},
    "dynamics365": {"leads", "lead_statuses", "lead_owners", "opportunity_stages", "campaign_members", "quotes"},
    "liste": {"touchpoints"},
}
# What each company must hold for the comparison to prove anything.
HELD = {
    ("own_list", "fct_leads", "is_duplicate"): {"true", "false"},
    ("own_list", "fct_leads", "response_outcome"): {"met", "late", "overdue", "closed_untouched"},
    ("own_list", "fct_lead_assignments", "assignment_method"): {"automatic", "self", "manager"},
    ("own_list", "fct_opportunities", "currency"): {"EUR", "USD", "GBP", "CHF"},
    ("own_list", "fct_activities", "direction"): {"", "outbound", "inbound", "internal"},
    ("own_list", "fct_campaign_members", "has_responded"): {"true", "false"},
    ("hubspot", "fct_leads", "first_contacted_precision"): {"", "day"},
    ("hubspot", "fct_leads", "status"): {"new", "contacted", "nurturing", "qualified", "converted", "disqualified"},
    ("hubspot", "fct_opportunities", "is_won"): {"true", "false"},
    ("dynamics365", "fct_opportunities", "stage"): {"qualification", "negotiation", "won", "lost", "unmapped"},
    ("dynamics365", "fct_activities", "activity_type"): {"email", "meeting"},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a case of each system."""
    return tmp_path_factory.mktemp("elsewhere")


@pytest.fixture(scope="module")
def database(folder: Path) -> Path:
    """The published file of the warehouse that holds all of them."""
    return together(folder, SYSTEMS, SEED, LEADS)


@pytest.fixture
def published(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published tables."""
    with duckdb.connect(str(database), read_only=True) as connection:
        yield connection


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_cell_is_what_the_salesforce_records_give(folder: Path, database: Path, name: str) -> None:
    found = one_of_many(compared(folder / name, database, SYSTEMS[name]))
    told = [f"{fact} {each}" for fact, of_fact in found.items() for each in of_fact]
    assert not told, f"{len(told)} differences\n" + "\n".join(told[:50])


def test_salesforce_itself_is_as_if_it_were_alone(folder: Path, database: Path) -> None:
    expected = folder / next(iter(SYSTEMS)) / "salesforce" / "expected"
    rows = {name: own_rows(database, name, "salesforce") for name in KEYS}
    found = one_of_many({name: differences(name, each, expected) for name, each in rows.items()})
    assert not [f"{fact} {each}" for fact, of_fact in found.items() for each in of_fact]


@pytest.mark.parametrize("name", ["fct_leads", "fct_opportunities", "fct_activities"])
def test_the_rows_of_all_systems_add_up(folder: Path, database: Path, name: str) -> None:
    expected = [len(read(name, folder / each / "carried" / "expected")) for each in SYSTEMS]
    expected.append(len(read(name, folder / next(iter(SYSTEMS)) / "salesforce" / "expected")))
    assert len(facts(database, name)) == sum(expected)


def test_nobody_is_one_person_in_two_systems(published: duckdb.DuckDBPyConnection) -> None:
    shared = (
        "select count(*) from (select person_key from fct_leads group by 1 having count(distinct source_system) > 1)"
    )
    assert published.execute(shared).fetchall() == [(0,)]
    same = (
        "select count(distinct split_part(lead_key, ':', 1)) from dim_lead_contacts "
        "where lower(trim(email)) in (select email from dim_lead_contacts where lead_key like 'hubspot:%')"
    )
    assert published.execute(same).fetchall() == [(3,)]


@pytest.mark.parametrize("system", TOLD)
def test_what_a_system_does_not_tell_is_said(published: duckdb.DuckDBPyConnection, system: str) -> None:
    said = published.execute(
        "select object_name from meta_coverage "
        "where source_system = ? and not is_exported and effect like 'Not exported: %'",
        [system],
    ).fetchall()
    assert {name for (name,) in said} >= TOLD[system]


def test_what_is_not_known_of_a_view_is_null_and_not_zero(published: duckdb.DuckDBPyConnection) -> None:
    known = published.execute(
        "select count(response_minutes), count(converted_at), count(qualified_at), count(recycle_count), "
        "count(assigned_at) from fct_leads where source_system = 'hubspot'"
    ).fetchall()
    assert known == [(0, 0, 0, 0, 0)]
    deals = published.execute(
        "select count(close_date_pushes), count(stage_changes), count(*) filter (is_stalled) "
        "from fct_opportunities where source_system in ('hubspot', 'dynamics365')"
    ).fetchall()
    assert deals == [(0, 0, 0)]


def test_contacts_that_hubspots_mapping_cannot_place_are_counted(
    folder: Path, published: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    rejected = "select sum(rejected) from meta_loads where file_name = 'hubspot_contacts.csv'"
    assert published.execute(rejected).fetchall() == [(1,)]
    case = folder / "hubspot"
    load = ("load", "spreadsheet", "--mapping", str(case / "mapping.toml"), str(case / "export"), "--dry-run")
    said = leadhouse(*load, "--warehouse", str(tmp_path / "warehouse"))
    assert "hubspot_contacts.csv: 1 record fits no [[leads]] block, by what stands in Lead Status: left out." in said


@pytest.mark.parametrize(("system", "name", "column"), HELD)
def test_the_company_holds_what_is_to_be_proved(
    folder: Path, database: Path, system: str, name: str, column: str
) -> None:
    assert database.exists()
    values = {row[column] for row in read(name, folder / system / "carried" / "expected")}
    assert HELD[system, name, column] <= values
