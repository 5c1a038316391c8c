"""The sheets of a company's own workbook: deals and their stages, people, companies, campaigns and who took part.

Standard library only; times are typed cells on Berlin clocks, numbers and flags typed cells too.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.known_answers.elsewhere.files import Cell
from tests.known_answers.elsewhere.settling import DAY, Tables, local
from tests.known_answers.inventing.world import Record
from tests.known_answers.working.inputs import is_true

ZONE = ZoneInfo("Europe/Berlin")
OWNER_TYPES = {"PowerPartner": "Händler", "AutomatedProcess": "Maschine", "Guest": "Maschine", "Queue": "Warteschlange"}


def moment(text: str) -> Cell:
    """A time as a workbook's cell."""
    return local(datetime.fromisoformat(text), ZONE).replace(tzinfo=None) if text else None


def on(text: str) -> Cell:
    """A day as a workbook's cell."""
    return datetime.fromisoformat(text[:DAY]).date() if text else None


def number(text: str) -> Cell:
    """A number as a workbook's cell."""
    return float(text) if text else None


def stamps(row: Record) -> dict[str, Cell]:
    """What every sheet says of its records."""
    stamped: dict[str, Cell] = {"Angelegt am": moment(row["CreatedDate"]), "Geändert am": moment(row["SystemModstamp"])}
    return stamped | {"Gelöscht": is_true(row.get("IsDeleted", "0"))}


def renaming(records: list[Record], columns: dict[str, str]) -> list[dict[str, Cell]]:
    """Records under other headers, with their stamps."""
    return [{**{theirs: row[ours] for ours, theirs in columns.items()}, **stamps(row)} for row in records]


def sheets(tables: Tables) -> dict[str, list[dict[str, Cell]]]:
    """The sheets of the workbook."""
    shapes = {
        "Kontakte": ("Contact", {"Id": "Kontakt", "AccountId": "Kunde", "OwnerId": "Betreuer", "Email": "E-Mail",
                                 "FirstName": "Vorname", "LastName": "Nachname"}),
        "Kunden": ("Account", {"Id": "Kunde", "Name": "Name", "BillingCountry": "Land", "OwnerId": "Betreuer"}),
        "Beteiligte": ("OpportunityContactRole", {"OpportunityId": "Chance", "ContactId": "Kontakt", "Role": "Rolle"}),
    }  # fmt: skip
    found = {sheet: renaming(tables[name], columns) for sheet, (name, columns) in shapes.items()}
    found["Chancen"] = [deal(row) for row in tables["Opportunity"]]
    rows = sorted(tables["OpportunityHistory"], key=lambda each: (each["CreatedDate"], each["Id"]))
    found["Stufen"] = [stage(row) for row in rows]
    found["Team"] = [user(row) for row in [*tables["User"], *tables["Group"]]]
    found["Kampagnen"] = [campaign(row) for row in tables["Campaign"]]
    found["Teilnehmer"] = [member(row) for row in tables["CampaignMember"]]
    found["Angebote"] = [
        {"Angebot": row["Id"], "Chance": row["OpportunityId"], "Erstellt am": moment(row["CreatedDate"])}
        | {"Gelöscht": is_true(row["IsDeleted"])}
        for row in tables["Quote"]
    ]
    return found


def deal(row: Record) -> dict[str, Cell]:
    """A line of the sheet of deals."""
    return {
        "Chance": row["Id"],
        "Bezeichnung": row["Name"],
        "Kunde": row["AccountId"],
        "Verkäufer": row["OwnerId"],
        "Angelegt von": row["CreatedById"],
        "Kampagne": row["CampaignId"],
        "Typ": row["Type"],
        "Stufe": row["StageName"],
        "Abgeschlossen": is_true(row["IsClosed"]),
        "Gewonnen": is_true(row["IsWon"]),
        "Wert": number(row["Amount"]),
        "Währung": row["CurrencyIsoCode"],
        "Wahrscheinlichkeit": number(row["Probability"]),
        "Abschluss": on(row["CloseDate"]),
        "Abgeschlossen am": moment(row["LastStageChangeDate"]),
        "Verlustgrund": row["Loss_Reason__c"],
        "Wettbewerber": row["Competitor__c"],
        **stamps(row),
    }


def stage(row: Record) -> dict[str, Cell]:
    """A line of the sheet of stages: how a deal stood from a time on."""
    return {
        "Chance": row["OpportunityId"],
        "Stufe": row["StageName"],
        "Seit": moment(row["CreatedDate"]),
        "Wert": number(row["Amount"]),
        "Währung": row["CurrencyIsoCode"],
        "Wahrscheinlichkeit": number(row["Probability"]),
        "Abschluss": on(row["CloseDate"]),
        "Von": row["CreatedById"],
    }


def user(row: Record) -> dict[str, Cell]:
    """A line of the sheet of people and queues."""
    return {
        "Kürzel": row["Id"],
        "Name": row.get("LastName") or row.get("Name", ""),
        "Rolle": OWNER_TYPES.get(row.get("UserType", row.get("Type", "")), "Verkauf"),
        "Bereich": row.get("Division", ""),
        "Zeitzone": row.get("TimeZoneSidKey", ""),
        "Aktiv": is_true(row.get("IsActive", "1")),
        **stamps(row),
    }


def campaign(row: Record) -> dict[str, Cell]:
    """A line of the sheet of campaigns."""
    return {
        "Kampagne": row["Id"],
        "Name": row["Name"],
        "Teil von": row["ParentId"],
        "Typ": row["Type"],
        "Stand": row["Status"],
        "Beginn": on(row["StartDate"]),
        "Kosten": number(row["ActualCost"]),
        "Plan": number(row["BudgetedCost"]),
        "Währung": row["CurrencyIsoCode"],
        "Verantwortlich": row["OwnerId"],
        **stamps(row),
    }


def member(row: Record) -> dict[str, Cell]:
    """A line of the sheet of participants."""
    return {
        "Nr.": row["Id"],
        "Kampagne": row["CampaignId"],
        "Lead-Nr.": row["LeadId"],
        "Kontakt": row["ContactId"],
        "Status": row["Status"],
        "Reagiert": is_true(row["HasResponded"]),
        "Reagiert am": on(row["FirstRespondedDate"]),
        **stamps(row),
    }
