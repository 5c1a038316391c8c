"""Users, surviving leads, persons, and the histories of a lead's owner, status and rating.

Works on the raw export rows; gives lead ids, never facts.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cache
from typing import NamedTuple

from working.inputs import (
    AS_OF,
    SYSTEM,
    Row,
    alive,
    export,
    full_id,
    has_column,
    is_exported,
    is_true,
    latest,
    mapped,
    moment,
    seed,
    survivors,
)

QUEUE_PREFIX = "00G"
USERS = {row["Id"]: row for row in export("User")}
AUTOMATED = {full_id(row["user_id"]) for row in seed("automated_users") if row["source_system"] in (SYSTEM, "any")}
ALL_LEADS = latest("Lead")
HAS_HISTORY = is_exported("LeadHistory")
STEPS = {row["status"]: row for row in seed("lead_status_steps")}
SURVIVOR = {lead_id: end for lead_id, end in survivors("Lead").items() if ALL_LEADS[end]["CreatedDate"]}
KEPT = {row["Id"]: row for row in export("Lead") if SURVIVOR.get(row["Id"]) == row["Id"]}


class Run(NamedTuple):
    """A value of a field from a time on, and who wrote it."""

    value: str
    since: datetime
    writer: str


class Stay(NamedTuple):
    """A lead's stay in a status: the label with which it began, since when, the changes that it holds."""

    status: str
    raw: str
    since: datetime
    changes: int


def is_automated(user_id: str) -> bool:
    """A queue, a user of an automated type, or one that the company lists as automated."""
    if user_id.startswith(QUEUE_PREFIX) or user_id in AUTOMATED:
        return True
    user = USERS.get(user_id, Row())
    return mapped("user_types", "user_type_raw", user["UserType"], "is_automated", "false") == "true"


def owner_type(user_id: str) -> str:
    """What an owner is by the system's own word; one who is not in the export is a user."""
    if user_id.startswith(QUEUE_PREFIX):
        return "queue"
    return mapped("user_types", "user_type_raw", USERS.get(user_id, Row())["UserType"], "owner_type", "user") or "user"


def is_closed(status: str | None) -> bool:
    """Whether a lead is closed in a status; one that no list names is open."""
    return status in STEPS and STEPS[status]["is_closed"] == "true"


def implies(status: str, step: str) -> bool:
    """Whether a lead that was ever in the status has reached a step."""
    return status in STEPS and STEPS[status][f"implies_{step}"] == "true"


def is_person(user_id: str) -> bool:
    """Somebody who can own a lead: inactive users and partners too, queues and automated users not."""
    return bool(user_id) and not is_automated(user_id)


def method(owner: str, writer: str) -> str:
    """Who made the assignment."""
    if not writer:
        return "unknown"
    if is_automated(writer):
        return "automatic"
    return "self" if writer == owner else "manager"


def team(user_id: str) -> str | None:
    """The company's own row, else the division, else the department."""
    own = [row["team"] for row in seed("user_teams") if full_id(row["user_id"]) == user_id]
    user = USERS.get(user_id, Row())
    return (own[0] if own else user["Division"] or user["Department"]) or None


def born() -> dict[str, datetime]:
    """For each surviving lead the earliest creation over its merge chain."""
    times: dict[str, list[datetime]] = defaultdict(list)
    for lead_id, end in SURVIVOR.items():
        if at := moment(ALL_LEADS[lead_id]["CreatedDate"]):
            times[end].append(at)
    return {lead_id: min(times[lead_id]) for lead_id in KEPT}


CREATED = born()
LEADS = {lead_id: row for lead_id, row in KEPT.items() if CREATED[lead_id] <= AS_OF}


