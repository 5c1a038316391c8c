"""Leads and what happened to them: owners, statuses, ratings, conversions; merges, duplicates, deletes, memberships."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.known_answers.inventing.company import add_contact, merge_away
from tests.known_answers.inventing.deals import add_deal
from tests.known_answers.inventing.world import FIRST, Record, World, date_text, stamp

SOURCES = (
    "Web",
    "Web",
    " website ",
    "Webinar",
    "Advertisement",
    "Trade Show",
    "Purchased List",
    "Cold Call",
    "Referral",
)
SOURCES += ("Other", "", "Skywriting")
RATINGS = ("Hot", "Hot", "Warm", "Cold", "", "hot ", "Lukewarm")
OPEN = ("Open - Not Contacted", "New", "Working - Contacted", "Attempted", "Nurturing", "Qualified", "Waving")
CLOSED = ("Closed - Not Converted", "Unqualified", "Rejected")
REASONS = ("", "", "Price", "test", "Duplicate", "Stars not aligned", " no budget ")


def address(world: World, number: int) -> str:
    """An address of one's own, one that others have too in any letter case, an office's, a tester's, or none."""
    kind = world.random.random()
    if kind < 0.45 and number > 3:
        again = f"person{world.random.randint(0, number - 1)}@example.com"
        return str(world.pick(again, again.upper(), f" {again} "))
    if kind < 0.55:
        return str(world.pick("office@example.com", "tester@qa.example.com", "", " "))
    return f"person{number}@example.com"


def arrival(world: World) -> datetime:
    """When a lead came: mostly anywhen, often in the last days, now and then before any activity was logged."""
    kind = world.random.random()
    if kind < 0.2:
        return world.moment(world.as_of - timedelta(days=9))
    return world.moment(FIRST - timedelta(days=40), FIRST) if kind < 0.25 else world.moment(FIRST)


def add_lead(world: World, number: int) -> None:
    """One lead with its history."""
    created = arrival(world)
    owner = world.pick(*world.lists["owners"], "") if world.chance(0.9) else ""
    record: Record = {
        "Id": world.new_id("00Q"),
        "IsDeleted": "0",
        "MasterRecordId": "",
        "FirstName": "Some",
        "LastName": f"Lead {number}",
        "Company": world.pick("", "Works", "Co"),
        "Country": world.pick("", "Germany"),
        "Phone": world.pick("", "+49 1"),
        "Title": world.pick("", "Buyer", " "),
        "Industry": world.pick("", "Optics"),
        "NumberOfEmployees": world.pick("", "0", "12"),
        "Email": address(world, number),
        "LeadSource": world.pick(*SOURCES),
        "Status": world.pick(*OPEN, *OPEN, *CLOSED),
        "Rating": world.pick(*RATINGS),
        "OwnerId": owner,
        "IsConverted": "0",
        "ConvertedDate": "",
        "ConvertedAccountId": "",
        "ConvertedContactId": "",
        "ConvertedOpportunityId": "",
        "CreatedById": world.pick("", *world.lists["users"]),
        "Disqualified_Reason__c": world.pick(*REASONS),
        "Lead_Score__c": world.pick("", "0", "24.999", "25", "75", "100"),
    }
    lead: dict[str, Any] = {"id": record["Id"], "created": created, "times": [created], "contact": "", "row": record}
    world.lists["leads"].append(lead)
    live(world, lead)
    world.add("Lead", record, created, lead["times"][-1])
    if world.chance(0.5):
        change(world, record["Id"], created, "created", "", "")


def live(world: World, lead: dict[str, Any]) -> None:
    """Change the lead some times, in order; after a conversion at most its owner."""
    at = lead["created"]
    for _ in range(world.pick(0, 0, 1, 2, 3, 6)):
        at = world.after(at)
        row = lead["row"]
        if row["IsConverted"] == "1" or world.chance(0.35):
            step(world, lead, at, "OwnerId", "Owner", world.pick(*world.lists["owners"]))
        elif world.chance(0.2):
            step(world, lead, at, "Rating", "Rating", world.pick(*RATINGS))
        elif world.chance(0.3):
            convert(world, lead, at)
        else:
            step(world, lead, at, "Status", "Status", world.pick(*OPEN, *CLOSED, *CLOSED))
        lead["times"].append(world.noted(at))


