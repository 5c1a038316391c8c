"""fct_lead_assignments: one row per lead and stay with an owner. fct_lead_statuses: one row per stay in a status."""

from __future__ import annotations

from datetime import datetime

from working.deals import DEALS
from working.fact_leads import DUE, Fact
from working.hours import calendar_of, due
from working.inputs import AS_OF, SYSTEM, key, local_date
from working.leads import (
    LEADS,
    category,
    closing,
    converted_at,
    deal_of,
    family,
    family_touches,
    first,
    is_counted,
    limit,
    outcome_of,
    qualified_at,
)
from working.people import CREATED, STEPS, USERS, is_closed, method, runs, statuses
from working.touches import Touch, attempts


def within(at: datetime | None, start: datetime, until: datetime | None, is_last: bool) -> bool:
    """At a change the event belongs to the new stay; the last stay keeps what happens at and after its end."""
    return at is not None and at >= start and (is_last or until is None or at < until)


def judged(lead: str, stay: Fact, touch: Touch | None, until: datetime | None) -> tuple[bool, bool]:
    """Whether a response to a counted lead was due in the stay, and met; passed on before its time is not due."""
    outcome = outcome_of(touch, stay["response_due_at"], until)
    return is_counted(lead) and outcome in DUE, is_counted(lead) and outcome == "met"


def assignments(lead: str) -> list[Fact]:
    """The stays of one lead with its owners, up to its closing; later owners receive nothing."""
    closed = closing(lead)
    changed = [(datetime.fromisoformat(run["since"]), run) for run in runs(lead, "Owner", LEADS[lead]["OwnerId"])]
    owners = changed[:1] + [each for each in changed[1:] if not closed or each[0] < closed]
    found = []
    for number, (start, run) in enumerate(owners, 1):
        is_last = number == len(owners)
        until = closed if is_last else owners[number][0]
        stay = received(lead, run["value"], start)
        stay["stay_number"] = number
        stay["assignment_method"] = method(run["value"], run["writer"])
        stay["end_reason"] = end_reason(lead) if is_last else "reassigned"
        stay["released_at"] = until
        stay["is_first"] = number == 1
        found.append(stay | happened(lead, stay, until, is_last))
    return found


def received(lead: str, owner: str, start: datetime) -> Fact:
    """What is known when a stay begins; its limit runs from there on the owner's own calendar."""
    return {
        "lead_key": key(lead),
        "stay_number": 0,
        "owner_key": key(owner),
        "source_system": SYSTEM,
        "source_category": category(lead),
        "is_counted": is_counted(lead),
        "assigned_at": start,
        "assigned_date": local_date(start),
        "response_due_at": due(limit(lead), calendar_of(USERS.get(owner)), start),
    }


def happened(lead: str, stay: Fact, until: datetime | None, is_last: bool) -> Fact:
    """Events that belong to a stay."""
    members, start = family(lead), stay["assigned_at"]
    tried = attempts(family_touches(lead), CREATED[lead])
    touch = next((each for each in tried if within(each.at, start, until, is_last)), None)
    is_due, is_met = judged(lead, stay, touch, until)
    deal = DEALS.get(deal_of(lead) or "")
    return {
        "first_touch_at": touch.at if touch else None,
        "is_contacted": touch is not None,
        "is_response_due": is_due,
        "is_response_met": is_met,
        "is_qualified": within(first([qualified_at(member) for member in members]), start, until, is_last),
        "is_converted": within(first([converted_at(member) for member in members]), start, until, is_last),
        "is_won": is_last and deal is not None and deal["IsWon"] == "1",
    }


def end_reason(lead: str) -> str:
    """Why the last stay ended; a duplicate that converted does not close its root."""
    if LEADS[lead]["IsConverted"] == "1":
        return "converted"
    return "disqualified" if closing(lead) else "open"


def fct_lead_assignments() -> list[Fact]:
    """All stays with owners."""
    return [stay for lead in sorted(LEADS) for stay in assignments(lead)]


def direction(was: str, now: str) -> str:
    """Reopened out of a closed status, else by the order of statuses."""
    if is_closed(was) and not is_closed(now):
        return "reopened"
    return "forward" if int(STEPS[now]["sort_order"]) > int(STEPS[was]["sort_order"]) else "back"


def fct_lead_statuses() -> list[Fact]:
    """All stays in a status; the last one of a closed lead has no end and no length."""
    found = []
    for lead in sorted(LEADS):
        stays = statuses(lead)
        for number, (status, raw, since) in enumerate(stays, 1):
            is_last = number == len(stays)
            until = None if is_last else stays[number][2]
            end = until or (None if is_closed(status) else AS_OF)
            found.append(
                {
                    "lead_key": key(lead),
                    "stay_number": number,
                    "source_system": SYSTEM,
                    "status": status,
                    "status_raw": raw,
                    "direction": direction(stays[number - 2][0], status) if number > 1 else None,
                    "days_in_status": (end - since).total_seconds() / 86400 if end else None,
                    "is_current": is_last,
                    "entered_at": since,
                    "exited_at": until,
                }
            )
    return found
