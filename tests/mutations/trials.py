"""Tries mutations on a copy of the project: python -m tests.mutations.trials, started in that copy.

Each mutation gets a room of its own (rooms.py), a process of its own, and is either caught by a test, or survives, or
is unusable. First of all the unchanged copy must pass every test that is going to be used. Prints one line per mutation
and the totals; exits 1 if one survived, 2 if one was unusable or the unchanged copy fails.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path

import dbt.adapters.duckdb.impl
import dbt.cli.main  # noqa: F401  loaded once, for every fork

from tests.conftest import LEADS
from tests.mutations import checks, models
from tests.mutations.models import Unusable
from tests.mutations.mutation import Mutation, Stale, all_mutations
from tests.mutations.rooms import Room, furnish, settle

CAUGHT, SURVIVED, UNUSABLE = "caught", "SURVIVED", "UNUSABLE"


@dataclass(frozen=True)
class Verdict:
    """What became of a mutation, what said so, and how many seconds it took."""

    name: str
    verdict: str
    said: str
    seconds: float


@dataclass(frozen=True)
class Setting:
    """What all trials share: a base room for each case of known answers with the vars of its settings, and a published
    demo if any test needs one.
    """

    bases: dict[str, Room]
    dbt_vars: dict[str, dict[str, str]]
    demo: Path | None

    def warehouses(self, room: Room) -> dict[str, Path]:
        """The warehouses that pytest's fixtures are given in a room."""
        known_answers = room.warehouse if room.warehouse.exists() else self.bases[room.case].warehouse
        given = {"known_answers_warehouse": known_answers} if known_answers.exists() else {}
        return given | ({"demo_warehouse": self.demo} if self.demo else {})


def prepare(base: Room, chosen: list[Mutation], demo: Path | None) -> Setting:
    """Build what the chosen mutations need, and check that the unchanged copy passes their tests.

    Raises:
        Unusable: it does not.
    """
    by_case = {case: [each for each in chosen if each.case == case] for case in sorted({each.case for each in chosen})}
    bases = {case: base if case == base.case else Room(base.folder.parent / case, case) for case in by_case}
    for mutation in chosen:
        _check(mutation, base, bases[mutation.case])
    for room in bases.values():
        if room is not base:
            furnish(room, base, with_warehouse=False)
    dbt_vars = {case: _settled(room, by_case[case]) for case, room in bases.items()}
    if demo is None and any(each.needs_demo for each in chosen):
        demo = _made_demo(base)
    setting = Setting(bases, dbt_vars, demo)
    for case, room in bases.items():
        tests = tuple(sorted({test for each in by_case[case] for test in each.tests}))
        said = checks.failure(room, tests, dbt_vars[case], setting.warehouses(room))
        if said:
            raise Unusable(f"The unchanged project fails already: {said}")
    return setting


def _settled(room: Room, chosen: list[Mutation]) -> dict[str, str]:
    return settle(room) if any(each.is_of_models or each.reads_known_answers for each in chosen) else {}


def _check(mutation: Mutation, base: Room, room: Room) -> None:
    """Try a mutation on a copy of its file: a stale one must be seen before anything is built."""
    scratch = Room(base.folder / "scratch")
    changed = scratch.project / mutation.file
    changed.parent.mkdir(parents=True)
    shutil.copy(base.project / mutation.file, changed)
    mutation.apply(scratch.project)
    shutil.rmtree(scratch.folder)
    if mutation.file.startswith("seeds/") and mutation.is_built and not room.is_shipped(Path(mutation.file).name):
        raise Stale(f"{mutation.name}: the known answers are built with their own {mutation.file}.")


def _made_demo(base: Room) -> Path:
    folder = base.folder / "demo"
    command = "from leadhouse.cli import main; main()"
    asked = ["demo", "--leads", str(LEADS), "--no-dashboard", "--warehouse", str(folder)]
    subprocess.run([sys.executable, "-c", command, *asked], cwd=base.project, check=True, capture_output=True)
    return folder


