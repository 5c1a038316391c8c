"""HubSpot's list views, read by docs/mappings/hubspot_views.toml: contacts, companies, deals and activities.

Standard library only. Written from the heads of such views and from what the mapping says of them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.known_answers.elsewhere.hubspot_views import ZONE, write
from tests.known_answers.elsewhere.naming import Theirs
from tests.known_answers.elsewhere.settling import DAY, Tables, local, squeeze
from tests.known_answers.elsewhere.tasks import PLAIN, Kind
from tests.known_answers.inventing.world import Record
from tests.known_answers.working.inputs import is_true

__all__ = ["ZONE", "write"]
SYSTEM = "hubspot"
MAPPING = Path(__file__).resolve().parents[3] / "docs" / "mappings" / "hubspot_views.toml"
UNIT = timedelta(minutes=1)
CORRECTED = {'time_zone = "UTC"': f'time_zone = "{ZONE}"'}
LIMITS = {
    "records without an e-mail address": "the address is the id: they are kept as rejected records",
    "two leads of one address": "HubSpot has one contact of an address",
    "histories": "views show values of today: times of conversion, closing of leads and stages are not known",
    "conversion of two leads into one deal": "a deal names one contact",
    "users and queues": "owners are addresses: no team, no working hours of their own, no queue",
    "campaigns, members, contact roles, quotes": "not in these views",
    "currency": "the mapping names one for all deals",
    "direction, machine, minute of an activity": "a view says what kind it was and on which day",
    "rating, score, reason, company of a lead": "not in these views",
    "probability, competitor, closing time of a deal": "not in these views",
}
BY_STATUS = {
    "Open - Not Contacted": ("New", "Open"),
    "New": ("Subscriber", "Lead", "Marketing Qualified Lead"),
    "Working - Contacted": ("In Progress", "Connected"),
    "Attempted": ("Attempted to Contact",),
    "Nurturing": ("Bad Timing", "Other"),
    "Qualified": ("Sales Qualified Lead",),
    "Waving": ("Lead",),
}
CONVERTED = ("Open Deal", "Opportunity", "Customer", "Evangelist")
WORDS = {
    "lead_source": {
        "Web": "Direct Traffic", "Website": "Organic Search", "Webinar": "Other Campaigns",
        "Advertisement": "Paid Search", "Trade Show": "Offline Sources", "Cold Call": "Social Media",
        "Purchased List": "Email Marketing",
    },
    "stage": {
        "Prospecting": "Appointment Scheduled", "Qualification": "Qualified to Buy",
        "Needs Analysis": "Presentation Scheduled", "Proposal/Price Quote": "Contract Sent",
        "Negotiation/Review": "Decision Maker Bought-In", "Won": "Closed Won", "Lost": "Closed Lost",
    },
    "lost_reason": {"Price": "Product Fit", "Competitor": "Lost Interest"},
}  # fmt: skip
LEFT_OUT = (
    "LeadHistory", "OpportunityHistory", "Campaign", "CampaignMember", "Contact", "OpportunityContactRole", "Quote",
    "User", "Group",
)  # fmt: skip
NOT_COMPARED: dict[tuple[str, str], str] = {}


def carry(tables: Tables, kinds: dict[str, Kind]) -> None:
    """Leave of the Salesforce records what the views show."""
    for name in ("Lead", "Account", "Opportunity", "Task", "Event"):
        tables[name] = [row for row in tables[name] if not is_true(row["IsDeleted"])]
    tables["Lead"] = contacts(tables["Lead"])
    carry_deals(tables)
    for number, row in enumerate(tables["Lead"]):
        carry_lead(row, number, [each["Id"] for each in tables["Account"]])
    as_of = max(row["SystemModstamp"] for name in ("Lead", "Account") for row in tables[name])
    who = {row["ConvertedContactId"]: row["Id"] for row in tables["Lead"]}
    who |= {row["Id"]: row["Id"] for row in tables["Lead"]}
    for row in tables["Lead"]:
        row["ConvertedContactId"] = ""
    for name in ("Task", "Event"):
        for row in tables[name]:
            row |= {"WhoId": who.get(row["WhoId"], ""), "WhatId": "", "CreatedById": ""}
            row |= {"LastModifiedDate": "", "SystemModstamp": ""}
    for row in tables["Task"]:
        kinds[row["Id"]] = carry_task(row, kinds[row["Id"]])
    for row in tables["Event"]:
        kinds[row["Id"]] = Kind("meeting", "outbound", False)
        start = day_of(row["StartDateTime"], is_day=is_true(row["IsAllDayEvent"]))
        row |= {"IsAllDayEvent": "1", "StartDateTime": start, "ActivityDate": start, "ActivityDateTime": ""}
        row |= {"CreatedDate": "", "Planned": "1" if start > as_of[:DAY] else ""}
    for name in LEFT_OUT:
        tables.pop(name, None)
    for records in tables.values():
        for row in records:
            if row.get("OwnerId", "").startswith("00G"):
                row["OwnerId"] = f"005{row['OwnerId'][3:]}"


def contacts(leads: list[Record]) -> list[Record]:
    """One of each address, the earliest; HubSpot writes addresses in small letters."""
    found: dict[str, Record] = {}
    for row in sorted(leads, key=lambda each: (each["CreatedDate"], each["Id"])):
        row["Email"] = row["Email"].lower()
        if row["Email"]:
            found.setdefault(row["Email"], row)
    return list(found.values())


def carry_deals(tables: Tables) -> None:
    """A deal names one contact, and here a contact is named by one deal."""
    deals = {row["Id"] for row in tables["Opportunity"]}
    accounts = {row["Id"] for row in tables["Account"]}
    for row in tables["Lead"]:
        deal = row["ConvertedOpportunityId"]
        if is_true(row["IsConverted"]) and deal in deals:
            deals.remove(deal)
        else:
            row["ConvertedOpportunityId"] = ""
    for row in tables["Opportunity"]:
        for column in ("IsClosed", "IsWon", "CreatedById", "LastStageChangeDate", "Competitor__c", "CampaignId"):
            row.pop(column)
        row |= {"Probability": "", "CurrencyIsoCode": "USD", "LastModifiedDate": "", "SystemModstamp": ""}
        row["AccountId"] = row["AccountId"] if row["AccountId"] in accounts else ""


def carry_lead(row: Record, number: int, accounts: list[str]) -> None:
    """A contact as its view shows it: also who was never converted belongs to a company."""
    for column in ("Rating", "Lead_Score__c", "Company", "Industry", "NumberOfEmployees", "Disqualified_Reason__c"):
        row[column] = ""
    labels = BY_STATUS.get(row["Status"], ("Unqualified",))
    labels = CONVERTED if is_true(row["IsConverted"]) else labels
    account = row["ConvertedAccountId"]
    row |= {
        "Status": labels[number % len(labels)],
        "ConvertedDate": "",
        "CreatedById": "",
        "ConvertedAccountId": account if account in accounts else accounts[number % len(accounts)] * (number % 3 == 0),
    }


def day_of(text: str, *, is_day: bool = False) -> str:
    """The day of a time on the portal's clocks."""
    if not text or is_day or len(text) == DAY:
        return text[:DAY]
    return local(squeeze(datetime.fromisoformat(text), ZONE, UNIT), ZONE).date().isoformat()


