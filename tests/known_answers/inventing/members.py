"""Campaign memberships: of anybody anywhen, and of the people of a deal at the very edges of what counts for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.known_answers.inventing.world import FIRST, Record, World, date_text

STATUSES = ("Sent", "Responded", "Attended", " attended", "No Show", "Waved", "Registered", "")
YEAR = timedelta(days=365)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def add_member(world: World) -> None:
    """A lead or a contact in a campaign, answered or not, by the CRM's word or by a date."""
    lead = world.pick(*world.lists["leads"])
    joined = min(world.as_of, lead["created"] + timedelta(seconds=world.pick(-90000, -60, 0, 3599, 3600, 3601, 90000)))
    joined = joined if world.chance(0.6) else world.moment(FIRST)
    is_contact = bool(lead["contact"]) and world.chance(0.6)
    lead_id = world.reference(lead["id"]) if not is_contact or world.chance(0.5) else ""
    join(world, lead_id, world.reference(lead["contact"]) if is_contact else "", joined)


def join(world: World, lead: str, contact: str, joined: datetime) -> None:
    """One membership; its day of response is that of joining, one before, later, or still to come."""
    near = world.local_day(joined) + timedelta(days=world.pick(0, 0, 1, -1, 9))
    ahead = world.local_day(world.as_of) + timedelta(days=1)
    member = {
        "Id": world.new_id("00v"),
        "IsDeleted": world.deleted(0.05),
        "CampaignId": world.pick(*world.ids["701"]),
        "LeadId": lead,
        "ContactId": contact,
        "Status": world.pick(*STATUSES),
        "HasResponded": world.pick("0", "1", "1", "", "true"),
        "FirstRespondedDate": world.pick("", date_text(ahead if world.chance(0.05) else min(near, ahead))),
    }
    world.add("CampaignMember", member, joined)


def edges(world: World, deal: Record, closed: str) -> list[datetime]:
    """Times at which it is decided whether, and in which position, a touch counts for a deal."""
    created = datetime.fromisoformat(deal["CreatedDate"])
    found = [created - YEAR, created - YEAR - SECOND, created, created, created - SECOND, created + SECOND]
    for text in (closed, deal["CloseDate"]):
        if text:
            at = datetime.fromisoformat(text)
            found += [at, at - SECOND, at + SECOND, at + 23 * HOUR, at - YEAR]
    of_deal = [lead["created"] for lead in world.lists["leads"] if lead["row"]["ConvertedOpportunityId"] == deal["Id"]]
    return found + [at + HOUR + world.pick(-1, 0, 0, 1) * SECOND for at in of_deal]


def people(world: World, deal: Record) -> list[tuple[str, str]]:
    """Leads and contacts that a deal's people are known by, and a stranger."""
    leads: list[dict[str, Any]] = world.lists["leads"]
    found = [(lead["id"], "") for lead in leads if lead["row"]["ConvertedOpportunityId"] == deal["Id"]]
    found += [("", lead["contact"]) for lead in leads if lead["row"]["ConvertedOpportunityId"] == deal["Id"]]
    roles = [row for row in world.tables["OpportunityContactRole"] if row["OpportunityId"] == deal["Id"]]
    found += [("", row["ContactId"]) for row in roles]
    same = [row for row in world.tables["Contact"] if row["AccountId"] and row["AccountId"] == deal["AccountId"]]
    found += [("", row["Id"]) for row in same]
    found.append((world.pick(*leads)["id"], world.pick(*world.ids["003"])))
    return [pair for pair in found if any(pair)]


def add_deal_members(world: World) -> None:
    """Touches of most deals' people: early, late, in one instant, on the edge of what counts."""
    closings = {row["OpportunityId"]: row["CreatedDate"] for row in world.tables["OpportunityHistory"]}
    for deal in world.tables["Opportunity"]:
        times, able = edges(world, deal, closings.get(deal["Id"], "")), people(world, deal)
        for _ in range(world.pick(0, 1, 2, 3, 5, 8)):
            at = world.pick(*times) if world.chance(0.6) else world.moment(FIRST)
            lead, contact = world.pick(*able)
            join(world, lead, contact, min(at, world.as_of))
