"""Steps of a lead: conversion, duplicates, closing, response, leakage. Times, flags and words, no file shapes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from working.deals import DEALS, DELETED
from working.hours import calendar_of, due, limit_of, working_seconds
from working.inputs import AS_OF, TODAY, Row, ago, day, export, local_date, mapped, midnight, moment, seed
from working.people import CREATED, LEADS, PERSON, USERS, changes, implies, is_closed, is_person, statuses, value_at
from working.touches import COMPLETE_FROM, Touch, attempts, of_lead

CONTACTS = {row["Id"]: row for row in export("Contact")}
SILENT_AFTER_DAYS, STALE_AFTER_DAYS = 7, 30


def converted_at(lead_id: str) -> datetime | None:
    """The history's row; else what was created by it, if on that day; else 00:00 of the day, never before creation."""
    row = LEADS[lead_id]
    on = day(row["ConvertedDate"])
    if row["IsConverted"] != "1" or on is None:
        return None
    for change in changes(lead_id, "leadConverted"):
        return moment(change["CreatedDate"])
    for made in (DEALS.get(row["ConvertedOpportunityId"]), CONTACTS.get(row["ConvertedContactId"])):
        at = moment(made["CreatedDate"]) if made else None
        if local_date(at) == on:
            return at
    return max(midnight(on), CREATED[lead_id])


def closing(lead_id: str) -> datetime | None:
    """When the lead was closed, if it is closed now."""
    if LEADS[lead_id]["IsConverted"] == "1":
        return converted_at(lead_id)
    status, _, since = statuses(lead_id)[-1]
    return since if is_closed(status) else None


def open_at(lead_id: str, at: datetime) -> bool:
    """Whether the lead was in no closed status at a time; closed at that very instant is closed."""
    converted = converted_at(lead_id)
    if converted and converted <= at:
        return False
    held = [status for status, _, since in statuses(lead_id) if since <= at]
    return bool(held) and not is_closed(held[-1])


def reason(lead_id: str) -> str | None:
    """Why a disqualified lead was closed, in the short list's words."""
    if statuses(lead_id)[-1][0] != "disqualified":
        return None
    raw = LEADS[lead_id]["Disqualified_Reason__c"]
    return mapped("lost_reason_labels", "reason_raw", raw, "reason") or "no_reason_given"


def is_test(lead_id: str) -> bool:
    """By the company's list of test domains and reasons."""
    domain = LEADS[lead_id]["Email"].strip().lower().rpartition("@")[2]
    facts = {"email_domain": domain, "disqualified_reason": reason(lead_id)}
    return any(facts[row["match_on"]] == row["value"] for row in seed("test_leads"))


def root_of(lead_id: str) -> str | None:
    """The earliest counted lead of the person that was still open when this one came; oldest leads decide first."""
    came = (CREATED[lead_id], lead_id)
    for other in sorted(LEADS, key=lambda each: (CREATED[each], each)):
        if (CREATED[other], other) >= came:
            return None
        same = PERSON[other] == PERSON[lead_id]
        if same and not is_test(other) and ROOT.get(other) is None and open_at(other, CREATED[lead_id]):
            return other
    return None


ROOT: dict[str, str | None] = {}
for each_lead in sorted(LEADS, key=lambda each: (CREATED[each], each)):
    ROOT[each_lead] = root_of(each_lead)


def family(lead_id: str) -> list[str]:
    """A lead and its duplicates."""
    return [lead_id, *[other for other, root in ROOT.items() if root == lead_id]]


def is_counted(lead_id: str) -> bool:
    """Neither duplicate nor test; deleted and merged ones are not here at all."""
    return ROOT[lead_id] is None and not is_test(lead_id)


def qualified_at(lead_id: str) -> datetime | None:
    """The first time in status qualified, or the conversion."""
    stays = [stay for stay in statuses(lead_id) if stay[0] != "converted"]
    times = [since for status, _, since in stays if implies(status, "qualified")]
    return min([*times, *[at for at in [converted_at(lead_id)] if at]], default=None)


def first(times: list[datetime | None]) -> datetime | None:
    """The earliest known of some times."""
    return min((at for at in times if at), default=None)


def deal_of(lead_id: str) -> str | None:
    """The opportunity of the earliest conversion that has one; a deleted one is none, an absent one is kept."""
    found = [
        (at, member, deal)
        for member in family(lead_id)
        if (at := converted_at(member)) and (deal := LEADS[member]["ConvertedOpportunityId"]) and deal not in DELETED
    ]
    return min(found)[2] if found else None


def category(lead_id: str) -> str:
    """The source category, `no_source` where none is given."""
    raw = LEADS[lead_id]["LeadSource"]
    return mapped("lead_sources", "lead_source_raw", raw, "source_category") or "no_source"


