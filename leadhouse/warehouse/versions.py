"""The published versions and the pointer to the one that readers open.

Reads and writes the folder published/: leadhouse-<version>.duckdb, one file per version, and CURRENT, one line with
the name of the file that is open to readers. A version is the UTC time at which its build began to be published, so
names sort by age. Refuses: a pointer that names no published file.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leadhouse.checkpoints import reached
from leadhouse.errors import LeadhouseError
from leadhouse.warehouse.database import open_file
from leadhouse.warehouse.files import sync, write_aside
from leadhouse.warehouse.layout import Warehouse

VERSION_FORMAT = "%Y%m%dT%H%M%S%fZ"
NAME = re.compile(r"leadhouse-(\d{8}T\d{12}Z)\.duckdb")


def version_of(path: Path) -> str:
    """The version in a published file's name."""
    match = NAME.fullmatch(path.name)
    if not match:
        raise LeadhouseError(f"{path} is not the name of a published version (leadhouse-<version>.duckdb expected).")
    return match[1]


def published_at(version: str) -> datetime:
    """The UTC time at which a version was published."""
    return datetime.strptime(version, VERSION_FORMAT).replace(tzinfo=UTC)


def published_files(warehouse: Warehouse) -> list[Path]:
    """All published files, the oldest first."""
    if not warehouse.published.is_dir():
        return []
    return sorted(path for path in warehouse.published.iterdir() if NAME.fullmatch(path.name))


def current_file(warehouse: Warehouse) -> Path | None:
    """The published file that readers open, or None while nothing has been published.

    Raises:
        LeadhouseError: CURRENT names a file that is not there.
    """
    try:
        name = warehouse.pointer.read_text().strip()
    except FileNotFoundError:
        return None
    path = warehouse.published / name
    if not NAME.fullmatch(name) or not path.is_file():
        raise LeadhouseError(f'{warehouse.pointer} names "{name}", which is not there. Publish again: leadhouse build')
    return path


def require_current(warehouse: Warehouse) -> Path:
    """The published file that readers open.

    Raises:
        LeadhouseError: nothing has been published yet.
    """
    path = current_file(warehouse)
    if path is None:
        raise LeadhouseError(
            f"Nothing is published in {warehouse.root} yet. Next: leadhouse load salesforce FILE, then leadhouse build "
            "(or leadhouse demo). Another folder: --warehouse DIR"
        )
    return path


def publish(warehouse: Warehouse) -> Path:
    """Turn the finished file of a build into the current version.

    Readers see the old version until the pointer is renamed; a crash before that leaves them there.

    Returns:
        The published file.
    """
    with open_file(warehouse.building) as connection:
        connection.execute("checkpoint")
    log = warehouse.building.with_name(warehouse.building.name + ".wal")
    if log.exists():
        raise LeadhouseError(f"{log} is still there after the checkpoint; nothing was published.")
    reached("publish.checkpointed")
    sync(warehouse.building)
    reached("publish.synced")
    path = warehouse.published / f"leadhouse-{_next_version(warehouse)}.duckdb"
    os.rename(warehouse.building, path)
    sync(warehouse.published)
    reached("publish.renamed")
    point_to(warehouse, path)
    return path


def _next_version(warehouse: Warehouse) -> str:
    """Now, but always after the newest version, even if the clock was set back."""
    moment = datetime.now(UTC)
    files = published_files(warehouse)
    if files:
        moment = max(moment, published_at(version_of(files[-1])) + timedelta(microseconds=1))
    return moment.strftime(VERSION_FORMAT)


def point_to(warehouse: Warehouse, path: Path) -> None:
    """Make a published file the one that readers open."""
    write_aside(warehouse.pointer, path.name + "\n", written=lambda: reached("publish.pointer_written"))
    reached("publish.pointer_renamed")


def previous_file(warehouse: Warehouse) -> Path:
    """The version before the current one.

    Raises:
        LeadhouseError: there is none.
    """
    current = require_current(warehouse)
    older = [path for path in published_files(warehouse) if path.name < current.name]
    if not older:
        raise LeadhouseError(f"There is no version before {version_of(current)}. See: leadhouse status")
    return older[-1]


def prune(warehouse: Warehouse, keep: int) -> list[Path]:
    """Delete all but the newest versions; never the current one.

    Returns:
        The files that were deleted.
    """
    files = published_files(warehouse)
    kept = {*files[len(files) - keep :], current_file(warehouse)} if len(files) > keep else set(files)
    gone = [path for path in files if path not in kept]
    for path in gone:
        path.unlink()
    return gone
