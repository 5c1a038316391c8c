"""Folders, permissions, and the room on the disk.

Reads names, permissions and sizes; writes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from leadhouse.os_errors import free_bytes
from leadhouse.warehouse.checkup.finding import ERROR, WARNING, Finding
from leadhouse.warehouse.checkup.visit import Visit
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.room import describe_need, needed_bytes


def no_warehouse(warehouse: Warehouse) -> Finding:
    """What to say of a folder that is not there."""
    return Finding(
        ERROR,
        f"{warehouse.root} does not exist.",
        "There is no warehouse there yet, or the folder's name is misspelt.",
        "leadhouse load salesforce FILE (or leadhouse demo). Another folder: --warehouse DIR",
    )


def check(visit: Visit) -> Iterator[Finding]:
    """What may not be read or written, and a disk without room for the next build."""
    warehouse = visit.warehouse
    for folder in (warehouse.root, warehouse.published, warehouse.definitions, warehouse.logs, warehouse.target):
        if folder.exists() and not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            yield _closed(str(folder))
    for file in (warehouse.landing, warehouse.status, warehouse.settings, warehouse.lock):
        if file.exists() and not os.access(file, os.R_OK | os.W_OK):
            yield _closed(str(file))
    if needed_bytes(warehouse) > free_bytes(warehouse.root):
        yield Finding(
            WARNING,
            f"The disk of {warehouse.root} is nearly full. {describe_need(warehouse)}",
            "The next build would stop; readers would keep the version that they have.",
            "Make room on that disk, or move the folder to a larger one.",
        )


def _closed(path: str) -> Finding:
    return Finding(
        ERROR,
        f"{path} may not be read and written by this user.",
        "Loads and builds would stop there.",
        f'Let the user who runs leadhouse own it: sudo chown -R "$USER" {path}',
    )
