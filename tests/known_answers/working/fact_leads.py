"""fct_leads: one row per surviving lead."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from working.afterwards import afterwards
from working.answers import response
from working.deals import DEALS, amount, closed_at, days_between, is_never_real, is_quoted, is_won, quoted_at
from working.deals import is_closed as is_deal_closed
from working.fact_responses import Fact, answered
from working.inputs import SYSTEM, export, gone, key, local_date, mapped, seed
from working.leads import (
    CONTACTS,
    LEADS,
    ROOT,
    account_of,
    category,
    closing,
    converted_at,
    deal_of,
    family,
    first,
    has_won,
    is_counted,
    is_open,
    is_qualified,
    is_test,
    is_win_known,
    own_deal,
    qualified_at,
    reason,
    status_of,
)
from working.members import campaign
from working.people import (
    CREATED,
    HAS_HISTORY,
    PERSON,
    implies,
    is_closed,
    is_converted,
    is_person,
    method,
    person_of,
    runs,
    statuses,
    team,
)

ROLES = export("OpportunityContactRole")


def lead_of_deal(deal_id: str) -> str | None:
    """The earliest converted lead of an opportunity (then created, then id), a duplicate too."""
    found = [
        (converted_at(lead) or datetime.max, CREATED[lead], lead)
        for lead, row in LEADS.items()
        if row["ConvertedOpportunityId"] == deal_id and is_converted(lead)
    ]
    return min(found)[2] if found else None


def is_existing_customer(lead: str) -> bool:
    """A deal won before the lead came, where the person has a role or on the person's contact's account."""
    contacts = {contact for contact in CONTACTS if PERSON[contact] == PERSON[lead]}
    accounts = {CONTACTS[contact]["AccountId"] for contact in contacts} - {""} - gone()
    deals = {role["OpportunityId"] for role in ROLES if role["ContactId"] in contacts}
    theirs = [deal for deal in DEALS.values() if deal["Id"] in deals or deal["AccountId"] in accounts]
    return any(at < CREATED[lead] for deal in theirs if is_won(deal) and (at := closed_at(deal)))


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


def size(employees: str) -> str | None:
    """The size of a company, lower bound inclusive."""
    for row in seed("company_sizes"):
        if employees and int(row["from_employees"]) <= int(employees) < float(row["below_employees"] or "inf"):
            return row["company_size"]
    return None


def about(lead: str) -> Fact:
    """Who and where from."""
    row = LEADS[lead]
    return {
        "lead_key": key(lead),
        "source_system": SYSTEM,
        "lead_id": lead,
        "person": person_of(lead),
        "account_key": key(account_of(lead)),
        "company": row["Company"] or None,
        "country": row["Country"] or None,
        "industry": row["Industry"] or None,
        "company_size": size(row["NumberOfEmployees"]),
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


def progressed(lead: str, contacted: bool) -> Fact:
    """Steps reached: the lead's own and its duplicates'."""
    members = family(lead)
    qualified = first([qualified_at(member) for member in members])
    converted = first([converted_at(member) for member in members])
    deals = [own for member in members if (own := own_deal(member))]
    won = first([closed_at(each) for each in deals if is_won(each)])
    own = own_deal(lead)
    carries = own is not None and is_won(own) and lead_of_deal(own["Id"]) == lead
    was_qualified = any(is_qualified(member) for member in members)
    ever = [stay.status for member in members for stay in statuses(member)]
    quoted = first([quoted_at(each) for each in deals])
    return {
        "qualified_at": qualified,
        "converted_at": converted,
        "quoted_at": quoted,
        "won_at": won,
        "opportunity_key": key(deal_of(lead)),
        "won_amount": amount(own) if carries and own else None,
        "opportunity_amount": worth(lead),
        "hours_to_qualify": apart(CREATED[lead], qualified, 3600),
        "days_to_convert": days_between(CREATED[lead], converted),
        "days_to_win": days_between(CREATED[lead], won),
        "reached_contacted": contacted or was_qualified or any(implies(status, "contacted") for status in ever),
        "is_qualified": was_qualified,
        "is_converted": any(is_converted(member) for member in members),
        "has_opportunity": deal_of(lead) is not None,
        "is_quoted": any(is_quoted(each) for each in deals),
        "is_won": has_won(lead),
        "is_win_known": is_win_known(lead),
        **dealt(lead),
    }


def dealt(lead: str) -> Fact:
    """What became of the lead's opportunity."""
    deal = DEALS.get(deal_of(lead) or "")
    return {
        "is_opportunity_closed": deal is not None and is_deal_closed(deal),
        "opportunity_closed_at": closed_at(deal) if deal else None,
    }


