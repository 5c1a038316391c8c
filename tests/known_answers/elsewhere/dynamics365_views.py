"""The lines of Dynamics 365's views: names in place of ids, American times to the minute in the exporter's zone.

Standard library only.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.known_answers.elsewhere.files import write_csv
from tests.known_answers.elsewhere.settling import Tables, day, local, squeeze
from tests.known_answers.elsewhere.tasks import Kind
from tests.known_answers.inventing.world import Record
from tests.known_answers.working.inputs import is_true

ZONE = ZoneInfo("America/New_York")
STATUSES = {"Won", "Lost"}


def clock(text: str) -> str:
    """A time as the view shows it, in the zone of who exported it."""
    if not text:
        return ""
    at = local(squeeze(datetime.fromisoformat(text), ZONE, timedelta(minutes=1)), ZONE)
    return f"{at.month}/{at.day}/{at.year} {at.hour}:{at:%M}"


def on(text: str) -> str:
    """A day as the view shows it."""
    return day(text, "%m/%d/%Y")


def write(folder: Path, tables: Tables, called: dict[str, str], kinds: dict[str, Kind]) -> None:
    """The views."""
    tables = {
        name: [{at: called.get(value, value) for at, value in row.items()} for row in records]
        for name, records in tables.items()
    }
    kinds = {called[record]: kind for record, kind in kinds.items() if record in called}
    contact = {row["OpportunityId"]: row["ContactId"] for row in tables["OpportunityContactRole"]}
    views = {
        "Account": [{"Account Name": row["Id"], "Annual Revenue": "135000000", "Owner": row["OwnerId"]}
                    for row in tables["Account"]],
        "User": [{"First Name": first(row["Id"]), "Last Name": last(row["Id"]), "Title": "Seller", "Manager": ""}
                 for row in tables["User"]],
        "Contact": [person(row) for row in tables["Contact"]],
        "Opportunity": [deal(row, contact.get(row["Id"], "")) for row in tables["Opportunity"]],
        "Campaign": [{"Name": row["Id"], "Campaign Type": row["Type"], "Status": "Active", "Owner": row["OwnerId"]}
                     for row in tables["Campaign"]],
        "Appointments": [appointment(row) for row in tables["Event"]],
        "Emails": [mail(row, kinds[row["Id"]]) for row in tables["Task"]],
    }  # fmt: skip
    for name, rows in views.items():
        write_csv(folder / f"{name}.csv", rows)


def first(name: str) -> str:
    """The first name."""
    return name.partition(" ")[0]


def last(name: str) -> str:
    """The last name."""
    return name.partition(" ")[2]


def person(row: Record) -> Record:
    """A line of the contacts."""
    empty = ("Business Phone", "Job Title", "Address 1: Street 1", "Address 1: City", "Address 1: ZIP/Postal Code")
    return {
        "First Name": first(row["Id"]),
        "Last Name": last(row["Id"]),
        "Company Name": row["AccountId"],
        "Email": row["Email"],
        "Address 1: Country/Region": "",
        **dict.fromkeys(empty, ""),
    }


def deal(row: Record, contact: str) -> Record:
    """A line of the opportunities: what is won or lost has its day and, if won, what it brought."""
    status = row["StageName"] if row["StageName"] in STATUSES else "Open"
    is_open, close = status == "Open", on(row["CloseDate"])
    return {
        "Created On": clock(row["CreatedDate"]),
        "Topic": row["Name"],
        "Owner": row["OwnerId"],
        "Potential Customer": row["AccountId"],
        "Status": status,
        "Status Reason": row["Loss_Reason__c"] if status == "Lost" else "In Progress" if is_open else "Won",
        "Est. revenue": "1.5" if status == "Won" else row["Amount"],
        "Est. close date": close if is_open else "1/1/2025",
        "Actual Revenue": row["Amount"] if status == "Won" else "0",
        "Actual Close Date": "" if is_open else close,
        "Probability": row["Probability"] if is_open else "15",
        "Sales Stage": row["StageName"] if is_open else "Close",
        "Source Campaign": row["CampaignId"],
        "Contact": contact,
    }


def appointment(row: Record) -> Record:
    """A line of the appointments."""
    return {
        "Subject": row["Id"].partition(" / ")[0],
        "Required Attendees": row["WhoId"],
        "Start Time": clock(row["StartDateTime"]),
        "Status": "Open" if row["Planned"] else "Completed" if int(row["Id"].split()[1]) % 2 else "",
        "Owner": row["OwnerId"],
        "Created On": clock(row["CreatedDate"]),
    }


def mail(row: Record, kind: Kind) -> Record:
    """A line of the e-mails."""
    is_done = is_true(row["IsClosed"])
    return {
        "Subject": row["Id"].partition(" / ")[0],
        "From": "",
        "To": "",
        "Regarding": row["WhoId"],
        "Modified On": clock(row["CreatedDate"]),
        "Direction": "Incoming" if kind.direction == "inbound" else "Outgoing",
        "Due Date": "",
        "Owner": row["OwnerId"],
        "Date Sent": clock(row["CompletedDateTime"]),
        "Activity Status": "Completed" if is_done else "Open",
    }
