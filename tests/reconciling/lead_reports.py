"""Reports of leads: of those that were created, and of those whose status says that they are qualified.

Reads the company's raw leads and what the simulation says of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.reconciling.company import Company, Row, long_id, planted_id
from tests.reconciling.reports import REPORTING, Made, day, key, label_csv, plain_csv, utc


@dataclass(frozen=True)
class Merges:
    """Who stands for whom, told from the raw records."""

    company: Company

    def end(self, row: Row) -> Row | None:
        """The record at the end of a chain of merges; None where it leads nowhere or in a circle."""
        seen = set()
        while row["MasterRecordId"]:
            if row["Id"] in seen or row["MasterRecordId"] not in self.company.leads:
                return None
            seen.add(row["Id"])
            row = self.company.leads[row["MasterRecordId"]]
        return row

    def fate(self, row: Row) -> str | None:
        """The kind of difference that a record makes which is in no fact; None for a lead of its own."""
        end = self.end(row)
        if end is None or (end is row and not row["CreatedDate"]):
            return "unusable"
        if end["IsDeleted"] == "1":
            return "deleted"
        return None if end is row else "merged"

    def first_created(self) -> dict[str, datetime]:
        """Of each lead of its own the earliest creation over the records merged into it."""
        found: dict[str, datetime] = {}
        for row in self.company.leads.values():
            end = self.end(row)
            if end and end["IsDeleted"] == "0" and row["CreatedDate"]:
                found[end["Id"]] = min(found.get(end["Id"], utc(row["CreatedDate"])), utc(row["CreatedDate"]))
        return found


def duplicates(company: Company) -> set[str]:
    """Leads that the simulation or the planting made duplicates."""
    natural = {lead for lead, truth in company.lead_truth.items() if truth["is_duplicate"]}
    return natural | {planted_id("second_of_two"), planted_id("qualified_duplicate")}


def leads_of_tests(company: Company) -> set[str]:
    """Leads that the simulation made tests."""
    return {lead for lead, truth in company.lead_truth.items() if truth["is_test"]}


def _counted(company: Company, merges: Merges) -> set[str]:
    """Leads that count: of their own, dated, neither duplicate nor test."""
    own = {lead for lead, row in company.leads.items() if merges.fate(row) is None}
    return own - duplicates(company) - leads_of_tests(company)


def leads_created(company: Company, folder: Path) -> Made:
    """New leads of five months, made in New York before records were merged or deleted, without webinars."""
    zone, first, last = ZoneInfo("America/New_York"), date(2026, 6, 1), date(2026, 10, 31)
    merges, expected = Merges(company), Counter[tuple[str, str]]()
    filtered = "Webinar"
    own_day = {lead: day(utc(row["CreatedDate"]), zone) for lead, row in company.leads.items() if row["CreatedDate"]}
    listed = [
        lead for lead, on in own_day.items() if first <= on <= last and company.leads[lead]["LeadSource"] != filtered
    ]
    undated, unknown = planted_id("undated"), long_id("00QQz0000P99999")
    spring = next(
        lead
        for lead, on in own_day.items()
        if on.month == 4 and lead in company.lead_truth and company.lead_truth[lead]["is_counted"]
    )
    lines = [(lead, own_day[lead]) for lead in listed]
    lines += [(undated, date(2026, 9, 11)), (unknown, date(2026, 9, 12)), (spring, own_day[spring]), *lines[:2]]
    expected["missing_in_our_export", key(unknown)] += 1
    expected["filter", key(spring)] += 1
    for lead, _ in lines[-2:]:
        expected["repeated_in_their_report", key(lead)] += 1
    counted, since = _counted(company, merges), merges.first_created()
    ours = {lead for lead in counted if first <= day(since[lead], REPORTING) <= last}
    for lead in {*listed, undated} - ours:
        expected[_why_theirs(company, merges, lead), key(lead)] += 1
    for lead in ours - set(listed):
        expected[_why_ours(company, lead, since[lead], zone, filtered, (first, last)), key(lead)] += 1
    path = folder / "leads created.csv"
    cells = [[lead[:15], f"{on:%d/%m/%Y}", company.leads.get(lead, {}).get("Status", "New")] for lead, on in lines]
    label_csv(path, ["Lead ID", "Create Date", "Lead Status"], cells, "21/11/2026 10:15")
    options = ["--metric", "leads_created", "--from", str(first), "--to", str(last)]
    return Made(path, [*options, "--time-zone", str(zone), "--date-order", "dmy"], len(lines), expected)


def _why_theirs(company: Company, merges: Merges, lead: str) -> str:
    row = company.leads[lead]
    fate = merges.fate(row)
    if fate:
        return fate
    if lead in leads_of_tests(company):
        return "test_record"
    if lead in duplicates(company):
        return "duplicate"
    return "time_zone" if merges.first_created()[lead] == utc(row["CreatedDate"]) else "merged"


def _why_ours(
    company: Company, lead: str, since: datetime, zone: ZoneInfo, filtered: str, period: tuple[date, date]
) -> str:
    row = company.leads[lead]
    if not period[0] <= day(utc(row["CreatedDate"]), zone) <= period[1]:
        return "time_zone" if since == utc(row["CreatedDate"]) else "merged"
    assert row["LeadSource"] == filtered
    return "filter"


def leads_qualified(company: Company, folder: Path) -> Made:
    """Leads of the half-year whose status says Qualified or Converted today, as American users write it."""
    first, last, statuses = date(2026, 6, 1), date(2026, 12, 31), ("Qualified", "Closed - Converted")
    live = {lead: row for lead, row in company.leads.items() if row["IsDeleted"] == "0" and row["CreatedDate"]}
    own_day = {lead: day(utc(row["CreatedDate"]), REPORTING) for lead, row in live.items()}
    listed = [lead for lead, on in own_day.items() if first <= on <= last and live[lead]["Status"] in statuses]
    early = [
        lead for lead in _counted(company, Merges(company)) if own_day[lead].year == 2026 and own_day[lead] < first
    ]
    winter = next(lead for lead in early if live[lead]["Status"] == "Qualified")
    lines = [_line(lead, live[lead]) for lead in listed]
    expected = Counter[tuple[str, str]]()
    for kind, line in _planted_lines(live[winter]):
        lines.append(line)
        expected[kind, key(line[0])] += 1
    ours = _qualified(company, first, last)
    for lead in set(listed) - ours:
        expected["duplicate" if lead in duplicates(company) else "merged", key(lead)] += 1
    roots = {row["duplicate_of_lead_id"] for row in company.lead_truth.values() if row["is_qualified"]}
    for lead in ours - set(listed):
        is_rolled_up = lead in roots or lead == planted_id("root")
        kind = "duplicate" if is_rolled_up else "definition"
        expected[kind if first <= own_day[lead] <= last else "merged", key(lead)] += 1
    path = folder / "qualified.csv"
    cells = [[lead[:15], _american(created), status, _american(edited)] for lead, created, status, edited in lines]
    plain_csv(path, ["Lead ID", "Created Date", "Status", "Last Modified Date"], cells)
    options = ["--metric", "qualification_rate", "--from", str(first), "--to", str(last)]
    return Made(path, [*options, "--time-zone", "Europe/Berlin", "--date-order", "mdy"], len(lines), expected)


def _line(lead: str, row: Row) -> tuple[str, str, str, str]:
    return (lead, row["CreatedDate"], row["Status"], row["LastModifiedDate"])


def _planted_lines(winter: Row) -> list[tuple[str, tuple[str, str, str, str]]]:
    """Lines that only a report has, with the kind of each."""
    newer, advanced, contacted = long_id("00QQz0000P99998"), planted_id("advanced"), planted_id("contacted")
    return [
        ("after_our_data", (newer, "2026-11-21 10:00:00", "Qualified", "2026-11-21 10:00:00")),
        ("filter", _line(winter["Id"], winter)),
        ("changed", (advanced, "2026-08-05 09:00:00", "Qualified", "2026-11-21 11:00:00")),
        ("definition", (contacted, "2026-08-04 09:00:00", "Working - Contacted", "2026-08-04 09:00:00")),
    ]


def _qualified(company: Company, first: date, last: date) -> set[str]:
    """Counted leads of a period that were ever qualified, by the simulation or the planting."""
    merges = Merges(company)
    since, planted = merges.first_created(), {planted_id("root"), planted_id("moved_on")}
    qualified = {lead for lead in _counted(company, merges) if company.lead_truth.get(lead, {}).get("is_qualified")}
    return {lead for lead in qualified | planted if first <= day(since[lead], REPORTING) <= last}


def _american(text: str) -> str:
    return utc(text).astimezone(REPORTING).strftime("%m/%d/%Y %I:%M %p")
