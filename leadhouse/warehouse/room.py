"""How much room on the disk a build takes.

Reads file sizes and status.json; writes nothing. An estimate: what the last build took, or what was loaded times a
factor.
"""

from __future__ import annotations

from leadhouse.os_errors import free_bytes, megabytes
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.status import read_status

# The working file and the new version together, for each byte that was loaded; and what calendars take in any case.
BUILT_PER_LANDED = 3
CALENDARS = 30_000_000
# More was loaded since the last build, and DuckDB's temporary files come on top.
GROWTH = 1.2


def taken_bytes(warehouse: Warehouse, building: int) -> int:
    """Bytes that the build that just ended took: its working file, and the new version of the given size."""
    return warehouse.work.stat().st_size + building


def needed_bytes(warehouse: Warehouse) -> int:
    """Bytes that the next build will probably take."""
    taken = read_status(warehouse).get("builds", {}).get("published", {}).get("bytes")
    landed = warehouse.landing.stat().st_size if warehouse.landing.is_file() else 0
    return int((taken or BUILT_PER_LANDED * landed + CALENDARS) * GROWTH)


def describe_need(warehouse: Warehouse) -> str:
    """Such as `A build needs about 120 MB, 30 MB are free.`"""
    needed, free = megabytes(needed_bytes(warehouse)), megabytes(free_bytes(warehouse.root))
    return f"A build needs about {needed}, {free} are free."
