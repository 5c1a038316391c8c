"""The demo company's own definitions, where they differ from the shipped ones.

Reads the people, writes CSV files with the shipped headers and `leadhouse.toml` into a folder.
"""

import csv
from pathlib import Path

from leadhouse.demo import catalogue as cat
from leadhouse.demo.people import People

TOML = f"""# Settings of the demo company.
[company]
name = "Brightwater Systems"
reporting_time_zone = "{cat.REPORTING_ZONE}"
reporting_currency = "{cat.REPORTING_CURRENCY}"
"""

DAYS_OFF = [
    [calendar, f"{year}-12-{day}", "Company holiday"]
    for calendar in ("germany", "default")
    for year in (2023, 2024, 2025, 2026)
    for day in (24, 31)
]


def write_calendars(folder: Path) -> None:
    """Write the company's days off, which the simulation itself keeps."""
    write(folder / "calendar_days_off.csv", ["calendar", "day_off", "name"], DAYS_OFF)


def write_definitions(folder: Path, people: People) -> None:
    """Write the definitions that name users, currencies and addresses, and the settings."""
    rates = [
        [currency, begin, f"{rate:.4f}"]
        for begin, pound, dollar in cat.RATES
        for currency, rate in (("GBP", pound), ("USD", dollar))
    ]
    write(folder / "currency_rates.csv", ["currency", "valid_from", "rate"], rates)
    write(
        folder / "automated_users.csv", ["source_system", "user_id", "comment"],
        [["salesforce", people.ids[people.integration], "Web-to-lead and mailing integration"]],
    )  # fmt: skip
    write(
        folder / "test_leads.csv", ["match_on", "value"],
        [["email_domain", cat.TEST_DOMAIN], ["disqualified_reason", "test"]],
    )  # fmt: skip
    write(folder / "shared_addresses.csv", ["email"], [[address] for address in cat.SHARED_ADDRESSES])
    calendars = [
        ["salesforce", people.ids[number], owner.calendar_name]
        for number, owner in enumerate(people.owners)
        if owner.calendar_name
    ]
    write(folder / "user_calendars.csv", ["source_system", "user_id", "calendar"], calendars)
    write(
        folder / "user_teams.csv", ["source_system", "user_id", "team"],
        [["salesforce", people.ids[partner], "Partners"] for partner in people.partners],
    )  # fmt: skip
    (folder / "leadhouse.toml").write_text(TOML, encoding="utf-8", newline="\n")


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """Write one definition file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
