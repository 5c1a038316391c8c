"""Users, queues, campaigns, accounts and contacts of an invented company."""

from __future__ import annotations

from datetime import datetime

from tests.known_answers.inventing.world import FIRST, World, date_text

LONG_AGO = datetime(2025, 1, 2, 8)
TIME_ZONES = ("Europe/Berlin", "Europe/London", "America/New_York", "Europe/Madrid", "Asia/Tokyo", "Etc/GMT-12", "")
USER_TYPES = ("Standard",) * 8 + ("PowerPartner", "AutomatedProcess", "Guest", "")
CAMPAIGN_TYPES = ("Webinar", "Email", "Conference", " trade show ", "Telemarketing", "Partners", "Handshake", "")


def add_users(world: World) -> None:
    """Sellers, partners, machines, queues; some ids belong to nobody in the export."""
    for number in range(14):
        user = {
            "Id": world.new_id("005"),
            "FirstName": "Some",
            "LastName": f"Seller {number}",
            "Email": f"seller{number}@example.com",
            "IsActive": world.pick("1", "1", "0"),
            "UserType": world.pick(*USER_TYPES),
            "Division": world.pick("", "North", "South"),
            "Department": world.pick("", "Sales", "Service"),
            "TimeZoneSidKey": world.pick(*TIME_ZONES),
        }
        world.add("User", user, LONG_AGO)
    for number in range(3):
        queue = {"Id": world.new_id("00G"), "Name": f"Queue {number}", "DeveloperName": f"Q{number}", "Type": "Queue"}
        world.add("Group", queue, LONG_AGO)
    known = [row["Id"] for row in world.tables["User"]]
    world.lists["automated"] = [known[0]]
    world.lists["night"], world.lists["always"] = known[1], known[2]
    world.lists["users"] = [*known, world.new_id("005")]
    world.lists["owners"] = [*known, *known, *world.ids["00G"], world.new_id("005"), world.new_id("00G")]


def add_campaigns(world: World) -> None:
    """Campaigns of several types; some were deleted, one was not exported."""
    for number in range(12):
        campaign = {
            "Id": world.new_id("701"),
            "IsDeleted": world.deleted(0.15),
            "Name": f"Campaign {number}",
            "ParentId": world.pick("", *world.ids["701"][:-1]) if number else "",
            "Type": world.pick(*CAMPAIGN_TYPES),
            "Status": "Completed",
            "StartDate": world.pick("", date_text(world.local_day(world.moment(FIRST)))),
            "EndDate": "",
            "CurrencyIsoCode": world.pick("EUR", "USD", "CHF", ""),
            "BudgetedCost": "2000",
            "ActualCost": world.pick("", "0", "1500", "333.33"),
            "OwnerId": world.pick(*world.lists["users"]),
        }
        world.add("Campaign", campaign, LONG_AGO)
    world.new_id("701")


def add_accounts(world: World, number: int) -> None:
    """Companies; some were merged, some deleted, one merge chain ends in nothing."""
    for index in range(number):
        account = {
            "Id": world.new_id("001"),
            "IsDeleted": world.deleted(0.05),
            "MasterRecordId": "",
            "Name": f"Company {index}",
            "Type": "Customer",
            "BillingCountry": "Germany",
            "OwnerId": world.pick(*world.lists["users"]),
        }
        world.add("Account", account, LONG_AGO)
    merge_away(world, "Account", "001", 0.08)
    world.new_id("001")


def add_contact(world: World, email: str, at: datetime) -> str:
    """A contact on some company."""
    contact = {
        "Id": world.new_id("003"),
        "IsDeleted": "0",
        "MasterRecordId": "",
        "AccountId": world.reference(world.pick("", *world.ids["001"])),
        "FirstName": "Some",
        "LastName": "Body",
        "Email": email,
        "OwnerId": world.pick(*world.lists["users"]),
    }
    return world.add("Contact", contact, at)["Id"]


def merge_away(world: World, table: str, prefix: str, share: float, able: set[str] | None = None) -> None:
    """Let some records be merged into others: straight, in chains, into deleted or absent ones, in a circle."""
    records = [row for row in world.tables[table] if able is None or row["Id"] in able]
    for row in records:
        if not world.chance(share) or row["MasterRecordId"]:
            continue
        into = world.pick(*records)["Id"] if world.chance(0.95) else world.new_id(prefix)
        if into != row["Id"]:
            row |= {"IsDeleted": "1", "MasterRecordId": world.reference(into)}
