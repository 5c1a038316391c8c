"""Writes a case as things stood at an earlier time: python wind_back.py FOLDER TIME; the case is that of KNOWN_ANSWERS.

Standard library only. Reads the newest version of every record and its history; writes the same files. What a history
tells is wound back, what was created later is not there, every other field keeps its exported value. Leads, contacts,
accounts, users and campaigns of later days stay: a person is known by all that the exports know, and who asks for the
leads of a day leaves the later ones out himself.
"""

from __future__ import annotations

import csv
import shutil
import sys
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from working.deals import STAGES, snapshots, stage_of
from working.inputs import HERE, Row, is_true, latest, mapped, moment, rows
from working.leads import converted_at
from working.people import LEADS, changes, is_converted

# Objects whose records are not there before they were created.
EVENTS = (
    "LeadHistory", "OpportunityHistory", "OpportunityContactRole", "Quote", "Task", "Event", "CampaignMember",
)  # fmt: skip
# What winding back tells of an object, whether its column was exported or not.
TOLD = {"Lead": "IsConverted", "Opportunity": "Probability"}
FOLLOWED = {"Status": "Status", "Owner": "OwnerId", "Rating": "Rating"}


def is_later(row: Row, at: datetime) -> bool:
    """Whether a record was created after a time."""
    created = moment(row["CreatedDate"])
    return created is not None and created > at


def lead_then(row: Row, at: datetime) -> Row:
    """A lead: what its first later change replaced; a later conversion is undone, the person it led to stays known."""
    then = Row({**row})
    undone = set()
    for name, column in FOLLOWED.items():
        later = [change for change in changes(row["Id"], name) if is_later(change, at)] if row["Id"] in LEADS else []
        if later:
            then[column] = later[0]["OldValue"]
            undone.add(name)
    if row["Id"] not in LEADS:
        return then
    converted, when = is_converted(row["Id"]), converted_at(row["Id"])
    is_undone = converted and when is not None and when > at
    then["IsConverted"] = "1" if converted and not is_undone else "0"
    if is_undone:
        then |= dict.fromkeys(("ConvertedDate", "ConvertedAccountId", "ConvertedOpportunityId"), "")
        if "Status" not in undone and mapped("lead_statuses", "status_raw", row["Status"], "status") == "converted":
            then["Status"] = ""
    return then


def deal_then(row: Row, at: datetime) -> Row:
    """An opportunity: as its last saved state up to then; the flags of another stage are those of the definitions."""
    then = Row({**row})
    stamped = moment(row["LastStageChangeDate"])
    if stamped and stamped > at:
        then["LastStageChangeDate"] = ""
    saved = snapshots().get(row["Id"], [])
    before = [each for each in saved if not is_later(each, at)]
    if before and len(before) < len(saved):
        then |= {name: before[-1][name] for name in ("StageName", "Amount", "CloseDate", "Probability")}
    if then["StageName"] != row["StageName"]:
        stage = STAGES.get(stage_of(then["StageName"]) or "", Row())
        flags = {"IsClosed": "is_closed", "IsWon": "is_won"}
        then |= {name: str(int(stage[flag] == "true")) for name, flag in flags.items() if name in row}
    return then


def then(name: str, at: datetime) -> list[Row]:
    """The records of an object as they stood at a time."""
    found = list(latest(name).values())
    if name in EVENTS:
        return [row for row in found if not is_later(row, at)]
    if name == "Opportunity":
        return [deal_then(row, at) for row in found if is_true(row["IsDeleted"]) or not is_later(row, at)]
    if name == "Contact":
        # Nobody is on an account before he is there at all.
        return [Row({**row, "AccountId": ""}) if is_later(row, at) else row for row in found]
    return [lead_then(row, at) for row in found] if name == "Lead" else found


def wind_back(folder: Path, at: datetime) -> None:
    """Write the case of an earlier time into a folder."""
    (folder / "export").mkdir(parents=True)
    shutil.copytree(HERE / "definitions", folder / "definitions")
    shutil.copy(HERE / "leadhouse.toml", folder / "leadhouse.toml")
    for path in sorted((HERE / "export").glob("*.csv")):
        told = [TOLD[path.stem]] if path.stem in TOLD else []
        columns = list(dict.fromkeys([*rows(path)[0], *told]))
        with (folder / "export" / path.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows({column: row[column] for column in columns} for row in then(path.stem, at))


if __name__ == "__main__":
    wind_back(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
