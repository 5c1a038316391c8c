"""The events of one lead: its record, owners, statuses, activities, touches, duplicates and opportunity.

Reads the facts and lineage of a version. Grain: one row per event, by time; times are UTC. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dashboards.timeline_touches import touches
from leadhouse.explaining.explanation import Line
from leadhouse.explaining.responses import counts_as, lines_of, touches_of
from leadhouse.explaining.stays import STAGE_CHANGES, TOLD_BY
from leadhouse.explaining.version import Row, Version, by_creation

ORDER = ("lead", "duplicate", "step", "touch", "opportunity", "status", "owner", "activity", "due", "planned")
"""Which of several events at one time comes first, by kind."""

ASSIGNED = {
    "automatic": "assigned automatically",
    "self": "took it",
    "manager": "given by somebody else",
    "unknown": "not known who assigned it",
}
"""Who brought a lead to an owner, in words."""

MOVED = {"forward": "moved forward", "back": "moved back", "reopened": "opened again"}
"""Which way a change of status went, in words."""


def events_of(version: Version, lead: Row, model: str | None) -> list[Row]:
    """Return the events of a lead, the earliest first; those at an unknown time come first, planned ones last.

    Args:
        model: the attribution model of the credit that touches have; None: none is told.
    """
    duplicates = version.duplicates(lead)
    version.read_changes_of_stays(lead)
    found = [
        *_records(version, lead, duplicates),
        *_steps(version, lead),
        *_owners(version, lead),
        *_statuses(version, lead),
        *_activities(version, lead, duplicates),
        *touches(version, lead, model),
        *_opportunity(version, lead),
    ]
    return sorted(found, key=lambda row: (row["at"] is not None, row["at"] or datetime.min, ORDER.index(row["kind"])))


def _records(version: Version, lead: Row, duplicates: list[Row]) -> Iterator[Row]:
    """Return when each record of the lead was created."""
    key = lead["lead_key"]
    theirs = [each["lead_key"] for each in duplicates]
    for row in by_creation([*version.landed("lead", [key, *theirs]), *version.merged_into(key)]):
        event = {**_source(row), "at": row["created_at"], "record_key": row["record_key"], "record_type": "lead"}
        if row["record_key"] == key:
            raw = lead["lead_source_raw"]
            yield {
                **event,
                "kind": "lead",
                "what": "Lead created",
                "detail": f"source {raw}" if raw else "no source given",
            }
        elif row["record_key"] in theirs:
            counts = "duplicate: what it reached counts here"
            yield {
                **event,
                "kind": "duplicate",
                "what": "The same person came again",
                "detail": f"lead {row['record_id']}",
                "counts_as": counts,
            }
        else:
            counts = "merged: its activities and earliest time are this lead's"
            yield {
                **event,
                "kind": "duplicate",
                "what": "Record created that was merged into this lead",
                "detail": f"lead {row['record_id']}",
                "counts_as": counts,
            }


def _steps(version: Version, lead: Row) -> Iterator[Row]:
    """Return since when the lead counts at each step, and when its response was due."""
    if lead["clock_started_at"] and lead["clock_started_at"] != lead["created_at"]:
        yield {
            "at": lead["clock_started_at"],
            "kind": "step",
            "what": "Handed over to sales",
            "counts_as": "the response clock starts",
        }
    for column, words in (
        ("mql_at", "marketing-qualified"),
        ("sales_accepted_at", "accepted by sales"),
        ("qualified_at", "qualified"),
        ("converted_at", "converted"),
        ("recycled_at", "opened again"),
        ("disqualified_at", "disqualified"),
    ):
        if lead[column]:
            yield {"at": lead[column], "kind": "step", "what": words.capitalize(), "counts_as": f"{words} from here"}
    if lead["response_due_at"]:
        passed = lead["response_due_at"] < version.as_of(lead["source_system"])
        what = "Response was due" if passed else "Response is due"
        outcome = (lead["response_outcome"] or "").replace("_", " ")
        yield {"at": lead["response_due_at"], "kind": "due", "what": what, "counts_as": f"response: {outcome}"}


def _owners(version: Version, lead: Row) -> Iterator[Row]:
    stays = version.owners(lead["lead_key"])
    names = _names(version, [row["owner_key"] for row in stays])
    for row in stays:
        what = "First owner" if row["stay_number"] == 1 else "New owner"
        judged = None
        if row["is_response_due"]:
            judged = f"this owner has to answer: {'did so in time' if row['is_response_met'] else 'not done in time'}"
        detail = ", ".join(each for each in (_method(row), _told(row)) if each)
        for place in _places(version.changes("lead", lead["lead_key"], ("owner",), row["assigned_at"])):
            yield {
                **place,
                "at": row["assigned_at"],
                "kind": "owner",
                "what": what,
                "who": names.get(row["owner_key"]) or row["owner_key"] or "nobody",
                "detail": detail,
                "counts_as": judged,
            }


def _told(row: Row) -> str | None:
    """Return what tells of a stay, where it is not the system's own history."""
    return None if row["stay_source"] == "history" else TOLD_BY.get(row["stay_source"])