def worth(lead: str) -> Decimal | None:
    """What the real deals told by a counted lead or its duplicates amount to; of a lead won, only those won."""
    told = [deal for each in family(lead) if (deal := own_deal(each)) and lead_of_deal(deal["Id"]) == each]
    kept = [deal for deal in told if (is_won(deal) if has_won(lead) else deal["Id"] == deal_of(lead))]
    known = [got for deal in kept if not is_never_real(deal) and (got := amount(deal)) is not None]
    return sum(known, Decimal()) if known and is_counted(lead) else None


def fate(leakage_class: str | None) -> Fact:
    """What became of a counted lead, by its class."""
    fates = {row["leakage_class"]: row["fate"] for row in seed("leakage_steps")}
    found = fates[leakage_class] if leakage_class else None
    return {
        "leakage_fate": found,
        "is_lost": found == "lost",
        "is_leaked": found in ("dropped", "neglected"),
        "is_neglected": found == "neglected",
    }


def apart(start: datetime | None, end: datetime | None, unit: int) -> float | None:
    """Exact hours or minutes between two times; nothing where one is missing or the order is wrong."""
    return (end - start).total_seconds() / unit if start and end and end >= start else None


def standing(lead: str) -> Fact:
    """The lead's own status and whether it counts."""
    row, stays = LEADS[lead], statuses(lead)
    again = [now.since for was, now in pairwise(stays) if was.status == "disqualified" and not is_closed(now.status)]
    is_disqualified = status_of(lead) == "disqualified"
    return {
        "status": status_of(lead),
        "status_raw": row["Status"],
        "created_at": CREATED[lead],
        "mql_at": None,
        "sales_accepted_at": None,
        "is_mql": False,
        "is_sales_accepted": False,
        "clock_started_at": CREATED[lead],
        "created_date": local_date(CREATED[lead]),
        "closed_at": closing(lead),
        "disqualified_at": stays[-1].since if is_disqualified and HAS_HISTORY else None,
        "recycled_at": again[-1] if again else None,
        "recycle_count": len(again) if HAS_HISTORY else None,
        "is_counted": is_counted(lead),
        "is_test": is_test(lead),
        "is_duplicate": ROOT[lead] is not None,
        "duplicate_of_lead_key": key(ROOT[lead]),
        "is_existing_customer": is_existing_customer(lead),
        "is_disqualified": is_disqualified,
        "has_reason": reason(lead) not in (None, "no_reason_given"),
        "is_open": is_open(lead),
        "is_unassigned": not is_person(row["OwnerId"]),
        "disqualified_reason": reason(lead),
        "disqualified_reason_raw": row["Disqualified_Reason__c"] or None,
    }


def owned(lead: str) -> Fact:
    """The first person who had the lead."""
    people = [run for run in runs(lead, "Owner") if is_person(run.value)]
    known = people[0] if people else None
    assigned = known.since if known and HAS_HISTORY else None
    answer = response(lead)
    contacted = answer.touch.at if answer.touch and answer.minutes is not None else None
    return {
        "assignment_method": (method(known.value, known.writer) if HAS_HISTORY else "unknown") if known else None,
        "assigned_at": assigned,
        "minutes_to_assignment": apart(CREATED[lead], assigned, 60),
        "minutes_from_assignment": apart(assigned, contacted, 60),
        "first_owner_key": key(known.value) if known and HAS_HISTORY else None,
    }


def fct_leads() -> list[Fact]:
    """All rows, in order of the lead's id."""
    found = []
    for lead in sorted(LEADS):
        answer = answered(lead)
        reached = progressed(lead, answer["is_contacted"])
        became = afterwards(lead) | fate(answer["leakage_class"])
        found.append(about(lead) | standing(lead) | owned(lead) | answer | reached | became)
    return found