def change(world: World, lead: str, at: datetime, name: str, old: str, new: str) -> None:
    """A row of the lead's history."""
    row = {
        "Id": world.new_id("017"),
        "IsDeleted": "0",
        "LeadId": world.reference(lead),
        "CreatedById": world.pick(*world.lists["users"]),
        "CreatedDate": stamp(at),
        "Field": name,
        "OldValue": old,
        "NewValue": new,
    }
    if name == "Owner" and new.startswith("005") and world.chance(0.2):
        row["CreatedById"] = new
    world.tables["LeadHistory"].append(row)


def step(world: World, lead: dict[str, Any], at: datetime, column: str, name: str, new: str) -> None:
    """Give a field another value; owners are written twice, by name and by id."""
    row = lead["row"]
    old, row[column] = row[column], new
    if old == new:
        return
    if name == "Owner":
        change(world, row["Id"], at, name, "A name" if old else "", "Another name")
    change(world, row["Id"], at, name, old, new)
    if world.lists["at"].get((row["Id"], name)) == at:
        in_order(world, row["Id"], name)
    world.lists["at"][row["Id"], name] = at


def in_order(world: World, lead: str, name: str) -> None:
    """Changes within one second happened in the order of their ids."""
    rows = [row for row in world.tables["LeadHistory"] if row["LeadId"][:15] == lead[:15] and row["Field"] == name]
    for at in {row["CreatedDate"] for row in rows}:
        tied = [row for row in rows if row["CreatedDate"] == at]
        for row, record in zip(tied, sorted(each["Id"] for each in tied), strict=True):
            row["Id"] = record


def convert(world: World, lead: dict[str, Any], at: datetime) -> None:
    """Into a contact, a company and perhaps a deal: new ones, older ones, deleted and absent ones."""
    row = lead["row"]
    if world.chance(0.85):
        step(world, lead, at, "Status", "Status", "Closed - Converted")
    else:
        row["Status"] = "Closed - Converted" if world.chance(0.6) else row["Status"]
    if world.chance(0.75):
        change(world, row["Id"], at, "leadConverted", "", "")
    made = at if world.chance(0.7) else world.moment(FIRST, at)
    lead["contact"] = contact_of(world, row["Email"], made)
    deals = [each["Id"] for each in world.tables["Opportunity"]]
    into = world.pick("", "", "new", "new", "new", "new", world.pick("", *deals), world.lists["absent deal"])
    deal = add_deal(world, made, world.pick("", *world.ids["001"])) if into == "new" else into
    row |= {
        "IsConverted": world.pick("1", "1", "true"),
        "ConvertedDate": date_text(world.local_day(at)) if world.chance(0.95) else "",
        "ConvertedAccountId": world.reference(world.pick("", *world.ids["001"])),
        "ConvertedContactId": world.reference(lead["contact"]),
        "ConvertedOpportunityId": world.reference(deal),
    }


def contact_of(world: World, email: str, at: datetime) -> str:
    """A contact of one's own, one that was there, or one that is not in the export."""
    known = [row["Id"] for row in world.tables["Contact"]]
    if known and world.chance(0.15):
        return str(world.pick(*known))
    if world.chance(0.05):
        return world.new_id("003")
    return add_contact(world, world.pick(email, email, "", f"other.{email.strip()}"), at)


def merge_leads(world: World) -> None:
    """Some leads that were never converted are merged away; some are deleted."""
    able = {row["Id"] for row in world.tables["Lead"] if row["IsConverted"] == "0"}
    merge_away(world, "Lead", "00Q", 0.1, able)
    for row in world.tables["Lead"]:
        if not row["MasterRecordId"] and world.chance(0.03):
            row["IsDeleted"] = "1"
