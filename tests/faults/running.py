"""Starts `leadhouse` in a process of its own, with a fault planned, and says how it ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "tests" / "faults" / "bin" / "leadhouse"
SECONDS = 120
LOADED_AT = "2026-03-31T18:00:00+00:00"


@dataclass(frozen=True)
class Plan:
    """What is to happen to a process.

    Attributes:
        at: checkpoint at which it ends; empty: it is left alone.
        passing: at which passing of the checkpoint, from 1.
        signal: what it sends to itself there.
        waits_for: instead of ending, it waits there until this file exists.
        project: the dbt project to build instead of the real one.
        replay: folder of recorded models; empty: dbt itself runs.
        loaded_at: when a load says that it was made.
        file_limit: bytes that a file may have at most; 0: no limit.
        open_files: files that may be open at once; 0: as many as usual.
    """

    at: str = ""
    passing: int = 1
    signal: int = signal.SIGKILL
    waits_for: str = ""
    project: str = ""
    replay: str = ""
    loaded_at: str = LOADED_AT
    file_limit: int = 0
    open_files: int = 0


@dataclass(frozen=True)
class Ended:
    """How a process ended; code is minus the signal's number if one ended it."""

    code: int
    out: str
    err: str


def start(
    plan: Plan, *arguments: str | Path, before: Callable[[], None] | None = None, wrap: tuple[str, ...] = ()
) -> subprocess.Popen[str]:
    """Start a verb with arguments.

    Args:
        before: called in the child before the program starts.
        wrap: a command that runs the program.
    """
    command = [*wrap, sys.executable, str(PROGRAM), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "FAULT_PLAN": json.dumps(asdict(plan))}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, preexec_fn=before,
    )  # fmt: skip


def end(process: subprocess.Popen[str]) -> Ended:
    """Wait until it has ended."""
    out, err = process.communicate(timeout=SECONDS)
    return Ended(process.returncode, out, err)


def run(
    plan: Plan, *arguments: str | Path, before: Callable[[], None] | None = None, wrap: tuple[str, ...] = ()
) -> Ended:
    """Start, and wait until it has ended."""
    return end(start(plan, *arguments, before=before, wrap=wrap))


def run_well(plan: Plan, *arguments: str | Path) -> Ended:
    """Run what must succeed."""
    ended = run(plan, *arguments)
    assert ended.code == 0, ended.err
    return ended


def assert_clear(ended: Ended, code: int, *words: str) -> None:
    """A clear message and its exit code, no traceback."""
    assert ended.code == code, ended.err
    assert "Traceback" not in ended.err, ended.err
    assert "Error: " in ended.err
    for word in words:
        assert word in ended.err, ended.err
