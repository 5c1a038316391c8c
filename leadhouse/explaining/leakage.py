"""Why a lead is in its leakage class.

Reads fct_leads, fct_opportunities, dim_users and the definitions in leakage_classes. Grain: one section per lead.
"""

from __future__ import annotations

from leadhouse.explaining.explanation import Fact, Section
from leadhouse.explaining.records import given
from leadhouse.explaining.version import Row, Version

WHY = {
    "won": "Its opportunity {opportunity} was won at {won_at}.",
    "open_opportunity": "Its opportunity {opportunity} is not closed, or no export holds it.",
    "lost_later": "Its opportunity {opportunity} was lost.",
    "disqualified_with_reason": "Its status is disqualified and its reason {reason}.",
    "disqualified_without_reason": "Its status is disqualified and its record gives no reason.",
    "converted_without_opportunity": "Converted at {converted_at}, and no opportunity came of it.",
    "unassigned": "Its owner is {owner}: no person.",
    "never_contacted_due": "No attempt is logged and the response was due at {due}.",
    "one_attempt_silent": "One attempt, and the last activity, {last}, is more than {silent} days before {as_of}.",
    "no_follow_up": "Contacted at {first}, and no open task or meeting has a date.",
    "overdue_follow_up": "The follow-up planned for {follow_up} was over at {as_of}.",
    "stale": "The last activity, {last}, is more than {stale} days before {as_of}.",
    "nurturing": "Its status is nurturing, and nothing before it in the order fits.",
}
"""Why each class, by what decides it; the order is that of the definitions in leakage_classes."""

ON_TIME = {
    False: "Not contacted, and the response is {outcome}.",
    True: "Contacted, a follow-up is planned for {follow_up}, and the last activity is {last}.",
}
"""Why a lead is open on time, by whether it was contacted."""


def leakage_section(version: Version, lead: Row) -> Section:
    """Return the leakage class of a lead, what decides it, and what it was looked at by."""
    name = lead["leakage_class"]
    if name is None:
        return Section("Leakage", (Fact("leakage_class", None, "Only leads that count are in a class."),))
    meaning = version.row("select * from definitions.leakage_classes where leakage_class = $name", name=name)
    words = WHY.get(name) or ON_TIME[lead["is_contacted"]]
    why = words.format(**_values(version, lead))
    if meaning:
        why = f"{meaning['label']}, class {meaning['sort_order']} and the first that fits: {why}"
    facts = (
        Fact("leakage_class", name, why),
        Fact("follow_up_at", lead["follow_up_at"], "The earliest open task or meeting from the day of the data on."),
        Fact("last_activity_at", lead["last_activity_at"], "The last activity that took place."),
        Fact("as_of_at", version.as_of(lead["source_system"]), "The time up to which the data tells."),
    )
    return Section("Leakage", facts)


def _values(version: Version, lead: Row) -> dict[str, str]:
    return {
        "opportunity": given(lead["opportunity_key"]),
        "won_at": given(lead["won_at"], "an unknown time"),
        "reason": given(lead["disqualified_reason"]),
        "converted_at": given(lead["converted_at"], "an unknown time"),
        "owner": _owner(version, lead),
        "due": given(lead["response_due_at"]),
        "first": given(lead["first_contacted_at"]),
        "last": given(lead["last_activity_at"], f"none, so its creation at {lead['created_at']}"),
        "follow_up": given(lead["follow_up_at"]),
        "outcome": given(lead["response_outcome"], "not limited"),
        "silent": version.settings["silent_after_days"],
        "stale": version.settings["stale_after_days"],
        "as_of": str(version.as_of(lead["source_system"])),
    }


def _owner(version: Version, lead: Row) -> str:
    if lead["owner_key"] is None:
        return "empty"
    found = version.row("select owner_type from dim_users where user_key = $key", key=lead["owner_key"])
    return f"{lead['owner_key']} ({found['owner_type'] if found else 'not known'})"
