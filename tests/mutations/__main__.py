"""Mutations: python -m tests.mutations [--all | --names NAME ... | --random N --seed N] [--jobs N] [--demo DIR].

Copies the project into a temporary folder and tries small wrong changes on that copy: each must make a test fail.
The working tree is only read. Exit codes: 0 all caught, 1 one survived, 2 one could not be tried (stale, or it does not
run) or the unchanged project fails.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutations.mutation import all_mutations, drawn
from tests.mutations.rooms import Room, copy_project

PROJECT = Path(__file__).resolve().parents[2]


def chosen(arguments: argparse.Namespace) -> list[str]:
    """Return the names of the mutations that were asked for."""
    known = [each.name for each in all_mutations()]
    unknown = sorted(set(arguments.names or ()) - set(known))
    if unknown:
        sys.exit(f"There is no mutation {', '.join(unknown)}. See: python -m tests.mutations --list")
    if arguments.random is None:
        return arguments.names or known
    return [each.name for each in drawn(arguments.random, arguments.seed)]


def main() -> int:
    """Try the mutations that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--all", action="store_true", help="every mutation (the default)")
    which.add_argument("--names", nargs="+", metavar="NAME", help="only these")
    which.add_argument("--random", type=int, metavar="N", help="this many, drawn by --seed")
    which.add_argument("--list", action="store_true", help="only print every mutation's name and what it gets wrong")
    parser.add_argument("--seed", type=int, default=0, help="of --random (default 0)")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="how many at a time (default: processors)"
    )
    parser.add_argument("--demo", type=Path, help="warehouse with a published demo; one is made where it is needed")
    arguments = parser.parse_args()
    if arguments.list:
        print("\n".join(f"{each.name}: {each.why}" for each in all_mutations()))
        return 0
    demo = str(arguments.demo.resolve()) if arguments.demo else None
    asked = {"names": chosen(arguments), "jobs": arguments.jobs, "demo": demo}
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        room = Room(Path(folder) / "base")
        copy_project(PROJECT, room)
        command = [sys.executable, "-m", "tests.mutations.trials", json.dumps(asked)]
        return subprocess.run(command, cwd=room.project, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
