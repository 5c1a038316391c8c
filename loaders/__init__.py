"""Loaders: files in, raw tables in landing.duckdb out. No business rule.

`load` is the one way in; `retry_rejects` takes what it rejected once somebody has corrected it; `ensure_landing` makes
an empty landing.duckdb. What is refused raises Refused, a landing.duckdb that another process holds raises Busy.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from leadhouse.warehouse.calendars import is_time_zone
from loaders.errors import Busy, Refused
from loaders.landing.open_rejects import OpenReject, open_rejects, write_rejects
from loaders.landing.status import catch_up
from loaders.loading import ensure_landing, moment, run, run_retry
from loaders.order import Order, Progress
from loaders.report import FileReport, Ignored, LoadReport
from loaders.sources.declarations import source as declared_source
from loaders.sources.declarations import source_names
from loaders.sources.parts import Formats
from loaders.sources.plans import Plan

__all__ = [
    "SOURCES",
    "Busy",
    "FileReport",
    "Ignored",
    "LoadReport",
    "OpenReject",
    "Refused",
    "catch_up",
    "ensure_landing",
    "load",
    "open_rejects",
    "retry_rejects",
    "write_rejects",
]

DATE_ORDERS = ("dmy", "mdy", "ymd")


def load(
    source: str,
    paths: list[Path],
    warehouse: Path,
    *,
    mapping: Path | None = None,
    complete: bool = False,
    accept_shrink: bool = False,
    dry_run: bool = False,
    time_zone: str | None = None,
    date_order: str | None = None,
    loaded_at: datetime | None = None,
    progress: Progress | None = None,
) -> LoadReport:
    """Land exports: everything that is new under the paths, in one transaction.

    Args:
        source: a declared one; SOURCES has them all.
        paths: files, folders or zip archives.
        warehouse: folder; created if need be.
        mapping: TOML file that says what is what; for source spreadsheet.
        complete: the export holds all records, so that absent ones have been deleted.
        accept_shrink: many of the records known before may be absent from a complete export.
        dry_run: say what would happen and change nothing.
        time_zone: of local times in report exports, such as Europe/Berlin.
        date_order: of dates in report exports: dmy, mdy or ymd.
        loaded_at: time of the load, with a zone; None is now.
        progress: told the file, bytes done and bytes in all.

    Returns:
        What happened to each file.

    Raises:
        Refused: an input cannot be trusted or understood; nothing was changed.
        Busy: another process holds landing.duckdb.
    """
    plan = _plan(source, mapping, Formats(time_zone, date_order))
    order = Order(complete, dry_run, moment(loaded_at), accept_shrink)
    return run(plan, paths, warehouse, order, progress)


def retry_rejects(
    source: str,
    paths: list[Path],
    warehouse: Path,
    *,
    mapping: Path | None = None,
    dry_run: bool = False,
    loaded_at: datetime | None = None,
) -> LoadReport:
    """Land corrected records in the place of the rejects that they were; loading them again changes nothing.

    Args:
        source: as in the load that rejected them.
        paths: files that write_rejects wrote, corrected.
        warehouse: folder.
        mapping: the one that rejected them; for source spreadsheet.
        dry_run: say what would happen and change nothing.
        loaded_at: time of the load, with a zone; None is now.

    Raises:
        Refused: a file is not one of corrected records.
        Busy: another process holds landing.duckdb.
    """
    plan = _plan(source, mapping, Formats())
    return run_retry(plan, paths, warehouse, Order(False, dry_run, moment(loaded_at)))


def _plan(source: str, mapping: Path | None, formats: Formats) -> Plan:
    if formats.time_zone and not is_time_zone(formats.time_zone):
        raise Refused("", f'"{formats.time_zone}" is not a time zone', 'Name one such as "Europe/Berlin" or "UTC".')
    if formats.date_order and formats.date_order not in DATE_ORDERS:
        raise Refused("", f'"{formats.date_order}" is not an order of dates', "Use dmy, mdy or ymd.")
    if source not in source_names():
        raise Refused("", f'"{source}" is not a source', f"Use one of: {', '.join(source_names())}.")
    declared = declared_source(source)
    if not declared.is_mapped:
        from loaders.sources.declared import DeclaredPlan

        return DeclaredPlan(declared, formats)
    from loaders.sources.spreadsheet import SpreadsheetPlan

    if mapping is None:
        raise Refused("", f"A {source} needs a mapping", "Add --mapping FILE; docs/loading.md shows how to write it.")
    return SpreadsheetPlan(mapping)


def __getattr__(name: str) -> Any:
    """SOURCES: the names of the sources, read from their declarations when somebody asks."""
    if name == "SOURCES":
        return source_names()
    raise AttributeError(name)
