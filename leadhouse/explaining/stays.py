"""The histories of a lead and of an opportunity: its statuses, owners and stages, one after the other.

Reads fct_lead_statuses, fct_lead_assignments, fct_opportunity_stages. Grain: one fact per stay.
"""

from __future__ import annotations

from leadhouse.explaining.explanation import Fact, Section
from leadhouse.explaining.records import given
from leadhouse.explaining.version import Row, Version

TOLD_BY = {
    "history": "told by the system's history",
    "versions": "told by the exports between which it changed",
    "record": "told by the record alone",
}
"""What tells of a stay, by stay_source."""

UNKNOWN = "an unknown time"

STAGE_CHANGES = ("saved", "stage")
"""Kinds of recorded changes that tell of a stage."""


def statuses_section(version: Version, lead: Row) -> Section:
    """Return the stays of a lead in its statuses."""
    key = lead["lead_key"]
    facts = []
    for row in version.statuses(key):
        changes = version.changes("lead", key, ("status",), row["entered_at"])
        why = f"{row['status_raw']}, {_span(row)}, {_told(row)}."
        facts.append(Fact(f"status {row['stay_number']}", row["status"], why, changes))
    now = f"{given(lead['status_raw'])} by its record; the definitions in lead_statuses map it."
    return Section("Statuses", (Fact("status", lead["status"], now), *facts))


def owners_section(version: Version, lead: Row) -> Section:
    """Return the stays of a lead with its owners."""
    key = lead["lead_key"]
    facts = []
    for row in version.owners(key):
        changes = version.changes("lead", key, ("owner",), row["assigned_at"])
        facts.append(Fact(f"owner {row['stay_number']}", row["owner_key"], _stay(row), changes))
    why = "No person owns it: no owner, a queue or an automated user." if lead["is_unassigned"] else "A person owns it."
    return Section("Owners", (Fact("owner_key", lead["owner_key"], why), *facts))


def stages_section(version: Version, deal: Row) -> Section:
    """Return the stays of an opportunity in its stages."""
    key = deal["opportunity_key"]
    facts = []
    stays = version.stages(key)
    version.read_changes("opportunity", key, [row["entered_at"] for row in stays])
    for row in stays:
        changes = version.changes("opportunity", key, STAGE_CHANGES, row["entered_at"])
        why = f"{row['stage_raw']}, {_span(row)}, {_told(row)}."
        facts.append(Fact(f"stage {row['stay_number']}", row["stage"], why, changes))
    now = f"{given(deal['stage_raw'])} by its record; the definitions in opportunity_stage_labels map it."
    return Section("Stages", (Fact("stage", deal["stage"], now), *facts))


def _span(row: Row) -> str:
    until = "now" if row["is_current"] else given(row["exited_at"], UNKNOWN)
    turn = f", {row['direction']}" if row["direction"] else ""
    return f"{given(row['entered_at'], UNKNOWN)} to {until}{turn}"


def _told(row: Row) -> str:
    return TOLD_BY.get(row["stay_source"], given(row["stay_source"]))


def _stay(row: Row) -> str:
    """Return a stay with an owner: from when to when, how it began and ended, and its own response."""
    span = f"{given(row['assigned_at'], UNKNOWN)} to {given(row['released_at'], 'now')}"
    began = f"{span}, assigned by {row['assignment_method']}, {row['end_reason']}, {_told(row)}."
    if not row["is_response_due"]:
        return f"{began} No response was due from this owner."
    touch = f"first touch {row['first_touch_at']}" if row["first_touch_at"] else "never touched"
    judged = "met" if row["is_response_met"] else "not met"
    judged += ", and passed on overdue" if row["is_passed_on_overdue"] else ""
    return f"{began} Response due {row['response_due_at']}, {touch}: {judged}."
