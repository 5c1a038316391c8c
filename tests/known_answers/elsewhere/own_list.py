"""A company's own lists: CSVs with semicolons and German words, and a workbook, read by the mapping own_list.toml.

Standard library only. Nearly everything that Salesforce tells can be written into such lists; what not is in LIMITS.
"""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.known_answers.elsewhere.files import write_csv, write_workbook
from tests.known_answers.elsewhere.naming import Theirs
from tests.known_answers.elsewhere.own_workbook import ZONE, sheets
from tests.known_answers.elsewhere.settling import DAY, Tables, written
from tests.known_answers.elsewhere.tasks import Kind
from tests.known_answers.inventing.world import Record
from tests.known_answers.working.inputs import is_true

__all__ = ["ZONE"]
SYSTEM, MAPPING = "liste", Path(__file__).with_name("own_list.toml")
CORRECTED: dict[str, str] = {}
UNIT = timedelta(seconds=1)
LIMITS = {
    "merged records": "a list holds the one that is left, with its own creation",
    "history of the rating": "no entity holds it: the rating of today is taken",
    "last stage change": "no field holds it; the closing of a deal without a history is its closed_at",
    "copies and masters of meetings": "a log holds what took place",
    "tasks that are meetings": "a list has meetings, and a task is none: they are calls",
    "two lines with one stage, status or owner and one time": "nothing else tells a line of a history from another",
    "queues that are listed nowhere": "nothing but the list of users says that an owner is a queue",
}
NOT_COMPARED = {
    ("fct_lead_statuses", "status_changes"): "every line of a list of statuses counts, the one at creation too",
}
WORDS = {
    "status": {
        "Open - Not Contacted": "Offen",
        "Working - Contacted": "In Arbeit",
        "Attempted": "Angerufen",
        "Nurturing": "Später",
        "Qualified": "Qualifiziert",
        "Closed - Converted": "Umgewandelt",
        "Closed - Not Converted": "Ungeeignet",
    },
    "rating": {"Hot": "Heiß", "Lukewarm": "Lauwarm"},
    "lead_source": {
        "Web": "Webseite",
        "Trade Show": "Messe",
        "Cold Call": "Kaltakquise",
        "Purchased List": "Gekaufte Liste",
    },
    "disqualified_reason": {"Price": "Zu teuer", "test": "Testdatensatz"},
    "lost_reason": {"Price": "Zu teuer", "Duplicate": "Doppelt"},
    "stage": {
        "Prospecting": "Erstgespräch",
        "Needs Analysis": "Bedarf",
        "Proposal/Price Quote": "Angebot",
        "Closed Won": "Auftrag",
        "Closed Lost": "Absage",
    },
    "opportunity_type": {"Renewal": "Verlängerung"},
    "campaign_type": {"Conference": "Messe", "Email": "Rundmail"},
}
KINDS = {"call": "Anruf", "email": "Mail", "meeting": "Termin", "other": "Sonstiges"}
DIRECTIONS = {"outbound": "aus", "inbound": "ein", "internal": "intern", "": ""}
IDS = {
    "00Q": "L-{:06d}", "00v": "T-{:06d}", "003": "K-{:05d}", "001": "Kunde {:04d}", "006": "C-{:05d}",
    "701": "Kampagne {:03d}", "00T": "A-{:06d}", "00U": "B-{:06d}", "005": "Frau {:03d}", "00G": "Schlange {:02d}",
}  # fmt: skip


def names(tables: Tables) -> Theirs:
    """Numbers, and for people and companies names; changes in the order in which they happened."""
    changes = sorted(
        (row["CreatedDate"], row["Id"]) for name in ("LeadHistory", "OpportunityHistory") for row in tables[name]
    )
    places = {record: place for place, (_, record) in enumerate(changes)}

    def theirs(record: str, number: int) -> str:
        if record in places:
            return f"H-{places[record]:06d}"
        return IDS.get(record[:3], record[:3] + "-{:06d}").format(number)

    return theirs


