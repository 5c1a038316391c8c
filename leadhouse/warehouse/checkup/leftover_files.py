"""What killed loads and builds left behind.

Reads names and sizes in the warehouse folder; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from leadhouse.errors import LeadhouseError
from leadhouse.os_errors import megabytes
from leadhouse.warehouse.checkup.finding import NOTE, Finding, some
from leadhouse.warehouse.checkup.visit import Visit
from leadhouse.warehouse.leftovers import leftovers


def check(visit: Visit) -> Iterator[Finding]:
    """Files that the next load or build removes; only where none is running."""
    warehouse = visit.warehouse
    if not visit.loading and not visit.building:
        from loaders.loading import WORKSPACE

        folders = [path for path in warehouse.root.glob(f"{WORKSPACE}*") if path.is_dir()]
        log = warehouse.landing.with_name(warehouse.landing.name + ".wal")
        if folders or log.exists():
            yield _left("load", [*folders, *([log] if log.exists() else [])], "leadhouse load SOURCE PATH... again")
    if not visit.building:
        try:
            files = leftovers(warehouse)
        except LeadhouseError:
            return  # told with the published version
        if files:
            yield _left("build", files, "leadhouse build")


def _left(what: str, paths: list[Path], step: str) -> Finding:
    size = megabytes(sum(_size(path) for path in paths))
    return Finding(
        NOTE,
        f"A {what} was killed and left {some([path.name for path in paths])} ({size}).",
        "It does no harm but takes room; what readers see is whole.",
        f"{step}, which removes it",
    )


def _size(path: Path) -> int:
    parts = path.rglob("*") if path.is_dir() else [path]
    return sum(part.stat().st_size for part in parts if part.is_file())