@dataclass
class Response:
    """How a lead was answered."""

    touch: Touch | None
    due_at: datetime | None
    outcome: str | None
    minutes: float | None
    business_minutes: float | None
    bucket: str


def family_touches(lead_id: str) -> list[Touch]:
    """The activities of a lead and its duplicates."""
    return [touch for member in family(lead_id) for touch in of_lead(member)]


def limit(lead_id: str) -> Row:
    """The response limit by source and by the temperature when the clock started."""
    rating = value_at(lead_id, "Rating", CREATED[lead_id])
    return limit_of(category(lead_id), mapped("temperatures", "rating_raw", rating, "temperature"))


def response(lead_id: str) -> Response:
    """First human attempt against the limit, on the calendar of the owner at that time."""
    start = CREATED[lead_id]
    tried = attempts(family_touches(lead_id), start)
    touch = tried[0] if tried else None
    at = touch.at if touch else None
    calendar = calendar_of(USERS.get(value_at(lead_id, "Owner", at or AS_OF)))
    due_at = due(limit(lead_id), calendar, start)
    outcome = outcome_of(touch, due_at, closing(lead_id))
    exact = at if touch and touch.precision == "second" else None
    return Response(
        touch,
        due_at,
        outcome,
        (exact - start).total_seconds() / 60 if exact else None,
        working_seconds(calendar, start, exact) / 60 if exact else None,
        bucket(touch, start, outcome),
    )


def outcome_of(touch: Touch | None, due_at: datetime | None, closed: datetime | None) -> str | None:
    """met, late, overdue, pending, closed_untouched or not_measurable; nothing where no limit applies."""
    if due_at is None:
        return None
    if touch and touch.at:
        is_met = touch.at <= due_at
        if touch.precision == "day":
            is_met = str(local_date(touch.at)) <= str(local_date(due_at))
        return "met" if is_met else "late"
    if due_at < COMPLETE_FROM:
        return "not_measurable"
    if closed and closed <= due_at:
        return "closed_untouched"
    return "overdue" if due_at < AS_OF else "pending"


def bucket(touch: Touch | None, start: datetime, outcome: str | None) -> str:
    """The label of the elapsed time, inclusive to the second."""
    if outcome == "not_measurable" or (touch and touch.precision == "day"):
        return "not measurable"
    if touch is None or touch.at is None:
        return "never"
    elapsed = (touch.at - start).total_seconds()
    for row in seed("response_buckets"):
        if row["up_to_minutes"] and elapsed <= 60 * int(row["up_to_minutes"]):
            return row["response_bucket"]
    return ">24h"


def follow_up(lead_id: str) -> date | None:
    """The next planned day, else the last one missed."""
    planned = sorted(touch.due for touch in family_touches(lead_id) if not touch.is_completed and touch.due)
    ahead = [on for on in planned if on >= TODAY]
    return ahead[0] if ahead else planned[-1] if planned else None


def last_activity(lead_id: str) -> datetime | None:
    """The newest thing that happened with the lead."""
    return max((touch.at for touch in family_touches(lead_id) if touch.is_completed and touch.at), default=None)


def leakage(lead_id: str, answer: Response, tried: int) -> str | None:
    """The first class that fits."""
    if not is_counted(lead_id):
        return None
    deal, status = deal_of(lead_id), statuses(lead_id)[-1][0]
    if deal:
        if deal not in DEALS or DEALS[deal]["IsClosed"] == "0":
            return "open_opportunity"
        return "won" if DEALS[deal]["IsWon"] == "1" else "lost_later"
    if status == "disqualified":
        return f"disqualified_{'without' if reason(lead_id) == 'no_reason_given' else 'with'}_reason"
    if first([converted_at(member) for member in family(lead_id)]):
        return "converted_without_opportunity"
    if not is_person(LEADS[lead_id]["OwnerId"]):
        return "unassigned"
    if answer.touch is None:
        return "never_contacted_due" if answer.outcome == "overdue" else "open_on_time"
    return worked_on(lead_id, tried, status)


def worked_on(lead_id: str, tried: int, status: str) -> str:
    """The classes of a contacted, open lead."""
    last = last_activity(lead_id) or CREATED[lead_id]
    planned = follow_up(lead_id)
    if tried == 1 and last < ago(SILENT_AFTER_DAYS):
        return "one_attempt_silent"
    if planned is None:
        return "no_follow_up"
    if planned < TODAY:
        return "overdue_follow_up"
    if last < ago(STALE_AFTER_DAYS):
        return "stale"
    return "nurturing" if status == "nurturing" else "open_on_time"
