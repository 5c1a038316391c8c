"""Why a lead's response is judged as it is: clock, limit, first touch, outcome.

Reads fct_leads, fct_activities, meta_lead_decisions, meta_coverage. Grain: one section per lead.
"""

from __future__ import annotations

from datetime import timedelta

from leadhouse.explaining.explanation import Fact, Line, Section
from leadhouse.explaining.records import activity_lines, given
from leadhouse.explaining.version import Row, Version

OUTCOMES = {
    "met": "{first} is not after {due}; the limit is inclusive.",
    "late": "{first} is after {due}; the limit is inclusive.",
    "overdue": "Nobody tried to reach it, and {due} was over at {as_of}, up to which the data tells.",
    "pending": "Nobody has tried to reach it; {due} is not over at {as_of}, up to which the data tells.",
    "closed_untouched": "Closed at {closed}, before {due} was over, without an attempt.",
    "not_measurable": "Nobody is seen to have tried to reach it, and {due} lies before the exported activities begin "
    "({from_at}).",
}
"""Why each outcome, by the times that decide it."""


def response_section(version: Version, lead: Row, touches: list[Row]) -> Section:
    """Return the clock of a lead, what stopped it and how that is judged."""
    decided = version.decided(lead["lead_key"])
    facts = [
        Fact("clock_started_at", lead["clock_started_at"], _clock(lead)),
        Fact("response_limit", _limit(decided), _limited_by(lead, decided)),
        Fact("response_due_at", lead["response_due_at"], _due(decided)),
        _acknowledged(version, lead, touches),
        _first_contact(version, lead, touches),
        Fact("contact_attempts", lead["contact_attempts"], "Attempts from the clock's start until converted."),
        Fact("response_outcome", lead["response_outcome"], _outcome(version, lead)),
        Fact("is_response_due", lead["is_response_due"], _is_due(lead)),
        Fact("response_minutes", lead["response_minutes"], _minutes(lead, "Elapsed minutes")),
        Fact("response_business_minutes", lead["response_business_minutes"], _minutes(lead, "Working minutes")),
        Fact("response_bucket", lead["response_bucket"], "By elapsed minutes, upper bounds inclusive."),
    ]
    return Section("Response", tuple(facts))


def activities_section(version: Version, lead: Row, touches: list[Row]) -> Section:
    """Return the activities that count for a lead, each with what it counts as."""
    notes = {row["activity_key"]: counts_as(lead, row) for row in touches}
    why = "Its own, those of records merged into it and of its duplicates, and of the contact that it became."
    return Section("Activities", (Fact("activities", len(touches), why, activity_lines(version, touches, notes)),))


def touches_of(version: Version, lead: Row, duplicates: list[Row]) -> list[Row]:
    """Return the activities of a lead in the order in which they took place, planned ones last.

    A converted lead has those of its person's contact from its creation on: the system moved them there.
    """
    keys = [lead["lead_key"], *(row["lead_key"] for row in duplicates)]
    others = [row["lead_key"] for row in version.leads_of_person(lead) if not row["is_converted"]]
    # An activity of a lead is one of the lead's person: one look at the table finds them all.
    theirs = version.having("fct_activities", "person_key", person=lead["person_key"])
    sql = f"""
        with near as materialized (
            select * from fct_activities where {theirs}
        )
        select * from near
        where lead_key in (select unnest($keys))
            or (
                $converted
                and (lead_key is null or lead_key not in (select unnest($others)))
                and happened_at + case when precision = 'day' then interval 1 day else interval 0 day end >= $created
            )
        order by happened_at nulls last, activity_key
    """
    bound = {"keys": keys, "others": others, "converted": lead["is_converted"], "person": lead["person_key"]}
    return version.rows(sql, **bound, created=lead["created_at"])


def lines_of(version: Version, lead: Row, touches: list[Row]) -> dict[str, Line]:
    """Return where the activities of a lead stand, by key."""
    # Most were created after the lead and before they were done.
    done = [row["happened_at"] or version.as_of(lead["source_system"]) for row in touches]
    return version.lines("activity", [row["activity_key"] for row in touches], [lead["created_at"], *done])


def counts_as(lead: Row, touch: Row) -> str:
    """Return what an activity counts as for the response."""
    if not touch["is_completed"]:
        return "not done: no attempt"
    if touch["is_automated"]:
        return "automated: no attempt"
    if not touch["is_attempt"]:
        return "no attempt by the activity rules"
    if _is_early(lead, touch):
        return "before the clock started: answers nothing"
    return "attempt"


