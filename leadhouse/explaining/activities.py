"""What is told of an activity: what it is, what it counts as, and whose it is.

Reads fct_activities and meta_lineage. Grain: one explanation per landed activity. No subject or text is read.
"""

from __future__ import annotations

from leadhouse.explaining.explanation import Explanation, Fact, Line, Section
from leadhouse.explaining.records import record_section
from leadhouse.explaining.version import Version

TOLD = (
    ("activity_type", "By the definitions in activity_rules."),
    ("direction", "By the definitions in activity_rules."),
    ("is_automated", "By the definitions in activity_rules, or because its owner or writer is no person."),
    ("is_completed", "Done, and not after the time up to which the data tells; a meeting once it has started."),
    ("is_attempt", "An outbound try to reach the person, completed, by a person."),
    ("happened_at", "Its completion, else its creation; of a meeting its start. Never a due date."),
    ("precision", "day: only the day is known, and minutes are not measured from it."),
    ("due_date", "A plan."),
    ("owner_key", "Its owner."),
)
"""Columns that are told of an activity, with what decides them."""


def explain_activity(version: Version, line: Line) -> Explanation:
    """Explain a landed activity, whether or not it is in the facts."""
    found = version.fact("activity", line.key)
    sections = [record_section(version, line, "fct_activities")]
    if found:
        sections.append(Section("Activity", tuple(Fact(name, found[name], why) for name, why in TOLD)))
        leads = tuple(version.lines("lead", [found["lead_key"] or ""]).values())
        deals = tuple(version.lines("opportunity", [found["opportunity_key"] or ""]).values())
        whose = "Its lead, or the newest one that became its contact; merged leads stand for their survivor."
        facts = (
            Fact("lead_key", found["lead_key"], whose, leads),
            Fact("opportunity_key", found["opportunity_key"], "What it was logged on.", deals),
        )
        sections.append(Section("Belongs to", facts))
    return Explanation("activity", line.key, version.name, tuple(sections))
