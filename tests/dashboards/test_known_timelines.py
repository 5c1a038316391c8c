"""Timelines of leads of the small hand-made export, against rows written by hand from its files.

Berlin is two hours ahead of UTC until 26 October 2025, then one; a record is counted from 1 below the header.
"""

from __future__ import annotations

import pytest

from dashboards import leads
from dashboards.components.formats import SPACE
from dashboards.timeline_touches import OTHER_PERSON

KEY = "salesforce:00Q5e00000L{}EAB"
TOUCH = "touch: campaign response"
OTHER = "another person of the deal | touch"
BY_HAND = {
    # A hot lead of Friday 16:30: four working hours are over on Monday at 12:30, when it was called.
    "0003": """
        2025-09-05 16:30 | Lead created | | | Lead.csv 3
        2025-09-05 16:30 | Touch: Web | | touch: lead source |
        2025-09-05 16:30 | Status Open - Not Contacted | | status: new |
        2025-09-05 16:30 | First owner | Anna Feldweg | this owner has to answer: did so in time |
        2025-09-08 12:30 | Call, outbound | Anna Feldweg | attempt: the first response | Task.csv 3
        2025-09-08 12:30 | Response was due | | response: met |
        2025-09-08 12:31 | Status Working - Contacted | | status: contacted | LeadHistory.csv 3
        2025-12-09 11:00 | Email, outbound | Anna Feldweg | attempt | Task.csv 4
        2025-12-15 00:00 | Other | Anna Feldweg | not done: no attempt | Task.csv 5
    """,
    # Its duplicate of the evening was answered, qualified and converted; the offer came after the clocks went back.
    "0030": """
        2025-10-20 10:00 | Lead created | | | Lead.csv 30
        2025-10-20 10:00 | Status Open - Not Contacted | | status: new |
        2025-10-20 10:00 | First owner | Anna Feldweg | this owner has to answer: did so in time |
        2025-10-20 22:00 | The same person came again | | duplicate: what it reached counts here | Lead.csv 31
        2025-10-20 22:05 | Touch: Optics expo | | {touch}; 100.0 % of the deal (Linear) |
        2025-10-21 09:00 | Call, outbound | Anna Feldweg | attempt: the first response | Task.csv 37
        2025-10-21 10:00 | Response was due | | response: met |
        2025-10-22 09:00 | Qualified | | qualified from here |
        2025-10-23 11:00 | Converted | | converted from here |
        2025-10-23 11:00 | Opportunity: Deal 07 | | opportunity | Opportunity.csv 7
        2025-10-23 11:00 | Stage Qualification | | stage: qualification | OpportunityHistory.csv 22
        2025-11-05 10:00 | Meeting, outbound | Anna Feldweg | attempt (held) | Event.csv 6
        2025-12-01 10:00 | Stage Proposal/Price Quote | | stage: proposal | OpportunityHistory.csv 25
    """,
    # A webinar half an hour after midnight, a call after two minutes, and a deal; its amount was mended afterwards.
    # Three people are on the deal, each with one touch before its close: a webinar, the source of a lead, an expo.
    "0045": """
        2025-08-28 10:00 | Touch: Partner | {other} of the deal: lead source; 33.3 % of the deal (Linear) |
        2025-09-01 00:30 | Touch: Autumn webinar | | {touch}; 33.3 % of the deal (Linear) |
        2025-09-01 10:00 | Lead created | | | Lead.csv 45
        2025-09-01 10:00 | Status Open - Not Contacted | | status: new |
        2025-09-01 10:00 | First owner | Anna Feldweg | this owner has to answer: did so in time |
        2025-09-01 10:02 | Call, outbound | Anna Feldweg | attempt: the first response | Task.csv 45
        2025-09-01 11:00 | Status Working - Contacted | | status: contacted | LeadHistory.csv 28
        2025-09-02 10:00 | Response was due | | response: met |
        2025-09-08 12:00 | Qualified | | qualified from here |
        2025-09-08 12:00 | Status Qualified | | status: qualified | LeadHistory.csv 29
        2025-09-10 12:00 | Converted | | converted from here |
        2025-09-10 12:00 | Opportunity: Deal 01 | | opportunity | Opportunity.csv 1
        2025-09-10 12:00 | Stage Prospecting | | stage: prospecting | OpportunityHistory.csv 1
        2025-09-10 12:00 | Status Closed - Converted | | status: converted | LeadHistory.csv 30
        2025-09-17 12:00 | Stage Qualification | | stage: qualification | OpportunityHistory.csv 2
        2025-09-18 11:00 | Call, outbound | Anna Feldweg | attempt | Task.csv 46
        2025-09-24 12:00 | Stage Proposal/Price Quote | | stage: proposal | OpportunityHistory.csv 3
        2025-10-05 00:00 | Touch: Optics expo | {other} of the deal: campaign response; 33.3 % of the deal (Linear) |
        2025-10-08 12:00 | Stage Negotiation/Review | | stage: negotiation | OpportunityHistory.csv 4
        2025-10-15 12:00 | Stage Closed Won | | stage: won | OpportunityHistory.csv 5
    """,
}


