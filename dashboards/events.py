"""What a lead, or a stay with an owner, may reach with time, and what ends its chance to.

Pure: SQL over one fact alone. Grain: one `Event` per fact and flag.
"""

from __future__ import annotations

import re
from dataclasses import astuple, dataclass

NOT_OPEN = 'not f."is_open"'
ENDED = """f."end_reason" <> 'open'"""
COLUMN = re.compile(r'f\."(\w+)"')


@dataclass(frozen=True)
class Event:
    """An event, the competing one, and the clock that both are timed by; all SQL.

    Attributes:
        happened: whether the event happened.
        happened_at: when; null where it is not known.
        since: when the clock started.
        left: whether the chance ended without the event, by the competing one.
        left_at: when; null where it is not known: by the day of the data at the latest.
        measured: which rows can be timed, unless their source is one that never says when the event happened.
        told_by: the flag and the time of fct_leads that a source must not leave empty throughout.
    """

    happened: str
    happened_at: str
    since: str
    left: str
    left_at: str
    measured: str
    told_by: tuple[str, str] | None = None

    @property
    def columns(self) -> set[str]:
        """The columns of the fact that it is told by."""
        return {column for each in astuple(self) if isinstance(each, str) for column in COLUMN.findall(each)}


def _measured(happened: str, happened_at: str, since: str, flag: str) -> str:
    """Return the rows whose event has an age: none for a time that is not known or lies before the clock started."""
    has_age = f"coalesce({since} is not null and (not {happened} or {happened_at} >= {since}), false)"
    known = ' and f."is_win_known"' if flag == "is_won" else ""
    return f"{has_age}{known}"


def _of_lead(flag: str, time: str, left: str = NOT_OPEN, left_at: str = 'f."closed_at"') -> Event:
    """Return an event of a lead by its age since creation; without it, closing the lead ends the chance."""
    happened, at, since = f'f."{flag}"', f'f."{time}"', 'f."created_at"'
    measured = _measured(happened, at, since, flag)
    return Event(happened, at, since, f"(not {happened} and ({left}))", left_at, measured, (flag, time))


def _of_stay(flag: str, time: str, left: str = ENDED, left_at: str = 'f."released_at"') -> Event:
    """Return an event of a lead during a stay, by the age of the stay; without it, the stay's end ends the chance."""
    happened, at, since = f'f."{flag}"', f'f."{time}"', 'f."assigned_at"'
    measured = _measured(happened, at, since, flag)
    return Event(happened, at, since, f"(not {happened} and ({left}))", left_at, measured, (flag, time))


EVENTS = {
    ("fct_leads", "is_contacted"): Event(
        happened='f."is_contacted"',
        happened_at='f."first_contacted_at"',
        since='f."clock_started_at"',
        left=f'(not f."is_contacted" and {NOT_OPEN})',
        left_at='f."closed_at"',
        measured='f."is_measurable"',
    ),
    ("fct_leads", "is_qualified"): _of_lead("is_qualified", "qualified_at"),
    ("fct_leads", "is_converted"): _of_lead("is_converted", "converted_at"),
    ("fct_leads", "has_opportunity"): _of_lead("has_opportunity", "converted_at"),
    ("fct_leads", "is_won"): _of_lead(
        "is_won",
        "won_at",
        f'f."is_opportunity_closed" or ({NOT_OPEN} and not f."has_opportunity")',
        'coalesce(f."opportunity_closed_at", f."closed_at")',
    ),
    ("fct_lead_assignments", "is_contacted"): Event(
        happened='f."is_contacted"',
        happened_at='f."first_touch_at"',
        since='f."assigned_at"',
        left=f'(not f."is_contacted" and {ENDED})',
        left_at='f."released_at"',
        measured='f."is_measurable" and f."assigned_at" is not null',
    ),
    ("fct_lead_assignments", "is_qualified"): _of_stay("is_qualified", "qualified_at"),
    ("fct_lead_assignments", "is_converted"): _of_stay("is_converted", "converted_at"),
    ("fct_lead_assignments", "is_won"): _of_stay(
        "is_won",
        "won_at",
        f'f."is_opportunity_closed" or ({ENDED} and not f."is_converted")',
        'coalesce(f."opportunity_closed_at", f."released_at")',
    ),
}
"""The events by fact and the column that says whether they happened."""
