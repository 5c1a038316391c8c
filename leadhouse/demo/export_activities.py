"""Task and Event of the export.

Reads a world and its activities, writes frames in the genuine column order.
"""

from collections.abc import Iterator

import numpy as np
import polars as pl

from leadhouse.demo.activities import Activities
from leadhouse.demo.activity_kinds import KINDS
from leadhouse.demo.archive import slices, table
from leadhouse.demo.identities import texts
from leadhouse.demo.ids import make_ids, pick
from leadhouse.demo.moments import DAY, NEVER, LocalDays, as_dates, as_times
from leadhouse.demo.references import PIECE, References, who_of
from leadhouse.demo.world import World

IS_EVENT = np.array([kind.object_name == "Event" for kind in KINDS])


def texts_of(field: str, kind: np.ndarray) -> pl.Series:
    """Return a text field of the kinds."""
    return texts(tuple(getattr(item, field) for item in KINDS), kind)


def flags_of(field: str, kind: np.ndarray) -> np.ndarray:
    """Return a flag of the kinds."""
    return np.array([getattr(item, field) for item in KINDS], dtype=bool)[kind]


def tasks(world: World, references: References, activities: Activities) -> Iterator[pl.DataFrame]:
    """Yield the tasks."""
    rows = np.flatnonzero(~IS_EVENT[activities.kind])
    for low, high in slices(len(rows), PIECE):
        part = activities.take(rows[low:high])
        who, contact = who_of(world, references, part.lead, part.contact)
        owner, creator = pick(references.owners, part.owner), pick(references.owners, part.creator)
        done = part.happened < NEVER
        stamped = np.where(part.stamped, part.happened, NEVER)
        changed = as_times(np.maximum(part.created, np.where(done, part.happened, 0)))
        number = np.arange(low, low + len(part))
        length = np.where(flags_of("has_length", part.kind), 30 + number * 37 % 1_500, -1)
        message = make_ids("EmailMessage", references.base + low, len(part))
        account = np.where(contact >= 0, world.conversion.contact_account[np.maximum(contact, 0)], -1)
        yield table("Task", {
            "Id": make_ids("Task", references.base + low, len(part)), "WhoId": who,
            "WhatId": pick(references.deals, part.deal), "Subject": texts_of("subject", part.kind),
            "ActivityDate": as_dates(part.due), "Status": texts(("Not Started", "Completed", "In Progress"),
                                                                np.where(done, 1, 2 * (number % 5 == 0))),
            "Priority": "Normal", "OwnerId": owner, "CurrencyIsoCode": "EUR",
            "Description": texts(("", "Talked about needs and next steps."), part.note.astype(int)),
            "Type": texts_of("type", part.kind), "IsDeleted": pl.Series(part.is_deleted),
            "AccountId": pick(references.accounts, account), "IsClosed": pl.Series(done),
            "CreatedDate": as_times(part.created), "CreatedById": creator, "LastModifiedDate": changed,
            "LastModifiedById": owner, "SystemModstamp": changed,
            "IsArchived": pl.Series(part.created < world.now - 366 * DAY),
            "EmailMessageId": message.set(pl.Series(~flags_of("has_message", part.kind)), None),
            "CallDurationInSeconds": pl.Series(length).set(pl.Series(length < 0), None),
            "CallType": texts_of("call_type", part.kind), "IsReminderSet": 0, "IsRecurrence": 0,
            "CompletedDateTime": as_times(stamped), "TaskSubtype": texts_of("subtype", part.kind),
        })  # fmt: skip


def events(world: World, references: References, activities: Activities) -> Iterator[pl.DataFrame]:
    """Yield the events; an all-day one has a date and no time."""
    rows = np.flatnonzero(IS_EVENT[activities.kind])
    local = LocalDays("Europe/Berlin", world.start // DAY - 5, world.now // DAY + 400)
    for low, high in slices(len(rows), PIECE):
        part = activities.take(rows[low:high])
        who, contact = who_of(world, references, part.lead, part.contact)
        owner, made = pick(references.owners, part.owner), as_times(part.created)
        all_day = flags_of("counts_by_day", part.kind)
        account = np.where(contact >= 0, world.conversion.contact_account[np.maximum(contact, 0)], -1)
        yield table("Event", {
            "Id": make_ids("Event", references.base + low, len(part)), "WhoId": who,
            "WhatId": pick(references.deals, part.deal), "Subject": texts_of("subject", part.kind),
            "IsAllDayEvent": pl.Series(all_day), "ActivityDateTime": as_times(np.where(all_day, NEVER, part.happened)),
            "ActivityDate": as_dates(np.where(all_day, part.due, local.day_of(part.happened))),
            "DurationInMinutes": pl.Series(np.where(all_day, 1_440, 45)), "Type": texts_of("type", part.kind),
            "Description": texts(("", "Agenda: needs, demo, next steps."), part.note.astype(int)),
            "AccountId": pick(references.accounts, account), "OwnerId": owner, "CurrencyIsoCode": "EUR",
            "IsPrivate": 0, "ShowAs": "Busy", "IsDeleted": pl.Series(part.is_deleted),
            "IsChild": pl.Series(flags_of("is_child", part.kind)), "IsGroupEvent": 0, "CreatedDate": made,
            "CreatedById": pick(references.owners, part.creator), "LastModifiedDate": made, "LastModifiedById": owner,
            "SystemModstamp": made, "IsArchived": 0, "IsRecurrence": pl.Series(flags_of("is_series", part.kind)),
            "IsReminderSet": 0,
        })  # fmt: skip
