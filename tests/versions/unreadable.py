"""Exports in which every declared column is wrong: unreadable in one record, empty in another, all at once in two.

Times, days and numbers are also what nobody meant: so late, so large or below zero that something may give way.

Made from models/staging/<source>/_sources.yml, so that a column that is declared tomorrow is in them. Writes one CSV
file per object and, for a mapped system, the mapping. Every object has as many records, and a record refers to those
that are so many numbers on: whatever is wrong with a record, others refer to it, of which something else is wrong.
"""

from __future__ import annotations

import csv
from pathlib import Path

from loaders.sources.declarations import Column, Source, Table, source
from tests.versions.exporting import salesforce_id

UNREADABLE = "TBC"
TYPED = ("timestamp", "date", "boolean", "number")
SYSTEM = "mapped"
NO_PREFIX = {"LeadHistory": "017", "OpportunityFieldHistory": "010"}
REFERENCES = {
    "OwnerId": "005",
    "CreatedById": "005",
    "ManagerId": "005",
    "LeadId": "00Q",
    "WhoId": "00Q",
    "WhatId": "006",
    "AccountId": "001",
    "ConvertedAccountId": "001",
    "ContactId": "003",
    "ConvertedContactId": "003",
    "OpportunityId": "006",
    "ConvertedOpportunityId": "006",
    "CampaignId": "701",
    "EmailMessageId": "02s",
    "ActivityId": "00T",
}
USUAL = {
    "timestamp": "2026-01-05 08:00:00",
    "date": "2026-01-20",
    "boolean": "false",
    "number": "12",
    "text": "Example",
}
EXTREME = {
    "timestamp": ("9999-12-31 23:59:59",),
    "date": ("9999-12-31",),
    "number": ("9999999999999999", "-150"),
    "integer": ("2147483647", "-150"),
}
NUMBERS_ON = 7
# Texts that the definitions know, so that what follows from them is told; taken in turn.
TEXTS = {
    "Status": ("Open - Not Contacted", "Working - Contacted", "Closed - Converted"),
    "StageName": ("Prospecting", "Closed Won", "Closed Lost"),
    "Field": ("Status", "StageName", "Owner", "created"),
    "OldValue": ("Open - Not Contacted", "Prospecting", salesforce_id("0051"), ""),
    "NewValue": ("Working - Contacted", "Closed Won", salesforce_id("0052"), ""),
    "status": ("New", "Contacted", "Converted"),
    "stage": ("Prospecting", "Closed Won", "Closed Lost"),
    "activity_type": ("call", "email", "meeting"),
    "CurrencyIsoCode": ("USD",),
    "currency": ("USD",),
    "TimeZoneSidKey": ("Europe/Berlin",),
    "time_zone": ("Europe/Berlin",),
}
YES = ("HasResponded", "has_responded", "IsActive", "is_active", "IsConverted", "is_converted")


def write(name: str, folder: Path) -> int:
    """Write the export of a source; a mapped one with its mapping, `mapping.toml`.

    Returns:
        How many records each object has.
    """
    declared = source(name)
    folder.mkdir()
    wanted = max(len(_wrong_cells(table)) for table in declared.tables) + 1
    for table in declared.tables:
        header = [column.name for column in table.columns]
        with (folder / f"{table.object}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *_records(table, wanted)])
    if declared.is_mapped:
        (folder / "mapping.toml").write_text(_mapping(declared), encoding="utf-8")
    return wanted


def typed_columns(name: str) -> set[tuple[str, str]]:
    """Object and column of all that is declared to be a time, a day, a yes or no, or a number."""
    tables = source(name).tables
    return {(table.object, column.name) for table in tables for column in table.columns if column.type in TYPED}


def _wrong_cells(table: Table) -> list[dict[str, str]]:
    """What is wrong with each record that is: every typed column, every column, and then column by column.

    The id stays: a record without it is rejected.
    """
    columns = [column for column in table.columns if column.name != table.key]
    return [
        {column.name: UNREADABLE for column in columns if column.type in TYPED},
        {column.name: "" for column in columns},
        *({column.name: text} for column in columns for text in (UNREADABLE, "", *_extremes(column))),
    ]


def _extremes(column: Column) -> tuple[str, ...]:
    kind = "integer" if column.meta.get("number") == "integer" else column.type
    return EXTREME.get(kind, ())


def _records(table: Table, wanted: int) -> list[list[str]]:
    wrong = _wrong_cells(table)
    rows = []
    for number in range(wanted):
        cells = {column.name: _usual(table, column, number, wanted) for column in table.columns}
        cells.update(wrong[number] if number < len(wrong) else {})
        rows.append([cells[column.name] for column in table.columns])
    return rows


def _usual(table: Table, column: Column, number: int, wanted: int) -> str:
    """What a record holds where nothing is wrong with it."""
    if column.type == "id":
        return _id(table, column, number, wanted)
    if column.name in TEXTS:
        return TEXTS[column.name][number % len(TEXTS[column.name])]
    if column.name in YES:
        return "true"
    if column.name.lower() == "email":
        return f"person{number}@example.com"
    return USUAL[column.type]


def _id(table: Table, column: Column, number: int, wanted: int) -> str:
    """The record's own id, or that of the record that it refers to."""
    is_key = column.name == table.key
    number = number if is_key else (number + NUMBERS_ON) % wanted
    if table.id_form:
        prefix = table.key_prefix or NO_PREFIX[table.object] if is_key else REFERENCES.get(column.name)
        return salesforce_id(f"{prefix}{number + 1}") if prefix else ""
    if column.name.startswith("parent_"):
        return ""
    return f"{table.name if is_key else column.meta.get('refers_to', 'users')}-{number + 1}"


def _mapping(declared: Source) -> str:
    blocks = [f'system = "{SYSTEM}"', 'time_zone = "UTC"', 'date_order = "ymd"', 'delimiter = ","']
    for table in declared.tables:
        blocks += ["", f"[{table.name}]", f'file = "{table.object}.csv"', f"[{table.name}.fields]"]
        blocks += [f'{column.name} = "{column.name}"' for column in table.columns]
    return "\n".join([*blocks, ""])
