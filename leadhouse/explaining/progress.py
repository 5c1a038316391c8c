"""How far a lead came and what tells so: qualified, converted, opportunity, won, disqualified.

Reads fct_leads, fct_lead_statuses, fct_opportunities, meta_lead_decisions. Grain: one section per lead.
"""

from __future__ import annotations

from leadhouse.explaining.explanation import Fact, Line, Section
from leadhouse.explaining.records import given
from leadhouse.explaining.version import Row, Version

CONVERTED_BY = {
    "history": "The system's history recorded the conversion then.",
    "opportunity": "When its opportunity was created, on the day of its conversion.",
    "contact": "When its contact was created, on the day of its conversion.",
    "record": "The record's own time of conversion; where it has only the day, 00:00 of it in the reporting zone and "
    "never before the creation.",
}
"""What tells when a lead was converted, by meta_lead_decisions.converted_at_source."""


def progress_section(version: Version, lead: Row, duplicates: list[Row]) -> Section:
    """Return the steps that a lead reached, when, and what tells so."""
    facts = [
        Fact("created_at", lead["created_at"], "The earliest creation of its merge chain.", _created(version, lead)),
        Fact("mql_at", lead["mql_at"], _when_exported(lead["mql_at"], "marketing-qualified")),
        Fact("sales_accepted_at", lead["sales_accepted_at"], _when_exported(lead["sales_accepted_at"], "accepted")),
        Fact("reached_contacted", lead["reached_contacted"], _reached(lead)),
        Fact(
            "is_qualified", lead["is_qualified"], "Ever in a status that implies it, converted, or with an opportunity."
        ),
        Fact("qualified_at", lead["qualified_at"], *_qualified(version, lead, duplicates)),
        Fact("is_converted", lead["is_converted"], "The CRM's own flag, or that of a duplicate."),
        Fact("converted_at", lead["converted_at"], *_converted(version, lead, duplicates)),
        _opportunity(version, lead),
        Fact("won_at", lead["won_at"], _won(lead, duplicates)),
        Fact("won_amount", lead["won_amount"], _won_amount(lead)),
    ]
    if lead["is_disqualified"]:
        raw = given(lead["disqualified_reason_raw"], "no reason")
        why = f"Its record gives {raw}; the definitions in lost_reason_labels map it."
        facts.append(Fact("disqualified_reason", lead["disqualified_reason"], why))
        facts.append(Fact("disqualified_at", lead["disqualified_at"], "When it entered the status that it has now."))
        why = "Whether its reason passes (timing, budget) and nothing came of it."
        facts.append(Fact("is_win_back", lead["is_win_back"], why))
    if lead["is_disqualified"] or lead["is_rejected_but_right"]:
        facts.append(Fact("is_rejected_but_right", lead["is_rejected_but_right"], _rejected(lead)))
    if lead["recycle_count"]:
        why = f"Reopened {lead['recycle_count']} times after it was disqualified; the last time."
        facts.append(Fact("recycled_at", lead["recycled_at"], why))
    return Section("Progress", tuple(facts))


def _rejected(lead: Row) -> str:
    if not lead["is_rejected_but_right"]:
        return "Neither its person nor the account is known to have qualified or bought later."
    return f"Its person, or an account of its contacts: {lead['later_outcome']} at {lead['later_outcome_at']}."


def _when_exported(at: object, what: str) -> str:
    return f"When its record says that it was {what}." if at else "The export has no such date for it."


def _reached(lead: Row) -> str:
    if lead["is_contacted"]:
        return "An attempt by a person is logged."
    if lead["reached_contacted"]:
        return "A status or a later step says so, although no attempt is logged."
    return "No attempt is logged, and neither a status nor a later step says so."


def _created(version: Version, lead: Row) -> tuple[Line, ...]:
    return tuple(version.merge_chain(lead["lead_key"])[:1])


def _qualified(version: Version, lead: Row, duplicates: list[Row]) -> tuple[str, tuple[Line, ...]]:
    """Return why a lead is qualified since when, and the recorded change that says so."""
    at = lead["qualified_at"]
    if not lead["is_qualified"]:
        return "No status of it implies qualified, and no later step was reached.", ()
    if at is None:
        return "When is not known: its system exported no status history.", ()
    key, whose = _whose(lead, duplicates, "qualified_at")
    stays = [row for row in version.statuses(key) if row["entered_at"] == at and row["status"] in _qualifying(version)]
    changes = version.changes("lead", key, ("status", "converted"), at)
    if stays:
        status, number = stays[0]["status_raw"], stays[0]["stay_number"]
        return f"It entered status {status} then (stay {number}).{whose}", changes
    deal = version.fact("opportunity", lead["opportunity_key"]) if at != lead["converted_at"] else None
    if deal and deal["created_at"] == at:
        lines = tuple(version.lines("opportunity", [lead["opportunity_key"]]).values())
        return f"Its opportunity was created then, and nothing calls it qualified before.{whose}", lines
    return f"Converted then, and not known as qualified before.{whose}", changes


def _qualifying(version: Version) -> set[str]:
    """Return the statuses that imply that a lead is qualified."""
    return {
        row["status"]
        for row in version.rows("select status from definitions.lead_status_steps where implies_qualified")
    }


def _converted(version: Version, lead: Row, duplicates: list[Row]) -> tuple[str, tuple[Line, ...]]:
    """Return what tells when a lead was converted, and the recorded change if there is one."""
    at = lead["converted_at"]
    if not lead["is_converted"]:
        return "Not converted.", ()
    if at is None:
        return "Nothing tells when.", ()
    key, whose = _whose(lead, duplicates, "converted_at")
    return _source(version, key) + whose, version.changes("lead", key, ("converted",), at)


def _whose(lead: Row, duplicates: list[Row], column: str) -> tuple[str, str]:
    """Return which lead a root's time comes from, and words for it if that is a duplicate."""
    for row in duplicates:
        if row[column] == lead[column]:
            return row["lead_key"], f" By its duplicate {row['lead_key']}."
    return lead["lead_key"], ""


def _source(version: Version, key: str) -> str:
    source = version.decided(key).get("converted_at_source")
    return CONVERTED_BY[source] if source else "What tells so is not known."


def _opportunity(version: Version, lead: Row) -> Fact:
    key = lead["opportunity_key"]
    if key is None:
        return Fact("opportunity_key", None, "No opportunity came of it, or one that is deleted.")
    deal = version.fact("opportunity", key)
    lines = tuple(version.lines("opportunity", [key]).values())
    if deal is None:
        return Fact("opportunity_key", key, "Its opportunity, which no export holds.", lines)
    return Fact("opportunity_key", key, f"Its opportunity, whose stage is {given(deal['stage'])}.", lines)


def _won(lead: Row, duplicates: list[Row]) -> str:
    """Return the closing of which deal that is: a duplicate's may be won where its root's own was not."""
    if not lead["is_won"]:
        return "Not won."
    key, whose = _whose(lead, [row for row in duplicates if row["is_won"]], "won_at")
    deals = [row["opportunity_key"] for row in (lead, *duplicates) if row["lead_key"] == key]
    return f"The closing of {given(deals[0], 'its opportunity')}, which was won.{whose}"


def _won_amount(lead: Row) -> str:
    if lead["won_amount"] is not None:
        return "The amount of its won opportunity, which names this lead as its own."
    if not lead["is_won"]:
        return "Not won."
    return "Won, but the amount is unknown or carried by another lead: the earliest one converted into it."