def told(number: str) -> list[str]:
    """The events of a lead as the hand writes them."""
    return [
        " | ".join(
            (
                f"{row['at']:%Y-%m-%d %H:%M}",
                row["what"],
                row["who"] or "",
                (row["counts_as"] or "").replace(SPACE, " "),
                f"{row['file']} {row['row']}" if row["file"] else "",
            )
        )
        for row in leads.events(KEY.format(number)).to_dicts()
    ]


def plain(line: str) -> str:
    """A line without the blanks around its parts."""
    return " | ".join(part.strip() for part in line.split("|"))


@pytest.mark.parametrize("number", BY_HAND)
def test_the_timeline_is_as_written_by_hand(known_answers: None, number: str) -> None:
    by_hand = [
        plain(line) for line in BY_HAND[number].replace("{touch}", TOUCH).replace("{other}", OTHER).strip().splitlines()
    ]
    assert [plain(line) for line in told(number)] == by_hand


def test_who_gets_the_credit_is_all_of_the_deal(known_answers: None) -> None:
    found = leads.credit(KEY.format("0045")).to_dicts()
    # Three people with a touch each: of a deal of 12,000 each has a third, 4,000.
    assert [(row["what"], row["who"], row["amount"]) for row in found] == [
        ("Partner", OTHER_PERSON, 4000),
        ("Autumn webinar", "this person", 4000),
        ("Optics expo", OTHER_PERSON, 4000),
    ]
    assert sum(row["credit"] for row in found) == pytest.approx(1)
    last = leads.credit(KEY.format("0045"), "last_touch").to_dicts()
    assert [(row["what"], row["credit"], row["model"]) for row in last] == [("Optics expo", 1, "Last touch")]
    assert leads.credit(KEY.format("0003")).is_empty()


def test_what_is_planned_and_what_has_a_day_only_says_so(known_answers: None) -> None:
    events = leads.events(KEY.format("0003"))
    assert events.filter(by_day=True)["kind"].to_list() == ["planned"]
    by_day = leads.events(KEY.format("0097")).filter(kind="activity").row(0, named=True)
    assert (f"{by_day['at']:%Y-%m-%d %H:%M}", by_day["by_day"]) == ("2025-10-21 00:00", True)


def test_a_status_says_which_way_it_went_and_a_touch_that_only_its_day_is_known(known_answers: None) -> None:
    events = leads.events(KEY.format("0045"))
    moved = events.filter(kind="status").select("what", "detail").iter_rows()
    assert dict(moved) == {
        "Status Open - Not Contacted": "",
        "Status Working - Contacted": "moved forward",
        "Status Qualified": "moved forward",
        "Status Closed - Converted": "moved forward",
    }
    touches = events.filter(kind="touch").sort("at")
    # The visit of the expo has a day, the other two an hour.
    assert [str(each).endswith("; only its day is known") for each in touches["detail"]] == [False, False, True]


def test_the_reasons_name_the_time_zone_s_times(known_answers: None) -> None:
    reasons = {row["name"]: row for row in leads.reasons(KEY.format("0003")).to_dicts()}
    met = "Mon 8 Sep 2025, 12:30 is not after Mon 8 Sep 2025, 12:30; the limit is inclusive."
    assert (reasons["response_outcome"]["value"], reasons["response_outcome"]["why"]) == ("met", met)
    assert reasons["response_limit"]["value"] == "240 working minutes"
    assert reasons["first_contacted_at"]["source"] == "Task.csv record 3"
    assert reasons["leakage_class"]["value"] == "open_on_time"


def test_a_lead_names_its_records_with_file_and_record(known_answers: None) -> None:
    lines = leads.lines(KEY.format("0030"))
    assert dict(lines.select("what", "file").iter_rows()) == {
        "this lead": "Lead.csv record 30",
        "its duplicate": "Lead.csv record 31",
        "its opportunity": "Opportunity.csv record 7",
    }
    repeated = leads.lines(KEY.format("0031")).filter(what="the lead that it repeats")
    assert repeated["record_key"].to_list() == [KEY.format("0030")]