def carry(tables: Tables, kinds: dict[str, Kind]) -> None:
    """Leave of the Salesforce records what such lists can hold: every kind of activity."""
    for row in tables["Task"]:
        kind = kinds[row["Id"]]
        kinds[row["Id"]] = Kind("call", kind.direction, kind.is_automated) if kind.word == "meeting" else kind
    tables["LeadHistory"] = [row for row in tables["LeadHistory"] if row["Field"] != "Rating"]
    told = {row["OpportunityId"] for row in tables["OpportunityHistory"]}
    for row in tables["Opportunity"]:
        if row["Id"] in told or not is_true(row["IsClosed"]):
            row["LastStageChangeDate"] = ""
    for row in tables["User"]:
        row |= {"Division": row["Division"] or row["Department"], "Department": ""}
    known = {row["Id"] for row in tables["Group"]}
    owners = {row[name] for row in tables["LeadHistory"] for name in ("OldValue", "NewValue")}
    owners |= {row["OwnerId"] for name in ("Lead", "Task", "Event") for row in tables[name]}
    example = tables["Group"][0]
    tables["Group"] += [
        example | {"Id": owner, "Name": "Queue", "Type": "Queue"}
        for owner in sorted(owners)
        if owner.startswith("00G") and owner not in known
    ]
    for number, row in enumerate(tables["OpportunityContactRole"]):
        row["Role"] = f"Rolle {number}"


def finish(tables: Tables, zone: ZoneInfo) -> None:
    """Of lines that a list cannot tell apart one is left; who had a value twice in one second had only today's."""
    rows = sorted(tables["OpportunityHistory"], key=lambda each: (each["CreatedDate"], each["Id"]))
    found = {(row["OpportunityId"], row["StageName"], row["CreatedDate"]): row for row in rows}
    tables["OpportunityHistory"] = list(found.values())
    created = {row["Id"]: row["CreatedDate"] for row in tables["Lead"]}
    lines: Counter[tuple[str, str, str, str]] = Counter()
    begun = set()
    for row in sorted(tables["LeadHistory"], key=lambda each: (each["CreatedDate"], each["Id"])):
        lead, field = row["LeadId"], row["Field"]
        if (lead, field) not in begun:
            lines[lead, field, row["OldValue"], created[lead]] += 1
        begun.add((lead, field))
        lines[lead, field, row["NewValue"], row["CreatedDate"]] += 1
    twice = {line[:2] for line, number in lines.items() if number > 1 and line[1] in ("Status", "Owner")}
    tables["LeadHistory"] = [row for row in tables["LeadHistory"] if (row["LeadId"], row["Field"]) not in twice]


def write(folder: Path, tables: Tables, called: dict[str, str], kinds: dict[str, Kind]) -> None:
    """The lists, of records in Salesforce's form and their ids here."""
    tables = {
        name: [{at: called.get(value, value) for at, value in row.items()} for row in records]
        for name, records in tables.items()
    }
    kinds = {called[record]: kind for record, kind in kinds.items()}
    write_csv(folder / "Leads.csv", [lead(row, tables) for row in tables["Lead"]], ";")
    write_csv(folder / "Phasen.csv", history(tables, "Status", "Phase", "Seit"), ";")
    write_csv(folder / "Zuweisungen.csv", history(tables, "Owner", "Verkäufer", "Zugewiesen am"), ";")
    log = [activity(row, kinds[row["Id"]]) for name in ("Task", "Event") for row in tables[name]]
    write_csv(folder / "Kontakte mit Leads.csv", log, ";")
    write_workbook(folder / "Vertrieb.xlsx", sheets(tables))


def clock(text: str) -> str:
    """A time or a day as people here type it."""
    return written(text, ZONE, "%d.%m.%Y %H:%M:%S", "%d.%m.%Y")


def comma(number: str) -> str:
    """A number with a decimal comma, thousands apart."""
    whole, _, part = number.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".") if whole else ""
    return f"{grouped},{part}" if part else grouped


def word(flag: str, yes: str = "ja", no: str = "nein") -> str:
    """A yes or no."""
    return yes if is_true(flag) else no


