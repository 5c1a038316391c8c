"""One build at a time.

Holds an advisory lock on build.lock, which also names the process. The handle is handed down to the process that
runs the models, so that the lock lasts until the last of them is gone, however they end; no stale lock is possible.
Refuses: a warehouse whose lock another process holds.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from leadhouse.errors import WarehouseBusy
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.processes import describe_process

ATTEMPTS = 3
SECONDS_BETWEEN = 0.05


@contextmanager
def build_lock(warehouse: Warehouse) -> Iterator[int]:
    """Hold the warehouse's build lock.

    Yields:
        The file descriptor to hand down to child processes.

    Raises:
        WarehouseBusy: another process builds, publishes or rolls back; the message names it.
    """
    warehouse.root.mkdir(parents=True, exist_ok=True)
    handle = os.open(warehouse.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            _lock(handle)
        except BlockingIOError:
            raise WarehouseBusy(
                f"{warehouse.root} is being built by {_holder(handle)}. Wait until it has ended, then try again."
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield handle
    finally:
        os.close(handle)


def running_build(warehouse: Warehouse) -> str | None:
    """The process that builds, publishes or rolls back right now; None if nobody does.

    Asks for a shared lock and gives it back at once; a build that begins in that instant tries again.
    """
    try:
        handle = os.open(warehouse.lock, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None  # there is none yet, or this user may not see it
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(handle)
    finally:
        os.close(handle)
    return None


def _lock(handle: int) -> None:
    """Take the lock, unless somebody keeps it for longer than asking who has it takes."""
    for _ in range(ATTEMPTS - 1):
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(SECONDS_BETWEEN)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _holder(handle: int) -> str:
    pid = os.pread(handle, 32, 0).decode(errors="replace").strip()
    return describe_process(int(pid)) if pid.isdecimal() else "another process"
