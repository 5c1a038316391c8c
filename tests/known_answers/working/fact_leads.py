"""fct_leads: one row per surviving lead."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from working.deals import DEALS, amount, closed_at, days_between, quoted_at
from working.inputs import AS_OF, SYSTEM, day, export, key, local_date, mapped, midnight, moment, seed
from working.leads import (
    LEADS,
    ROOT,
    category,
    closing,
    converted_at,
    deal_of,
    family,
    family_touches,
    first,
    follow_up,
    is_counted,
    is_test,
    last_activity,
    leakage,
    qualified_at,
    reason,
    response,
)
from working.people import CREATED, PERSON, implies, is_person, method, runs, statuses, team, value_at
from working.touches import attempts

CONTACTS = {row["Id"]: row for row in export("Contact")}
ROLES = export("OpportunityContactRole")
MEMBERS = export("CampaignMember")
GRACE = timedelta(minutes=60)
DUE = ("met", "late", "overdue")
OPEN_CELL = "~"

Fact = dict[str, Any]


def lead_of_deal(deal_id: str) -> str | None:
    """The earliest converted lead of an opportunity; where that is a duplicate the definitions name no one."""
    found = [
        (at, CREATED[lead], lead)
        for lead, row in LEADS.items()
        if row["ConvertedOpportunityId"] == deal_id and (at := converted_at(lead))
    ]
    if not found:
        return None
    return OPEN_CELL if ROOT[min(found)[2]] else min(found)[2]


def is_existing_customer(lead: str) -> bool:
    """A deal won before the lead came, where the person has a role or on the person's contact's account."""
    contacts = {contact for contact in CONTACTS if PERSON[contact] == PERSON[lead]}
    accounts = {CONTACTS[contact]["AccountId"] for contact in contacts}
    deals = {role["OpportunityId"] for role in ROLES if role["ContactId"] in contacts}
    theirs = [deal for deal in DEALS.values() if deal["Id"] in deals or deal["AccountId"] in accounts]
    return any(at < CREATED[lead] for deal in theirs if deal["IsWon"] == "1" and (at := closed_at(deal)))


def responded_at(member: dict[str, str]) -> datetime | None:
    """When a member responded: creation, or 00:00 of a later day."""
    created, on = moment(member["CreatedDate"]), day(member["FirstRespondedDate"])
    if member["HasResponded"] != "1" or created is None:
        return None
    return created if on is None or on == local_date(created) else max(midnight(on), created)


def campaign(lead: str) -> str | None:
    """The last response up to an hour after the lead's creation, else the earliest membership."""
    contacts = {LEADS[member]["ConvertedContactId"] for member in family(lead)} - {""}
    mine = [row for row in MEMBERS if row["LeadId"] in family(lead) or row["ContactId"] in contacts]
    answered = [
        (at, row["Id"], row["CampaignId"]) for row in mine if (at := responded_at(row)) and at <= CREATED[lead] + GRACE
    ]
    if answered:
        return key(max(answered)[2])
    joined = [(row["CreatedDate"], row["Id"], row["CampaignId"]) for row in mine]
    return key(min(joined)[2]) if joined else None


def completeness(lead: str) -> float:
    """Filled of the required fields."""
    columns = {
        "company": "Company", "email": "Email", "phone": "Phone", "country": "Country", "title": "Title",
        "industry": "Industry", "employees": "NumberOfEmployees", "lead_source_raw": "LeadSource",
    }  # fmt: skip
    wanted = [row["field"] for row in seed("profile_fields") if row["is_required"] == "true"]
    return sum(bool(LEADS[lead][columns[field]].strip()) for field in wanted) / len(wanted)


def band(score: str) -> str | None:
    """The band of a score, lower bound inclusive."""
    for row in seed("score_bands"):
        if score and float(score) >= float(row["from_score"]) and float(score) < float(row["below_score"] or "inf"):
            return row["score_band"]
    return None


def about(lead: str) -> Fact:
    """Who and where from."""
    row = LEADS[lead]
    deal = DEALS.get(deal_of(lead) or "", {})
    return {
        "lead_key": key(lead),
        "source_system": SYSTEM,
        "lead_id": lead,
        "person": key(min(other for other in LEADS if PERSON[other] == PERSON[lead])),
        "account_key": key(row["ConvertedAccountId"] or deal.get("AccountId", "")),
        "company": row["Company"],
        "country": row["Country"],
        "campaign_key": campaign(lead),
        "lead_source": mapped("lead_sources", "lead_source_raw", row["LeadSource"], "lead_source"),
        "lead_source_raw": row["LeadSource"] or None,
        "source_category": category(lead),
        "owner_key": key(row["OwnerId"]),
        "team": team(row["OwnerId"]),
        "temperature": mapped("temperatures", "rating_raw", row["Rating"], "temperature"),
        "score_band": band(row["Lead_Score__c"]),
        "lead_score": float(row["Lead_Score__c"]) if row["Lead_Score__c"] else None,
        "profile_completeness": completeness(lead),
    }  # fmt: skip