def lead(row: Record, tables: Tables) -> Record:
    """A line of the list of leads."""
    converted = [each for each in tables["LeadHistory"] if each["LeadId"] == row["Id"]]
    exact = sorted(each["CreatedDate"] for each in converted if each["Field"] == "leadConverted")
    return {
        "Lead-Nr.": row["Id"],
        "Angelegt am": clock(row["CreatedDate"]),
        "Geändert am": clock(row["SystemModstamp"]),
        "Verkäufer": row["OwnerId"],
        "Phase": row["Status"],
        "Bewertung": row["Rating"],
        "Kanal": row["LeadSource"] or "k. A.",
        "Firma": row["Company"],
        "Land": row["Country"],
        "E-Mail": row["Email"],
        "Vorname": row["FirstName"],
        "Nachname": row["LastName"],
        "Telefon": row["Phone"],
        "Position": row["Title"],
        "Branche": row["Industry"],
        "Mitarbeiter": row["NumberOfEmployees"],
        "Punkte": comma(row["Lead_Score__c"]),
        "Grund": row["Disqualified_Reason__c"],
        "Umgewandelt": word(row["IsConverted"]),
        "Umgewandelt am": clock((exact or [row["ConvertedDate"][:DAY]])[0]) if is_true(row["IsConverted"]) else "",
        "Kunde": row["ConvertedAccountId"],
        "Kontakt": row["ConvertedContactId"],
        "Chance": row["ConvertedOpportunityId"],
        "Angelegt von": row["CreatedById"],
        "Gelöscht": word(row["IsDeleted"], "gelöscht"),
    }


def history(tables: Tables, field: str, value: str, at: str) -> list[Record]:
    """Values with the time from which on they held, the first one too; of leads that never changed every second."""
    column = "OwnerId" if field == "Owner" else field
    found = []
    for number, row in enumerate(tables["Lead"]):
        changes = [each for each in tables["LeadHistory"] if each["LeadId"] == row["Id"] and each["Field"] == field]
        changes.sort(key=lambda each: (each["CreatedDate"], each["Id"]))
        first = changes[0]["OldValue"] if changes else row[column] if number % 2 else ""
        stays = [(first, row["CreatedDate"], row["CreatedById"])]
        stays += [(each["NewValue"], each["CreatedDate"], each["CreatedById"]) for each in changes]
        found += [
            {"Lead-Nr.": row["Id"], value: held, at: clock(since), "Von": writer}
            for held, since, writer in stays
            if held
        ]
    return found


def activity(row: Record, kind: Kind) -> Record:
    """A line of the log: a task, or a meeting."""
    is_task = "CompletedDateTime" in row
    start = row.get("StartDateTime", "")
    when = row["CompletedDateTime"] if is_task else start[:DAY] if is_true(row["IsAllDayEvent"]) else start
    return {
        "Nr.": row["Id"],
        "Lead-Nr.": row["WhoId"] if row["WhoId"].startswith("L-") else "",
        "Kontakt": row["WhoId"] if row["WhoId"].startswith("K-") else "",
        "Kunde": row["WhatId"] if row["WhatId"].startswith("Kunde") else "",
        "Chance": row["WhatId"] if row["WhatId"].startswith("C-") else "",
        "Wer": row["OwnerId"],
        "Erfasst von": row["CreatedById"],
        "Art": KINDS[kind.word],
        "Richtung": "" if kind.is_automated else DIRECTIONS[kind.direction],
        "Durch": "Automat" if kind.is_automated else "Mensch",
        "Betreff": row["Subject"],
        "Notiz": row["Description"],
        "Stand": word(row["IsClosed"], "erledigt", "offen") if is_task else "",
        "Wann": clock(when),
        "Fällig": clock(row["ActivityDate"][:DAY]),
        "Erfasst am": clock(row["CreatedDate"]),
        "Geändert am": clock(row["SystemModstamp"]),
        "Gelöscht": word(row["IsDeleted"], "gelöscht"),
    }
