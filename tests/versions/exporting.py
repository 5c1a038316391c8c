"""Small exports, loaded one after the other into one warehouse.

Writes CSV files and mappings below a folder; lands them with `loaders.load` at the time that each load names.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import loaders

LEAD = (
    "Id",
    "LastName",
    "Company",
    "Status",
    "OwnerId",
    "IsDeleted",
    "MasterRecordId",
    "CreatedDate",
    "SystemModstamp",
)
OPPORTUNITY = (
    *("Id", "Name", "StageName", "Amount", "CloseDate", "IsDeleted", "IsClosed", "IsWon"),
    *("CreatedDate", "SystemModstamp", "Lost_Reason__c", "Why_Lost__c"),
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"

Rows = Sequence[Sequence[str]]


def salesforce_id(start: str) -> str:
    """An id with its checksum: which of each five characters are capitals."""
    whole = start if len(start) == 15 else f"{start[:3]}5e00000{start[3:]:0>5}"
    blocks = [whole[place : place + 5] for place in (0, 5, 10)]
    return whole + "".join(LETTERS[sum(1 << n for n, sign in enumerate(block) if sign.isupper())] for block in blocks)


def lead(number: str, **cells: str) -> list[str]:
    """A Salesforce lead; what is not given is usual."""
    usual = {
        "LastName": "Example",
        "Company": "Example Ltd",
        "IsDeleted": "false",
        "CreatedDate": "2026-01-02 08:00:00",
    }
    given = usual | {"Id": salesforce_id(f"00Q{number}"), "OwnerId": salesforce_id("0051")} | cells
    if given.get("MasterRecordId"):
        given["MasterRecordId"] = salesforce_id(f"00Q{given['MasterRecordId']}")
    return [given.get(column, "") for column in LEAD]


def opportunity(number: str, **cells: str) -> list[str]:
    """A Salesforce opportunity; what is not given is usual."""
    usual = {"Name": "Example", "IsDeleted": "false", "CreatedDate": "2026-01-02 08:00:00", "StageName": "Prospecting"}
    stage = cells.get("StageName", "")
    flags = {"IsClosed": str(stage.startswith("Closed")).lower(), "IsWon": str(stage == "Closed Won").lower()}
    given = usual | flags | {"Id": salesforce_id(f"006{number}")} | cells
    return [given.get(column, "") for column in OPPORTUNITY]


class Exports:
    """One warehouse and what is loaded into it.

    Args:
        folder: for the files; the warehouse is below it.
    """

    def __init__(self, folder: Path) -> None:
        self.folder, self.warehouse = folder, folder / "warehouse"
        self.number = 0

    def salesforce(self, day: str, complete: bool = False, **tables: Rows) -> None:
        """Load Lead and Opportunity rows as one export at noon of a day."""
        headers = {"Lead": LEAD, "Opportunity": OPPORTUNITY}
        folder = self._folder()
        for name, rows in tables.items():
            _write(folder / f"{name}.csv", headers[name], rows)
        self._load("salesforce", folder, day, complete)

    def mapped(self, system: str, day: str, header: str, *lines: str, complete: bool = False, **options: Any) -> None:
        """Load one entity of a mapped system: the header names its fields, the lines are as in the file.

        Args:
            options: keys of the mapping, and `entity` (leads unless told).
        """
        entity = options.pop("entity", "leads")
        folder = self._folder()
        (folder / f"{entity}.csv").write_text("\n".join([header, *lines, ""]), encoding="utf-8")
        keys = {"system": system, "time_zone": "UTC", "date_order": "ymd"} | options
        text = "".join(f'{key} = "{value}"\n' for key, value in keys.items())
        fields = "".join(f'{name} = "{name}"\n' for name in header.split(";"))
        mapping = folder / "mapping.toml"
        mapping.write_text(
            f'{text}delimiter = ";"\n[{entity}]\nfile = "{entity}.csv"\n[{entity}.fields]\n{fields}', encoding="utf-8"
        )
        self._load("spreadsheet", folder / f"{entity}.csv", day, complete, mapping=mapping)

    def _folder(self) -> Path:
        self.number += 1
        folder = self.folder / f"export_{self.number}"
        folder.mkdir()
        return folder

    def _load(self, source: str, path: Path, day: str, complete: bool, **options: Any) -> None:
        loaded_at = datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=UTC)
        loaders.load(
            source, [path], self.warehouse, complete=complete, accept_shrink=True, loaded_at=loaded_at, **options
        )


def _write(path: Path, header: Sequence[str], rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([header, *rows])
