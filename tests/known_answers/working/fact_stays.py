"""fct_lead_assignments: one row per lead and stay with an owner. fct_lead_statuses: one row per stay in a status."""

from __future__ import annotations

from datetime import datetime

from working.answers import limit, outcome_of, temperature
from working.deals import closed_at, is_won
from working.fact_leads import dealt
from working.fact_responses import DUE, Fact
from working.hours import calendar_of, due
from working.inputs import AS_OF, SYSTEM, key, local_date
from working.leads import (
    LEADS,
    category,
    closing,
    converted_at,
    family,
    family_touches,
    first,
    has_won,
    is_counted,
    is_open,
    is_qualified,
    is_win_known,
    own_deal,
    qualified_at,
)
from working.people import (
    CREATED,
    HAS_HISTORY,
    STEPS,
    USERS,
    Run,
    is_automated,
    is_closed,
    is_converted,
    is_person,
    method,
    owner_type,
    runs,
    statuses,
)
from working.touches import Touch, attempts, is_covered

SOURCE = "history" if HAS_HISTORY else "record"


def within(at: datetime | None, start: datetime, until: datetime | None, is_last: bool) -> bool:
    """At a change the event belongs to the new stay; what happened at the closing belongs to the stay that it ended."""
    if at is None or at < start:
        return False
    return until is None or at < until or (is_last and at == until)


def judged(lead: str, stay: Fact, touch: Touch | None, until: datetime | None) -> tuple[bool, bool]:
    """Whether a response to a counted lead was due in the stay, and met; passed on before its time is not due."""
    outcome = outcome_of(touch, stay["response_due_at"], until)
    return is_counted(lead) and outcome in DUE, is_counted(lead) and outcome == "met"


def received_by(lead: str) -> list[Run]:
    """Owners in turn; those who came after the closing received nothing."""
    closed, found = closing(lead), runs(lead, "Owner")
    return [run for run in found if not closed or run.since <= closed]


def assignments(lead: str) -> list[Fact]:
    """The stays of one lead with its owners, up to its closing."""
    owners, found = received_by(lead), []
    for number, run in enumerate(owners, 1):
        is_last = number == len(owners)
        until = closing(lead) if is_last else owners[number].since
        found.append(
            {
                "assignment_key": f"{key(lead)}-{number}",
                "lead_key": key(lead),
                "stay_number": number,
                "owner_key": key(run.value),
                "source_system": SYSTEM,
                "source_category": category(lead),
                "temperature": temperature(lead),
                "owner_type": owner_type(run.value),
                "owner_is_automated": is_automated(run.value) and owner_type(run.value) != "queue",
                "is_rep": owner_type(run.value) == "user" and is_person(run.value),
                "is_counted": is_counted(lead),
                "assigned_at": run.since if HAS_HISTORY else None,
                "assigned_date": local_date(run.since) if HAS_HISTORY else None,
                "response_due_at": due_of_stay(lead, run),
                "assignment_method": method(run.value, run.writer) if HAS_HISTORY else "unknown",
                "end_reason": end_reason(lead) if is_last else "reassigned",
                "stay_source": SOURCE,
                "released_at": until,
                "is_first": number == 1,
            }
        )
        found[-1] |= happened(lead, found[-1], until, is_last) | dealt(lead)
        is_missed = found[-1]["is_response_due"] and not found[-1]["is_response_met"]
        found[-1]["is_passed_on_overdue"] = is_missed and not is_last and is_person(run.value)
    return found


def due_of_stay(lead: str, run: Run) -> datetime | None:
    """The lead's limit from the beginning of the stay, where that is known, on the owner's calendar."""
    return due(limit(lead), calendar_of(run.value, USERS.get(run.value)), run.since) if HAS_HISTORY else None


def happened(lead: str, stay: Fact, until: datetime | None, is_last: bool) -> Fact:
    """Events that belong to a stay."""
    members, start = family(lead), stay["assigned_at"] or CREATED[lead]
    tried = attempts(family_touches(lead), CREATED[lead])
    touch = next((each for each in tried if within(each.at, start, until, is_last)), None)
    is_due, is_met = judged(lead, stay, touch, until)
    is_only = is_last and stay["stay_number"] == 1
    at = first([qualified_at(member) for member in members])
    qualified = within(at, start, until, is_last) if at else is_only and any(map(is_qualified, members))
    became = first([converted_at(member) for member in members])
    converted = within(became, start, until, is_last) if became else is_only and any(map(is_converted, members))
    deals = [deal for member in members if (deal := own_deal(member)) and is_won(deal)]
    return {
        "first_touch_at": touch.at if touch else None,
        "is_contacted": touch is not None,
        "is_measurable": touch is not None or is_covered(stay["response_due_at"] or start),
        "is_response_due": is_due,
        "is_response_met": is_met,
        "is_qualified": qualified,
        "is_converted": converted,
        "is_won": converted and has_won(lead),
        "is_win_known": is_win_known(lead),
        "qualified_at": at if qualified else None,
        "converted_at": became if converted else None,
        "won_at": first([closed_at(deal) for deal in deals]) if converted else None,
    }


def end_reason(lead: str) -> str:
    """Why the last stay ended; a duplicate that converted does not close its root."""
    if is_converted(lead):
        return "converted"
    return "open" if is_open(lead) else "disqualified"


def fct_lead_assignments() -> list[Fact]:
    """All stays with owners."""
    return [stay for lead in sorted(LEADS) for stay in assignments(lead)]


def direction(was: str, now: str) -> str | None:
    """Reopened out of a closed status, else by the order of statuses; nothing beside one without an order."""
    if was not in STEPS or now not in STEPS:
        return None
    if is_closed(was) and not is_closed(now):
        return "reopened"
    return "forward" if int(STEPS[now]["sort_order"]) > int(STEPS[was]["sort_order"]) else "back"


def fct_lead_statuses() -> list[Fact]:
    """All stays in a status; the last one of a closed lead has no end and no length."""
    found = []
    for lead in sorted(LEADS):
        stays = statuses(lead)
        for number, stay in enumerate(stays, 1):
            is_last = number == len(stays)
            until = None if is_last else stays[number].since
            end = until or (AS_OF if is_open(lead) else None)
            since = stay.since if HAS_HISTORY else None
            found.append(
                {
                    "lead_key": key(lead),
                    "stay_number": number,
                    "source_system": SYSTEM,
                    "status": stay.status,
                    "status_raw": stay.raw,
                    "direction": direction(stays[number - 2].status, stay.status) if number > 1 else None,
                    "stay_source": SOURCE,
                    "status_changes": stay.changes,
                    "days_in_status": (end - since).total_seconds() / 86400 if end and since else None,
                    "is_current": is_last,
                    "entered_at": since,
                    "exited_at": until,
                }
            )
    return found