def carry_task(row: Record, kind: Kind) -> Kind:
    """What was done was a call, an e-mail or a meeting on a day; what is to be done is a task with a due date."""
    is_done = is_true(row["IsClosed"])
    day = day_of(row["CompletedDateTime"] or row["CreatedDate"])
    word = kind.word if is_done else "other"
    row |= {"CreatedDate": day, "CompletedDateTime": day if is_done else ""}
    row["ActivityDate"] = row["ActivityDate"][:DAY] if word == "other" else day if word == "meeting" else ""
    row["Subject"] = PLAIN if row["Subject"].lower().startswith(("email", "list", "auto")) else row["Subject"]
    return Kind(word, "" if word == "other" else "outbound", False)


def names(tables: Tables) -> Theirs:
    """Contacts are their addresses, companies their domains, owners addresses too."""
    address = {row["Id"]: row["Email"] for row in tables["Lead"]}
    forms = {"001": "company{}.example.com", "005": "seller{}@ours.example.com", "006": "DEAL-{}", "00T": "ACT-{:05d}"}

    def theirs(record: str, number: int) -> str:
        return address.get(record) or forms.get(record[:3], record[:3] + "-{:06d}").format(number)

    return theirs


def finish(tables: Tables, zone: ZoneInfo) -> None:
    """Nothing that depends on the words and times of the views is left to do."""
