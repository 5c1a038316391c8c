"""Calls, e-mails, meetings and everything else that is logged: one row per activity.

Reads leads, their work, conversions and deals, writes `Activities`. What an activity truly was (a person's
attempt, a machine's reply, an inbound call) is part of the state; how it is written down is `KINDS`.
"""

from dataclasses import dataclass, fields

import numpy as np

from leadhouse.demo.activity_kinds import KINDS, NUMBER
from leadhouse.demo.catalogue import SOURCES
from leadhouse.demo.moments import DAY, HOUR, MINUTE, NEVER, LocalDays
from leadhouse.demo.world import World

LOGGING_BEGINS_AFTER = 12 * DAY


@dataclass
class Activities:
    """One row per activity; times in seconds since the epoch, days since the epoch, numbers -1 for none.

    lead, contact, deal: whom it is about when it is made. kind: number in `KINDS`. happened: completion of a
    task, start of a meeting, `NEVER` for what is still to come. stamped: the system noted the completion.
    due: planned day. note: somebody wrote down what was said.
    """

    lead: np.ndarray
    contact: np.ndarray
    deal: np.ndarray
    kind: np.ndarray
    owner: np.ndarray
    creator: np.ndarray
    created: np.ndarray
    happened: np.ndarray
    due: np.ndarray
    stamped: np.ndarray
    is_deleted: np.ndarray
    note: np.ndarray

    def __len__(self) -> int:
        return len(self.lead)

    def take(self, rows: np.ndarray) -> "Activities":
        """Return the given rows."""
        return Activities(**{item.name: getattr(self, item.name)[rows] for item in fields(self)})


def block(count: int, **given: object) -> Activities:
    """Return activities from what is given; the rest is none."""
    defaults: dict[str, object] = {
        "lead": -1, "contact": -1, "deal": -1, "due": -1, "stamped": True, "is_deleted": False, "note": False,
        "happened": NEVER,
    }  # fmt: skip
    types = {"kind": np.int8, "owner": np.int16, "creator": np.int16, "due": np.int32, "lead": np.int32,
             "contact": np.int32, "deal": np.int32, "stamped": bool, "is_deleted": bool, "note": bool}  # fmt: skip
    given = {"creator": given["owner"], **given}
    columns = {}
    for item in fields(Activities):
        value = np.asarray(given.get(item.name, defaults.get(item.name)))
        columns[item.name] = np.broadcast_to(value, (count,)).astype(types.get(item.name, np.int64))
    return Activities(**columns)


