"""What happened to one lead, as a table of events and the reasons for what it counts as.

Reads the facts, meta_lineage and meta_change_lineage of a published version, through what `leadhouse explain` reads.
Grain: one row per event, or per reason. Times are in the reporting zone. Writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from dashboards.places import places_of
from dashboards.published import open_version
from dashboards.sql import catalogue_of, fetch
from dashboards.timeline_events import events_of
from dashboards.timeline_touches import credited
from leadhouse.explaining.explanation import Fact
from leadhouse.explaining.leads import explain_lead
from leadhouse.explaining.text import spoken
from leadhouse.explaining.version import Row, Version

UTC_TIME = re.compile(r"\b(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)(?:\.\d+)?\b")
"""How explanations write times, which are UTC."""

EVENT = {
    "at": pl.Datetime,
    "by_day": pl.Boolean,
    "kind": pl.String,
    "what": pl.String,
    "detail": pl.String,
    "who": pl.String,
    "counts_as": pl.String,
    "file": pl.String,
    "row": pl.Int64,
    "record_key": pl.String,
    "record_type": pl.String,
}
"""The columns of a timeline."""

CREDIT: dict[str, pl.DataType | type[pl.DataType]] = {
    "at": pl.Datetime,
    "by_day": pl.Boolean,
    "what": pl.String,
    "detail": pl.String,
    "who": pl.String,
    "credit": pl.Float64,
    "amount": pl.Decimal(28, 10),
    "model": pl.String,
}
"""The columns of who gets the credit for a deal."""

REASON = dict.fromkeys(("section", "name", "value", "why", "source"), pl.String)
LINE = dict.fromkeys(("record_key", "record_type", "what", "fate", "survivor_key", "file"), pl.String)


def version_at(path: Path) -> Version:
    """Return a version that the pages hold open, to be asked about records."""
    return Version(path, open_version(path).cursor(), partial(places_of, path))


def lead_of(path: Path, key: str) -> pl.DataFrame:
    """Return the row of a lead in fct_leads with its names, times in the reporting zone; no row: it has none."""
    times = ", ".join(
        f"timezone($zone, timezone('UTC', f.{name})) as {name}" for name in ("created_at", "response_due_at")
    )
    sql = f"""
        select f.* exclude (created_at, response_due_at), {times},
            concat_ws(' ', k.first_name, k.last_name) as person, k.email, k.phone,
            u.user_name as owner_name, c.label as leakage_label, c.description as leakage_meaning, s.next_step,
            d.name as opportunity_name, d.stage as opportunity_stage, d.amount as amount,
            d.is_won as deal_is_won, d.closed_date as deal_closed_date, d.close_date as deal_close_date
        from fct_leads as f
        left join dim_lead_contacts as k on k.lead_key = f.lead_key
        left join dim_users as u on u.user_key = f.owner_key
        left join definitions.leakage_classes as c on c.leakage_class = f.leakage_class
        left join definitions.leakage_steps as s on s.leakage_class = f.leakage_class
        left join fct_opportunities as d on d.opportunity_key = f.opportunity_key
        where f.lead_key = $key
    """
    return fetch(path, sql, {"zone": catalogue_of(path).zone, "key": key})


def events_at(path: Path, key: str, model: str | None = None) -> pl.DataFrame:
    """Return everything that happened to a lead, the earliest first; times are in the reporting zone.

    Args:
        model: the attribution model of the credit that touches have; None: the one that pages open with.
    """
    version = version_at(path)
    lead = version.fact("lead", key)
    zone = ZoneInfo(catalogue_of(path).zone)
    found = events_of(version, lead, _told_by(path, model)) if lead else []
    # What is planned has a day of the reporting zone, no time.
    rows = [row if row["kind"] == "planned" else {**row, "at": _local(row["at"], zone)} for row in found]
    return pl.DataFrame([{name: row.get(name) for name in EVENT} for row in rows], schema=EVENT)


def credit_at(path: Path, key: str, model: str | None = None) -> pl.DataFrame:
    """Return who gets the credit for a lead's deal under a model, the earliest first: `credit` adds up to one.

    Args:
        model: the attribution model; None: the one that pages open with.
    """
    version = version_at(path)
    lead = version.fact("lead", key)
    zone = ZoneInfo(catalogue_of(path).zone)
    found = credited(version, lead, _told_by(path, model)) if lead else []
    return pl.DataFrame([{**row, "at": _local(row["at"], zone)} for row in found], schema=CREDIT)


def _told_by(path: Path, model: str | None) -> str | None:
    """Return the model that credit is told by: the one asked for, else the usual; None: the version has none."""
    names = catalogue_of(path)
    return (model if model in names.models else names.usual_model) if names.models else None


def reasons_at(path: Path, key: str) -> pl.DataFrame:
    """Return what a landed lead counts as and why, with the file and record behind it; no row: it never landed."""
    version = version_at(path)
    # The fact first: it tells when the record was created, and so where it stands.
    version.fact("lead", key)
    line = version.lines("lead", [key]).get(key)
    if line is None:
        return pl.DataFrame(schema=REASON)
    zone = ZoneInfo(catalogue_of(path).zone)
    rows = [
        {"section": section.title, "name": fact.name, **_reason(fact, zone)}
        for section in explain_lead(version, line).sections
        for fact in section.facts
    ]
    return pl.DataFrame(rows, schema=REASON)


def lines_at(path: Path, key: str) -> pl.DataFrame:
    """Return the records that a lead consists of: its own, those merged into it, duplicates, its opportunity."""
    version = version_at(path)
    lead = version.fact("lead", key)
    named = [("this lead" if each.key == key else "merged into it", each) for each in version.merge_chain(key)]
    if lead:
        duplicates, first, deal = version.duplicates(lead), lead["duplicate_of_lead_key"], lead["opportunity_key"]
        theirs = version.lines("lead", [row["lead_key"] for row in duplicates])
        named += [("its duplicate", each) for each in theirs.values()]
        named += [("the lead that it repeats", each) for each in version.lines("lead", [first]).values()]
        if deal:
            version.fact("opportunity", deal)
        named += [("its opportunity", each) for each in version.lines("opportunity", [deal]).values()]
    rows = [
        {
            "record_key": each.key,
            "record_type": each.entity,
            "what": what,
            "fate": each.fate,
            "survivor_key": each.survivor_key,
            "file": f"{each.file} record {each.row:,}" if each.file else None,
        }
        for what, each in named
    ]
    return pl.DataFrame(rows, schema=LINE)


def _reason(fact: Fact, zone: ZoneInfo) -> Row:
    value: Any = fact.value
    written = _written(value, zone) if isinstance(value, datetime) else spoken(value)
    source = "; ".join(f"{line.file} record {line.row:,}" for line in fact.lines if line.file)
    return {"value": written, "why": in_zone(fact.why, zone), "source": source or None}


def in_zone(words: str, zone: ZoneInfo) -> str:
    """Return a text with its UTC times written as those of a zone."""
    return UTC_TIME.sub(lambda found: _written(datetime.fromisoformat(found[1]), zone), words)


def _written(at: datetime, zone: ZoneInfo) -> str:
    local = _local(at, zone)
    assert local is not None
    return (
        f"{local:%a} {local.day} {local:%b %Y, %H:%M:%S}"
        if local.second
        else f"{local:%a} {local.day} {local:%b %Y, %H:%M}"
    )


def _local(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    return at and at.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None)


TIMELINES: dict[str, Callable[..., pl.DataFrame]] = {
    "lead": lead_of,
    "lead_events": events_at,
    "lead_credit": credit_at,
    "lead_reasons": reasons_at,
    "lead_lines": lines_at,
}
"""The questions about one lead, by name."""
