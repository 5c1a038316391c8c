"""The lines of HubSpot's list views: contacts, companies, deals, activities; times to the minute on its clocks.

Standard library only. Beside the company's records stand a contact without an address, which no other file could name,
and one of a lead status that a portal made up and the mapping does not know.
"""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from tests.known_answers.elsewhere.files import write_csv
from tests.known_answers.elsewhere.settling import DAY, Tables, written
from tests.known_answers.elsewhere.tasks import Kind
from tests.known_answers.inventing.world import Record
from tests.known_answers.working.inputs import is_true

ZONE = ZoneInfo("America/New_York")
NEVER = "Customised"
LEAD_STATUSES = {
    "New", "Open", "In Progress", "Open Deal", "Unqualified", "Attempted to Contact", "Connected", "Bad Timing",
}  # fmt: skip
OUTCOMES = ("Connected", "Left Voicemail", "No Answer")


def clock(text: str) -> str:
    """A time as the view shows it."""
    return written(text, ZONE, "%Y-%m-%d %H:%M", "%Y-%m-%d")


def write(folder: Path, tables: Tables, called: dict[str, str], kinds: dict[str, Kind]) -> None:
    """The four views."""
    tables = {
        name: [{at: called.get(value, value) for at, value in row.items()} for row in records]
        for name, records in tables.items()
    }
    kinds = {called[record]: kind for record, kind in kinds.items() if record in called}
    people = [contact(row) for row in tables["Lead"]]
    odd = {"Lead Status": NEVER, "Email": "odd@example.com"}
    people += [people[0] | {"Email": ""}, people[0] | odd]
    write_csv(folder / "hubspot_contacts.csv", people)
    write_csv(folder / "hubspot_companies.csv", [company(row) for row in tables["Account"]])
    named = {row["ConvertedOpportunityId"]: row["Id"] for row in tables["Lead"] if row["ConvertedOpportunityId"]}
    write_csv(folder / "hubspot_deals.csv", [deal(row, named) for row in tables["Opportunity"]])
    log = [activity(row, kinds[row["Id"]], place) for place, row in enumerate([*tables["Task"], *tables["Event"]])]
    write_csv(folder / "hubspot_activities.csv", log)


def contact(row: Record) -> Record:
    """A line of the contacts."""
    is_status = row["Status"] in LEAD_STATUSES
    return {
        "First Name": row["FirstName"],
        "Last Name": row["LastName"],
        "Email": row["Id"],
        "Phone Number": row["Phone"],
        "Job Title": row["Title"],
        "Lifecycle Stage": "Lead" if is_status else row["Status"],
        "Lead Status": row["Status"] if is_status else "",
        "Create Date": clock(row["CreatedDate"]),
        "Last Modified Date": clock(row["SystemModstamp"]),
        "Contact Owner": row["OwnerId"],
        "Lead Source": row["LeadSource"],
        "Country": row["Country"],
        "Associated Company Domain": row["ConvertedAccountId"],
    }


def company(row: Record) -> Record:
    """A line of the companies."""
    return {
        "Company Name": row["Name"],
        "Company Domain Name": row["Id"],
        "Industry": "",
        "Number of Employees": "12",
        "Annual Revenue": "30024968.0",
        "Country": row["BillingCountry"],
        "Create Date": clock(row["CreatedDate"]),
        "Last Modified Date": clock(row["SystemModstamp"]),
        "Company Owner": row["OwnerId"],
    }


def deal(row: Record, named: dict[str, str]) -> Record:
    """A line of the deals."""
    return {
        "Deal ID": row["Id"],
        "Deal Name": row["Name"],
        "Deal Stage": row["StageName"],
        "Amount": row["Amount"],
        "Close Date": row["CloseDate"][:DAY],
        "Create Date": clock(row["CreatedDate"]),
        "Deal Owner": row["OwnerId"],
        "Deal Type": row["Type"],
        "Closed Lost Reason": row["Loss_Reason__c"],
        "Associated Company Domain": row["AccountId"],
        "Associated Contact Email": named.get(row["Id"], ""),
    }


def activity(row: Record, kind: Kind, place: int) -> Record:
    """A line of the activities; of its three outcomes at most one is filled."""
    is_task = "IsClosed" in row
    is_done = is_task and is_true(row["IsClosed"])
    outcome = OUTCOMES[place % len(OUTCOMES)] if kind.word == "call" else ""
    meeting = "Scheduled" if row.get("Planned") else "" if is_task or place % 2 else "Completed"
    task = ("Completed" if is_done else "Waiting") if kind.word == "other" else ""
    return {
        "Activity ID": row["Id"],
        "Activity Type": "Task" if kind.word == "other" else kind.word.title(),
        "Activity Date": row["CreatedDate"] if is_task else row["StartDateTime"],
        "Activity Owner": row["OwnerId"],
        "Notes/Description": row["Description"],
        "Call/Meeting Title/Subject": row["Subject"],
        "Call Outcome": outcome,
        "Meeting Outcome": meeting,
        "Task Status": task,
        "Task Due Date": row["ActivityDate"] if kind.word == "other" else "",
        "Associated Contact Email": row["WhoId"],
    }
