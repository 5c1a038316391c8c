"""Tasks, events and e-mail messages around the leads: before, at and after everything that happened to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.known_answers.inventing.world import FIRST, World, date_text, stamp

SUBJECTS = (
    "Call",
    "",
    "Email: hello",
    "email: again",
    "List Email: news",
    "Automatic reply: away",
    "Auto-reply: got it",
)
SUBJECTS += ("Inbound question", "Demo", "Reminder")
TYPES = ("", "", "", "Call", "Email", "Meeting", "Inbound Call", "List Email", "Outbound Email", "Fax", "call ")
SUBTYPES = ("", "Call", "Call", "Email", "Task", "ListEmail", "Cadence")


def when(world: World, lead: dict[str, Any]) -> datetime:
    """Beside something that happened to the lead, or anywhen."""
    if world.chance(0.2):
        return world.moment(FIRST)
    at: datetime = max(FIRST, world.pick(*lead["times"], lead["created"], lead["created"]))
    if world.chance(0.25):
        at += timedelta(seconds=world.pick(0, 0, -1, 1, -60, 60, -3600))
        return min(at, world.as_of)
    return world.after(at)


def who(world: World, lead: dict[str, Any]) -> str:
    """The lead, what it became, one that was merged into it, somebody who is not in the export, nobody."""
    able = [lead["id"]] * 8 + [lead["contact"]] * 8 * bool(lead["contact"])
    return world.reference(world.pick(*able, world.lists["absent lead"], "", world.pick(*world.ids["003"], "")))


def about(world: World) -> str:
    """A deal, a company, or nothing."""
    return world.reference(world.pick("", "", "", world.pick(*world.ids["006"]), world.pick(*world.ids["001"])))


def due(world: World) -> str:
    """A day that a person typed: often near today, before or after."""
    near = timedelta(days=world.pick(0, 0, 1, -1, 7, 30, -40, 60))
    return world.pick("", "", date_text(world.local_day(world.as_of) + near))


def add_task(world: World, lead: dict[str, Any]) -> None:
    """A task: done or planned, by a person or a machine."""
    at = when(world, lead)
    created = min(world.as_of, at - timedelta(seconds=world.pick(0, 0, 600, 7200, -3600, -60)))
    is_done = world.chance(0.8)
    is_mail = world.chance(0.15)
    task = {
        "Id": world.new_id("00T"),
        "IsDeleted": world.deleted(0.03),
        "WhoId": who(world, lead),
        "WhatId": about(world),
        "Subject": world.pick(*SUBJECTS),
        "ActivityDate": due(world),
        "Status": "Completed" if is_done else world.pick("Not Started", "In Progress", "Deferred"),
        "Description": world.pick("", "Spoke about it", " "),
        "OwnerId": world.reference(world.pick(*world.lists["owners"])),
        "CreatedById": world.pick(*world.lists["users"]),
        "Type": world.pick(*TYPES),
        "TaskSubtype": world.pick(*SUBTYPES),
        "CallType": world.pick("", "", "", "", "Outbound", "Inbound", "Internal"),
        "CallDurationInSeconds": world.pick("", "", "", "", "0", "300"),
        "EmailMessageId": add_message(world, at) if is_mail else "",
        "IsClosed": world.pick("1", "1", "1", "true") if is_done else world.pick("0", "0", "false", ""),
        "IsArchived": world.pick("0", "0", "1"),
        "IsRecurrence": world.deleted(0.02),
        "CompletedDateTime": completion(world, at) if is_done else "",
    }
    world.add("Task", task, created, at)


def completion(world: World, at: datetime) -> str:
    """When it was done: to the second, only the day, or not told."""
    kind = world.random.random()
    if kind < 0.05 and at < world.as_of - timedelta(days=2):
        return at.date().isoformat()
    return stamp(at) if kind < 0.8 else ""


def add_message(world: World, at: datetime) -> str:
    """The e-mail behind a task: theirs or ours, now and then not exported."""
    message = {
        "Id": world.new_id("02s"),
        "IsDeleted": "0",
        "Incoming": world.pick("0", "0", "1", "true", ""),
        "Subject": "Hello",
        "MessageDate": stamp(at),
        "Status": "3",
    }
    if world.chance(0.1):
        return message["Id"]
    return world.add("EmailMessage", message, at)["Id"]


def add_event(world: World, lead: dict[str, Any]) -> None:
    """A meeting: held, planned, all day, an invitee's copy or the master of a series."""
    at = when(world, lead) + timedelta(days=world.pick(0, 0, 0, 3, 40))
    if world.chance(0.08):
        at = world.as_of + timedelta(seconds=world.pick(0, 1, -1))
    all_day = world.chance(0.25)
    event = {
        "Id": world.new_id("00U"),
        "IsDeleted": world.deleted(0.03),
        "WhoId": who(world, lead),
        "WhatId": about(world),
        "Subject": world.pick("Meeting", "Inbound visit", "Automatic reply: no", ""),
        "IsAllDayEvent": "1" if all_day else "0",
        "ActivityDateTime": "" if all_day else stamp(at),
        "ActivityDate": date_text(at.date() if all_day else world.local_day(at)),
        "StartDateTime": date_text(at.date()) if all_day else stamp(at),
        "DurationInMinutes": "60",
        "Description": world.pick("", "Went through it"),
        "OwnerId": world.pick(*world.lists["owners"]),
        "CreatedById": world.pick(*world.lists["users"]),
        "Type": world.pick("", "Meeting", "Inbound Visit"),
        "IsChild": world.deleted(0.06),
        "IsRecurrence": world.deleted(0.06),
        "IsArchived": "0",
    }
    world.add("Event", event, min(world.as_of, at - timedelta(days=world.pick(0, 1, 30))))


def add_activities(world: World) -> None:
    """What was done and planned with each lead."""
    world.lists["absent lead"] = world.new_id("00Q")
    for lead in world.lists["leads"]:
        for _ in range(world.pick(0, 0, 1, 1, 2, 3, 5)):
            add_task(world, lead)
        for _ in range(world.pick(0, 0, 0, 0, 1, 2)):
            add_event(world, lead)