def _method(row: Row) -> str | None:
    method = row["assignment_method"]
    return ASSIGNED.get(method, method.replace("_", " ")) if method else None


def _statuses(version: Version, lead: Row) -> Iterator[Row]:
    for row in version.statuses(lead["lead_key"]):
        detail = ", ".join(each for each in (MOVED.get(row["direction"]), _told(row)) if each)
        means = (row["status"] or "no status").replace("_", " ")
        for place in _places(version.changes("lead", lead["lead_key"], ("status",), row["entered_at"])):
            yield {
                **place,
                "at": row["entered_at"],
                "kind": "status",
                "what": f"Status {row['status_raw'] or 'empty'}",
                "detail": detail,
                "counts_as": f"status: {means}",
            }


def _activities(version: Version, lead: Row, duplicates: list[Row]) -> Iterator[Row]:
    found = touches_of(version, lead, duplicates)
    lines = lines_of(version, lead, found)
    names = _names(version, [row["owner_key"] for row in found])
    for row in found:
        line = lines.get(row["activity_key"])
        done = row["happened_at"] is not None
        words = [row["activity_type"].replace("_", " ").capitalize(), row["direction"]]
        counts = counts_as(lead, row)
        if done and counts == "attempt" and row["happened_at"] == lead["first_contacted_at"]:
            counts = "attempt: the first response"
        elif counts == "attempt" and row["activity_type"] == "meeting":
            counts = "attempt (held)"
        yield {
            "at": row["happened_at"]
            if done
            else row["due_date"] and datetime.combine(row["due_date"], datetime.min.time()),
            "by_day": row["precision"] == "day" or not done,
            "kind": "activity" if done else "planned",
            "what": ", ".join(each for each in words if each),
            "detail": None if done else "planned, not done",
            "who": names.get(row["owner_key"]) or row["owner_key"],
            "counts_as": counts,
            "file": line.file if line else None,
            "row": line.row if line else None,
        }


def _opportunity(version: Version, lead: Row) -> Iterator[Row]:
    """Return the stages of the lead's opportunity, its creation before them."""
    key = lead["opportunity_key"]
    deal = version.fact("opportunity", key) if key else None
    if deal is None:
        return
    line = version.lines("opportunity", [key]).get(key)
    created = {"file": line.file, "row": line.row} if line else {}
    about = {"kind": "opportunity", "record_key": key, "record_type": "opportunity"}
    yield {
        **about,
        **created,
        "at": deal["created_at"],
        "what": f"Opportunity: {deal['name'] or 'without a name'}",
        "counts_as": "opportunity" if deal["is_counted"] else "never real: does not count",
    }
    stays = version.stages(key)
    version.read_changes("opportunity", key, [row["entered_at"] for row in stays])
    for row in stays:
        means = (row["stage"] or "no stage").replace("_", " ")
        places = _places(version.changes("opportunity", key, STAGE_CHANGES, row["entered_at"]))
        yield {
            **about,
            **min(places, key=lambda place: (place["file"] or "", place["row"] or 0)),
            "at": row["entered_at"],
            "what": f"Stage {row['stage_raw'] or 'empty'}",
            "counts_as": f"stage: {means}",
        }


def _places(lines: tuple[Line, ...]) -> list[Row]:
    """Return where recorded changes stand; nowhere where there is none."""
    return [{"file": line.file, "row": line.row} for line in lines] or [{"file": None, "row": None}]


def _names(version: Version, keys: list[str | None]) -> dict[str, str]:
    sql = "select user_key, user_name from dim_users where list_contains($keys, user_key)"
    return {row["user_key"]: row["user_name"] for row in version.rows(sql, keys=[key for key in keys if key])}


def _source(row: Row) -> Row:
    return {"file": row["source_file"], "row": row["source_row"]}
