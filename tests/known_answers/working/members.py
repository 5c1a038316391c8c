"""Campaign memberships: which are left, when their people responded, which campaign a lead came from."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache

from working.inputs import (
    AS_OF,
    Row,
    alive,
    day,
    export,
    gone,
    has_column,
    is_true,
    local_date,
    mapped,
    midnight,
    moment,
    seed,
)
from working.leads import family
from working.people import CREATED, LEADS, SURVIVOR

CAMPAIGNS = {row["Id"]: row for row in export("Campaign")}
GRACE = timedelta(minutes=60)


@cache
def members() -> list[Row]:
    """Memberships that are not deleted, nor their campaign, nor the people whom they name."""
    found = []
    for row in export("CampaignMember"):
        named = [each for each in (row["LeadId"], row["ContactId"]) if each]
        if row["CampaignId"] not in gone() and not (named and all(each in gone() for each in named)):
            found.append(row)
    return found


def meaning(member: Row) -> Row:
    """What the definitions say of a member's status: by campaign type, else for any type."""
    raw_type = CAMPAIGNS.get(member["CampaignId"], Row())["Type"]
    kind = mapped("campaign_types", "campaign_type_raw", raw_type, "campaign_type")
    raw = member["Status"].strip().lower()
    rows = [row for row in seed("campaign_member_statuses") if row["status_raw"].lower() == raw]
    rows = [row for row in rows if row["campaign_type"] in (kind, "any")]
    rows.sort(key=lambda row: row["campaign_type"] != kind)
    return rows[0] if rows else Row()


def status(member: Row) -> str | None:
    """Our name for a member's status."""
    return (meaning(member)["status"] or "unmapped") if member["Status"].strip() else None


def says_responded(member: Row) -> bool:
    """The CRM's own flag, else the definitions."""
    is_told = has_column("CampaignMember", "HasResponded")
    return is_true(member["HasResponded"] if is_told else meaning(member)["is_response"])


def responded_at(member: Row) -> datetime | None:
    """When a member responded: creation, or 00:00 of a later day; one that is still to come has not responded."""
    created, on = moment(member["CreatedDate"]), day(member["FirstRespondedDate"])
    if not says_responded(member) or created is None:
        return None
    at = created if on is None or on == local_date(created) else max(midnight(on), created)
    return at if at <= AS_OF else None


def has_responded(member: Row) -> bool:
    """Whether a member has responded by now."""
    return responded_at(member) is not None


def has_succeeded(member: Row) -> bool:
    """Whether the campaign reached its aim with somebody who responded."""
    return has_responded(member) and is_true(meaning(member)["is_success"])


@cache
def by_person() -> dict[str, list[Row]]:
    """Memberships by the surviving lead and by the contact that they name."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in members():
        for record in {SURVIVOR.get(row["LeadId"], row["LeadId"]), row["ContactId"]} - {""}:
            found[record].append(row)
    return found


def campaign(lead: str) -> str | None:
    """The last response up to an hour after the lead's creation, else the earliest membership."""
    records = {*family(lead), *(LEADS[member]["ConvertedContactId"] for member in family(lead))} - {"", *gone()}
    mine = [row for record in records for row in by_person().get(record, [])]
    answered = [
        (at, row["Id"], row["CampaignId"]) for row in mine if (at := responded_at(row)) and at <= CREATED[lead] + GRACE
    ]
    if answered:
        return alive(max(answered)[2])
    joined = [(row["CreatedDate"], row["Id"], row["CampaignId"]) for row in mine]
    return alive(min(joined)[2]) if joined else None
