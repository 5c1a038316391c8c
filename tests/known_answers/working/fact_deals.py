"""fct_opportunities, fct_opportunity_stages, fct_activities and fct_campaign_members."""

from __future__ import annotations

from decimal import Decimal

from working.deals import (
    DEALS,
    HAS_HISTORY,
    amount,
    cents,
    chance,
    closed_at,
    currency_of,
    days_between,
    is_closed,
    is_in,
    is_lost,
    is_never_real,
    is_quoted,
    is_renewal,
    is_stalled,
    is_win_back,
    is_won,
    lost_reason,
    pushes,
    quoted_at,
    stage_of,
    stays,
)
from working.fact_leads import Fact, lead_of_deal
from working.inputs import AS_OF, SYSTEM, Row, alive, day, gone, key, local_date, mapped, moment
from working.leads import CONTACTS
from working.members import has_responded, has_succeeded, members, responded_at, status
from working.people import CREATED, KEPT, LEADS, SURVIVOR, person_of, team
from working.touches import TOUCHES, Touch, since


def money(deal: Row) -> Fact:
    """Amounts in the reporting currency and their weight."""
    value, likely = amount(deal), chance(deal)
    return {
        "currency": currency_of(deal),
        "amount": value,
        "amount_original": Decimal(deal["Amount"]).quantize(Decimal("0.01")) if deal["Amount"] else None,
        "probability": float(likely) if likely is not None else None,
        "weighted_amount": cents(value * likely) if value is not None and likely is not None else None,
        "won_amount": value if is_won(deal) else None,
    }


def flags(deal: Row) -> Fact:
    """What the CRM says of the outcome, and whether the deal counts."""
    return {
        "is_counted": not is_never_real(deal),
        "is_never_real": is_never_real(deal),
        "is_closed": is_closed(deal),
        "is_won": is_won(deal),
        "is_in_roi": not is_renewal(deal),
        "is_lost": is_lost(deal),
        "is_win_back": is_win_back(deal),
        "is_stalled": is_stalled(deal),
        "is_quoted": is_quoted(deal),
        "has_reason": is_lost(deal) and lost_reason(deal) != "no_reason_given",
    }


def course(deal: Row) -> Fact:
    """What the deal's history tells."""
    found = stays(deal["Id"])
    still_open = [stay for stay in found if not is_in(stay, "is_closed")]
    return {
        "lost_stage": still_open[-1].stage if is_lost(deal) and still_open else None,
        "close_date_pushes": pushes(deal),
        "stage_changes": max(len(found) - 1, 0) if HAS_HISTORY else None,
        "quoted_at": quoted_at(deal),
    }


def opportunity(deal: Row) -> Fact:
    """One opportunity."""
    lead, closed = lead_of_deal(deal["Id"]), closed_at(deal)
    created = moment(deal["CreatedDate"])
    return (
        {
            "opportunity_key": key(deal["Id"]),
            "source_system": SYSTEM,
            "opportunity_id": deal["Id"],
            "account_key": alive(deal["AccountId"]),
            "owner_key": key(deal["OwnerId"]),
            "lead_key": key(lead),
            "primary_campaign_key": alive(deal["CampaignId"]),
            "name": deal["Name"],
            "team": team(deal["OwnerId"]),
            "opportunity_type": mapped("opportunity_types", "opportunity_type_raw", deal["Type"], "opportunity_type"),
            "stage": stage_of(deal["StageName"]),
            "stage_raw": deal["StageName"] or None,
            "lost_reason": lost_reason(deal),
            "lost_reason_raw": deal["Loss_Reason__c"] or None,
            "competitor": deal["Competitor__c"] or None,
            "sales_cycle_days": days_between(created, closed),
            "lead_to_close_days": days_between(CREATED.get(lead or ""), closed),
            "close_date": day(deal["CloseDate"]),
            "created_date": local_date(created),
            "closed_date": local_date(closed),
            "created_at": created,
            "closed_at": closed,
        }
        | course(deal)
        | flags(deal)
        | money(deal)
    )


