"""The part of fct_leads that tells how a lead was answered and what is planned with it."""

from __future__ import annotations

from typing import Any

from working.answers import follow_up, last_activity, leakage, observed_until, response
from working.inputs import AS_OF, TODAY, midnight
from working.leads import (
    converted_at,
    deal_of,
    family,
    family_touches,
    first,
    is_counted,
    is_open,
    status_of,
)
from working.people import CREATED
from working.touches import Touch, acknowledgements, attempts

DUE = ("met", "late", "overdue")
OPEN_CELL = "~"

Fact = dict[str, Any]


def answered(lead: str) -> Fact:
    """The response and what happened since."""
    answer = response(lead)
    touches = [touch for touch in family_touches(lead) if touch.is_completed and touch.at]
    planned = follow_up(lead)
    tried = counted_attempts(lead, touches)
    replies = acknowledgements(touches, CREATED[lead])
    return {
        "first_contacted_at": answer.touch.at if answer.touch else None,
        "first_contacted_precision": answer.touch.precision if answer.touch else None,
        "first_acknowledged_at": replies[0].at if replies else None,
        "is_acknowledged": bool(replies),
        "first_activity_at": first([touch.at for touch in touches]),
        "last_activity_at": last_activity(lead),
        "follow_up_at": midnight(planned) if planned else None,
        "is_follow_up_set": is_open(lead) and planned is not None,
        "is_follow_up_overdue": is_open(lead) and planned is not None and planned < TODAY,
        "response_due_at": answer.due_at,
        "response_minutes": answer.minutes,
        "response_business_minutes": answer.business_minutes,
        "response_bucket": answer.bucket,
        "response_outcome": answer.outcome,
        "is_response_due": is_counted(lead) and answer.outcome in DUE,
        "is_response_met": is_counted(lead) and answer.outcome == "met",
        "is_contacted": answer.touch is not None,
        "is_status_current": status_of(lead) not in ("new", None) or (answer.touch is None and deal_of(lead) is None),
        "contact_attempts": tried,
        "leakage_class": leakage(lead, tried),
    } | watched(lead)


def counted_attempts(lead: str, touches: list[Touch]) -> int:
    """Attempts until the later of conversion and first contact."""
    tried = attempts(touches, CREATED[lead])
    converted = first([converted_at(member) for member in family(lead)])
    until = max(converted, tried[0].at or converted) if converted and tried else converted or AS_OF
    return sum(touch.at is not None and touch.at <= until for touch in tried)


def watched(lead: str) -> Fact:
    """The time axis of the incidence of response."""
    answer, until = response(lead), observed_until(lead)
    known = answer.touch is None or answer.touch.precision != "day"
    measurable = answer.outcome is not None and answer.outcome != "not_measurable" and known
    minutes = (until - CREATED[lead]).total_seconds() / 60
    return {"is_measurable": measurable, "observed_minutes": minutes if measurable else OPEN_CELL}
