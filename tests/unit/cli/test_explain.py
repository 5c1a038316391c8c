"""`leadhouse explain`: why each figure of the known answers is what it is, and the line of the file that says so.

Expected: the prose of tests/known_answers/salesforce_small/WORKED.md, its expected facts, and the physical lines of the
export, found here by the id that they begin with.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from leadhouse.cli import main
from tests.known_answers.comparing import SMALL, read

EXPORT = SMALL / "export"
FATES = {34: "merged", 35: "merged", 37: "cycle", 38: "cycle", 39: "deleted", 41: "deleted", 42: "absent_survivor"}


def run(warehouse: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["explain", *arguments, "--warehouse", str(warehouse)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def told(warehouse: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    """The facts of an explanation by name."""
    code, out, err = run(warehouse, *arguments, "--json")
    assert code == 0, err
    return {fact["name"]: fact for section in json.loads(out)["sections"] for fact in section["facts"]}


def lead(number: int) -> str:
    return f"00Q5e00000L{number:04d}EAB"


def deal(number: int) -> str:
    return f"0065e00000P{number:04d}AAB"


def line(file: str, record_id: str) -> int:
    """The physical line of a record in the export, from 1."""
    lines = (EXPORT / file).read_text(encoding="utf-8").splitlines()
    return next(number for number, text in enumerate(lines, 1) if text.startswith(f'"{record_id}'))


def places(fact: dict[str, Any]) -> list[tuple[str, int]]:
    """Files and physical lines behind a fact: a record is counted below the header."""
    return [(each["file"], each["row"] + 1) for each in fact["lines"]]


def test_a_late_lead_is_told_with_its_limit_and_the_line_of_its_first_touch(known_warehouse: Path) -> None:
    facts = told(known_warehouse, lead(12))
    assert places(facts["record"]) == [("Lead.csv", line("Lead.csv", lead(12)))]
    assert facts["response_limit"]["value"] == "240 working minutes"
    assert "source category web and hot temperature" in facts["response_limit"]["why"]
    assert facts["response_due_at"]["value"] == "2025-09-15T17:00:00"
    assert "calendar us_eastern" in facts["response_due_at"]["why"]
    assert places(facts["first_contacted_at"]) == [("Task.csv", line("Task.csv", "00T5e00000T0021"))]
    assert facts["response_outcome"]["value"] == "late"
    assert "2025-09-15 18:00:00 is after 2025-09-15 17:00:00" in facts["response_outcome"]["why"]


def test_a_hand_over_is_told_with_the_line_of_the_history_that_has_ids(known_warehouse: Path) -> None:
    facts = told(known_warehouse, lead(12))
    assert facts["owner 1"]["lines"] == []
    assert "2025-09-15 12:00:00, never touched: not met" in facts["owner 1"]["why"]
    assert places(facts["owner 2"]) == [("LeadHistory.csv", line("LeadHistory.csv", "0175e00000H0009"))]


def test_a_duplicate_names_its_root_and_the_root_its_duplicate(known_warehouse: Path) -> None:
    root, duplicate = told(known_warehouse, lead(30)), told(known_warehouse, lead(31))
    assert duplicate["is_counted"]["value"] is False
    assert places(duplicate["duplicate_of_lead_key"]) == [("Lead.csv", line("Lead.csv", lead(30)))]
    assert places(root["duplicates"]) == [("Lead.csv", line("Lead.csv", lead(31)))]
    assert places(root["qualified_at"]) == [("LeadHistory.csv", line("LeadHistory.csv", "0175e00000H0018"))]
    assert places(root["converted_at"]) == [("LeadHistory.csv", line("LeadHistory.csv", "0175e00000H0020"))]
    assert f"By its duplicate salesforce:{lead(31)}" in root["converted_at"]["why"]


@pytest.mark.parametrize(("number", "fate"), FATES.items())
def test_a_lead_in_no_fact_says_why_with_its_line(known_warehouse: Path, number: int, fate: str) -> None:
    facts = told(known_warehouse, lead(number))
    assert facts["fate"]["value"] == fate
    assert places(facts["record"]) == [("Lead.csv", line("Lead.csv", lead(number)))]
    assert "response_outcome" not in facts


def test_a_merged_lead_leads_to_its_survivor_and_back(known_warehouse: Path) -> None:
    merged, survivor = told(known_warehouse, lead(34)), told(known_warehouse, lead(36))
    assert places(merged["fate"]) == [("Lead.csv", line("Lead.csv", lead(36)))]
    assert sorted(places(survivor["merged"])) == [("Lead.csv", line("Lead.csv", lead(n))) for n in (34, 35)]
    assert places(survivor["created_at"]) == [("Lead.csv", line("Lead.csv", lead(34)))]
    assert survivor["created_at"]["value"] == "2025-09-16T08:00:00"


@pytest.mark.parametrize(
    ("number", "outcome", "why"),
    [
        (1, "met", "the limit is inclusive"),
        (13, "overdue", "was over at 2025-12-10 12:00:00"),
        (14, "pending", "is not over at 2025-12-10 12:00:00"),
        (15, "closed_untouched", "without an attempt"),
        (23, "met", "Compared by day"),
        (52, None, "No limit applies"),
        (54, "not_measurable", "the first of 2025-03-30"),
    ],
)
def test_each_outcome_says_why(known_warehouse: Path, number: int, outcome: str | None, why: str) -> None:
    fact = told(known_warehouse, lead(number))["response_outcome"]
    assert fact["value"] == outcome
    assert why in fact["why"]


@pytest.mark.parametrize(
    ("number", "note"),
    [(17, "before the clock started"), (18, "automated"), (19, "no attempt"), (27, "no attempt")],
)
def test_what_was_no_response_is_listed_with_the_reason(known_warehouse: Path, number: int, note: str) -> None:
    fact = told(known_warehouse, lead(number))["first_contacted_at"]
    assert fact["value"] is None
    assert any(note in each["note"] for each in fact["lines"])


def all_ids() -> Iterator[str]:
    for file in ("Lead.csv", "Opportunity.csv", "Task.csv", "Event.csv"):
        with (EXPORT / file).open(encoding="utf-8", newline="") as stream:
            yield from (row["Id"] for row in csv.DictReader(stream))


def test_every_record_is_explained_and_every_line_named_holds_the_record_that_it_names(known_warehouse: Path) -> None:
    held = {
        file.name: list(csv.DictReader(file.read_text(encoding="utf-8").splitlines())) for file in EXPORT.glob("*.csv")
    }
    named = 0
    for record_id in all_ids():
        for fact in told(known_warehouse, record_id).values():
            for each in fact["lines"]:
                row = held[each["file"]][each["row"] - 1]
                assert each["key"].removeprefix("salesforce:")[:15] in {
                    str(row.get(column))[:15] for column in ("Id", "LeadId", "OpportunityId")
                }, (record_id, fact["name"], each)
                named += 1
    assert named > len(list(all_ids()))


def test_every_lead_says_what_is_expected_of_it_and_names_the_touch_that_answered(known_warehouse: Path) -> None:
    for expected in read("fct_leads"):
        facts = told(known_warehouse, expected["lead_key"])
        assert (facts["response_outcome"]["value"] or "") == expected["response_outcome"], expected["lead_key"]
        assert (facts["leakage_class"]["value"] or "") == expected["leakage_class"], expected["lead_key"]
        if expected["first_contacted_at"]:
            assert len(facts["first_contacted_at"]["lines"]) == 1, expected["lead_key"]
            assert facts["first_contacted_at"]["lines"][0]["entity"] == "activity"
        else:
            assert all("attempt" not in each["note"].split(", ")[-1:] for each in facts["first_contacted_at"]["lines"])


def test_a_deal_is_told_with_its_rate_its_lead_and_the_lines_of_its_stages(known_warehouse: Path) -> None:
    facts = told(known_warehouse, deal(6))
    assert facts["rate"]["value"] == 0.85
    assert "valid from 2025-10-01" in facts["rate"]["why"]
    assert facts["amount"]["value"] == 17085.43
    assert places(facts["lead_key"]) == [("Lead.csv", line("Lead.csv", lead(86)))]
    assert places(facts["stage 1"]) == [("OpportunityHistory.csv", line("OpportunityHistory.csv", "0085e00000S0020"))]
    assert places(facts["closed_at"]) == [("OpportunityHistory.csv", line("OpportunityHistory.csv", "0085e00000S0021"))]


@pytest.mark.parametrize(
    ("number", "name", "why"),
    [
        (4, "is_counted", "Never real"),
        (9, "rate", "none for CHF"),
        (9, "amount", "never taken as 1"),
        (11, "amount", "no amount"),
        (13, "fate", "Deleted in its system"),
        (14, "closed_at", "The record itself"),
        (18, "rate", "on 2025-10-02 (its close date)"),
        (7, "rate", "as it is open"),
        (3, "lost_reason", "gives no reason"),
    ],
)
def test_each_hard_case_of_a_deal_says_why(known_warehouse: Path, number: int, name: str, why: str) -> None:
    assert why in told(known_warehouse, deal(number))[name]["why"]


def test_an_id_of_15_characters_a_whole_key_and_one_of_18_mean_the_same(known_warehouse: Path) -> None:
    whole = run(known_warehouse, f"salesforce:{lead(12)}")
    assert whole == run(known_warehouse, lead(12)) == run(known_warehouse, lead(12)[:15])
    assert whole[0] == 0


def test_ids_that_differ_in_the_case_of_letters_are_different_leads(known_warehouse: Path) -> None:
    lower, upper = (
        told(known_warehouse, next(i for i in all_ids() if i.startswith(f"00Q5e00000L{e}"))) for e in ("aaaa", "AAAA")
    )
    assert lower["record"]["value"] != upper["record"]["value"]


def test_a_key_of_nothing_is_a_usage_error_with_the_next_step(known_warehouse: Path) -> None:
    code, out, err = run(known_warehouse, "00Q000000000000")
    assert (code, out) == (2, "")
    assert "Nothing is known of 00Q000000000000" in err
    assert "leadhouse status" in err


def test_a_record_that_no_export_holds_is_told_with_the_line_that_names_it(known_warehouse: Path) -> None:
    rows = list(csv.DictReader((EXPORT / "Lead.csv").read_text(encoding="utf-8").splitlines()))
    absent = rows[58]["ConvertedOpportunityId"]
    code, out, err = run(known_warehouse, absent)
    assert (code, out) == (3, "")
    assert "Lead.csv record 59" in err


def test_nothing_published_yet_is_said_with_the_next_step(tmp_path: Path) -> None:
    code, _, err = run(tmp_path, "win_rate")
    assert code == 1
    assert "leadhouse build" in err


def test_text_fits_into_100_columns_and_says_who_nowhere(known_warehouse: Path) -> None:
    with (EXPORT / "Lead.csv").open(encoding="utf-8", newline="") as stream:
        people = list(csv.DictReader(stream))
    for person in people:
        code, out, _ = run(known_warehouse, person["Id"])
        assert code == 0
        assert all(len(text) <= 100 for text in out.splitlines()), max(out.splitlines(), key=len)
        assert f"{person['FirstName']} {person['LastName']}" not in out
        assert not person["Email"].strip() or person["Email"].strip() not in out
