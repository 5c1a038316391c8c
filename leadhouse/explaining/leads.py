"""What is told of a lead, from its record to its leakage class.

Reads the published facts and meta_lineage. Grain: one explanation per landed lead. No name or address is read.
"""

from __future__ import annotations

from leadhouse.explaining.explanation import Explanation, Fact, Line, Section
from leadhouse.explaining.leakage import leakage_section
from leadhouse.explaining.progress import progress_section
from leadhouse.explaining.records import record_section
from leadhouse.explaining.responses import activities_section, lines_of, response_section, touches_of
from leadhouse.explaining.stays import owners_section, statuses_section
from leadhouse.explaining.version import Row, Version


def explain_lead(version: Version, line: Line) -> Explanation:
    """Explain a landed lead, whether or not it is in the facts."""
    lead = version.fact("lead", line.key)
    if lead is None:
        return Explanation("lead", line.key, version.name, (record_section(version, line, "fct_leads"),))
    duplicates = version.duplicates(lead)
    touches = touches_of(version, lead, duplicates)
    # Read at once what the sections ask for one by one: where the activities and the recorded changes stand.
    lines_of(version, lead, touches)
    version.read_changes_of_stays(lead)
    sections = (
        record_section(version, line, "fct_leads"),
        _counted_section(version, lead, duplicates),
        response_section(version, lead, touches),
        progress_section(version, lead, duplicates),
        statuses_section(version, lead),
        owners_section(version, lead),
        leakage_section(version, lead),
        activities_section(version, lead, touches),
    )
    return Explanation("lead", line.key, version.name, sections)


def _counted_section(version: Version, lead: Row, duplicates: list[Row]) -> Section:
    lines = version.lines("lead", [lead["duplicate_of_lead_key"], *(row["lead_key"] for row in duplicates)])
    facts = [Fact("is_counted", lead["is_counted"], _counted(lead))]
    if lead["is_duplicate"]:
        why = "An earlier lead of the same person that counts and was open when this one was created."
        facts.append(Fact("duplicate_of_lead_key", lead["duplicate_of_lead_key"], why, tuple(lines.values())))
    elif duplicates:
        why = (
            "Leads of the same person that came while this one was open: their activities, qualification and "
            "conversion count here."
        )
        facts.append(Fact("duplicates", len(duplicates), why, tuple(lines.values())))
    return Section("Counted", (*facts, _other_leads(version, lead), _existing(lead)))


def _counted(lead: Row) -> str:
    if lead["is_counted"]:
        return "Neither deleted, merged away, a duplicate nor marked as a test."
    reasons = []
    if lead["is_test"]:
        reasons.append("marked as a test by the definitions in test_leads (e-mail domain or reason)")
    if lead["is_duplicate"]:
        reasons.append(f"a duplicate of {lead['duplicate_of_lead_key']}")
    return f"Not counted: {' and '.join(reasons)}."


def _other_leads(version: Version, lead: Row) -> Fact:
    why = "Leads of the same person in all: the same e-mail address, converted contact or link of the system."
    return Fact("leads_of_person", len(version.leads_of_person(lead)), why)


def _existing(lead: Row) -> Fact:
    why = "Whether the person or its account had a won opportunity before the lead was created."
    return Fact("is_existing_customer", lead["is_existing_customer"], why)
