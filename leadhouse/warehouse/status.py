"""What `leadhouse status` shows, kept readable beside the databases.

Reads and writes status.json: a JSON object with one section per writer ("builds" from the build; the loaders write
theirs). Never opens landing.duckdb, whose lock a running load holds. Refuses nothing: a damaged file counts as empty.
"""

from __future__ import annotations

import fcntl
import json
from typing import Any

from leadhouse.warehouse.files import write_aside
from leadhouse.warehouse.layout import Warehouse


def read_status(warehouse: Warehouse) -> dict[str, Any]:
    """All sections of status.json; empty if there is none."""
    try:
        content = json.loads(warehouse.status.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_section(warehouse: Warehouse, section: str, value: Any) -> None:
    """Replace one section and leave the others; two writers at once lose nothing."""
    warehouse.root.mkdir(parents=True, exist_ok=True)
    with (warehouse.root / ".status.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        content = {**read_status(warehouse), section: value}
        write_aside(warehouse.status, json.dumps(content, indent=1, sort_keys=True, default=str) + "\n")
