"""The words of a company: its labels for what Salesforce calls otherwise, and what they mean.

A label is translated in the records themselves, so that facts are expected to show it; what it means stands in the
definitions by which the expected facts are worked out, and in the mapping by which the product reads the export.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from tests.known_answers.elsewhere.settling import Tables

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


@dataclass(frozen=True)
class List:
    """A list of labels: the entity of a mapping and the place in an export where they stand, and its definition."""

    entity: str
    table: str
    column: str
    definition: str
    raw: str
    word: str
    history: str = ""


LISTS = {
    "status": List("leads", "Lead", "Status", "lead_statuses", "status_raw", "status", "Status"),
    "lead_source": List("leads", "Lead", "LeadSource", "lead_sources", "lead_source_raw", "lead_source"),
    "rating": List("leads", "Lead", "Rating", "temperatures", "rating_raw", "temperature", "Rating"),
    "disqualified_reason": List(
        "leads", "Lead", "Disqualified_Reason__c", "lost_reason_labels", "reason_raw", "reason"
    ),
    "lost_reason": List("opportunities", "Opportunity", "Loss_Reason__c", "lost_reason_labels", "reason_raw", "reason"),
    "stage": List("opportunities", "Opportunity", "StageName", "opportunity_stage_labels", "stage_raw", "stage"),
    "opportunity_type": List(
        "opportunities", "Opportunity", "Type", "opportunity_types", "opportunity_type_raw", "opportunity_type"
    ),
    "campaign_type": List("campaigns", "Campaign", "Type", "campaign_types", "campaign_type_raw", "campaign_type"),
}


def relabelled(tables: Tables, words: dict[str, dict[str, str]]) -> None:
    """Write another system's labels into the records: by list, theirs by Salesforce's, of which case does not count."""
    for name, theirs in words.items():
        place = LISTS[name]
        wanted = {label.lower(): text for label, text in theirs.items()}
        for row in tables.get(place.table, []):
            if place.column in row:
                row[place.column] = wanted.get(row[place.column].lower(), row[place.column])
        for row in tables.get("LeadHistory", []) if place.history else ():
            if row["Field"] == place.history:
                row |= {at: wanted.get(row[at].lower(), row[at]) for at in ("OldValue", "NewValue")}
        if name == "stage":
            for row in tables.get("OpportunityHistory", []):
                row["StageName"] = wanted.get(row["StageName"].lower(), row["StageName"])


def rows_of(definition: str, own: Path) -> list[dict[str, str]]:
    """The rows of a definition: the company's own, else those that ship."""
    path = own / f"{definition}.csv"
    with (path if path.exists() else SEEDS / f"{definition}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def define(meant: dict[str, dict[str, str]], own: Path) -> None:
    """Add to a company's definitions what its labels mean."""
    for name, words in meant.items():
        place = LISTS[name]
        rows = rows_of(place.definition, own)
        known = {row[place.raw].lower() for row in rows}
        example = {row[place.word]: row for row in reversed(rows)}
        for text, word in words.items():
            if text.lower() not in known:
                rows.append({**example[word], "source_system": "any", place.raw: text})
        with (own / f"{place.definition}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
