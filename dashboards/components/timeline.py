"""One lead as text: what it counts as and why, and what happened to it, one event below the other.

Pure: rows in, markup out. Every value is escaped: text of the CRM is shown as it is and never run.
"""

from __future__ import annotations

import re
from datetime import datetime
from html import escape
from typing import Any

from dashboards.components.formats import day, duration

Row = dict[str, Any]

REASONS = {
    "fate": "Record",
    "is_counted": "Counts",
    "response_outcome": "Response",
    "response_limit": "Time allowed",
    "is_qualified": "Qualified",
    "opportunity_key": "Opportunity",
    "won_amount": "Won amount",
    "disqualified_reason": "Reason",
    "leakage_class": "Where it stands",
}
"""The reasons that are shown at once and what they are called; all others are in the table below."""

MAYBE = {"opportunity_key": "-", "won_amount": "-", "fate": "published"}
"""Reasons that are left out where they say nothing, and the value that says nothing."""

CODES = ("fate", "response_outcome", "leakage_class", "disqualified_reason")
"""Reasons whose values are words of the contract."""

OUTCOMES = {
    "met": "in time",
    "late": "late",
    "overdue": "overdue",
    "pending": "not due yet",
    "closed_untouched": "closed without an attempt",
    "not_measurable": "not measurable",
}
"""What became of the time allowed for an answer, in words."""

LIMIT = re.compile(r"(\d+) (working )?minutes")
"""How a limit of time is told."""

UNKNOWN = "unknown time"


def named_markup(name: str) -> str:
    """Return what a lead is called, as a heading."""
    return f'<h2 class="lead-name">{escape(name)}</h2>'


def reach_markup(ways: list[str]) -> str:
    """Return how to reach the person, as one line; nothing where no way is known."""
    return f'<p class="reach">{" · ".join(escape(each) for each in ways)}</p>' if ways else ""


def standing_markup(standing: dict[str, tuple[str, str]]) -> str:
    """Return where a lead stands: per question a word, and what stands under it."""
    parts = [
        f"<div><dt>{escape(label)}</dt><dd><b>{escape(_spoken(value))}</b><small>{escape(beside)}</small></dd></div>"
        for label, (value, beside) in standing.items()
    ]
    return f'<dl class="standing">{"".join(parts)}</dl>'


def _spoken(word: str) -> str:
    """Return a word of the contract as people say it; a name as it is."""
    return word.replace("_", " ")


def reasons_markup(rows: list[Row], more: dict[str, str]) -> str:
    """Return what a lead counts as, each with its reason, and more that is known of it.

    Args:
        rows: `section`, `name`, `value`, `why` of everything that was decided.
        more: words and values below it.
    """
    chosen = {row["name"]: row for row in rows}
    named = {name: word for name, word in REASONS.items() if name in chosen and not _says_nothing(chosen[name])}
    parts = [
        f"<dt>{escape(word)}</dt><dd><b>{escape(_value(chosen[name]))}</b><small>{escape(chosen[name]['why'])}</small></dd>"
        for name, word in named.items()
    ]
    parts += [f"<dt>{escape(word)}</dt><dd>{escape(value)}</dd>" for word, value in more.items()]
    return f'<dl class="reasons">{"".join(parts)}</dl>'


def _says_nothing(row: Row) -> bool:
    """Whether a row says only what is plain from the others."""
    return bool(MAYBE.get(row["name"]) == row["value"])


def _value(row: Row) -> str:
    """Return a value in words; a limit of minutes in hours and days."""
    limit = LIMIT.fullmatch(row["value"] or "") if row["name"] == "response_limit" else None
    if limit:
        return duration(float(limit[1])) + (" of working time" if limit[2] else "")
    return _spoken(row["value"]) if row["name"] in CODES else row["value"] or "-"


def timeline_markup(rows: list[Row], tells_sources: bool = False) -> str:
    """Return the events of a lead as a list; the day stands where it changes.

    Args:
        tells_sources: each event names the file and the record that tell of it.
    """
    parts, shown = [], ""
    for row in rows:
        date = _date(row["at"])
        parts.append(_event(row, date if date != shown else "", tells_sources))
        shown = date
    return f'<ol class="timeline">{"".join(parts)}</ol>'


def _event(row: Row, date: str, tells_sources: bool) -> str:
    what = f"<b>{escape(row['what'])}</b>"
    who = f" · {escape(row['who'])}" if row["who"] else ""
    details = [row["detail"], _source(row) if tells_sources else ""]
    small = " · ".join(escape(each) for each in details if each)
    return (
        f'<li class="{"day" if date else "same"}"><span class="date">{escape(date)}</span>'
        f'<span class="at">{escape(_time(row))}</span>'
        f'<span class="happened">{what}{who}<small>{small}</small></span>'
        f'<span class="counts">{escape(_counts_as(row["counts_as"] or ""))}</span></li>'
    )


def _counts_as(words: str) -> str:
    """Return what an event counts as, the outcome of a response as people say it."""
    what, _, outcome = words.partition("response: ")
    return words if what or outcome not in OUTCOMES else f"response: {OUTCOMES[outcome]}"


def _source(row: Row) -> str:
    """Return the file and the record that tell of an event; the archive that it came in stands below the timeline."""
    return f"{row['file'].rpartition('/')[2]} record {row['row']:,}" if row["file"] else ""


def _date(at: datetime | None) -> str:
    return UNKNOWN if at is None else f"{at:%a} {day(at)}"


def _time(row: Row) -> str:
    if row["at"] is None:
        return ""
    return "day only" if row["by_day"] else f"{row['at']:%H:%M:%S}"
