"""Opportunities with their histories of stages, close dates and amounts, their quotes and contact roles."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.known_answers.inventing.world import FIRST, Record, World, date_text, stamp

OPEN = ("Prospecting", "Qualification", "Needs Analysis", " discovery", "Proposal/Price Quote", "Negotiation/Review")
OPEN += ("Courting",)
WON, LOST = ("Closed Won", "Won", "Signed"), ("Closed Lost", "Lost")
TYPES = ("New Business", "", "Renewal", "Existing Customer - Upgrade", "Barter")
REASONS = ("", "", "Price", "Competitor", "Entered in Error", "Duplicate", "Not now", "Stars not aligned")
AMOUNTS = ("", "0", "1000", "20100.50", "0.01", "333.33", "99999.99", "12345.67")
CURRENCIES = ("EUR", "EUR", "EUR", "USD", "GBP", "CHF", "")


def outcome(label: str) -> tuple[str, str]:
    """The flags of closed and won that go with a stage."""
    return ("1" if label in WON + LOST else "0"), ("1" if label in WON else "0")


def add_deal(world: World, at: datetime, account: str) -> str:
    """A deal, from its creation to today."""
    deal = {
        "Id": world.new_id("006"),
        "IsDeleted": world.deleted(0.06),
        "AccountId": world.reference(account),
        "Name": f"Deal {len(world.tables['Opportunity'])}",
        "StageName": world.pick(*OPEN, *OPEN, *WON, *LOST),
        "Amount": world.pick(*AMOUNTS),
        "Probability": world.pick("", "0", "10", "65", "100", "150", "-5", "12.5"),
        "CloseDate": date_text(world.local_day(at) + timedelta(days=world.random.randint(-10, 120))),
        "Type": world.pick(*TYPES),
        "CurrencyIsoCode": world.pick(*CURRENCIES),
        "CampaignId": world.pick("", "", *world.ids["701"]),
        "OwnerId": world.pick(*world.lists["users"]),
        "CreatedById": world.pick(*world.lists["users"]),
        "LastStageChangeDate": "",
        "Loss_Reason__c": world.pick(*REASONS),
        "Competitor__c": world.pick("", "Rivalry Ltd"),
    }
    last = grow(world, deal, at)
    deal["IsClosed"], deal["IsWon"] = outcome(deal["StageName"])
    if world.chance(0.03):
        deal["CloseDate"] = ""
    world.add("Opportunity", deal, at, last)
    for _ in range(world.pick(0, 0, 0, 1, 2)):
        quote = {
            "Id": world.new_id("0Q0"),
            "IsDeleted": world.deleted(0.1),
            "OpportunityId": deal["Id"],
            "Name": "Quote",
        }
        world.add("Quote", quote, world.after(at))
    return deal["Id"]


def grow(world: World, deal: Record, created: datetime) -> datetime:
    """Move through stages, also back, out of closed ones, twice in one second; the close date moves too."""
    at, has_history = created, world.chance(0.92)
    rows = [snapshot(world, deal, at)]
    for _ in range(world.pick(0, 1, 2, 3, 4, 7)):
        at = world.after(at)
        was = deal["StageName"]
        if world.chance(0.65):
            deal["StageName"] = world.pick(*OPEN, *OPEN, *WON, *LOST)
        if world.chance(0.4) and deal["CloseDate"]:
            close = datetime.fromisoformat(deal["CloseDate"]) + timedelta(days=world.pick(-20, -1, 1, 30))
            deal["CloseDate"] = date_text(close.date())
        if deal["StageName"] != was:
            deal["LastStageChangeDate"] = stamp(at)
        rows.append(snapshot(world, deal, at))
        world.noted(at)
    deal["LastStageChangeDate"] = world.pick(deal["LastStageChangeDate"], deal["LastStageChangeDate"], "")
    if has_history:
        for row, record in zip(rows, sorted(each["Id"] for each in rows), strict=True):
            row["Id"] = record
        world.tables["OpportunityHistory"] += rows
    return at


def snapshot(world: World, deal: Record, at: datetime) -> Record:
    """The deal as it stood at a time."""
    return {
        "Id": world.new_id("008"),
        "OpportunityId": world.reference(deal["Id"]),
        "CreatedById": deal["CreatedById"],
        "StageName": deal["StageName"],
        "Amount": deal["Amount"],
        "CloseDate": deal["CloseDate"],
        "Probability": deal["Probability"],
        "CurrencyIsoCode": deal["CurrencyIsoCode"],
        "IsDeleted": "0",
        "CreatedDate": stamp(at),
        "SystemModstamp": stamp(at),
    }


def add_straight_deals(world: World, number: int) -> None:
    """Deals that came from no lead."""
    for _ in range(number):
        add_deal(world, world.moment(FIRST), world.pick("", *world.ids["001"]))


def add_roles(world: World) -> None:
    """People on deals: contacts that are there, merged away, or not in the export."""
    contacts = world.ids["003"]
    for deal in world.tables["Opportunity"]:
        for _ in range(world.pick(0, 0, 1, 2)):
            role = {
                "Id": world.new_id("00K"),
                "OpportunityId": world.reference(deal["Id"]),
                "ContactId": world.reference(world.pick(*contacts)),
                "Role": "Decision Maker",
                "IsDeleted": world.deleted(0.1),
            }
            at = datetime.fromisoformat(deal["CreatedDate"])
            world.add("OpportunityContactRole", role, at)
