"""Files that a crash cannot leave half-written.

Writes beside the target, syncs, then renames. Refuses nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def write_aside(path: Path, content: str | bytes, written: Callable[[], None] = lambda: None) -> None:
    """Replace a file at once: whoever reads it sees the old content or the new.

    Args:
        written: called once the new content is on the disk and the file still has the old.
    """
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with aside.open("wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        written()
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    sync(path.parent)


def is_abandoned(aside: Path) -> bool:
    """Whether the process that wrote beside a target is gone; a load may write status.json while a build begins."""
    pid = aside.name.split(".")[-2]
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return True
    except PermissionError:
        return False  # it is somebody else's
    return False


def sync(path: Path) -> None:
    """Force a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