def answered(lead: str) -> Fact:
    """The response and what happened since."""
    answer = response(lead)
    touches = [touch for touch in family_touches(lead) if touch.is_completed and touch.at]
    tried = attempts(touches, CREATED[lead])
    converted = first([converted_at(member) for member in family(lead)])
    until = max(converted, tried[0].at or converted) if converted and tried else converted or AS_OF
    counted = [touch for touch in tried if touch.at and touch.at <= until]
    machine = [touch for touch in touches if touch.is_automated and touch.at and touch.at >= CREATED[lead]]
    planned = follow_up(lead)
    return {
        "first_contacted_at": answer.touch.at if answer.touch else None,
        "first_contacted_precision": answer.touch.precision if answer.touch else None,
        "first_acknowledged_at": first([touch.at for touch in machine]),
        "first_activity_at": first([touch.at for touch in touches]),
        "last_activity_at": last_activity(lead),
        "follow_up_at": midnight(planned) if planned else None,
        "response_due_at": answer.due_at,
        "response_minutes": answer.minutes,
        "response_business_minutes": answer.business_minutes,
        "response_bucket": answer.bucket,
        "response_outcome": answer.outcome,
        "is_response_due": is_counted(lead) and answer.outcome in DUE,
        "is_response_met": is_counted(lead) and answer.outcome == "met",
        "is_contacted": answer.touch is not None,
        "contact_attempts": len(counted),
        "leakage_class": leakage(lead, answer, len(counted)),
    }


def progressed(lead: str, contacted: bool) -> Fact:
    """Steps reached: the lead's own and its duplicates'."""
    members = family(lead)
    qualified = first([qualified_at(member) for member in members])
    converted = first([converted_at(member) for member in members])
    deal_id = deal_of(lead)
    deal = DEALS.get(deal_id or "")
    won = closed_at(deal) if deal and deal["IsWon"] == "1" else None
    carries = deal is not None and lead_of_deal(deal["Id"]) == lead
    ever = [status for member in members for status, _, _ in statuses(member)]
    quoted = quoted_at(deal) if deal else None
    return {
        "qualified_at": qualified,
        "converted_at": converted,
        "quoted_at": quoted,
        "won_at": won,
        "opportunity_key": key(deal_id or ""),
        "won_amount": amount(deal) if carries and won and deal else None,
        "hours_to_qualify": (qualified - CREATED[lead]).total_seconds() / 3600 if qualified else None,
        "days_to_convert": days_between(CREATED[lead], converted),
        "days_to_win": days_between(CREATED[lead], won),
        "reached_contacted": contacted or qualified is not None or any(implies(status, "contacted") for status in ever),
        "is_qualified": qualified is not None,
        "is_converted": converted is not None,
        "has_opportunity": deal_id is not None,
        "is_quoted": quoted is not None,
        "is_won": won is not None,
    }


def standing(lead: str) -> Fact:
    """The lead's own status, owners and whether it counts."""
    row, stays = LEADS[lead], statuses(lead)
    people = [run for run in runs(lead, "Owner", row["OwnerId"]) if is_person(run["value"])]
    again = [since for (was, _, _), (_, _, since) in pairwise(stays) if was == "disqualified"]
    disqualified = stays[-1][2] if stays[-1][0] == "disqualified" else None
    return {
        "status": stays[-1][0],
        "status_raw": row["Status"],
        "assignment_method": method(people[0]["value"], people[0]["writer"]) if people else None,
        "created_at": CREATED[lead],
        "mql_at": None,
        "sales_accepted_at": None,
        "clock_started_at": CREATED[lead],
        "created_date": local_date(CREATED[lead]),
        "assigned_at": datetime.fromisoformat(people[0]["since"]) if people else None,
        "first_owner_key": key(people[0]["value"]) if people else None,
        "disqualified_at": disqualified,
        "recycled_at": again[-1] if again else None,
        "recycle_count": len(again),
        "is_counted": is_counted(lead),
        "is_test": is_test(lead),
        "is_duplicate": ROOT[lead] is not None,
        "duplicate_of_lead_key": key(ROOT[lead] or ""),
        "is_existing_customer": is_existing_customer(lead),
        "is_disqualified": disqualified is not None,
        "is_open": closing(lead) is None,
        "is_unassigned": not is_person(value_at(lead, "Owner", AS_OF)),
        "disqualified_reason": reason(lead),
        "disqualified_reason_raw": row["Disqualified_Reason__c"] or None,
    }


def fct_leads() -> list[Fact]:
    """All rows, in order of the lead's id."""
    found = []
    for lead in sorted(LEADS):
        answer = answered(lead)
        found.append(about(lead) | standing(lead) | answer | progressed(lead, answer["is_contacted"]))
    return found
