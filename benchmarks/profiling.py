"""Where the time of a load goes: `python -m benchmarks.profiling SOURCE TARGET OUT` times its steps from outside.

Replaces functions of the loaders by timed ones, runs `leadhouse load`, writes seconds and CPU seconds per step as
JSON. A step's do not include those of the steps within it. What runs beside others is marked so: its CPU seconds are
among those of the step it runs beside.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

STARTED = time.perf_counter()
COUNT = "beside it: count again (Polars)"
OTHER = "everything else"
BESIDE = [
    ("beside it: spaces around quotes", "loaders.gate.reading", "has_spaced_quotes"),
    ("beside it: files ahead read, unpacked, their digest", "loaders.attempt", "fetch"),
    (COUNT, "loaders.gate.reading", "count_records"),
]
# Step, module, and what to time there.
STEPS = [
    ("look at each file first", "loaders.attempt", "Attempt._choose"),
    ("look at each file first", "loaders.formats.text", "fetch_head"),
    ("read and insert (DuckDB)", "loaders.gate.reading", "Reader._insert"),
    ("number the rows", "loaders.gate.reading", "Reader._number_rows"),
    ("check rows: ids, totals", "loaders.gate.reading", "Reader._is_suspicious"),
    ("count repeated ids", "loaders.gate.reading", "Reader._repeated"),
    ("the exact reader", "loaders.gate.reading", "Reader._land_exactly"),
    ("ids of another object", "loaders.attempt", "check_references"),
    ("tables and ledger", "loaders.landing.database", "Landing.create_tables"),
    ("tables and ledger", "loaders.attempt", "Attempt._record"),
    ("compare with earlier loads", "loaders.attempt", "Attempt._compare"),
    ("status.json", "loaders.loading", "write_status"),
    ("close and checkpoint", "loaders.landing.database", "Landing.close"),
]


class Clock:
    """Seconds and CPU seconds per step, each without the steps within it."""

    def __init__(self) -> None:
        self.spent: dict[str, tuple[float, float]] = {}
        self.within = [(0.0, 0.0)]

    def add(self, name: str, seconds: float, cpu: float) -> None:
        """Book time to a step."""
        before = self.spent.get(name, (0.0, 0.0))
        self.spent[name] = (before[0] + seconds, before[1] + cpu)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a block."""
        start, cpu_start = time.perf_counter(), time.process_time()
        self.within.append((0.0, 0.0))
        try:
            yield
        finally:
            seconds, cpu = time.perf_counter() - start, time.process_time() - cpu_start
            inside = self.within.pop()
            self.add(name, seconds - inside[0], cpu - inside[1])
            outside = self.within[-1]
            self.within[-1] = (outside[0] + seconds, outside[1] + cpu)

    def timed(self, name: str, function: Callable) -> Callable:
        """A function that is timed."""

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with self.step(name):
                return function(*args, **kwargs)

        return wrapper


def main(source: Path, target: Path, out: Path) -> None:
    """Load with every step timed."""
    clock = Clock()
    with clock.step("imports"):
        from leadhouse.cli import main as leadhouse

        for _, module, _ in STEPS:
            import_module(module)
    _patch(clock)
    try:
        leadhouse(["load", "salesforce", str(source), "--warehouse", str(target)])
    finally:
        seconds, cpu = time.perf_counter() - STARTED, time.process_time()
        clock.add(OTHER, seconds - clock.within[0][0], cpu - clock.within[0][1])
        out.write_text(json.dumps(clock.spent, indent=1))


def _patch(clock: Clock) -> None:
    for name, module, path in STEPS:
        owner: Any = import_module(module)
        *classes, attribute = path.split(".")
        for part in classes:
            owner = getattr(owner, part)
        setattr(owner, attribute, clock.timed(name, getattr(owner, attribute)))
    _time_commit(clock)
    _time_beside(clock)


def _time_commit(clock: Clock) -> None:
    """From the end of a transaction's body to its end."""
    from loaders.landing.database import Landing

    original = Landing.transaction

    @contextmanager
    def transaction(self: Landing) -> Iterator[None]:
        context = original(self)
        context.__enter__()
        try:
            yield
        except BaseException:
            context.__exit__(*sys.exc_info())
            raise
        with clock.step("commit"):
            context.__exit__(None, None, None)

    setattr(Landing, "transaction", transaction)  # noqa: B010


def _time_beside(clock: Clock) -> None:
    """These run in threads of their own, so they must not touch the stack of steps."""
    for name, module_name, attribute in BESIDE:
        module = import_module(module_name)
        setattr(module, attribute, _timed_apart(clock, name, getattr(module, attribute)))


def _timed_apart(clock: Clock, name: str, original: Callable) -> Callable:
    @functools.wraps(original)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        start, cpu_start = time.perf_counter(), time.thread_time()
        try:
            return original(*args, **kwargs)
        finally:
            clock.add(name, time.perf_counter() - start, time.thread_time() - cpu_start)

    return wrapper


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
