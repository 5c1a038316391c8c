"""What each task and event was: type, direction, human or not, an attempt or not, and when it happened.

One record per task or event; deleted ones, invitees' copies and masters of a recurring series only tell from when
activities were exported.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

from working.inputs import (
    AS_OF,
    COMPANY,
    Row,
    day,
    everything,
    export,
    gone,
    has_column,
    is_exported,
    is_true,
    like,
    local_date,
    mapped,
    midnight,
    moment,
    seed,
)
from working.people import CREATED, LEADS, SURVIVOR, is_automated

FIELDS = {
    "activity_subtype": "TaskSubtype",
    "activity_type": "Type",
    "call_type": "CallType",
    "call_duration": "CallDurationInSeconds",
    "email_message": "EmailMessageId",
    "email_incoming": "Incoming",
    "subject": "Subject",
}
HAS_NOTES = has_column("Task", "Description") or has_column("Event", "Description")
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
    is_left: bool
    noted_at: datetime | None
    due: date | None
    has_notes: bool | None

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
    text = row[FIELDS.get(rule["field"], "")]
    return str(is_true(text)).lower() if rule["pattern"] == "true" else text


def touch(row: Row, name: str, completed: bool, at: datetime | None, precision: str, due: date | None) -> Touch:
    """A raw task or event with its meaning."""
    meaning = classified(row, name)
    is_known = bool(meaning["activity_type"])
    automated = meaning["is_automated"] == "true" or is_automated(row["OwnerId"])
    if meaning["activity_type"] == "email":
        automated = automated or is_automated(row["CreatedById"])
    return Touch(
        id=row["Id"],
        kind=meaning["activity_type"] or "other",
        direction=meaning["direction"] or None,
        is_automated=automated,
        is_attempt=completed and is_known and not automated and meaning["is_attempt"] == "true",
        is_contact=completed and is_known and not automated and meaning["is_contact"] == "true",
        is_completed=completed,
        at=at,
        precision=precision,
        who=row["WhoId"],
        what=row["WhatId"],
        owner=row["OwnerId"],
        is_left=not any(is_true(row[flag]) for flag in ("IsDeleted", "IsChild", "IsRecurrence")),
        noted_at=at if completed else moment(row["CreatedDate"]),
        due=due,
        has_notes=bool(row["Description"]) if HAS_NOTES else None,
    )


def time_of_task(row: Row) -> tuple[datetime | None, str]:
    """The completion, else the creation; of a bare date only the day is known."""
    text = row["CompletedDateTime"] or row["CreatedDate"]
    on = day(text)
    return (midnight(on), "day") if on and len(text) == len("2025-01-31") else (moment(text), "second")


def is_done(row: Row) -> bool:
    """By its flag; where that was not exported by its status."""
    if has_column("Task", "IsClosed"):
        return is_true(row["IsClosed"])
    return mapped("activity_statuses", "status_raw", row["Status"], "is_closed", "false") == "true"


def tasks() -> list[Touch]:
    """Tasks at their completion."""
    messages = {row["Id"]: row["Incoming"] for row in export("EmailMessage")}
    found = []
    for row in everything("Task"):
        at, precision = time_of_task(row)
        completed = is_done(row) and at is not None and at <= AS_OF
        incoming = Row({**row, "Incoming": messages.get(row["EmailMessageId"], "")})
        happened = at if completed else None
        found.append(touch(incoming, "task", completed, happened, precision, day(row["ActivityDate"])))
    return found


def events() -> list[Touch]:
    """Meetings at their start, once it has come."""
    found = []
    for row in everything("Event"):
        start = moment(row["StartDateTime"] or row["ActivityDateTime"])
        on = day(row["ActivityDate"])
        all_day = is_true(row["IsAllDayEvent"])
        if all_day and (of := on or day(row["StartDateTime"])):
            start = midnight(of)
        assert start is not None
        found.append(
            touch(row, "event", start <= AS_OF, start, "day" if all_day else "second", on or local_date(start))
        )
    return found


EXPORTED = tasks() + events()
TOUCHES = [each for each in EXPORTED if each.is_left]
ARE_EXPORTED = is_exported("Task") or is_exported("Event")


@cache
def complete_from() -> datetime | None:
    """From when activities are known: as the company says, else the day of the earliest exported one."""
    told = str(COMPANY.get("activities_complete_from", ""))
    days = [on for found in EXPORTED if found.is_completed and (on := local_date(found.at))]
    return midnight(date.fromisoformat(told)) if told else midnight(min(days)) if days else None


def is_covered(at: datetime) -> bool:
    """Whether the exported activities reach back to a time."""
    known_from = complete_from()
    return ARE_EXPORTED and (known_from is None or at >= known_from)


@cache
def by_subject() -> dict[str, list[Touch]]:
    """Activities by the lead or contact that they were with; those of a merged lead with its survivor."""
    found: dict[str, list[Touch]] = defaultdict(list)
    for each in TOUCHES:
        found[SURVIVOR.get(each.who, each.who)].append(each)
    return found


@cache
def of_lead(lead_id: str) -> list[Touch]:
    """A lead's own, its merged records', and its converted contact's from the lead's creation on."""
    contact = LEADS[lead_id]["ConvertedContactId"]
    theirs = by_subject().get(contact, []) if contact and contact not in gone() else []
    return by_subject().get(lead_id, []) + [found for found in theirs if since(found, CREATED[lead_id])]


def since(found: Touch, start: datetime) -> bool:
    """At or after the start, planned ones by their creation; by day where only the day is known."""
    if found.noted_at is None:
        return False
    if found.precision == "day":
        on, first = local_date(found.noted_at), local_date(start)
        return on is not None and first is not None and on >= first
    return found.noted_at >= start


def attempts(found: list[Touch], start: datetime) -> list[Touch]:
    """Human attempts from the clock's start on, in order."""
    return placed([each for each in found if each.is_attempt], start)


def acknowledgements(found: list[Touch], start: datetime) -> list[Touch]:
    """Machines' messages from the clock's start on, in order."""
    messages = [each for each in found if each.is_completed and each.is_automated and each.direction == "outbound"]
    return placed(messages, start)


def placed(found: list[Touch], start: datetime) -> list[Touch]:
    """Those from the clock's start on, in order; one known by day is at 00:00, never before the start."""
    kept = [each for each in found if since(each, start)]
    return [
        replace(each, at=max(each.at, start)) if each.at else each for each in sorted(kept, key=lambda each: each.order)
    ]
