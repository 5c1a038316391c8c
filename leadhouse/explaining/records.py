"""Where a record came from and what became of it, of any kind.

Reads meta_lineage, meta_loads and fct_activities. Grain: one section per record. Writes nothing.
"""

from __future__ import annotations

from dataclasses import replace

from leadhouse.explaining.explanation import Fact, Line, Section
from leadhouse.explaining.version import Row, Version

FATES = {
    "published": "It has a row in {fact}.",
    "deleted": "Deleted in its system, or merged into a record that is, or absent from an export declared complete: "
    "in no fact.",
    "merged": "Merged into another record, which has its activities, memberships and earliest times: in no fact of "
    "its own. Next: leadhouse explain {survivor}",
    "absent_survivor": "Merged into a record that no export holds: dropped and counted in meta_faults.",
    "cycle": "Its chain of merges runs in a circle, so that none of it survives: rejected and counted in meta_faults.",
    "no_creation_time": "Neither it nor a record merged into it has a creation time that can be read: nothing of it "
    "can be dated. Counted in meta_faults; see meta_casts for the value.",
    "created_after_as_of": "Created after the time as of which this version was built: not there yet.",
    "invitee_copy": "An invitee's copy of a meeting that the organiser's own record tells: counted once.",
    "recurrence_master": "The pattern of a series of meetings or tasks, not one that takes place.",
    "no_time": "Done, and nothing says when: it can stand nowhere in time.",
}
"""What each fate of meta_lineage means."""


def record_section(version: Version, line: Line, fact: str) -> Section:
    """Return what a landed record is, where it stands and what became of it."""
    fate = FATES[line.fate].format(fact=fact, survivor=line.survivor_key)
    survivors = tuple(version.lines(line.entity, [line.survivor_key or ""]).values())
    facts = [
        Fact("record", line.key, f"The newest version landed, brought by {_loaded(version, line)}.", (line,)),
        Fact("fate", line.fate, fate, tuple(replace(each, note="the survivor") for each in survivors)),
    ]
    merged = tuple(each for each in version.merge_chain(line.key) if each.key != line.key)
    if merged:
        why = "Records merged into it: their activities and memberships are its own, and it takes their earliest times."
        facts.append(Fact("merged", len(merged), why, merged))
    return Section("Record", tuple(facts))


def _loaded(version: Version, line: Line) -> str:
    found = version.row("select min(loaded_at) as at from meta_loads where load_id = $load", load=line.load_id)
    return f"load {line.load_id} of {found['at']:%Y-%m-%d %H:%M} UTC" if found and found["at"] else line.load_id


def activity_lines(version: Version, activities: list[Row], notes: dict[str, str] | None = None) -> tuple[Line, ...]:
    """Return the lines of activities in the order given, each with what it is and when it took place."""
    lines = version.lines("activity", [row["activity_key"] for row in activities])
    return tuple(
        replace(lines[row["activity_key"]], note=_told(row, (notes or {}).get(row["activity_key"], "")))
        for row in activities
        if row["activity_key"] in lines
    )


def _told(row: Row, note: str) -> str:
    """Return an activity in words: type, direction, time, and what it counts as."""
    if row["happened_at"] is None:
        when = f"planned for {row['due_date']}" if row["due_date"] else "not done"
    else:
        when = str(row["happened_date"]) if row["precision"] == "day" else f"{row['happened_at']}"
    words = [row["activity_type"], row["direction"], when, note]
    return ", ".join(word for word in words if word)


def given(value: object, none: str = "none") -> str:
    """Return a value as text; null in words."""
    return none if value is None else str(value)
