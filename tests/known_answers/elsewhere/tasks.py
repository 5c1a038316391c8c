"""What a logged activity was, in one word, and the Salesforce record and the other system's that both say so.

A company's own log says of each entry: call, e-mail, meeting or something else; in, out or among colleagues; by a
machine or not. The many ways in which Salesforce hints at it are tried where Salesforce's own exports are proved.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.known_answers.elsewhere.settling import Tables
from tests.known_answers.inventing.world import Record
from tests.known_answers.working.inputs import is_true

MACHINES = ("list email", "automatic reply", "auto-reply")
MAIL = "email:"
PLAIN = "Spoke"


@dataclass(frozen=True)
class Kind:
    """What an activity was."""

    word: str
    direction: str
    is_automated: bool


def kind_of(row: Record, is_incoming: bool) -> Kind:
    """What the many columns of a task come to."""
    subject, subtype, of_type = (row.get(name, "").lower() for name in ("Subject", "TaskSubtype", "Type"))
    if subject.startswith(MACHINES) or subtype in ("listemail", "cadence") or of_type == "list email":
        return Kind("email", "outbound", True)
    call_type = row.get("CallType", "").lower()
    is_call = subtype == "call" or "call" in of_type or bool(call_type)
    is_mail = subtype == "email" or "email" in of_type or subject.startswith(MAIL)
    word = "call" if is_call else "email" if is_mail else "meeting" if of_type == "meeting" else "other"
    if word == "other":
        return Kind(word, "", False)
    if call_type == "internal":
        return Kind(word, "internal", False)
    is_in = call_type == "inbound" or "inbound" in of_type or is_incoming
    return Kind(word, "inbound" if is_in else "outbound", False)


def plain(row: Record, kind: Kind) -> Record:
    """A task as Salesforce holds one that is nothing but this."""
    said = {"CallType": kind.direction.title() if kind.direction in ("inbound", "internal") else ""}
    if kind.is_automated:
        said = {"TaskSubtype": "Cadence", "CallType": ""}
    elif kind.word in ("call", "email"):
        said["TaskSubtype"] = kind.word.title()
    elif kind.word == "meeting":
        said["Type"] = "Meeting"
    else:
        said = {"Subject": PLAIN}
    empty = dict.fromkeys(("TaskSubtype", "Type", "CallType", "CallDurationInSeconds", "EmailMessageId"), "")
    return row | empty | said


def kinds_of(tables: Tables) -> dict[str, Kind]:
    """What each task and event was; copies of meetings and masters of a series go."""
    incoming = {row["Id"] for row in tables.pop("EmailMessage", []) if is_true(row["Incoming"])}
    tables["Task"] = [row for row in tables["Task"] if not is_true(row["IsRecurrence"])]
    kinds = {row["Id"]: kind_of(row, row["EmailMessageId"] in incoming) for row in tables["Task"]}
    copies = ("IsChild", "IsRecurrence")
    tables["Event"] = [row for row in tables["Event"] if not any(is_true(row[flag]) for flag in copies)]
    for row in tables["Event"]:
        kinds[row["Id"]] = Kind("meeting", "inbound" if "inbound" in row["Type"].lower() else "outbound", False)
    return kinds


def say_plainly(tables: Tables, kinds: dict[str, Kind]) -> None:
    """Let every task and event say what it was and nothing else."""
    tables["Task"] = [plain(row, kinds[row["Id"]]) for row in tables["Task"]]
    for row in tables["Event"]:
        row["Type"] = "Inbound Visit" if kinds[row["Id"]].direction == "inbound" else ""
