"""An invented export with every odd case: each published cell is what the second opinion works out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.known_answers.building import built
from tests.known_answers.comparing import read
from tests.known_answers.inventing.export import invent
from tests.known_answers.random_exports import TIMES, differing, earlier, raw_rows, worked_out

SEED, LEADS = 6, 300
# What an invented export must hold for its comparison to prove anything: a column, and the values that it has to have.
HELD = {
    ("fct_leads", "response_outcome"): {"", "met", "late", "overdue", "pending", "closed_untouched", "not_measurable"},
    ("fct_leads", "first_contacted_precision"): {"", "second", "day"},
    ("fct_leads", "is_duplicate"): {"true", "false"},
    ("fct_leads", "is_test"): {"true", "false"},
    ("fct_leads", "is_existing_customer"): {"true", "false"},
    ("fct_leads", "recycle_count"): {"0", "1"},
    ("fct_lead_assignments", "assignment_method"): {"automatic", "self", "manager", "unknown"},
    ("fct_lead_assignments", "end_reason"): {"converted", "disqualified", "reassigned", "open"},
    ("fct_lead_assignments", "is_passed_on_overdue"): {"true", "false"},
    ("fct_lead_statuses", "direction"): {"", "forward", "back", "reopened"},
    ("fct_opportunities", "amount"): {"", "0.00"},
    ("fct_opportunities", "is_never_real"): {"true", "false"},
    ("fct_opportunity_stages", "direction"): {"", "forward", "back", "reopened"},
    ("fct_opportunity_stages", "days_in_stage"): {"", "0"},
    ("fct_activities", "direction"): {"", "outbound", "inbound", "internal"},
    ("fct_activities", "precision"): {"second", "day"},
    ("fct_campaign_members", "status"): {"", "unmapped", "attended"},
    ("fct_touchpoints", "precision"): {"second", "day"},
    ("fct_opportunity_touchpoints", "way"): {"converted_lead", "contact_role", "account", "influence"},
    ("fct_opportunity_touchpoints", "is_closing"): {"true", "false"},
    ("fct_campaign_attribution", "positions"): {"", "first", "last", "middle", "lead_creation,opportunity_creation"},
    ("fct_campaign_attribution", "channel"): {"unattributed", "unmapped", "other", "sales", "event", "web"},
    ("rpt_campaign_roi", "campaigns_without_cost"): {"0", "1"},
}
LEAKAGE = {
    "", "won", "open_opportunity", "lost_later", "disqualified_with_reason", "disqualified_without_reason",
    "converted_without_opportunity", "unassigned", "never_contacted_due", "one_attempt_silent", "no_follow_up",
}  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented export with the facts worked out from it."""
    folder = tmp_path_factory.mktemp("invented") / "case"
    invent(folder, SEED, LEADS)
    worked_out(folder)
    return folder


@pytest.mark.parametrize("time", TIMES)
def test_every_cell_of_an_invented_export_is_as_worked_out(case: Path, time: str) -> None:
    at = earlier(case, SEED) if time == "then" else ""
    expected = worked_out(case, at) if at else case / "expected"
    found = differing(built(case / f"warehouse-{time}", *(["--as-of", at] if at else []), case=case), expected)
    told = [f"{name} {each}" for name, of_fact in found.items() for each in of_fact]
    assert not told, f"{len(told)} differences\n" + "\n".join(told[:50])


def test_the_earlier_time_lies_within_what_happened(case: Path) -> None:
    if not (case / "then").exists():
        worked_out(case, earlier(case, SEED))
    now, then = (read("fct_leads", folder / "expected") for folder in (case, case / "then"))
    assert len(now) > len(then) > LEADS / 4
    before = {row["lead_key"]: row for row in then}
    for column in ("status_raw", "owner_key", "temperature", "is_converted", "response_outcome"):
        assert any(row["lead_key"] in before and before[row["lead_key"]][column] != row[column] for row in now), column


@pytest.mark.parametrize(("name", "column"), HELD)
def test_an_invented_export_holds_every_odd_value(case: Path, name: str, column: str) -> None:
    values = {row[column] for row in read(name, case / "expected")}
    assert HELD[name, column] <= values


def test_an_invented_export_holds_nearly_every_leakage_class(case: Path) -> None:
    assert {row["leakage_class"] for row in read("fct_leads", case / "expected")} >= LEAKAGE


def test_an_invented_export_holds_ties_to_the_second_merges_and_several_versions(case: Path) -> None:
    leads = read("fct_leads", case / "expected")
    assert max(Counter(row["created_at"] for row in leads).values()) > 1
    raw = [line for row in leads for line in raw_rows(case, row["lead_id"]) if line.strip().startswith("Lead:")]
    assert len(raw) > len(leads)
    assert any("MasterRecordId=" in line for line in raw)


def test_an_invented_export_holds_long_journeys_touches_in_one_instant_and_several_positions_on_one(case: Path) -> None:
    rows = read("fct_opportunity_touchpoints", case / "expected")
    credited = [row for row in rows if row["is_credited"] == "true"]
    flags = ("is_first", "is_lead_creation", "is_opportunity_creation", "is_closing")
    assert max(Counter((row["opportunity_key"], row["touched_at"]) for row in credited).values()) > 1
    assert max(Counter(row["opportunity_key"] for row in credited).values()) > 20
    assert {sum(row[flag] == "true" for flag in flags) for row in credited} >= {0, 1, 2, 3}


def test_the_same_seed_invents_the_same_files_and_another_one_others(tmp_path: Path) -> None:
    made = []
    for number, seed in enumerate((1, 1, 2)):
        invent(tmp_path / str(number), seed, 40)
        files = sorted((tmp_path / str(number)).rglob("*.*"))
        made.append({path.name: path.read_bytes() for path in files})
    assert made[0] == made[1]
    assert made[0] != made[2]
