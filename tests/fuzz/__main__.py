"""Fuzz the loader: `python -m tests.fuzz --examples 10000 --seed 1 --jobs 2`.

Prints totals by mutation and outcome, the reasons of refusals, and every failure as the smallest example that shows
it, ready to be pasted; ends with exit code 1 if there is one.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from tests.fuzz.given import Given
from tests.fuzz.jobs import run_in_jobs
from tests.fuzz.running import Totals
from tests.fuzz.trial import FAILED, REFUSED, REJECTS, WHOLE

KINDS = (WHOLE, REJECTS, REFUSED, FAILED)


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for; 1 if anything failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Put mutated exports before the loader.")
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the totals there")
    asked = parser.parse_args(arguments)
    started = time.monotonic()
    totals = run_in_jobs(asked.examples, asked.seed, asked.jobs)
    seconds = time.monotonic() - started
    _print(totals, seconds)
    if asked.json:
        asked.json.write_text(json.dumps(as_dict(totals, asked, seconds), indent=2) + "\n", encoding="utf-8")
    return 1 if totals.failures else 0


def as_dict(totals: Totals, asked: argparse.Namespace, seconds: float) -> dict[str, Any]:
    """The totals as plain values."""
    mutations: dict[str, dict[str, int]] = {}
    for (name, kind), times in sorted(totals.mutations.items()):
        mutations.setdefault(name, {})[kind] = times
    return {
        "examples": totals.outcomes.total(),
        "seed": asked.seed,
        "seconds": round(seconds, 1),
        "outcomes": {kind: totals.outcomes[kind] for kind in KINDS},
        "refusals": dict(totals.reasons.most_common()),
        "mutations": mutations,
        "failures": [
            {"signature": name, "times": times, "got": outcome.detail, "example": reproducer(given)}
            for name, (given, outcome, times) in totals.failures.items()
        ],
    }


def reproducer(given: Given) -> str:
    """Python text that makes an example: its source, how it is named, and its files."""
    shown = "".join(
        f"    {file.name!r}: {file.members if file.members is not None else file.content!r},\n" for file in given.files
    )
    named = "each file named" if given.is_named else "the folder named"
    return f"# {given.source}, {named}, {', '.join(given.mutations) or 'no mutation'}\n{{\n{shown}}}"


def _print(totals: Totals, seconds: float) -> None:
    count = totals.outcomes.total()
    print(f"\n{count:,} examples in {seconds:,.0f} s, {count / seconds:.1f} per second\n")
    names = sorted({name for name, _ in totals.mutations})
    print(f"{'mutation':32}" + "".join(f"{kind:>22}" for kind in KINDS))
    for name in names:
        print(f"{name:32}" + "".join(f"{totals.mutations[name, kind]:>22,}" for kind in KINDS))
    print(f"{'all examples':32}" + "".join(f"{totals.outcomes[kind]:>22,}" for kind in KINDS))
    print("\nrefused:")
    for reason, times in totals.reasons.most_common():
        print(f"{times:>7,}  {reason}")
    for name, (given, outcome, times) in totals.failures.items():
        print(f"\nFAILED {times:,} times: {name}\n{outcome.detail}\n{reproducer(given)}")


if __name__ == "__main__":
    sys.exit(main())