def fct_opportunities() -> list[Fact]:
    """All opportunities that are not deleted."""
    return [opportunity(DEALS[deal]) for deal in sorted(DEALS)]


def fct_opportunity_stages() -> list[Fact]:
    """All stays in stages; of several labels the one with which the stay began."""
    found = []
    for deal_id in sorted(DEALS):
        of_deal = stays(deal_id)
        for number, stay in enumerate(of_deal, 1):
            end = stay.until or (None if is_closed(DEALS[deal_id]) else AS_OF)
            found.append(
                {
                    "opportunity_key": key(deal_id),
                    "stay_number": number,
                    "source_system": SYSTEM,
                    "stage": stay.stage,
                    "stage_raw": stay.raw,
                    "direction": stay.direction,
                    "stay_source": "history" if HAS_HISTORY else "record",
                    "days_in_stage": (end - stay.since).total_seconds() / 86400 if end and stay.since else None,
                    "is_current": number == len(of_deal),
                    "entered_at": stay.since,
                    "exited_at": stay.until,
                }
            )
    return found


def lead_of(touch: Touch) -> str | None:
    """The lead that an activity belongs to: its own, or the newest of those there by then that became its contact."""
    if touch.who.startswith("00Q"):
        return alive(SURVIVOR.get(touch.who, touch.who))
    contact = "" if touch.who in gone() else touch.who
    became = [
        (CREATED[lead], lead)
        for lead, row in LEADS.items()
        if contact and row["ConvertedContactId"] == contact and since(touch, CREATED[lead])
    ]
    return key(max(became)[1]) if became else None


def person_of_touch(touch: Touch) -> str | None:
    """The person behind the lead, else behind a contact that was exported."""
    lead = lead_of(touch)
    known = lead and person_of(lead.removeprefix(f"{SYSTEM}:"))
    return known or person_of_contact(touch.who)


def deal_of_touch(touch: Touch) -> str | None:
    """The opportunity that an activity was about; a deleted one is none."""
    return alive(touch.what) if touch.what.startswith("006") else None


def fct_activities() -> list[Fact]:
    """All tasks and events that are not deleted; what has not taken place has no time."""
    return [
        {
            "activity_key": key(touch.id),
            "source_system": SYSTEM,
            "owner_key": key(touch.owner),
            "lead_key": lead_of(touch),
            "person": person_of_touch(touch),
            "opportunity_key": deal_of_touch(touch),
            "activity_type": touch.kind,
            "direction": touch.direction,
            "precision": touch.precision,
            "is_automated": touch.is_automated,
            "is_attempt": touch.is_attempt,
            "is_contact": touch.is_contact,
            "is_completed": touch.is_completed,
            "is_by_person": touch.is_completed and not touch.is_automated,
            "has_notes": touch.has_notes,
            "due_date": touch.due,
            "happened_at": touch.at if touch.is_completed else None,
        }
        for touch in sorted(TOUCHES, key=lambda each: each.id)
    ]


def person_of_contact(contact: str) -> str | None:
    """The person behind a contact that was exported."""
    return person_of(contact) if contact in CONTACTS else None


def fct_campaign_members() -> list[Fact]:
    """All memberships that are not deleted."""
    found = []
    for member in sorted(members(), key=lambda each: each["Id"]):
        lead = SURVIVOR.get(member["LeadId"], member["LeadId"])
        found.append(
            {
                "campaign_member_key": key(member["Id"]),
                "source_system": SYSTEM,
                "campaign_key": alive(member["CampaignId"]),
                "person": person_of(lead) if lead in KEPT else person_of_contact(member["ContactId"]),
                "lead_key": None if lead in gone() else key(lead),
                "contact_key": alive(member["ContactId"]),
                "status": status(member),
                "status_raw": member["Status"] or None,
                "has_responded": has_responded(member),
                "has_succeeded": has_succeeded(member),
                "joined_at": moment(member["CreatedDate"]),
                "first_responded_at": responded_at(member),
            }
        )
    return found
