"""The tests notice wrong changes: every listed one still fits the code, and five, others at each commit, are tried."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.mutations.checks import UNIT
from tests.mutations.mutation import KNOWN_ANSWERS, Edit, Mutation, Stale, all_mutations, drawn

PROJECT = Path(__file__).resolve().parents[2]
TRIED = 5


def seed() -> int:
    """A number that is another one at each commit; 0 where the project is no clone."""
    asked = ["git", "rev-parse", "HEAD"]
    told = subprocess.run(asked, cwd=PROJECT, capture_output=True, text=True, check=False).stdout
    return int(told[:8], 16) if told else 0


@pytest.mark.parametrize("mutation", all_mutations(), ids=lambda each: each.name)
def test_a_mutation_fits_its_file_exactly_once(mutation: Mutation, tmp_path: Path) -> None:
    changed = tmp_path / mutation.file
    changed.parent.mkdir(parents=True)
    changed.write_bytes((PROJECT / mutation.file).read_bytes())
    mutation.apply(tmp_path)
    assert changed.read_bytes() != (PROJECT / mutation.file).read_bytes()


def test_a_mutation_that_no_longer_fits_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.sql").write_text("a <= b and c <= d")
    for old in ("e <= f", "<="):
        stale = Mutation("stale", "model.sql", "", (), "", False, (Edit(old, "<"),))
        with pytest.raises(Stale, match="once is expected"):
            stale.apply(tmp_path)


def test_every_test_that_a_mutation_names_is_there() -> None:
    definitions = "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT / "models").rglob("*.yml"))
    for mutation in all_mutations():
        assert mutation.tests, f"{mutation.name} names no test"
        for test in mutation.tests:
            if test.startswith(UNIT):
                assert f"    model: {test.removeprefix(UNIT)}\n" in definitions, f"{mutation.name}: {test}"
            elif test.startswith(KNOWN_ANSWERS):
                assert test.removeprefix(KNOWN_ANSWERS) in ("", f" {mutation.case}"), f"{mutation.name}: one case only"
                assert (PROJECT / "tests" / KNOWN_ANSWERS / mutation.case / "expected").is_dir(), mutation.name
            else:
                assert (PROJECT / test.partition("::")[0]).is_file(), f"{mutation.name}: {test}"


def test_five_mutations_are_caught(request: pytest.FixtureRequest) -> None:
    number = seed()
    command = [sys.executable, "-m", "tests.mutations", "--random", str(TRIED), "--seed", str(number)]
    if any(each.needs_demo for each in drawn(TRIED, number)):
        command += ["--demo", str(request.getfixturevalue("demo_warehouse"))]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    told = f"python -m tests.mutations --random {TRIED} --seed {number}\n{done.stdout}{done.stderr}"
    print(told)
    assert done.returncode == 0, told
