"""Reads what can be asked of a published version: its metrics, its facts' columns, its time zone and its models.

Reads dim_metrics, information_schema, meta_sources, fct_leads and the definitions. Grain: one `Catalogue` per version.
Writes nothing. Refuses: a version of an earlier release, which lacks what pages read (`LeadhouseError`).
"""

from __future__ import annotations

from dataclasses import fields

import duckdb

from dashboards.catalogue import Catalogue, Metric
from dashboards.events import EVENTS
from dashboards.fields import TOLD_BY_CREDIT
from dashboards.published import Published
from leadhouse.errors import LeadhouseError


def read_catalogue(published: Published) -> Catalogue:
    """Read the names of a version."""
    cursor = published.cursor()
    names = [each.name for each in fields(Metric)]
    rows = cursor.execute(f"select {', '.join(names)} from dim_metrics").fetchall()
    metrics = {row[0]: Metric(**dict(zip(names, row, strict=True))) for row in rows}
    columns: dict[str, dict[str, str]] = {}
    listed = "select table_name, column_name, data_type from information_schema.columns"
    for table, column, kind in cursor.execute(
        f"{listed} where table_catalog = 'published' and table_schema = 'main' order by ordinal_position"
    ).fetchall():
        columns.setdefault(table, {})[column] = kind
    _require(published, columns)
    zones = cursor.execute("select min(reporting_time_zone) from meta_sources").fetchone()
    zone = zones[0] if zones and zones[0] else "UTC"
    known = cursor.execute("select source_system, as_of_at from meta_sources where as_of_at is not null order by 1")
    as_of = dict(known.fetchall())
    return Catalogue(metrics, columns, zone, _read_models(cursor, columns), as_of, _read_silent(cursor, columns))


def _require(published: Published, columns: dict[str, dict[str, str]]) -> None:
    """Refuse a version that an earlier release built without columns that pages read."""
    needed = [(fact, column) for (fact, _), event in EVENTS.items() for column in sorted(event.columns)]
    needed += [("fct_campaign_attribution", column) for column in TOLD_BY_CREDIT]
    lacking = [f"{fact}.{column}" for fact, column in needed if fact in columns and column not in columns[fact]]
    if lacking:
        raise LeadhouseError(
            f"{published.path.stem} was built by an earlier release of Leadhouse, before {lacking[0]} was known. "
            "Next: leadhouse build"
        )


def _read_silent(
    cursor: duckdb.DuckDBPyConnection, columns: dict[str, dict[str, str]]
) -> dict[tuple[str, str] | None, tuple[str, ...]]:
    """Return the source systems whose leads had an event and never a time of it."""
    told = dict.fromkeys(event.told_by for event in EVENTS.values() if event.told_by)
    known = [pair for pair in told if set(pair) <= set(columns.get("fct_leads", ()))]
    if not known:
        return {}
    never = (f'bool_or("{flag}") and not bool_or("{flag}" and "{time}" is not null)' for flag, time in known)
    sql = f'select "source_system", {", ".join(never)} from fct_leads group by "source_system" order by 1'
    found = cursor.execute(sql).fetchall()
    return {pair: tuple(row[0] for row in found if row[number]) for number, pair in enumerate(known, 1)}


def _read_models(cursor: duckdb.DuckDBPyConnection, columns: dict[str, dict[str, str]]) -> tuple[str, ...]:
    """Return the attribution models that a version was built with; none where it knows no attribution."""
    if "fct_campaign_attribution" not in columns:
        return ()
    enabled = "select attribution_model, sort_order from definitions.attribution_models where is_enabled"
    return tuple(row[0] for row in cursor.execute(f"{enabled} order by sort_order, attribution_model").fetchall())
