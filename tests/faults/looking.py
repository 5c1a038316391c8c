"""What a reader finds in a warehouse: every row of every table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
from click.testing import CliRunner

from leadhouse.cli import main
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import current_file

Tables = dict[str, list[tuple[Any, ...]]]


def all_rows(path: Path) -> Tables:
    """Every table of a DuckDB file with all its rows, in an order that does not depend on how they were written."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("select schema_name, table_name from duckdb_tables() order by all").fetchall()
        return {
            f"{schema}.{table}": connection.execute(f'select * from "{schema}"."{table}" order by all').fetchall()
            for schema, table in names
        }


def published_rows(warehouse: Warehouse) -> Tables | None:
    """What readers of the published version see; None while nothing is published."""
    path = current_file(warehouse)
    return all_rows(path) if path else None


def landed_rows(warehouse: Warehouse) -> Tables | None:
    """What was loaded; None where nothing was."""
    return all_rows(warehouse.landing) if warehouse.landing.exists() else None


def only_filled(tables: Tables | None) -> Tables:
    """The tables that have rows: an empty landing.duckdb and none at all say the same."""
    return {name: rows for name, rows in (tables or {}).items() if rows}


def status(warehouse: Warehouse) -> dict[str, Any]:
    """What `leadhouse status --json` says."""
    result = CliRunner().invoke(main, ["status", "--json", "--warehouse", str(warehouse.root)])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def files(warehouse: Warehouse) -> set[str]:
    """The names in a warehouse, but for logs and dbt's own, with versions counted instead of named."""
    names = set()
    versions = 0
    for path in sorted(warehouse.root.rglob("*")):
        name = path.relative_to(warehouse.root)
        if path.is_dir() or name.parts[0] in ("logs", "target"):
            continue
        is_version = name.parts[0] == "published" and name.name.startswith("leadhouse-")
        versions += is_version
        names.add(f"published/version {versions}" if is_version else str(name))
    return names