def log(world: World) -> Activities:
    """Return everything that was logged since logging began, in order of creation."""
    local = LocalDays("Europe/Berlin", world.start // DAY - 5, world.now // DAY + 400)
    parts = [
        *human_attempts(world, local), *machine_mail(world), *other_traffic(world), *plans(world, local),
        *with_customers(world), *around_deals(world), opening_day(world),
    ]  # fmt: skip
    whole = Activities(
        **{item.name: np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(Activities)}
    )
    since = world.start + LOGGING_BEGINS_AFTER
    seen = (whole.created >= since) & (whole.happened >= since) & (whole.created <= world.now)
    is_event = np.array([kind.object_name == "Event" for kind in KINDS])[whole.kind]
    seen &= (whole.happened <= world.now) | (whole.happened >= NEVER) | is_event
    whole = whole.take(np.flatnonzero(seen))
    return whole.take(np.argsort(whole.created, kind="stable"))


def opening_day(world: World) -> Activities:
    """Return the very first logged activity: a call to a customer in the first logged minute."""
    moment = world.start + LOGGING_BEGINS_AFTER
    return block(1, contact=0, kind=NUMBER["call"], owner=world.people.reps[0][0], created=moment, happened=moment)


def human_attempts(world: World, local: LocalDays) -> list[Activities]:
    """Return the attempts of people, written down in the many ways in which people do that."""
    rng = world.rng(10)
    row, number = np.nonzero(world.work.attempts < NEVER)
    moment = world.work.attempts[row, number]
    owner = world.stays.owner_at(row, moment)
    owner = np.where(world.people.is_person[owner], owner, world.stays.caller[row])
    names = ["call", "call_by_type", "call_by_length", "email", "email_by_type", "email_by_subject", "email_message",
             "meeting_task", "meeting", "meeting_all_day"]  # fmt: skip
    share = [0.40, 0.10, 0.04, 0.17, 0.06, 0.05, 0.06, 0.03, 0.07, 0.02]
    kind = np.array([NUMBER[name] for name in names])[rng.choice(len(names), len(row), p=share)]
    all_day, meeting = kind == NUMBER["meeting_all_day"], kind == NUMBER["meeting"]
    kind = np.where(all_day & (number == 0) & (rng.random(len(row)) < 0.7), NUMBER["call"], kind)
    all_day = kind == NUMBER["meeting_all_day"]
    # Planned ones were created when the lead was handed over, logged ones when they were done.
    planned = rng.random(len(row)) < 0.45
    handed = np.minimum(world.stays.call_from[row] + rng.integers(1, 300, len(row)), moment)
    before = np.where(number == 0, handed, world.work.attempts[row, np.maximum(number - 1, 0)])
    created = np.where(planned | meeting | all_day, np.minimum(before + 45, moment), moment)
    old = (moment < world.start + 150 * DAY) & ~meeting & ~all_day
    created = np.where(old, moment, created)
    day = local.day_of(moment)
    machine = rng.random(len(row)) < 0.05
    creator = np.where(planned & machine & (kind == NUMBER["call"]), world.people.integration, owner)
    attempts = block(
        len(row), lead=row, kind=kind, owner=owner, creator=creator, created=created,
        happened=np.where(all_day, local.start_of(day), moment), due=day + rng.integers(0, 3, len(row)) * planned,
        stamped=~old, is_deleted=rng.random(len(row)) < 0.004, note=rng.random(len(row)) < 0.6,
    )  # fmt: skip
    attempts.due[all_day] = day[all_day]
    copies = attempts.take(np.flatnonzero(meeting & (rng.random(len(row)) < 0.3)))
    copies.kind[:] = NUMBER["meeting_copy"]
    copies.owner[:] = world.people.managers[world.leads.team[copies.lead]]
    masters = attempts.take(np.flatnonzero(meeting & (rng.random(len(row)) < 0.06)))
    masters.kind[:] = NUMBER["meeting_series"]
    return [attempts, copies, masters]


def machine_mail(world: World) -> list[Activities]:
    """Return automated replies, list e-mails, cadences and what the integration sends in a rep's name."""
    rng, leads, people = world.rng(11), world.leads, world.people
    inbound = np.array([source.around_the_clock for source in SOURCES])[leads.source]
    some = np.flatnonzero(inbound & (rng.random(len(leads)) < 0.55))
    moment = leads.created[some] + rng.integers(5, 4 * MINUTE, len(some))
    kind = np.where(rng.random(len(some)) < 0.7, NUMBER["auto_reply"], NUMBER["auto_mail"])
    replies = block(len(some), lead=some, kind=kind, owner=np.where(kind == NUMBER["auto_reply"], people.robot,
                    people.integration), created=moment, happened=moment)  # fmt: skip
    parts = [replies]
    queue = people.queue(0) + leads.team
    for name, share, owner in (
        ("list_email", 0.09, world.stays.caller), ("cadence", 0.05, world.stays.caller),
        ("mail_by_integration", 0.03, world.stays.caller), ("queue_mail", 0.01, queue),
    ):  # fmt: skip
        some = np.flatnonzero(rng.random(len(leads)) < share)
        moment = leads.created[some] + rng.integers(HOUR, 25 * DAY, len(some))
        creator = people.integration if name == "mail_by_integration" else owner[some]
        parts.append(block(len(some), lead=some, kind=NUMBER[name], owner=owner[some], creator=creator,
                           created=moment, happened=moment))  # fmt: skip
    return parts


def other_traffic(world: World) -> list[Activities]:
    """Return inbound and internal calls, other tasks, and calls made before anybody entered the lead."""
    rng, leads = world.rng(12), world.leads
    parts = []
    for name, share, reach in (
        ("inbound_call", 0.05, 10 * DAY), ("inbound_mail", 0.03, 6 * DAY), ("internal_call", 0.03, 10 * DAY),
        ("brochure", 0.06, 20 * DAY), ("social", 0.03, 20 * DAY),
    ):  # fmt: skip
        some = np.flatnonzero((rng.random(len(leads)) < share) & (world.stays.call_from < NEVER))
        moment = leads.created[some] + rng.integers(20, reach, len(some))
        parts.append(block(len(some), lead=some, kind=NUMBER[name], owner=world.stays.caller[some], created=moment,
                           happened=moment, note=rng.random(len(some)) < 0.5))  # fmt: skip
    early = np.flatnonzero((leads.source == 11) & (rng.random(len(leads)) < 0.3))
    parts.append(block(len(early), lead=early, kind=NUMBER["call"], owner=world.stays.caller[early],
                       created=leads.created[early] + 60,
                       happened=leads.created[early] - rng.integers(120, 2400, len(early)), note=True))  # fmt: skip
    return parts


def plans(world: World, local: LocalDays) -> list[Activities]:
    """Return what is still to come or was never done: open tasks, booked meetings."""
    rng, leads, work = world.rng(13), world.leads, world.work
    last = np.max(np.where(work.attempts < NEVER, work.attempts, 0), axis=1)
    closed = (work.status_at[:, 5:] < NEVER).any(axis=1)
    recent = last > world.now - 120 * DAY
    some = np.flatnonzero((last > 0) & ~closed & (rng.random(len(leads)) < np.where(recent, 0.6, 0.1)))
    created = np.minimum(last[some] + rng.integers(60, 900, len(some)), world.now)
    due = local.day_of(created) + rng.integers(1, 60, len(some))
    waiting = np.where(rng.random(len(some)) < 0.5, NUMBER["open_call"], NUMBER["open_task"])
    tasks = block(len(some), lead=some, kind=waiting, owner=world.stays.caller[some], created=created, due=due)
    booked = np.flatnonzero((last > world.now - 20 * DAY) & ~closed & (rng.random(len(leads)) < 0.25))
    start = world.now + rng.integers(2 * HOUR, 30 * DAY, len(booked)) // 900 * 900
    meetings = block(len(booked), lead=booked, kind=NUMBER["meeting"], owner=world.stays.caller[booked],
                     created=np.minimum(last[booked] + 120, world.now), happened=start,
                     due=local.day_of(start))  # fmt: skip
    waiting_leads = np.flatnonzero((last == 0) & ~closed & (rng.random(len(leads)) < 0.03))
    untouched = block(len(waiting_leads), lead=waiting_leads, kind=NUMBER["open_call"],
                      owner=world.stays.caller[waiting_leads], created=leads.created[waiting_leads] + 30,
                      due=local.day_of(leads.created[waiting_leads]) + 1)  # fmt: skip
    return [tasks, meetings, untouched]


def with_customers(world: World) -> list[Activities]:
    """Return calls with contacts of existing customers, also before any of them came back as a lead."""
    rng = world.rng(14)
    known = len(world.customers.contact_account)
    contact = np.repeat(np.arange(known), rng.poisson(2.0, known))
    moment = rng.integers(world.start, world.now, len(contact))
    owner = world.people.choose_rep(
        world.customers.team[world.customers.contact_account[contact]], moment, rng.random(len(contact))
    )
    kind = np.array([NUMBER["call"], NUMBER["email"], NUMBER["brochure"]])[
        rng.choice(3, len(contact), p=[0.5, 0.4, 0.1])
    ]
    return [block(len(contact), contact=contact, kind=kind, owner=owner, created=moment, happened=moment)]


def around_deals(world: World) -> list[Activities]:
    """Return calls and meetings about deals, with the contact that the lead became."""
    rng, deals = world.rng(15), world.pipeline
    deal = np.repeat(np.arange(len(deals)), rng.poisson(1.2, len(deals)))
    moment = deals.created[deal] + rng.integers(HOUR, 40 * DAY, len(deal))
    kind = np.array([NUMBER["call"], NUMBER["email"], NUMBER["meeting"]])[rng.choice(3, len(deal), p=[0.4, 0.4, 0.2])]
    rows = np.flatnonzero(moment <= world.now)
    deal, moment, kind = deal[rows], moment[rows], kind[rows]
    day = moment // DAY
    return [block(len(deal), contact=deals.contact[deal], deal=deal, kind=kind, owner=deals.owner[deal],
                  created=moment - np.where(kind == NUMBER["meeting"], HOUR, 0), happened=moment, due=day,
                  note=rng.random(len(deal)) < 0.5)]  # fmt: skip
