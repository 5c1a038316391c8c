"""Dynamics 365 Sales' views, read by docs/mappings/dynamics365_views.toml: deals, companies, people, campaigns, log.

Standard library only. Written from the heads of such views and from what the mapping says of them. These views hold no
leads: the funnel starts at the opportunity.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.known_answers.elsewhere.dynamics365_views import ZONE, clock, write
from tests.known_answers.elsewhere.naming import Theirs
from tests.known_answers.elsewhere.settling import DAY, Tables, every_id, squeeze
from tests.known_answers.elsewhere.tasks import PLAIN, Kind
from tests.known_answers.inventing.world import Record, stamp
from tests.known_answers.working.inputs import is_true

__all__ = ["ZONE", "write"]
SYSTEM = "dynamics365"
UNIT = timedelta(minutes=1)
MAPPING = Path(__file__).resolve().parents[3] / "docs" / "mappings" / "dynamics365_views.toml"
CORRECTED: dict[str, str] = {}
NOT_COMPARED: dict[tuple[str, str], str] = {}
LIMITS = {
    "leads and their histories": "not in these views: the funnel starts at the opportunity",
    "history of stages": "views show the stage of today",
    "closing to the second": "a closed deal shows the day of its closing",
    "campaign members, costs and times": "not in these views",
    "roles on deals": "a deal names one contact",
    "tasks and calls": "these views hold appointments and e-mails",
    "currency": "the mapping names one for all deals",
    "type, competitor of a deal": "not in these views",
    "two records of one name": "names serve as ids",
    "queues, time zones, teams": "the view of users shows names",
}
WORDS = {
    "stage": {
        "Prospecting": "Qualify", "Qualification": "Qualify", "Needs Analysis": "Develop",
        "Proposal/Price Quote": "Propose", "Negotiation/Review": "Close", "Closed Won": "Won", "Signed": "Won",
        "Closed Lost": "Lost",
    },
    "lost_reason": {
        "Price": "Canceled", "Competitor": "Out-Sold", "Entered in Error": "Lost", "Duplicate": "Lost",
        "Not now": "Canceled",
    },
    "campaign_type": {"Email": "Direct Marketing", "Partners": "Co-branding", "Webinar": "Event"},
}  # fmt: skip
LEFT_OUT = ("Lead", "LeadHistory", "OpportunityHistory", "CampaignMember", "Quote", "Group")


def carry(tables: Tables, kinds: dict[str, Kind]) -> None:
    """Leave of the Salesforce records what the views show."""
    for name in ("Account", "Contact", "Opportunity", "Campaign", "Task", "Event"):
        tables[name] = [row for row in tables[name] if not is_true(row["IsDeleted"])]
    for name in ("Account", "Contact", "Campaign", "User"):
        for row in tables[name]:
            row |= {"CreatedDate": "", "LastModifiedDate": "", "SystemModstamp": ""}
    for row in tables["User"]:
        row |= {"UserType": "Standard", "Division": "", "Department": "", "TimeZoneSidKey": ""}
    for row in tables["Campaign"]:
        row |= {"ParentId": "", "StartDate": "", "ActualCost": "", "BudgetedCost": "", "CurrencyIsoCode": ""}
    accounts = {row["Id"] for row in tables["Account"]}
    campaigns = {row["Id"] for row in tables["Campaign"]}
    carry_log(tables, kinds)
    yesterday = f"{newest(tables).date() - timedelta(days=1)} 00:00:00"
    for row in tables["Opportunity"]:
        if carry_deal(row):
            row["CloseDate"] = min(row["CloseDate"], yesterday)
        row["AccountId"] = row["AccountId"] if row["AccountId"] in accounts else ""
        row["CampaignId"] = row["CampaignId"] if row["CampaignId"] in campaigns else ""
    tables["OpportunityContactRole"] = first_roles(tables)
    for name in LEFT_OUT:
        tables.pop(name, None)
    for records in tables.values():
        for row in records:
            if row.get("OwnerId", "").startswith("00G"):
                row["OwnerId"] = f"005{row['OwnerId'][3:]}"


def carry_deal(row: Record) -> bool:
    """A deal as its view shows it: the day of its closing, what it brought or is estimated to; whether it is closed."""
    for column in ("IsClosed", "IsWon", "CreatedById", "LastStageChangeDate", "Competitor__c", "Type"):
        row.pop(column)
    is_open = row["StageName"] not in ("Closed Won", "Won", "Signed", "Closed Lost", "Lost")
    probability = row["Probability"] if is_open else ""
    row["Loss_Reason__c"] = row["Loss_Reason__c"] if row["StageName"] in ("Closed Lost", "Lost") else ""
    row |= {"CurrencyIsoCode": "USD", "LastModifiedDate": "", "SystemModstamp": "", "Probability": probability}
    return not is_open


def first_roles(tables: Tables) -> list[Record]:
    """A deal names one contact: that of its first role."""
    known = {row["Id"] for row in tables["Contact"]}
    found: dict[str, Record] = {}
    for row in tables["OpportunityContactRole"]:
        if not is_true(row["IsDeleted"]) and row["ContactId"] in known:
            row |= {"CreatedDate": "", "LastModifiedDate": "", "SystemModstamp": ""}
            found.setdefault(row["OpportunityId"], row)
    there = {row["Id"] for row in tables["Opportunity"]}
    return [row for deal, row in found.items() if deal in there]


def minute(text: str) -> datetime:
    """A time as the view can show it."""
    return squeeze(datetime.fromisoformat(text), ZONE, UNIT)


def newest(tables: Tables) -> datetime:
    """The newest time that the views show."""
    return max(minute(row["CreatedDate"]) for name in ("Task", "Opportunity", "Event") for row in tables[name])


def carry_log(tables: Tables, kinds: dict[str, Kind]) -> None:
    """E-mails that were sent or came in, and appointments; both name a person."""
    contacts = {row["Id"] for row in tables["Contact"]}
    mails = []
    for row in tables["Task"]:
        kind = kinds[row["Id"]]
        if kind.word == "email" and kind.direction != "internal" and len(row["CompletedDateTime"]) != DAY:
            kinds[row["Id"]] = Kind("email", kind.direction, False)
            row |= {"ActivityDate": "", "Subject": PLAIN, "LastModifiedDate": ""}
            row["SystemModstamp"] = row["CreatedDate"]
            mails.append(row)
    tables["Task"] = mails
    as_of = newest(tables)
    for row in tables["Event"]:
        kinds[row["Id"]] = Kind("meeting", "outbound", False)
        row |= {"LastModifiedDate": "", "SystemModstamp": "", "Subject": "Visit"}
        row |= {"IsAllDayEvent": "0", "ActivityDateTime": "", "ActivityDate": ""}
        row["Planned"] = "1" if minute(row["StartDateTime"]) > as_of else ""
    for name in ("Task", "Event"):
        for row in tables[name]:
            row.pop("Description")
            row |= {"WhoId": row["WhoId"] if row["WhoId"] in contacts else "", "WhatId": "", "CreatedById": ""}


def names(tables: Tables) -> Theirs:
    """Names, and for what has none of its own the columns that tell it from others, as the mapping joins them."""
    rows = {row["Id"]: row for records in tables.values() for row in records}
    places = {record: place for place, record in enumerate(sorted(rows))}
    forms = {"001": "Company {}", "003": "Some Body{}", "701": "Campaign {}", "005": "Some Seller{}"}

    def theirs(record: str, number: int) -> str:
        prefix = record[:3]
        if prefix == "006" and record in rows:
            row = rows[record]
            return f"{clock(row['CreatedDate'])} / {row['Name']} / Some Seller{people[row['OwnerId']]}"
        if prefix == "00T":
            who = [f"Some Body{people[rows[record]['WhoId']]}"] if rows[record]["WhoId"] else []
            return " / ".join([f"Mail {places[record]}", *who, clock(rows[record]["CreatedDate"])])
        if prefix == "00U":
            return f"Visit {places[record]} / {clock(rows[record]['StartDateTime'])}"
        return forms.get(prefix, prefix + "-{}").format(number)

    people: dict[str, int] = {}
    for prefix in ("003", "005"):
        known = sorted({record for record in every_id(tables) if record.startswith(prefix)})
        people |= {record: number for number, record in enumerate(known, 1)}
    return theirs


def finish(tables: Tables, zone: ZoneInfo) -> None:
    """A deal is in its last stage since the day of its closing; that day comes from no history but stands beside it."""
    for row in tables["Opportunity"]:
        begins = datetime.fromisoformat(row["CloseDate"]).replace(tzinfo=zone) if row["CloseDate"] else None
        is_closed = begins and row["StageName"] in ("Won", "Lost")
        row["LastStageChangeDate"] = stamp(begins.astimezone(UTC)) if begins and is_closed else ""