def verdict_of(mutation: Mutation, setting: Setting) -> Verdict:
    """Try one mutation in a room that is removed afterwards."""
    started = time.monotonic()
    base = setting.bases[mutation.case]
    room = Room(base.folder.parent / mutation.name, mutation.case)
    try:
        furnish(room, base, with_warehouse=mutation.is_of_models)
        mutation.apply(room.project)
        said = _noticed(mutation, room, setting)
        verdict = CAUGHT if said else SURVIVED
    except (Unusable, Stale) as error:
        verdict, said = UNUSABLE, str(error)
    finally:
        shutil.rmtree(room.folder, ignore_errors=True)
    return Verdict(mutation.name, verdict, said or mutation.why, time.monotonic() - started)


def _noticed(mutation: Mutation, room: Room, setting: Setting) -> str | None:
    if mutation.is_built:
        if mutation.file.startswith("seeds/"):
            room.define()
        select = mutation.select or models.between(Path(mutation.file).stem)
        refused = models.build(room.project, setting.dbt_vars[room.case], select)
        if refused:
            return f"the build: {refused[0].name}: {refused[0].message[:200]}"
    return checks.failure(room, mutation.tests, setting.dbt_vars[room.case], setting.warehouses(room))


def tried(chosen: list[Mutation], setting: Setting, jobs: int) -> list[Verdict]:
    """Try mutations, some at a time, each in a forked process; print each verdict as it comes."""
    waiting, running, verdicts = list(chosen), {}, []
    while waiting or running:
        while waiting and len(running) < jobs:
            mutation = waiting.pop(0)
            running[_started(mutation, setting)] = mutation
        child, _ = os.wait()
        if child in running:
            verdicts.append(_read(running.pop(child), setting))
            told = verdicts[-1]
            print(f"{told.verdict:8}  {told.name}  {told.said}  ({told.seconds:.0f} s)", flush=True)
    return verdicts


def _note(mutation: Mutation, setting: Setting) -> Path:
    return setting.bases[mutation.case].folder / f"{mutation.name}.json"


def _started(mutation: Mutation, setting: Setting) -> int:
    child = os.fork()
    if child == 0:
        try:
            told = verdict_of(mutation, setting)
            _note(mutation, setting).write_text(json.dumps(asdict(told)), encoding="utf-8")
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    return child


def _read(mutation: Mutation, setting: Setting) -> Verdict:
    note = _note(mutation, setting)
    if not note.is_file():
        return Verdict(mutation.name, UNUSABLE, "its process ended before it said anything", 0)
    return Verdict(**json.loads(note.read_text(encoding="utf-8")))


def total(verdicts: list[Verdict]) -> int:
    """Print the totals and return the exit code."""
    numbers = {each: sum(told.verdict == each for told in verdicts) for each in (CAUGHT, SURVIVED, UNUSABLE)}
    print(f"{len(verdicts)} mutations: " + ", ".join(f"{number} {each.lower()}" for each, number in numbers.items()))
    for each in (SURVIVED, UNUSABLE):
        names = sorted(told.name for told in verdicts if told.verdict == each)
        if names:
            print(f"{each.lower()}: {', '.join(names)}")
    return 2 if numbers[UNUSABLE] else 1 if numbers[SURVIVED] else 0


def main(names: list[str], jobs: int, demo: Path | None) -> int:
    """Try the named mutations on the copy of the project in the current folder."""
    by_name = {each.name: each for each in all_mutations()}
    chosen = [by_name[name] for name in names]
    started = time.monotonic()
    try:
        setting = prepare(Room(Path.cwd().parent), chosen, demo)
    except (Unusable, Stale) as error:
        print(error)
        return 2
    print(f"The unchanged project passes ({time.monotonic() - started:.0f} s).", flush=True)
    return total(tried(chosen, setting, jobs))


if __name__ == "__main__":
    asked = json.loads(sys.argv[1])
    sys.exit(main(asked["names"], asked["jobs"], Path(asked["demo"]) if asked["demo"] else None))
