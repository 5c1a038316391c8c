"""How each lead was answered: first attempt, limit, outcome, bucket, follow-up and leakage class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from working.deals import DEALS, is_closed
from working.hours import calendar_of, due, limit_of, working_seconds
from working.inputs import AS_OF, TODAY, Row, ago, local_date, mapped, seed
from working.leads import (
    category,
    closing,
    deal_of,
    family,
    family_touches,
    has_won,
    is_counted,
    is_open,
    reason,
    status_of,
)
from working.people import CREATED, LEADS, USERS, is_converted, is_person, value_at
from working.touches import Touch, attempts, is_covered

SILENT_AFTER_DAYS, STALE_AFTER_DAYS = 7, 30


@dataclass
class Response:
    """How a lead was answered."""

    touch: Touch | None
    due_at: datetime | None
    outcome: str | None
    minutes: float | None
    business_minutes: float | None
    bucket: str


def temperature(lead_id: str) -> str | None:
    """How warm the lead was when the clock started."""
    return mapped("temperatures", "rating_raw", value_at(lead_id, "Rating", CREATED[lead_id]), "temperature")


def limit(lead_id: str) -> Row:
    """The response limit by source and by the temperature when the clock started."""
    return limit_of(category(lead_id), temperature(lead_id))


@cache
def response(lead_id: str) -> Response:
    """First human attempt against the limit, on the calendar of the owner at that time."""
    start = CREATED[lead_id]
    tried = attempts(family_touches(lead_id), start)
    touch = tried[0] if tried else None
    at = touch.at if touch else None
    owner = value_at(lead_id, "Owner", at or AS_OF)
    calendar = calendar_of(owner, USERS.get(owner))
    due_at = due(limit(lead_id), calendar, start)
    closed = closing(lead_id) or (None if is_open(lead_id) else AS_OF)
    outcome = outcome_of(touch, due_at, closed)
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
    if not is_covered(due_at):
        return "not_measurable"
    if closed and closed <= due_at:
        return "closed_untouched"
    return "overdue" if due_at < AS_OF else "pending"


def bucket(touch: Touch | None, start: datetime, outcome: str | None) -> str:
    """The label of the elapsed time, inclusive to the second."""
    is_unknown = outcome is None and touch is None and not is_covered(start)
    if outcome == "not_measurable" or is_unknown or (touch and touch.precision == "day"):
        return "not measurable"
    if touch is None or touch.at is None:
        return "never"
    elapsed = (touch.at - start).total_seconds()
    for row in seed("response_buckets"):
        if row["up_to_minutes"] and elapsed <= 60 * int(row["up_to_minutes"]):
            return row["response_bucket"]
    return ">24h"


def observed_until(lead_id: str) -> datetime:
    """The end of the time over which a response was waited for: the response, else the closing, else now."""
    answer = response(lead_id)
    return (answer.touch.at if answer.touch else closing(lead_id)) or AS_OF


def follow_up(lead_id: str) -> date | None:
    """The next planned day, else the last one missed."""
    planned = sorted(touch.due for touch in family_touches(lead_id) if not touch.is_completed and touch.due)
    ahead = [on for on in planned if on >= TODAY]
    return ahead[0] if ahead else planned[-1] if planned else None


def last_activity(lead_id: str) -> datetime | None:
    """The newest thing that happened with the lead."""
    return max((touch.at for touch in family_touches(lead_id) if touch.is_completed and touch.at), default=None)


def leakage(lead_id: str, tried: int) -> str | None:
    """The first class that fits."""
    if not is_counted(lead_id):
        return None
    answer, deal = response(lead_id), deal_of(lead_id)
    if has_won(lead_id):
        return "won"
    if deal:
        return "lost_later" if deal in DEALS and is_closed(DEALS[deal]) else "open_opportunity"
    if status_of(lead_id) == "disqualified":
        return f"disqualified_{'without' if reason(lead_id) == 'no_reason_given' else 'with'}_reason"
    if status_of(lead_id) == "converted" or any(is_converted(member) for member in family(lead_id)):
        return "converted_without_opportunity"
    if not is_person(LEADS[lead_id]["OwnerId"]):
        return "unassigned"
    if answer.touch is None:
        return "never_contacted_due" if answer.outcome == "overdue" else "open_on_time"
    return worked_on(lead_id, tried)


def worked_on(lead_id: str, tried: int) -> str:
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
    return "nurturing" if status_of(lead_id) == "nurturing" else "open_on_time"
