"""What `leadhouse status` shows of the loads, kept readable beside the locked database.

Reads the ledger of landing.duckdb and status.json; writes the sections "loads" (one entry per load, newest last) and
"landing" (one entry per system and object) of status.json. Counts and names only, no value of a record.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.status import read_status, write_section
from loaders.landing import Landing
from loaders.report import LoadReport

KEPT_LOADS = 100
TABLES = """
    select files.source_system, files.object_name as object, count(*) as files, sum(landed)::bigint as landed,
        sum(rejected)::bigint as rejected, max(loads.loaded_at)::varchar as loaded_at
    from landing.ledger.files
    inner join landing.ledger.loads on files.load_id = loads.load_id
    group by all
    order by all
"""


def write_status(root: Path, landing: Landing, report: LoadReport) -> None:
    """Add a load that landed something, and bring the totals up to date.

    Args:
        landing: open, after the commit.
    """
    warehouse = Warehouse.at(root)
    loads = read_status(warehouse).get("loads", [])
    known = {
        load_id for (load_id,) in landing.connection.execute("select load_id from landing.ledger.loads").fetchall()
    }
    loads = [entry for entry in loads if entry.get("load_id") in known - {report.load_id}]
    if report.load_id:
        loads.append(report.as_dict())
    write_section(warehouse, "loads", loads[-KEPT_LOADS:])
    write_section(warehouse, "landing", {"tables": _tables(landing)})


def _tables(landing: Landing) -> list[dict[str, Any]]:
    cursor = landing.connection.execute(TABLES)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
