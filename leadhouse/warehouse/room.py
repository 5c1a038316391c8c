"""How much room on the disk a build takes.

Reads file sizes and status.json; writes nothing. An estimate: what the last build took, or twice what was loaded.
"""

from __future__ import annotations

from leadhouse.os_errors import free_bytes, megabytes
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.status import read_status

# A build writes a working file and a new version, each about as large as what was loaded.
BUILT_PER_LANDED = 2
# More was loaded since the last build, and DuckDB's temporary files come on top.
GROWTH = 1.2


def taken_bytes(warehouse: Warehouse, building: int) -> int:
    """Bytes that the build that just ended took: its working file, and the new version of the given size."""
    return warehouse.work.stat().st_size + building


def needed_bytes(warehouse: Warehouse) -> int:
    """Bytes that the next build will probably take."""
    taken = read_status(warehouse).get("builds", {}).get("published", {}).get("bytes")
    landed = warehouse.landing.stat().st_size if warehouse.landing.is_file() else 0
    return int((taken or BUILT_PER_LANDED * landed) * GROWTH)


def describe_need(warehouse: Warehouse) -> str:
    """Such as `A build needs about 120 MB, 30 MB are free.`"""
    needed, free = megabytes(needed_bytes(warehouse)), megabytes(free_bytes(warehouse.root))
    return f"A build needs about {needed}, {free} are free."
