"""What each task and event was: type, direction, human or not, an attempt or not, and when it happened.

One record per task or event that is not deleted. Invitees' copies and recurrence masters are left out: the definitions
say that they do not count, not whether they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from working.inputs import AS_OF, Row, day, export, like, local_date, midnight, moment, seed
from working.people import CREATED, LEADS, SURVIVOR, is_automated

FIELDS = {
    "activity_subtype": "TaskSubtype",
    "activity_type": "Type",
    "call_type": "CallType",
    "call_duration": "CallDurationInSeconds",
    "email_message": "EmailMessageId",
    "subject": "Subject",
}
RULES = sorted(seed("activity_rules"), key=lambda row: int(row["priority"]))


@dataclass(frozen=True)
class Touch:
    """One activity."""

    id: str
    kind: str
    direction: str | None
    is_automated: bool
    is_attempt: bool
    is_contact: bool
    is_completed: bool
    at: datetime | None
    precision: str | None
    who: str
    what: str
    owner: str
    due: date | None
    has_notes: bool

    @property
    def order(self) -> tuple[date, bool, datetime, str]:
        """Within a day timed touches come before those of which only the day is known."""
        assert self.at is not None
        on = local_date(self.at)
        assert on is not None
        return on, self.precision == "day", self.at, self.id


def classified(row: Row, kind_of_object: str) -> dict[str, str]:
    """The rules from weak to strong evidence: one that matches overrides what it states and leaves the rest."""
    found = dict.fromkeys(("activity_type", "direction", "is_automated", "is_attempt", "is_contact"), "")
    for rule in RULES:
        is_for = rule["object_name"] in (kind_of_object, "any")
        if is_for and like(rule["pattern"], compared(row, kind_of_object, rule)):
            found.update({column: rule[column] for column in found if rule[column]})
    return found


def compared(row: Row, kind_of_object: str, rule: Row) -> str:
    """What a rule looks at: the text of a field, the object's name, or whether a field is filled."""
    if rule["field"] == "object":
        return kind_of_object
    text = row.get(FIELDS.get(rule["field"], ""), "")
    return str(bool(text)).lower() if rule["pattern"] == "true" else text


def touch(row: Row, name: str, completed: bool, at: datetime | None, precision: str, due: date | None) -> Touch:
    """A raw task or event with its meaning."""
    meaning = classified(row, name)
    automated = meaning["is_automated"] == "true" or is_automated(row["OwnerId"])
    if meaning["activity_type"] == "email":
        automated = automated or is_automated(row["CreatedById"])
    return Touch(
        id=row["Id"],
        kind=meaning["activity_type"] or "other",
        direction=meaning["direction"] or None,
        is_automated=automated,
        is_attempt=completed and not automated and meaning["is_attempt"] == "true",
        is_contact=completed and not automated and meaning["is_contact"] == "true",
        is_completed=completed,
        at=at,
        precision=precision,
        who=row["WhoId"] if len(row["WhoId"]) == 18 else full_who(row["WhoId"]),
        what=row["WhatId"],
        owner=row["OwnerId"],
        due=due,
        has_notes=bool(row["Description"]),
    )


def full_who(short: str) -> str:
    """The lead that a 15-character id means."""
    return next((lead_id for lead_id in LEADS if short and lead_id.startswith(short)), "")


def all_touches() -> list[Touch]:
    """Tasks at their completion, else creation; meetings at their start, once it has come."""
    found = []
    for row in export("Task"):
        completed = row["IsClosed"] == "1"
        at = (moment(row["CompletedDateTime"]) or moment(row["CreatedDate"])) if completed else None
        found.append(touch(row, "task", completed, at, "second", day(row["ActivityDate"])))
    for row in export("Event"):
        if row["IsChild"] == "1" or row["IsRecurrence"] == "1":
            continue
        on = day(row["ActivityDate"])
        all_day = row["IsAllDayEvent"] == "1"
        start = midnight(on) if all_day and on else moment(row["StartDateTime"])
        assert start is not None
        found.append(touch(row, "event", start <= AS_OF, start, "day" if all_day else "second", on))
    return found


TOUCHES = all_touches()
COMPLETE_FROM = min(
    midnight(on) for found in TOUCHES if found.is_completed and found.at and (on := local_date(found.at))
)


def of_lead(lead_id: str) -> list[Touch]:
    """A lead's own, its merged records', and its converted contact's from the lead's creation on."""
    contact = LEADS[lead_id]["ConvertedContactId"]
    own = [found for found in TOUCHES if SURVIVOR.get(found.who) == lead_id]
    return own + [found for found in TOUCHES if contact and found.who == contact and since(found, CREATED[lead_id])]


def since(found: Touch, start: datetime) -> bool:
    """At or after the start; by day where only the day is known."""
    if found.at is None:
        return True
    if found.precision == "day":
        on, first = local_date(found.at), local_date(start)
        return on is not None and first is not None and on >= first
    return found.at >= start


def attempts(found: list[Touch], start: datetime) -> list[Touch]:
    """Human attempts from the clock's start on, in order; one known by day is at 00:00, never before the start."""
    kept = [each for each in found if each.is_attempt and since(each, start)]
    return [
        replace(each, at=max(each.at, start)) if each.at else each for each in sorted(kept, key=lambda each: each.order)
    ]
