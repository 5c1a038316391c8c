"""A company whose CRM holds every hard case: the demo's export with records planted in it, loaded and built.

Reads and writes the export's raw CSVs with the standard library only, so that what a report must differ by is known
without the models. What the demo's own truth (simulated, not computed by the models) tells of its records is taken
from there: which leads are duplicates, who was qualified, when deals were closed and what they are worth.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from leadhouse.warehouse.demo_home import furnish
from leadhouse.warehouse.layout import Warehouse

LEADS, SEED = 600, 5
CHECKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
AS_OF = "2026-11-20"

Row = dict[str, str]

# name: what differs from the record that it is a copy of.
LEADS_PLANTED: dict[str, Row] = {
    "moved_on": {"CreatedDate": "2026-08-07 09:00:00", "Status": "Nurturing"},
    "undated": {"CreatedDate": ""},
    "before_midnight": {"CreatedDate": "2026-05-31 22:30:00"},
    "after_midnight": {"CreatedDate": "2026-11-01 02:00:00"},
    "survivor_of_april": {"CreatedDate": "2026-07-15 08:00:00"},
    "loser_of_april": {"CreatedDate": "2026-04-02 08:00:00", "IsDeleted": "1", "MasterRecordId": "survivor_of_april"},
    "survivor_of_november": {"CreatedDate": "2026-11-10 08:00:00"},
    "loser": {"CreatedDate": "2026-08-20 08:00:00", "IsDeleted": "1", "MasterRecordId": "survivor_of_november"},
    "deleted": {"CreatedDate": "2026-08-05 08:00:00", "IsDeleted": "1"},
    "orphan": {"CreatedDate": "2026-08-06 08:00:00", "IsDeleted": "1", "MasterRecordId": "nobody"},
    "first_of_two": {"CreatedDate": "2026-08-10 09:00:00", "Email": "two@planted.example"},
    "second_of_two": {"CreatedDate": "2026-08-12 09:00:00", "Email": " TWO@planted.example"},
    "root": {"CreatedDate": "2026-08-01 09:00:00", "Email": "qualified@planted.example"},
    "qualified_duplicate": {
        "CreatedDate": "2026-08-03 09:00:00", "Email": "qualified@planted.example", "Status": "Qualified",
    },
    "contacted": {"CreatedDate": "2026-08-04 09:00:00", "Status": "Working - Contacted"},
    "advanced": {"CreatedDate": "2026-08-05 09:00:00", "Status": "Working - Contacted"},
    "plain": {"CreatedDate": "2026-09-15 12:00:00"},
}  # fmt: skip
WON = {"StageName": "Closed Won", "IsClosed": "1", "IsWon": "1", "CurrencyIsoCode": "EUR", "Amount": "5000"}
OPEN = {"StageName": "Negotiation/Review", "IsClosed": "0", "IsWon": "0", "LastStageChangeDate": "2026-02-01 09:00:00"}
DEALS_PLANTED: dict[str, Row] = {
    "yen": {"CloseDate": "2026-03-10", "CurrencyIsoCode": "JPY", "Amount": "900000"},
    "cents": {"CloseDate": "2026-03-11", "Amount": "1234.56"},
    "typed_later": {"CloseDate": "2026-01-05", "LastStageChangeDate": "2025-12-20 09:00:00"},
    "typed_earlier": {"CloseDate": "2025-12-30", "LastStageChangeDate": "2026-01-04 09:00:00"},
    "not_won": {"CloseDate": "2026-03-12", "IsWon": "0"},
    "signed": {"CloseDate": "2026-03-13", "StageName": "Signed"},
    "without_amount": {"CloseDate": "2026-03-14", "Amount": ""},
    "deleted_deal": {"CloseDate": "2026-03-15", "IsDeleted": "1"},
    "moved": {"CloseDate": "2025-11-15"},
    "edited": {"CloseDate": "2026-03-17"},
    "plain_deal": {"CloseDate": "2026-03-18"},
    "won_since": {"CloseDate": "2026-11-15"},
    "reopened": {"CloseDate": "2026-12-15"} | OPEN,
    "listed": {"CloseDate": "2026-12-16"} | OPEN | {"StageName": "Prospecting"},
    "never_real": {
        "CloseDate": "2026-03-16", "StageName": "Closed Lost", "IsWon": "0", "Loss_Reason__c": "Duplicate",
    },
}  # fmt: skip


def long_id(short: str) -> str:
    """An id of 15 characters with the three that Salesforce adds."""
    blocks = (short[start : start + 5] for start in (0, 5, 10))
    return short + "".join(CHECKS[sum(1 << n for n, sign in enumerate(block) if sign.isupper())] for block in blocks)


def planted_id(name: str) -> str:
    """The id of a planted record, of a lead or a deal, or of one that nobody has."""
    if name in DEALS_PLANTED:
        return long_id(f"006Qz0000P{list(DEALS_PLANTED).index(name):05}")
    number = list(LEADS_PLANTED).index(name) if name in LEADS_PLANTED else 90_000 + sum(map(ord, name))
    return long_id(f"00QQz0000P{number:05}")


@dataclass
class Company:
    """A built warehouse and the records that its CRM exported.

    Attributes:
        leads, deals: raw rows of the export by id.
        lead_truth, deal_truth: what the simulation says of its own records, by id; of planted ones nothing.
    """

    warehouse: Path
    leads: dict[str, Row]
    deals: dict[str, Row]
    lead_truth: dict[str, dict[str, Any]]
    deal_truth: dict[str, dict[str, Any]]


def make(folder: Path) -> None:
    """Make the export, plant the records, load, build."""
    exports, warehouse = folder / "exports", folder / "warehouse"
    _leadhouse("demo", "--exports", str(exports), "--leads", str(LEADS), "--seed", str(SEED))
    (archive,) = exports.glob("*.zip")
    export = folder / archive.name
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(export, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, _planted(name, source.read(name).decode()))
    furnish(Warehouse.at(warehouse), exports / "definitions", LEADS, SEED)
    _leadhouse("load", "salesforce", str(export), "--warehouse", str(warehouse))
    _leadhouse("build", "--warehouse", str(warehouse))


def opened(folder: Path) -> Company:
    """The company that `make` made in a folder."""
    (export,) = folder.glob("*.zip")
    with zipfile.ZipFile(export) as archive:
        leads, deals = (_rows(archive.read(f"{name}.csv").decode()) for name in ("Lead", "Opportunity"))
    truth = {
        name: pl.read_parquet(folder / "exports" / "truth" / f"{name}.parquet") for name in ("leads", "opportunities")
    }
    return Company(
        folder / "warehouse",
        {row["Id"]: row for row in leads},
        {row["Id"]: row for row in deals},
        {row["lead_id"]: row for row in truth["leads"].iter_rows(named=True)},
        {row["opportunity_id"]: row for row in truth["opportunities"].iter_rows(named=True)},
    )


def _leadhouse(*asked: str) -> None:
    command = [sys.executable, "-c", "from leadhouse.cli import main; main()", *asked]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def _rows(text: str) -> list[Row]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _planted(name: str, text: str) -> str:
    makers = {"Lead.csv": _leads, "Opportunity.csv": _deals, "LeadHistory.csv": _changes}
    if name not in makers:
        return text
    rows = _rows(text)
    rows += makers[name](rows)
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _leads(rows: list[Row]) -> list[Row]:
    """Copies of an untouched open lead."""
    model = next(row for row in rows if row["Status"] == "Open - Not Contacted" and row["IsDeleted"] == "0")
    made = []
    for name, differs in LEADS_PLANTED.items():
        row = model | {"Id": planted_id(name), "Email": f"{name}@planted.example"} | differs
        if row["MasterRecordId"]:
            row["MasterRecordId"] = planted_id(row["MasterRecordId"])
        stamp = row["CreatedDate"] or "2026-09-11 09:00:00"
        made.append(row | {"LastModifiedDate": stamp, "SystemModstamp": stamp})
    return made


def _changes(rows: list[Row]) -> list[Row]:
    """One lead was qualified and is no longer."""
    change = {"Id": long_id("017Qz0000P00000"), "LeadId": planted_id("moved_on"), "CreatedDate": "2026-09-01 09:00:00"}
    return [rows[0] | change | {"Field": "Status", "OldValue": "Qualified", "NewValue": "Nurturing"}]


def _deals(rows: list[Row]) -> list[Row]:
    """Copies of a deal that was won in euros."""
    model = next(row for row in rows if row["IsWon"] == "1" and row["IsDeleted"] == "0")
    made = []
    for name, differs in DEALS_PLANTED.items():
        row = (
            model | {"Id": planted_id(name), "Name": name, "CampaignId": "", "CreatedDate": "2025-10-01 09:00:00"} | WON
        )
        row |= {"LastStageChangeDate": f"{differs['CloseDate']} 09:00:00"} | differs
        row["CloseDate"] += " 00:00:00"
        made.append(
            row | {"LastModifiedDate": row["LastStageChangeDate"], "SystemModstamp": row["LastStageChangeDate"]}
        )
    return made
