"""Systems that export no history: what changed from one landed version to the next is their history.

Times: the stamp of the version that first shows a value, else noon of the day of its load. Days of the fixture in UTC.
"""

from __future__ import annotations

from tests.versions.conftest import Ask
from tests.versions.exporting import salesforce_id

TIME = "strftime({}, '%m-%d %H:%M')"


def stays(ask: Ask, fact: str, key: str, value: str, start: str, end: str) -> list[tuple]:
    """The stays of a record: value, from when, until when, who tells."""
    return ask(
        f"select {value}, {TIME.format(start)}, {TIME.format(end)}, stay_source from {fact} "
        f"where {'opportunity' if 'opp' in fact else 'lead'}_key = '{key}' order by stay_number"
    )


def statuses(ask: Ask, key: str) -> list[tuple]:
    return stays(ask, "fct_lead_statuses", key, "status", "entered_at", "exited_at")


def owners(ask: Ask, key: str) -> list[tuple]:
    return stays(ask, "fct_lead_assignments", key, "split_part(owner_key, ':', 2)", "assigned_at", "released_at")


def stages(ask: Ask, key: str) -> list[tuple]:
    return stays(ask, "fct_opportunity_stages", key, "stage", "entered_at", "exited_at")


def test_statuses_follow_the_stamps_even_of_an_export_loaded_late(ask: Ask) -> None:
    assert statuses(ask, f"salesforce:{salesforce_id('00Q1')}") == [
        ("new", None, "01-20 09:00", "versions"),
        ("nurturing", "01-20 09:00", "02-05 10:00", "versions"),
        ("contacted", "02-05 10:00", None, "versions"),
    ]


def test_without_a_stamp_a_change_has_the_time_of_its_load(ask: Ask) -> None:
    assert statuses(ask, f"salesforce:{salesforce_id('00Q3')}") == [
        ("new", None, "02-06 12:00", "versions"),
        ("contacted", "02-06 12:00", None, "versions"),
    ]


def test_a_lead_that_was_seen_once_keeps_its_status_at_unknown_times(ask: Ask) -> None:
    assert statuses(ask, f"salesforce:{salesforce_id('00Q13')}") == [("new", None, None, "record")]
    assert statuses(ask, "list:d") == [("new", None, None, "record")]


def test_owners_change_from_version_to_version(ask: Ask) -> None:
    ann, ben = salesforce_id("0051"), salesforce_id("0052")
    assert owners(ask, f"salesforce:{salesforce_id('00Q9')}") == [
        (ann, None, "02-05 10:00", "versions"),
        (ben, "02-05 10:00", None, "versions"),
    ]
    assert owners(ask, "list:a") == [
        ("ann", None, "02-09 12:00", "versions"),
        ("ben", "02-09 12:00", "02-16 12:00", "versions"),
    ]


def test_what_a_lead_reached_is_known_from_the_version_that_shows_it(ask: Ask) -> None:
    columns = f"is_qualified, {TIME.format('qualified_at')}, {TIME.format('disqualified_at')}, recycle_count"
    found = {key: row for key, *row in ask(f"select lead_id, {columns} from fct_leads where source_system = 'list'")}
    assert found["a"] == [True, "02-09 12:00", "02-16 12:00", 0]
    # First seen qualified: since when is not known, and the second time is not the first.
    assert found["b"] == [True, None, None, 0]
    # Seen once: nothing tells what it was before.
    assert found["c"] == [False, None, None, None]


def test_a_qualification_belongs_to_the_owner_of_its_time(ask: Ask) -> None:
    columns = "split_part(owner_key, ':', 2), is_qualified"
    rows = ask(f"select {columns} from fct_lead_assignments where lead_key = 'list:a' order by 1")
    assert rows == [("ann", False), ("ben", True)]


def test_stages_and_close_dates_follow_the_versions(ask: Ask) -> None:
    key = f"salesforce:{salesforce_id('0065')}"
    assert stages(ask, key) == [
        ("prospecting", None, "02-04 10:00", "versions"),
        ("negotiation", "02-04 10:00", "02-28 09:00", "versions"),
        ("won", "02-28 09:00", None, "versions"),
    ]
    # 31 March to 30 April is a push, 30 April to 27 February none. The record's own close date tells when it closed.
    columns = f"close_date_pushes, stage_changes, {TIME.format('closed_at')}"
    assert ask(f"select {columns} from fct_opportunities where opportunity_key = '{key}'") == [(1, 2, "02-27 00:00")]


def test_an_opportunity_closed_from_the_first_version_keeps_its_close_date(ask: Ask) -> None:
    key = f"salesforce:{salesforce_id('0066')}"
    # A person typed the date: it dates the closing, for want of better, and not the stay.
    assert stages(ask, key) == [("won", None, None, "record")]
    columns = f"close_date_pushes, stage_changes, {TIME.format('closed_at')}"
    assert ask(f"select {columns} from fct_opportunities where opportunity_key = '{key}'") == [(0, 0, "01-20 00:00")]


def test_an_unstamped_deal_changes_when_it_is_loaded(ask: Ask) -> None:
    assert stages(ask, "list:x") == [
        ("prospecting", None, "02-16 12:00", "versions"),
        ("lost", "02-16 12:00", None, "versions"),
    ]
    columns = f"close_date_pushes, stage_changes, lost_stage, {TIME.format('closed_at')}"
    rows = ask(f"select opportunity_id, {columns} from fct_opportunities where source_system = 'list' order by 1")
    # 1 March to 1 April is a push; y was seen once.
    assert rows == [("x", 1, 1, "prospecting", "03-15 00:00"), ("y", None, None, None, None)]


def test_a_source_without_stamps_tells_up_to_the_load_that_shows_a_change(ask: Ask) -> None:
    assert ask(f"select {TIME.format('as_of_at')} from meta_sources where source_system = 'list'") == [("02-16 12:00",)]


def test_a_log_of_its_own_goes_before_the_versions_field_by_field(ask: Ask) -> None:
    assert statuses(ask, "logged:a") == [
        ("new", "01-02 08:00", "01-04 09:00", "history"),
        ("qualified", "01-04 09:00", None, "history"),
    ]
    assert owners(ask, "logged:a") == [
        ("ann", None, "02-09 12:00", "versions"),
        ("ben", "02-09 12:00", None, "versions"),
    ]


def test_an_earlier_day_is_wound_back_to_by_the_versions(ask_then: Ask) -> None:
    lead, deal = f"salesforce:{salesforce_id('00Q1')}", f"salesforce:{salesforce_id('0065')}"
    assert ask_then(f"select status from fct_leads where lead_key = '{lead}'") == [("nurturing",)]
    columns = "stage, cast(amount_original as integer), cast(close_date as varchar), is_won"
    rows = ask_then(f"select {columns} from fct_opportunities where opportunity_key = '{deal}'")
    assert rows == [("prospecting", 100, "2026-03-31", False)]
    assert ask_then("select status from fct_leads where lead_key = 'list:a'") == [("new",)]
