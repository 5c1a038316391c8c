"""fct_opportunities, fct_opportunity_stages, fct_activities and fct_campaign_members."""

from __future__ import annotations

from decimal import Decimal

from working.deals import (
    DEALS,
    amount,
    cents,
    closed_at,
    days_between,
    is_in,
    is_lost,
    is_never_real,
    is_stalled,
    lost_reason,
    pushes,
    quoted_at,
    stage_of,
    stays,
)
from working.fact_leads import MEMBERS, OPEN_CELL, Fact, lead_of_deal, responded_at
from working.inputs import AS_OF, SYSTEM, Row, day, export, key, local_date, mapped, moment, seed
from working.people import CREATED, LEADS, PERSON, SURVIVOR, team
from working.touches import TOUCHES, Touch, since

CAMPAIGNS = {row["Id"]: row for row in export("Campaign")}


def money(deal: Row) -> Fact:
    """Amounts in the reporting currency and their weight."""
    value = amount(deal)
    is_won = deal["IsWon"] == "1"
    chance = Decimal(1) if is_won else Decimal(0) if is_lost(deal) else Decimal(deal["Probability"]) / 100
    return {
        "currency": deal["CurrencyIsoCode"],
        "amount": value,
        "amount_original": Decimal(deal["Amount"]).quantize(Decimal("0.01")) if deal["Amount"] else None,
        "probability": float(chance),
        "weighted_amount": cents(value * chance) if value is not None else None,
        "won_amount": value if is_won else None,
    }


def flags(deal: Row) -> Fact:
    """What the CRM says of the outcome, and whether the deal counts."""
    return {
        "is_counted": not is_never_real(deal),
        "is_never_real": is_never_real(deal),
        "is_closed": deal["IsClosed"] == "1",
        "is_won": deal["IsWon"] == "1",
        "is_lost": is_lost(deal),
    }


def opportunity(deal: Row) -> Fact:
    """One opportunity."""
    lead, closed, found = lead_of_deal(deal["Id"]), closed_at(deal), stays(deal)
    still_open = [stay for stay in found if not is_in(stay, "is_closed")]
    created = moment(deal["CreatedDate"])
    lead_created = CREATED.get(lead) if lead else None
    reason = lost_reason(deal)
    on_time = closed is None or local_date(closed) == day(deal["CloseDate"])
    return (
        {
            "opportunity_key": key(deal["Id"]),
            "source_system": SYSTEM,
            "opportunity_id": deal["Id"],
            "account_key": key(deal["AccountId"]),
            "owner_key": key(deal["OwnerId"]),
            "lead_key": lead if lead in (None, OPEN_CELL) else key(lead),
            "primary_campaign_key": key(deal["CampaignId"]),
            "name": deal["Name"],
            "team": team(deal["OwnerId"]),
            "opportunity_type": mapped("opportunity_types", "opportunity_type_raw", deal["Type"], "opportunity_type"),
            "stage": stage_of(deal["StageName"]),
            "stage_raw": deal["StageName"],
            "lost_reason": reason,
            "lost_reason_raw": deal["Loss_Reason__c"] or None,
            "lost_stage": still_open[-1].stage if is_lost(deal) else None,
            "competitor": deal["Competitor__c"] or None,
            "sales_cycle_days": days_between(created, closed) if on_time else OPEN_CELL,
            "lead_to_close_days": OPEN_CELL if lead == OPEN_CELL else days_between(lead_created, closed),
            "close_date_pushes": pushes(deal),
            "stage_changes": len(found) - 1 if found else OPEN_CELL,
            "is_stalled": is_stalled(deal) if found else False,
            "close_date": day(deal["CloseDate"]),
            "created_date": local_date(created),
            "closed_date": local_date(closed),
            "created_at": created,
            "closed_at": closed,
            "quoted_at": OPEN_CELL if not found or found[-1].stage == "unmapped" else quoted_at(deal),
        }
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
        of_deal = stays(DEALS[deal_id])
        for number, stay in enumerate(of_deal, 1):
            is_last = number == len(of_deal)
            end = stay.until or (None if DEALS[deal_id]["IsClosed"] == "1" else AS_OF)
            found.append(
                {
                    "opportunity_key": key(deal_id),
                    "stay_number": number,
                    "source_system": SYSTEM,
                    "stage": stay.stage,
                    "stage_raw": stay.labels[0],
                    "direction": stay.direction,
                    "days_in_stage": (end - stay.since).total_seconds() / 86400 if end else None,
                    "is_current": is_last,
                    "entered_at": stay.since,
                    "exited_at": stay.until,
                }
            )
    return found


def lead_of(touch: Touch) -> str | None:
    """The lead that an activity belongs to: its own, or the one that became its contact."""
    lead = SURVIVOR.get(touch.who)
    if lead is None:
        converted = [each for each, row in LEADS.items() if row["ConvertedContactId"] == touch.who and touch.who]
        converted = [each for each in converted if since(touch, CREATED[each])]
        if len(converted) > 1:
            return OPEN_CELL
        lead = converted[0] if converted else None
    return key(lead or "")


def person_of(record: str) -> str | None:
    """A person by the first of its leads; one without a lead is not compared."""
    if record not in PERSON:
        return None
    leads = [lead for lead in LEADS if PERSON[lead] == PERSON[record]]
    return key(min(leads)) if leads else OPEN_CELL


def fct_activities() -> list[Fact]:
    """All tasks and events that are not deleted; what has not taken place has no time."""
    return [
        {
            "activity_key": key(touch.id),
            "source_system": SYSTEM,
            "owner_key": key(touch.owner),
            "lead_key": lead_of(touch),
            "person": person_of(SURVIVOR.get(touch.who, touch.who)),
            "opportunity_key": key(touch.what) if touch.what in DEALS else None,
            "activity_type": touch.kind,
            "direction": touch.direction,
            "precision": touch.precision if touch.is_completed else OPEN_CELL,
            "is_automated": touch.is_automated,
            "is_attempt": touch.is_attempt,
            "is_contact": touch.is_contact,
            "is_completed": touch.is_completed,
            "has_notes": touch.has_notes,
            "due_date": touch.due,
            "happened_at": touch.at if touch.is_completed else None,
        }
        for touch in sorted(TOUCHES, key=lambda each: each.id)
    ]


def member_status(member: Row) -> str:
    """By campaign type, else for any type."""
    kind = mapped("campaign_types", "campaign_type_raw", CAMPAIGNS[member["CampaignId"]]["Type"], "campaign_type")
    raw = member["Status"].strip().lower()
    rows = [row for row in seed("campaign_member_statuses") if row["status_raw"].lower() == raw]
    rows.sort(key=lambda row: row["campaign_type"] != kind)
    return rows[0]["status"] if rows else "unmapped"


def fct_campaign_members() -> list[Fact]:
    """All memberships that are not deleted."""
    return [
        {
            "campaign_member_key": key(member["Id"]),
            "source_system": SYSTEM,
            "campaign_key": key(member["CampaignId"]),
            "person": person_of(member["LeadId"] or member["ContactId"]),
            "lead_key": key(SURVIVOR.get(member["LeadId"], "")),
            "contact_key": key(member["ContactId"]),
            "status": member_status(member),
            "status_raw": member["Status"],
            "has_responded": member["HasResponded"] == "1",
            "joined_at": moment(member["CreatedDate"]),
            "first_responded_at": responded_at(member),
        }
        for member in sorted(MEMBERS, key=lambda each: each["Id"])
    ]
