"""What a killed build leaves behind, and how it goes.

Reads the names in a warehouse folder and status.json; deletes files. A load's leftovers are the loaders' business.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from leadhouse.warehouse.files import is_abandoned
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.status import read_status
from leadhouse.warehouse.versions import current_file, published_files, version_of


def leftovers(warehouse: Warehouse) -> list[Path]:
    """Files of builds that did not end, the working file not among them; only to be asked while none is running."""
    unfinished = warehouse.published.glob(f"{warehouse.building.name}*")
    folders = (warehouse.root, warehouse.published, warehouse.definitions)
    asides = [path for folder in folders for path in folder.glob(".*.tmp") if is_abandoned(path)]
    return sorted(path for path in [*unfinished, *asides, *_never_current(warehouse)] if path.is_file())


def remove_leftovers(warehouse: Warehouse) -> None:
    """Delete what a build left behind, and the working file; the caller holds the lock."""
    for path in [*leftovers(warehouse), *warehouse.root.glob(f"{warehouse.work.name}*")]:
        if path.is_dir():  # what did not fit into memory when a build was killed
            shutil.rmtree(path)
        else:
            path.unlink()


def ever_current(warehouse: Warehouse) -> list[Path]:
    """The published files that readers have had, the oldest first."""
    never = set(_never_current(warehouse))
    return [path for path in published_files(warehouse) if path not in never]


def _never_current(warehouse: Warehouse) -> list[Path]:
    """Versions that got their name but never a reader, because the build was killed just then.

    They are newer than the one that readers open and than the last one that was recorded; those that somebody rolled
    back from were recorded.
    """
    status, current = read_status(warehouse), current_file(warehouse)
    recorded = status.get("builds", {}).get("published", {}).get("version", "")
    if not status or (recorded and current is None):
        return []
    newest = max(recorded, version_of(current) if current else "")
    return [path for path in published_files(warehouse) if version_of(path) > newest]
