"""The state of a warehouse in one object.

Reads status.json and the meta tables of the published version; never landing.duckdb, so a running load does not block
it. Writes nothing. Grain: one overview per warehouse.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from leadhouse.errors import LeadhouseError
from leadhouse.warehouse.database import first_line, open_published
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.leftovers import ever_current
from leadhouse.warehouse.status import read_status
from leadhouse.warehouse.versions import current_file, version_of

SOURCES = """
    select meta_sources.source_system, meta_sources.as_of_at, meta_sources.loaded_at, loads.records, loads.rejected
    from meta_sources
    left join (
        select source_system, sum(records) as records, sum(rejected) as rejected
        from meta_loads
        group by source_system
    ) as loads on loads.source_system = meta_sources.source_system
    order by meta_sources.source_system
"""
TESTS = "select test_name, table_name, description, status, failures from meta_tests order by test_name"


def overview(warehouse: Warehouse) -> dict[str, Any]:
    """Everything that `leadhouse status` shows, ready for JSON."""
    status = read_status(warehouse)
    builds = status.get("builds", {})
    file = current_file(warehouse)
    return {
        "warehouse": str(warehouse.root),
        "published": _published(file) if file else None,
        "versions": [version_of(path) for path in ever_current(warehouse)],
        "last_build": builds.get("published"),
        "last_failure": builds.get("failed"),
        "loads": status.get("loads", []),
        "landing": status.get("landing", {}),
    }


def _published(file: Path) -> dict[str, Any]:
    try:
        with open_published(file) as connection:
            sources, tests = (_records(connection, sql) for sql in (SOURCES, TESTS))
    except duckdb.Error as error:
        raise LeadhouseError(f"{file} cannot be read ({first_line(error)}). Next: leadhouse doctor") from None
    return {"version": version_of(file), "path": str(file), "sources": sources, "tests": tests}


def _records(connection: duckdb.DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    result = connection.execute(sql)
    names = [str(column[0]) for column in result.description or []]
    return [
        {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in zip(names, row, strict=True)
        }
        for row in result.fetchall()
    ]
