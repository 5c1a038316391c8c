"""Steps of a lead: conversion, duplicates, closing, qualification. Times, flags and words, no file shapes."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cache

from working.deals import DEALS, DELETED, is_won
from working.inputs import Row, day, export, gone, is_exported, latest, local_date, mapped, midnight, moment, seed
from working.people import (
    ALL_LEADS,
    CREATED,
    HAS_HISTORY,
    LEADS,
    PERSON,
    changes,
    implies,
    is_closed,
    is_converted,
    statuses,
)
from working.touches import Touch, of_lead

CONTACTS = {row["Id"]: row for row in export("Contact")}


@cache
def converted_at(lead_id: str) -> datetime | None:
    """The history's row; else what was created by it, if on that day; else 00:00 of the day, never before creation."""
    row = LEADS[lead_id]
    if not is_converted(lead_id):
        return None
    for change in changes(lead_id, "leadConverted"):
        return moment(change["CreatedDate"])
    on = day(row["ConvertedDate"])
    if on is None:
        return None
    # The records that it became, deleted or merged away since or not.
    became = ALL_LEADS[lead_id]
    deal, contact = latest("Opportunity").get(became["ConvertedOpportunityId"]), became["ConvertedContactId"]
    for made in (deal, latest("Contact").get(contact)):
        at = moment(made["CreatedDate"]) if made else None
        if local_date(at) == on:
            return at
    return max(midnight(on), CREATED[lead_id])


def status_of(lead_id: str) -> str | None:
    """The status of today."""
    return mapped("lead_statuses", "status_raw", LEADS[lead_id]["Status"], "status")


def is_open(lead_id: str) -> bool:
    """Neither converted nor in a closed status."""
    return not is_converted(lead_id) and not is_closed(status_of(lead_id))


def closing(lead_id: str) -> datetime | None:
    """When the lead was closed, if it is closed now and the export tells."""
    if is_open(lead_id):
        return None
    if is_converted(lead_id):
        return converted_at(lead_id)
    return statuses(lead_id)[-1].since if HAS_HISTORY else None


def open_at(lead_id: str, at: datetime) -> bool:
    """Whether the lead was in no closed status at a time; closed at that very instant is closed."""
    if is_converted(lead_id):
        converted = converted_at(lead_id)
        if converted is None or converted <= at:
            return False
    elif not HAS_HISTORY:
        return is_open(lead_id)
    held = [stay.status for stay in statuses(lead_id) if stay.since <= at]
    if held and held[-1] == "converted" and is_converted(lead_id):
        return True
    return not held or not is_closed(held[-1])


def reason(lead_id: str) -> str | None:
    """Why a disqualified lead was closed, in the short list's words."""
    if status_of(lead_id) != "disqualified":
        return None
    raw = LEADS[lead_id]["Disqualified_Reason__c"]
    return mapped("lost_reason_labels", "reason_raw", raw, "reason") or "no_reason_given"


def is_test(lead_id: str) -> bool:
    """By the company's list of test domains and reasons, whatever the status of today."""
    row = LEADS[lead_id]
    domain = row["Email"].lower().rpartition("@")[2]
    said = mapped("lost_reason_labels", "reason_raw", row["Disqualified_Reason__c"], "reason")
    facts = {"email_domain": domain, "disqualified_reason": said}
    return any(facts[row["match_on"]] == row["value"] for row in seed("test_leads"))


def roots() -> dict[str, str | None]:
    """For each lead the earliest counted one of its person that was open when it came; the oldest decide first."""
    found: dict[str, str | None] = {}
    older: dict[str, list[str]] = defaultdict(list)
    for lead in sorted(LEADS, key=lambda each: (CREATED[each], each)):
        able = [each for each in older[PERSON[lead]] if open_at(each, CREATED[lead])]
        found[lead] = able[0] if able else None
        if not able and not is_test(lead):
            older[PERSON[lead]].append(lead)
    return found


ROOT = roots()


@cache
def families() -> dict[str, list[str]]:
    """The duplicates of each root."""
    found: dict[str, list[str]] = defaultdict(list)
    for lead, root in ROOT.items():
        if root:
            found[root].append(lead)
    return found


def family(lead_id: str) -> list[str]:
    """A lead and its duplicates."""
    return [lead_id, *families().get(lead_id, [])]


def is_counted(lead_id: str) -> bool:
    """Neither duplicate nor test; deleted and merged ones are not here at all."""
    return ROOT[lead_id] is None and not is_test(lead_id)


@cache
def qualified_at(lead_id: str) -> datetime | None:
    """The first time in status qualified, or the conversion; not known without a history."""
    if not HAS_HISTORY:
        return None
    times = [
        stay.since for stay in statuses(lead_id) if stay.status != "converted" and implies(stay.status, "qualified")
    ]
    return first([*times, converted_at(lead_id)])


def is_qualified(lead_id: str) -> bool:
    """Ever in a status that says so, or converted."""
    return is_converted(lead_id) or any(implies(stay.status, "qualified") for stay in statuses(lead_id))


def first(times: list[datetime | None]) -> datetime | None:
    """The earliest known of some times."""
    return min((at for at in times if at), default=None)


@cache
def conversion(lead_id: str) -> tuple[str, str] | None:
    """The earliest conversion into an opportunity, a duplicate's too: which record, into which opportunity.

    A deleted opportunity is none, one that was not exported is kept.
    """
    found = [
        (converted_at(member) or datetime.max, CREATED[member], member, deal)
        for member in family(lead_id)
        if is_converted(member) and (deal := LEADS[member]["ConvertedOpportunityId"]) and deal not in DELETED
    ]
    return min(found)[2:] if found else None


def is_win_known(lead_id: str) -> bool:
    """Whether it can be told if the lead was won: its opportunity, and its duplicates', if any, are in the data."""
    into = [LEADS[member]["ConvertedOpportunityId"] for member in family(lead_id) if is_converted(member)]
    return has_won(lead_id) or (
        is_exported("Opportunity") and all(deal in DEALS for deal in into if deal and deal not in DELETED)
    )


def account_of(lead_id: str) -> str | None:
    """The account that a lead became; if none, that of the duplicate which became its opportunity."""
    found = conversion(lead_id)
    became = [LEADS[lead_id], *([LEADS[found[0]]] if found else [])]
    accounts = [row["ConvertedAccountId"] for row in became if row["ConvertedAccountId"] not in {"", *gone()}]
    return accounts[0] if accounts else None


def deal_of(lead_id: str) -> str | None:
    """The opportunity of a lead or of its duplicates."""
    found = conversion(lead_id)
    return found[1] if found else None


def own_deal(lead_id: str) -> Row | None:
    """The opportunity that the very record was converted into, if it was exported and not deleted."""
    return DEALS.get(LEADS[lead_id]["ConvertedOpportunityId"]) if is_converted(lead_id) else None


def has_won(lead_id: str) -> bool:
    """Whether an opportunity of the lead or of a duplicate was won."""
    return any(is_won(deal) for member in family(lead_id) if (deal := own_deal(member)))


def category(lead_id: str) -> str:
    """The source category, `no_source` where none is given."""
    raw = LEADS[lead_id]["LeadSource"]
    return mapped("lead_sources", "lead_source_raw", raw, "source_category") or "no_source"


@cache
def family_touches(lead_id: str) -> list[Touch]:
    """The activities of a lead and its duplicates, each once."""
    found = {touch.id: touch for member in family(lead_id) for touch in of_lead(member)}
    return list(found.values())