def persons() -> dict[str, str]:
    """For each lead and contact the name of its person: joined by e-mail (merged records' too) or by conversion."""
    shared = {row["email"].strip().lower() for row in seed("shared_addresses")}
    contacts = {row["Id"]: row for row in export("Contact")}
    name = {record: record for record in [*KEPT, *contacts]}
    links = []
    for lead, row in KEPT.items():
        if row["ConvertedContactId"]:
            name.setdefault(row["ConvertedContactId"], row["ConvertedContactId"])
            links.append((lead, row["ConvertedContactId"]))
    by_mail: dict[str, str] = {}
    kept = {**SURVIVOR, **survivors("Contact")}
    for loser, row in {**ALL_LEADS, **latest("Contact")}.items():
        record, mail = kept.get(loser, ""), row["Email"].lower()
        if record not in name:
            continue
        if mail and mail not in shared:
            links.append((by_mail.setdefault(mail, record), record))
    for left, right in links:
        old, new = name[right], name[left]
        if old != new:
            name = {record: new if person == old else person for record, person in name.items()}
    return name


PERSON = persons()


@cache
def leads_of_persons() -> dict[str, list[str]]:
    """For each person its leads, by id."""
    found: dict[str, list[str]] = defaultdict(list)
    for lead in sorted(LEADS):
        found[PERSON[lead]].append(lead)
    return found


def person_of(record: str) -> str | None:
    """A person by the first of its leads."""
    leads = leads_of_persons().get(PERSON.get(record, ""), [])
    return alive(leads[0]) if leads else None


@cache
def histories() -> dict[tuple[str, str], list[Row]]:
    """The changes of each lead and field, in order; owner changes only in the form that holds ids."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in sorted(export("LeadHistory"), key=lambda each: (each["CreatedDate"], each["Id"])):
        if row["Field"] != "Owner" or full_id(row["NewValue"])[:3] in ("005", QUEUE_PREFIX):
            found[row["LeadId"], row["Field"]].append(row)
    return found


def changes(lead_id: str, field: str) -> list[Row]:
    """A lead's changes of one field, in order."""
    return histories().get((lead_id, field), [])


def field_runs(lead_id: str, field: str) -> list[Run]:
    """Values of a field from creation on, before any is joined: the old value of the first change, else today's."""
    row, found = LEADS[lead_id], changes(lead_id, field)
    today = row["OwnerId"] if field == "Owner" else row[field]
    first = Run(found[0]["OldValue"] if found else today, CREATED[lead_id], row["CreatedById"])
    steps = [Run(each["NewValue"], datetime.fromisoformat(each["CreatedDate"]), each["CreatedById"]) for each in found]
    return [run for run in [first, *steps] if run.value or field == "Rating"]


@cache
def runs(lead_id: str, field: str) -> list[Run]:
    """Values of a field; equal consecutive ones are one."""
    kept: list[Run] = []
    for run in field_runs(lead_id, field):
        if not kept or kept[-1].value != run.value:
            kept.append(run)
    return kept


@cache
def statuses(lead_id: str) -> list[Stay]:
    """Stays in a status; equal consecutive statuses are one stay."""
    stays: list[Stay] = []
    has_first = not changes(lead_id, "Status") or bool(changes(lead_id, "Status")[0]["OldValue"])
    for number, run in enumerate(field_runs(lead_id, "Status")):
        status = mapped("lead_statuses", "status_raw", run.value, "status") or "unmapped"
        changed = int(number > 0 or not has_first)
        if stays and stays[-1].status == status:
            stays[-1] = stays[-1]._replace(changes=stays[-1].changes + changed)
        else:
            stays.append(Stay(status, run.value, run.since, changed))
    return stays


def value_at(lead_id: str, field: str, at: datetime) -> str:
    """A field's value at a time; a change at that very instant has happened."""
    held = [run.value for run in runs(lead_id, field) if run.since <= at]
    return held[-1] if held else ""


def is_converted(lead_id: str) -> bool:
    """The CRM's own flag; where it was not exported whatever else tells of a conversion."""
    row = LEADS[lead_id]
    if has_column("Lead", "IsConverted"):
        return is_true(row["IsConverted"])
    if row["ConvertedDate"] or row["ConvertedContactId"] or changes(lead_id, "leadConverted"):
        return True
    return mapped("lead_statuses", "status_raw", row["Status"], "status") == "converted"
