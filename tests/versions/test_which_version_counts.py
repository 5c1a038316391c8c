"""Which version of a record counts, which records are gone, and what the data page says of doubts."""

from __future__ import annotations

import pytest

from tests.versions.conftest import Ask
from tests.versions.exporting import salesforce_id
from tests.versions.scenes import BIG, SMALL


def leads(ask: Ask, system: str, column: str = "status") -> dict[str, object]:
    """A column of a system's leads, by id; the number of those that the scenes number."""
    rows = ask(f"select lead_id, {column} from fct_leads where source_system = '{system}'")
    numbers = {salesforce_id(f"00Q{number}"): str(number) for number in range(100)}
    return {numbers.get(lead_id, lead_id): value for lead_id, value in rows}


@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("1", "contacted"),  # the newer version, although an older one was loaded after it
        ("2", "contacted"),  # equal stamps: loaded later
        ("3", "contacted"),  # no stamps: loaded later
        ("4", "contacted"),  # a version without a stamp, loaded later than one with it
        ("5", "contacted"),  # twice in a file, no stamps: the last row
        ("6", "contacted"),  # twice in a file: the newer stamp, which stands first
    ],
)
def test_of_several_versions_one_counts(ask: Ask, number: str, status: str) -> None:
    assert leads(ask, "salesforce")[number] == status


def test_a_flag_deletes_and_its_withdrawal_brings_back(ask: Ask) -> None:
    found = leads(ask, "salesforce")
    assert "7" not in found
    assert "8" in found


def test_merged_leads_stand_for_the_end_of_their_chain(ask: Ask) -> None:
    found = leads(ask, "salesforce", "strftime(created_at, '%Y-%m-%d %H:%M')")
    assert found["13"] == "2026-01-01 07:00"
    assert not {"11", "12", "14", "15", "16"} & found.keys()


def test_ids_that_differ_in_case_are_two_leads(ask: Ask) -> None:
    found = leads(ask, "salesforce")
    assert found[BIG] == "new"
    assert found[SMALL] == "contacted"


def test_the_data_page_counts_what_the_versions_leave_in_doubt(ask: Ask) -> None:
    faults = ask("select fault, table_name, rows from meta_faults where source_system = 'salesforce'")
    found = {(fault, table): rows for fault, table, rows in faults}
    assert found["versions_disagree", "Lead"] == 1  # lead 2
    assert found["twice_in_a_file", "Lead"] == 2  # leads 5 and 6
    assert found["merge_survivor_missing", "fct_leads"] == 1  # lead 14
    assert found["merge_cycle", "fct_leads"] == 2  # leads 15 and 16
    assert ("versions_disagree", "Opportunity") not in found


def test_an_id_that_different_records_of_a_file_share_is_counted_and_an_exact_copy_is_not(ask: Ask) -> None:
    faults = ask("select fault, table_name, rows from meta_faults where source_system = 'shared'")
    # None of the three leads has a source.
    assert sorted(faults) == [("lead_without_touch", "fct_touchpoints", 3), ("twice_in_a_file", "leads", 1)]


def test_what_a_complete_export_lacks_is_deleted_and_comes_back(ask: Ask) -> None:
    rows = ask("select opportunity_id from fct_opportunities where source_system = 'salesforce'")
    there = {number for number in range(1, 7) if (salesforce_id(f"006{number}"),) in rows}
    # 2 is absent and stays so: the later load of it is an older export. 4 came back.
    assert there == {1, 3, 4, 5, 6}
    # The export was of opportunities only.
    assert "3" in leads(ask, "salesforce")


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("older", {"a", "b", "new"}),
        ("apart", {"a", "new"}),
        ("newest", {"a"}),
        ("broken", {"a", "b"}),
    ],
)
def test_a_complete_export_deletes_only_what_it_could_have_held(ask: Ask, system: str, expected: set[str]) -> None:
    assert leads(ask, system).keys() == expected
