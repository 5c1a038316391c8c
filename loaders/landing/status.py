"""What `leadhouse status` shows of the loads, kept readable beside the locked database.

Reads the ledger of landing.duckdb and status.json; writes three sections of status.json: "loads" (one entry per load,
newest last), "landing" (one entry per system and object) and "pending_load" (the id of a load about to be committed).
Counts and names only, no value of a record.

A load is announced before its commit and listed after it. If the process dies between the two, the announcement is
still there, and the next load or `status` lists from the ledger what is missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.status import read_status, write_section
from loaders.comparing.drift import drift_of
from loaders.errors import Busy
from loaders.landing.database import Landing, opened
from loaders.report import FileReport, LoadReport

KEPT_LOADS = 100
PENDING = "pending_load"
TABLES = """
    select files.source_system, files.object_name as object, count(*) as files, sum(landed)::bigint as landed,
        sum(rejected)::bigint as rejected, max(loads.loaded_at)::varchar as loaded_at
    from landing.ledger.files
    inner join landing.ledger.loads on files.load_id = loads.load_id
    group by all
    order by all
"""
OPEN_REJECTS = """
    select count(distinct coalesce(reject_id, rowid::varchar))
    from landing.ledger.rejects
    where resolved_load_id is null
"""
LOADS = "select load_id, source, source_system, loaded_at from landing.ledger.loads order by rowid desc limit {}"
FILES = """
    select file_name, object_name, records, landed, rejected, left_out
    from landing.ledger.files
    where load_id = ?
    order by rowid
"""


def announce(root: Path, load_id: str) -> None:
    """Say that a load is about to be committed."""
    write_section(Warehouse.at(root), PENDING, load_id)


def write_status(root: Path, landing: Landing, report: LoadReport | None = None) -> None:
    """List all loads of the ledger and bring the totals up to date.

    Args:
        landing: open, after the commit.
        report: of the load just committed; knows more of it than the ledger does.
    """
    warehouse = Warehouse.at(root)
    listed = {entry.get("load_id"): entry for entry in read_status(warehouse).get("loads", []) if "drift" in entry}
    if report and report.load_id:
        listed[report.load_id] = report.as_dict()
    rows = landing.connection.execute(LOADS.format(KEPT_LOADS)).fetchall()
    loads = [listed.get(row[0]) or _from_ledger(landing, *row).as_dict() for row in reversed(rows)]
    write_section(warehouse, "loads", loads)
    ((open_rejects,),) = landing.connection.execute(OPEN_REJECTS).fetchall()
    write_section(warehouse, "landing", {"tables": _tables(landing), "open_rejects": open_rejects})
    write_section(warehouse, PENDING, None)


def catch_up(root: Path) -> None:
    """List loads that were committed but not listed, because the process died in between.

    Opens landing.duckdb only where status.json says that there may be any; does nothing while another process holds
    it, since that one will list them, or where this user may only read.
    """
    warehouse = Warehouse.at(root)
    status = read_status(warehouse)
    is_listed = "loads" in status and all("drift" in entry for entry in status["loads"])
    if not warehouse.landing.is_file() or (is_listed and not status.get(PENDING)):
        return
    try:
        with opened(warehouse.landing) as landing:
            write_status(root, landing)
    except (Busy, OSError, duckdb.IOException):
        return


def _from_ledger(landing: Landing, load_id: str, source: str, system: str, loaded_at: Any) -> LoadReport:
    """What can still be said of a load."""
    files = [FileReport(*row) for row in landing.connection.execute(FILES, [load_id]).fetchall()]
    report = LoadReport(source, system, loaded_at, dry_run=False, load_id=load_id, files=files)
    report.drift = drift_of(landing, load_id)
    return report


def _tables(landing: Landing) -> list[dict[str, Any]]:
    cursor = landing.connection.execute(TABLES)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
