"""Users, surviving leads, persons and duplicates' histories of owner and status.

Works on the raw export rows; gives lead ids, never facts.
"""

from __future__ import annotations

from datetime import datetime

from working.inputs import SYSTEM, Row, everything, export, full_id, mapped, moment, seed

USERS = {row["Id"]: row for row in export("User")}
QUEUES = {row["Id"] for row in export("Group") if row["Type"] == "Queue"}
AUTOMATED = {full_id(row["user_id"]) for row in seed("automated_users") if row["source_system"] in (SYSTEM, "any")}
ALL_LEADS = {row["Id"]: row for row in everything("Lead")}
HISTORY = sorted(export("LeadHistory"), key=lambda row: (row["CreatedDate"], row["Id"]))
STEPS = {row["status"]: row for row in seed("lead_status_steps")}

Run = tuple[str, str, datetime]


def is_automated(user_id: str) -> bool:
    """A queue, a user of an automated type, or one that the company lists as automated."""
    if user_id in QUEUES or user_id in AUTOMATED:
        return True
    user = USERS.get(user_id)
    return bool(user) and mapped("user_types", "user_type_raw", user["UserType"], "is_automated", "false") == "true"


def is_closed(status: str) -> bool:
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
    user = USERS.get(user_id, {})
    return (own[0] if own else user.get("Division") or user.get("Department")) or None


def survivor(lead_id: str) -> str | None:
    """The end of a lead's merge chain; nothing for a cycle, an absent end or a deleted end."""
    seen: set[str] = set()
    while lead_id in ALL_LEADS and lead_id not in seen:
        row = ALL_LEADS[lead_id]
        if not row["MasterRecordId"]:
            return lead_id if row["IsDeleted"] == "0" else None
        seen.add(lead_id)
        lead_id = row["MasterRecordId"]
    return None


SURVIVOR = {lead_id: end for lead_id in ALL_LEADS if (end := survivor(lead_id))}
LEADS = {lead_id: row for lead_id, row in ALL_LEADS.items() if SURVIVOR.get(lead_id) == lead_id}


def born(lead_id: str) -> datetime:
    """The earliest creation over a survivor's merge chain."""
    return min(
        at for loser, end in SURVIVOR.items() if end == lead_id and (at := moment(ALL_LEADS[loser]["CreatedDate"]))
    )


CREATED = {lead_id: born(lead_id) for lead_id in LEADS}


def persons() -> dict[str, str]:
    """For each lead and contact the name of its person: records joined by e-mail or by conversion."""
    shared = {row["email"].strip().lower() for row in seed("shared_addresses")}
    contacts = {row["Id"]: row for row in export("Contact")}
    name = {record: record for record in [*LEADS, *contacts]}
    links = [(lead, to) for lead, row in LEADS.items() if (to := row["ConvertedContactId"]) in contacts]
    by_mail: dict[str, str] = {}
    for record, row in [*LEADS.items(), *contacts.items()]:
        mail = row["Email"].strip().lower()
        if mail and mail not in shared:
            links.append((by_mail.setdefault(mail, record), record))
    for left, right in links:
        old, new = name[right], name[left]
        name = {record: new if person == old else person for record, person in name.items()}
    return name


PERSON = persons()


def changes(lead_id: str, field: str) -> list[Row]:
    """A lead's changes of one field, in order; owner changes only in the form that holds ids."""
    found = [row for row in HISTORY if row["LeadId"] == lead_id and row["Field"] == field]
    return [row for row in found if field != "Owner" or row["NewValue"] in USERS or row["NewValue"] in QUEUES]


def runs(lead_id: str, field: str, today: str) -> list[Row]:
    """Values of a field from creation on: value, since, writer; empty values and repeats dropped."""
    first = {"value": today, "since": CREATED[lead_id].isoformat(), "writer": LEADS[lead_id]["CreatedById"]}
    found = changes(lead_id, field)
    if found:
        first["value"] = found[0]["OldValue"]
    steps = [{"value": r["NewValue"], "since": r["CreatedDate"], "writer": r["CreatedById"]} for r in found]
    kept: list[Row] = []
    for step in [first, *steps]:
        if step["value"] and (not kept or kept[-1]["value"] != step["value"]):
            kept.append(step)
    return kept


def statuses(lead_id: str) -> list[Run]:
    """Stays in a status: canonical status, raw label, since; equal consecutive statuses are one stay."""
    stays: list[Run] = []
    for run in runs(lead_id, "Status", LEADS[lead_id]["Status"]):
        status = mapped("lead_statuses", "status_raw", run["value"], "status") or "unmapped"
        if not stays or stays[-1][0] != status:
            stays.append((status, run["value"], datetime.fromisoformat(run["since"])))
    return stays


def value_at(lead_id: str, field: str, at: datetime) -> str:
    """A field's value at a time; a change at that very instant has happened."""
    row = LEADS[lead_id]
    today = row["OwnerId"] if field == "Owner" else row[field]
    held = [run["value"] for run in runs(lead_id, field, today) if datetime.fromisoformat(run["since"]) <= at]
    return held[-1] if held else ""
