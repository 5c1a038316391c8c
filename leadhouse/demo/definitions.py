"""The demo company's own definitions, where they differ from the shipped ones.

Reads the people, writes CSV files with the shipped headers and `leadhouse.toml` into a folder.
"""

import csv
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from leadhouse.demo import catalogue as cat
from leadhouse.demo.people import TEAMS, People

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

TARGETS = (
    ("sla_met_rate", "2025", 0.60),
    ("sla_met_rate", "2026", 0.65),
    ("qualification_rate", "2025", 0.15),
    ("qualification_rate", "2026", 0.16),
    ("opportunity_rate", "2026", 0.12),
    ("customer_rate", "2026", 0.04),
    ("win_rate", "2025", 0.30),
    ("win_rate", "2026", 0.32),
)
"""What the company wants to reach whatever its size: metric, year, value."""

TARGETS_BY_SIZE = (
    ("leads_created", 0.115, 0.14),
    ("amount_won", 95.0, 105.0),
)
"""What it wants to reach in a quarter of 2025 and of 2026 for each lead record of its two years."""


COST_OF_A_REP = 6500
"""What a rep costs the company in a month, in its currency."""


def write_calendars(folder: Path) -> None:
    """Write the company's days off, which the simulation itself keeps."""
    write(folder / "calendar_days_off.csv", ["calendar", "day_off", "name"], DAYS_OFF)


def write_definitions(folder: Path, people: People, leads: int, now: int) -> None:
    """Write the definitions that name users, currencies and addresses, the targets, and the settings.

    Args:
        leads: number of lead records, by which targets of numbers and amounts are set.
        now: the end of the history, seconds since the epoch.
    """
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
    write(folder / "targets.csv", ["metric", "period", "value", "team", "source_category"], targets(leads))
    write(folder / "sales_costs.csv", ["cost_month", "team", "cost"], sales_costs(people, now))
    write(folder / "annotations.csv", ["annotated_date", "annotation"], annotations(people, now))
    (folder / "leadhouse.toml").write_text(TOML, encoding="utf-8", newline="\n")


def targets(leads: int) -> list[list[str]]:
    """Return the rows of targets: rates by year, numbers and amounts by quarter."""
    rows = [[metric, year, f"{value:g}", "", ""] for metric, year, value in TARGETS]
    for metric, *each_lead in TARGETS_BY_SIZE:
        for year, value in zip((2025, 2026), each_lead, strict=True):
            rows += [[metric, f"{year}-Q{quarter}", f"{value * leads:.0f}", "", ""] for quarter in (1, 2, 3, 4)]
    return rows


def sales_costs(people: People, now: int) -> list[list[str]]:
    """Return what the reps of each team cost in each month that is over."""
    this_month = datetime.fromtimestamp(now, ZoneInfo(cat.REPORTING_ZONE)).strftime("%Y-%m")
    months = [f"{year}-{month:02}" for year in (2025, 2026) for month in range(1, 13)]
    costs = [(TEAMS[team][0], len(reps) * COST_OF_A_REP) for team, reps in enumerate(people.reps)]
    return [[month, team, str(cost)] for month in months if month < this_month for team, cost in costs]


def annotations(people: People, now: int) -> list[list[str]]:
    """Return what happened: a rep of each team left during the two years, and others took over."""
    zone = ZoneInfo(cat.REPORTING_ZONE)
    left: list[tuple[date, str]] = []
    for team, reps in enumerate(people.reps):
        for rep in reps:
            left_at = people.owners[rep].left_at
            if left_at < now:
                left.append((datetime.fromtimestamp(left_at, zone).date(), f"A rep of {TEAMS[team][0]} left"))
    return [[day.isoformat(), said] for day, said in sorted(left)]


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    """Write one definition file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
