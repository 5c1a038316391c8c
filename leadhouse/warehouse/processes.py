"""Names a process for people: its number and what it is doing.

Reads /proc or asks ps; writes nothing. Shows program and verb only: other arguments may hold what nobody else is to
see. A process that is gone or belongs to somebody who hides it keeps its number.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

# How DuckDB names the process that keeps a file to itself.
HELD_BY = re.compile(r"Conflicting lock is held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
MODELS_MODULE = "leadhouse.warehouse.dbt_process"


def describe_process(pid: int, fallback: str = "") -> str:
    """Such as `process 4711 (leadhouse load)`.

    Args:
        fallback: what to call the program if it cannot be asked.
    """
    program = _program(_arguments(pid)) or fallback
    return f"process {pid} ({program})" if program else f"process {pid}"


def holder_in(message: str) -> str | None:
    """The process that DuckDB's message names as holding a file; None if it names none."""
    held = HELD_BY.search(message)
    return describe_process(int(held["pid"]), Path(held["program"]).name) if held else None


def _arguments(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:
        pass
    try:
        asked = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    except OSError:
        return []
    return asked.stdout.split()


def _program(arguments: list[str]) -> str:
    """The program's name, and after `leadhouse` its verb."""
    if MODELS_MODULE in arguments:
        return "leadhouse build"
    names = [Path(argument).name for argument in arguments if argument]
    if "leadhouse" not in names:
        return names[0] if names else ""
    verb = names[names.index("leadhouse") + 1 :][:1]
    return " ".join(["leadhouse", *(verb if verb and verb[0].isalpha() else [])])