def _is_early(lead: Row, touch: Row) -> bool:
    if touch["precision"] == "day":
        return bool(touch["happened_at"] + timedelta(days=1) <= lead["clock_started_at"])
    return bool(touch["happened_at"] < lead["clock_started_at"])


def _clock(lead: Row) -> str:
    if lead["clock_started_at"] == lead["created_at"]:
        return "Its creation (the earliest of its merge chain): nothing tells of a later hand-over to sales."
    return f"When it was handed over to sales; it was created at {lead['created_at']}."


def _limit(decided: Row) -> str | None:
    if not decided.get("limit_applies"):
        return None
    return f"{decided['limit_value']:g} {decided['limit_unit'].replace('_', ' ')}"


def _limited_by(lead: Row, decided: Row) -> str:
    source = f"source category {given(lead['source_category'])}"
    if not decided.get("limit_applies"):
        return f"No limit applies to {source} by the definitions in response_slas: no outcome, in no denominator."
    heat = given(decided["temperature_at_start"], "no")
    return f"By the definitions in response_slas for {source} and {heat} temperature when the clock started."


def _due(decided: Row) -> str:
    if not decided.get("limit_applies"):
        return "No limit applies."
    if decided["limit_unit"] == "minutes":
        return "The clock's start and the limit, elapsed."
    whose = "of the owner at the first contact, while uncontacted of today's, the default for a queue"
    return f"When the limit is used up on calendar {decided['calendar']} ({whose}); see definitions.calendar_hours."


def _acknowledged(version: Version, lead: Row, touches: list[Row]) -> Fact:
    at = lead["first_acknowledged_at"]
    behind = [row for row in touches if row["is_automated"] and at is not None and row["happened_at"] == at]
    why = "The first automated reply: an acknowledgement, not a response." if at else "No automated reply."
    return Fact("first_acknowledged_at", at, why, activity_lines(version, behind))


def _first_contact(version: Version, lead: Row, touches: list[Row]) -> Fact:
    """Return the first attempt that counts with its record, or why there is none."""
    at = lead["first_contacted_at"]
    if at is None:
        passed = [row for row in touches if row["is_completed"]]
        notes = {row["activity_key"]: counts_as(lead, row) for row in passed}
        why = "No attempt by a person at or after the clock's start. What there was:" if passed else "No activity."
        return Fact("first_contacted_at", None, why, activity_lines(version, passed, notes))
    attempts = [row for row in touches if row["is_attempt"] and not _is_early(lead, row)]
    by_day = lead["first_contacted_precision"] == "day"
    behind = [row for row in attempts if (row["precision"] == "day") == by_day and _is_at(row, at, by_day)][:1]
    why = "The first attempt by a person at or after the clock's start."
    if by_day:
        why += " Only its day is known: it counts from 00:00 of that day, never before the clock's start."
    return Fact("first_contacted_at", at, why, activity_lines(version, behind))


def _is_at(touch: Row, at: object, by_day: bool) -> bool:
    return touch["happened_at"] == at or (by_day and touch["happened_at"] <= at)


def _outcome(version: Version, lead: Row) -> str:
    outcome = lead["response_outcome"]
    if outcome is None:
        return "No limit applies to its source."
    first, due = lead["first_contacted_at"], lead["response_due_at"]
    if outcome in ("met", "late") and lead["response_minutes"] is None:
        return f"Compared by day in the reporting zone: first contact {first}, due {due}."
    return OUTCOMES[outcome].format(
        first=first,
        due=due,
        as_of=version.as_of(lead["source_system"]),
        closed=lead["closed_at"],
        from_at=_activities_from(version, lead),
    )


def _activities_from(version: Version, lead: Row) -> str:
    declared = version.settings.get("activities_complete_from")
    if declared:
        return f"complete from {declared}"
    sql = "select min(first_record_at) as at from meta_coverage where source_system = $s and subject = 'activities'"
    found = version.row(sql, s=lead["source_system"])
    return f"the first of {found['at']:%Y-%m-%d}" if found and found["at"] else "none were exported"


def _is_due(lead: Row) -> str:
    if lead["is_response_due"]:
        return "Counted, and met, late or overdue: in the denominator of SLA rates."
    if not lead["is_counted"]:
        return "It does not count."
    return f"Its outcome is {given(lead['response_outcome'])}: in no denominator of SLA rates."


def _minutes(lead: Row, what: str) -> str:
    if lead["response_minutes"] is not None:
        return f"{what} from the clock's start to the first contact."
    if lead["first_contacted_at"] is None:
        return "Not contacted."
    return "Only a day is known: no minutes."
