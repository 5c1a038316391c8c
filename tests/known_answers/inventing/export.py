"""Writes an invented export: `invent(folder, seed, leads)` makes folder/export, definitions and leadhouse.toml.

The same seed gives the same files to the byte. Every third export lacks some objects, every third some columns.
"""

from __future__ import annotations

import csv
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from tests.known_answers.inventing.activities import add_activities
from tests.known_answers.inventing.company import LONG_AGO, add_accounts, add_campaigns, add_users, merge_away
from tests.known_answers.inventing.deals import add_roles, add_straight_deals
from tests.known_answers.inventing.leads import add_lead, merge_leads
from tests.known_answers.inventing.members import add_deal_members, add_member
from tests.known_answers.inventing.world import Record, World, stamp

DEFINITIONS = Path(__file__).resolve().parent.parent / "salesforce_small" / "definitions"
ZONES = ("Europe/Berlin", "UTC", "America/New_York", "Asia/Kolkata")
AS_OF = (
    datetime(2025, 12, 10, 12),
    datetime(2025, 12, 7, 23, 30),
    datetime(2025, 11, 2, 6, 30),
    datetime(2025, 10, 26, 1),
)
OPTIONAL_OBJECTS = ("EmailMessage", "Group", "Quote", "OpportunityContactRole", "CampaignMember", "Event")
OPTIONAL_COLUMNS = (
    ("Task", "IsClosed"), ("Task", "CompletedDateTime"), ("Task", "TaskSubtype"), ("Task", "CallType"),
    ("Opportunity", "CurrencyIsoCode"), ("Opportunity", "Probability"), ("Opportunity", "LastStageChangeDate"),
    ("Opportunity", "IsClosed"), ("Opportunity", "IsWon"), ("Lead", "Rating"), ("Lead", "ConvertedDate"),
    ("Lead", "IsConverted"), ("Lead", "Disqualified_Reason__c"), ("Lead", "Lead_Score__c"), ("Lead", "CreatedById"),
    ("CampaignMember", "HasResponded"), ("CampaignMember", "FirstRespondedDate"), ("User", "TimeZoneSidKey"),
)  # fmt: skip


def invent(folder: Path, seed: int, leads: int) -> list[str]:
    """Write one export and its definitions; gives what was left out of it, in words."""
    random = Random(seed)
    zone = random.choice(ZONES)
    world = World(random, random.choice(AS_OF), ZoneInfo(zone))
    populate(world, leads)
    missing = leave_out(world, seed)
    for name, records in world.tables.items():
        random.shuffle(records)
        write(folder / "export" / f"{name}.csv", records)
    toml = f'[company]\nreporting_time_zone = "{zone}"\nreporting_currency = "EUR"\n'
    (folder / "leadhouse.toml").write_text(toml, encoding="utf-8")
    define(folder / "definitions", world)
    return missing


def populate(world: World, leads: int) -> None:
    """Everything that the export tells of."""
    world.lists |= {"leads": [], "at": {}, "absent deal": world.new_id("006")}
    add_users(world)
    add_campaigns(world)
    add_accounts(world, leads // 5)
    add_straight_deals(world, leads // 6)
    for number in range(leads):
        add_lead(world, number)
    merge_leads(world)
    add_activities(world)
    add_roles(world)
    merge_away(world, "Contact", "003", 0.06)
    for _ in range(leads):
        add_member(world)
    add_deal_members(world)
    add_older_versions(world)
    repeat_and_shorten(world)
    world.add("User", world.tables["User"].pop(), LONG_AGO, world.as_of)


def add_older_versions(world: World) -> None:
    """Some records stand in the export twice: the older version, by its stamp, must not be seen."""
    for name, column in (("Lead", "Status"), ("Opportunity", "Amount"), ("Task", "WhoId"), ("Contact", "Email")):
        for row in list(world.tables[name]):
            older = datetime.fromisoformat(row["SystemModstamp"]) - timedelta(seconds=world.pick(1, 86400))
            if older >= LONG_AGO and world.chance(0.03):
                stamps = {"LastModifiedDate": stamp(older), "SystemModstamp": stamp(older)}
                world.tables[name].append({**row, **stamps, column: ""})


def repeat_and_shorten(world: World) -> None:
    """Some rows stand in the export twice, some records are written under the short form of their id."""
    for name in ("LeadHistory", "OpportunityHistory", "Task", "CampaignMember"):
        records = world.tables[name]
        records += [dict(row) for row in records if world.chance(0.01)]
    for records in world.tables.values():
        for row in records:
            if world.chance(0.03):
                row["Id"] = row["Id"][:15]


def leave_out(world: World, seed: int) -> list[str]:
    """Objects or columns that this company did not export."""
    if seed % 3 == 1:
        names = world.random.sample(OPTIONAL_OBJECTS, 2)
        for name in names:
            world.tables.pop(name, None)
        return names
    if seed % 3 == 2:
        columns = world.random.sample(OPTIONAL_COLUMNS, 4)
        for name, column in columns:
            for row in world.tables[name]:
                row.pop(column, None)
        return [f"{name}.{column}" for name, column in columns]
    return []


def write(path: Path, records: list[Record]) -> None:
    """One object, every value quoted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(records[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(records)


def define(folder: Path, world: World) -> None:
    """The small export's definitions with other limits, calendars around the clock and with a siesta, own calendars."""
    shutil.copytree(DEFINITIONS, folder)
    hours = [f"always,{day},00:00,24:00" for day in range(1, 8)]
    hours += [f"siesta,{day},{stretch}" for day in range(1, 7) for stretch in ("08:00,12:00", "14:00,18:30")]
    append(folder / "calendar_hours.csv", hours)
    append(folder / "calendars.csv", ["always,UTC,,,1440", "siesta,Europe/Madrid,,,510"])
    append(folder / "calendar_time_zones.csv", ["Europe/Madrid,siesta"])
    own = {"night": "night_desk", "always": "always"}
    lines = [f"salesforce,{world.lists[name]},{calendar}" for name, calendar in own.items()]
    (folder / "user_calendars.csv").write_text(
        "\n".join(["source_system,user_id,calendar", *lines, ""]), encoding="utf-8"
    )
    automated = [
        "source_system,user_id,comment",
        *(f"salesforce,{each},A machine" for each in world.lists["automated"]),
    ]
    (folder / "automated_users.csv").write_text("\n".join([*automated, ""]), encoding="utf-8")
    limits = [
        "web,hot,240,working_minutes,true",
        "web,any,1440,minutes,true",
        "advertising,any,90,working_minutes,true",
    ]
    limits += ["event,any,1,working_days,true", "purchased_list,any,10,working_days,true", "sales,any,,,false"]
    limits += ["any,hot,60,minutes,true", "any,any,1440,minutes,true"]
    head = "source_category,temperature,limit_value,limit_unit,applies"
    (folder / "response_slas.csv").write_text("\n".join([head, *limits, ""]), encoding="utf-8")


def append(path: Path, lines: list[str]) -> None:
    """More rows of a definition."""
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + "\n" + "\n".join([*lines, ""]), encoding="utf-8")
