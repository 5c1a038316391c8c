"""Runs the tests that a mutation names, in its room, and says which of them noticed it.

Reads the room. Raises Unusable for tests that could not be run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.known_answers.building import facts
from tests.known_answers.comparing import KEYS, differences
from tests.mutations import models
from tests.mutations.models import Unusable
from tests.mutations.mutation import KNOWN_ANSWERS
from tests.mutations.prepared import FIXTURES
from tests.mutations.rooms import Room

UNIT = "unit "
PYTEST = ("-m", "pytest", "-q", "-x", "--no-header", "--tb=line", "-p", "no:cacheprovider")
PLUGIN = ("-p", "tests.mutations.prepared")
PASSED, FAILED = 0, 1


def failure(room: Room, tests: tuple[str, ...], dbt_vars: dict[str, str], warehouses: dict[str, Path]) -> str | None:
    """Run tests, the cheapest kinds first, until one fails; return what it said, or None where all pass.

    Args:
        warehouses: by the name of the fixture of pytest that is to be given them.
    """
    if any(each.startswith(KNOWN_ANSWERS) for each in tests) and (found := _against_known_answers(room)):
        return found
    tested = [each.removeprefix(UNIT) for each in tests if each.startswith(UNIT)]
    if tested:
        failed = [each for each in models.test(room.project, dbt_vars, tested) if each.status == "fail"]
        if failed:
            return failed[0].name
    paths = [each for each in tests if not each.startswith((KNOWN_ANSWERS, UNIT))]
    return _by_pytest(room, paths, warehouses) if paths else None


def _against_known_answers(room: Room) -> str | None:
    """Compare every cell of every fact; return the first difference and how many there are."""
    expected = room.answers / "expected"
    found = [(name, each) for name in KEYS for each in differences(name, facts(room.published, name), expected)]
    return f"known answers, {len(found)} cells: {found[0][0]} {found[0][1]}" if found else None


def _by_pytest(room: Room, paths: list[str], warehouses: dict[str, Path]) -> str | None:
    given = {FIXTURES[name]: str(folder) for name, folder in warehouses.items()}
    done = subprocess.run(
        [sys.executable, *PYTEST, *PLUGIN, *paths],
        cwd=room.project,
        env=os.environ | given | {"PYTHONPATH": str(room.project)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == PASSED:
        return None
    if done.returncode != FAILED:
        raise Unusable(f"pytest {' '.join(paths)}\n{(done.stdout + done.stderr)[-2000:]}")
    failed = [line.partition(" - ")[0] for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].split("/")[-1] if failed else "pytest"
