"""One program measured from outside: seconds, CPU seconds and peak memory of it and all it starts.

Starts a child process; writes nothing. Memory is sampled 50 times a second over the whole family, and is never less
than what the system says of the child itself. Pages of files that are mapped count, though the system may take them
back; `held` leaves them out.
"""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

INTERVAL = 0.02


@dataclass(frozen=True)
class Measured:
    """One run.

    Attributes:
        seconds: from start to end, the interpreter's start included.
        cpu_seconds: user and system, of the child and what it waited for.
        peak: bytes, most of the family's memory at a time.
        held: bytes, the same without pages of mapped files.
    """

    seconds: float
    cpu_seconds: float
    peak: int
    held: int


def measure(command: list[str], log: Path) -> Measured:
    """Run a command to its end.

    Args:
        log: gets what it prints.

    Raises:
        RuntimeError: it failed.
    """
    peak = held = 0
    with log.open("w") as output:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        family = psutil.Process(child.pid)
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                seconds = time.perf_counter() - start
                break
            all_pages, own_pages = _memory(family)
            peak, held = max(peak, all_pages), max(held, own_pages)
            time.sleep(INTERVAL)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)} failed; see {log}")
    return Measured(seconds, usage.ru_utime + usage.ru_stime, max(peak, usage.ru_maxrss * 1024), held)


def _memory(process: psutil.Process) -> tuple[int, int]:
    """Memory of a process and its descendants: with and without shared pages, bytes."""
    every = own = 0
    try:
        for member in [process, *process.children(recursive=True)]:
            memory = member.memory_info()
            every += memory.rss
            own += memory.rss - memory.shared
    except psutil.NoSuchProcess:
        pass
    return every, own
