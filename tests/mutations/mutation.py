"""Mutations: small wrong changes to the project, each of which some test must notice.

Reads list/*.toml, one file per mutation; writes only into the copy of the project that it is given.
Refuses a mutation whose old text does not stand exactly once in its file: the code has moved on, and it has not.
"""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).parent / "list"
KNOWN_ANSWERS = "known_answers"
SMALL = "salesforce_small"
METRICS = "tests/dashboards/test_known_metrics.py"
DBT_FOLDERS = ("models", "macros", "seeds")


class Stale(Exception):
    """A mutation that no longer fits the code that it changes."""


@dataclass(frozen=True)
class Edit:
    """Text that stands exactly once in a file, and what takes its place."""

    old: str
    new: str


@dataclass(frozen=True)
class Mutation:
    """One wrong change.

    Attributes:
        name: the file's name in list/.
        file: the changed file, relative to the project.
        why: what would be wrong in the figures.
        tests: where it must be noticed: `known_answers`, `known_answers CASE` (another folder of tests/known_answers),
            `unit MODEL` (its unit tests), else a path for pytest.
        select: the models to build again, as dbt selects them; empty: what lies between the file and the facts.
        needs_demo: whether its tests read a published demo.
        edits: all are made, in order.
    """

    name: str
    file: str
    why: str
    tests: tuple[str, ...]
    select: str
    needs_demo: bool
    edits: tuple[Edit, ...]

    @property
    def case(self) -> str:
        """The known answers that are built for it."""
        named = [test.removeprefix(KNOWN_ANSWERS).strip() for test in self.tests if test.startswith(KNOWN_ANSWERS)]
        return next(filter(None, named), SMALL)

    @property
    def is_of_models(self) -> bool:
        """Whether dbt reads the changed file: its tests look at a warehouse, or at what dbt makes of it."""
        return self.file.startswith(DBT_FOLDERS)

    @property
    def is_built(self) -> bool:
        """Whether the known answers must be built again to see it: unit tests bring their rows, but no definitions."""
        read = any(test.startswith((KNOWN_ANSWERS, METRICS)) for test in self.tests)
        return self.is_of_models and (read or self.file.startswith("seeds/"))

    @property
    def reads_known_answers(self) -> bool:
        """Whether a test looks at the known answers as pages do."""
        return any(test.startswith(METRICS) for test in self.tests)

    def apply(self, project: Path) -> None:
        """Make the change in a copy of the project.

        Raises:
            Stale: a text to replace is not there exactly once.
        """
        path = project / self.file
        if not path.is_file():
            raise Stale(f"{self.name}: {self.file} does not exist. Bring list/{self.name}.toml up to date.")
        text = path.read_text(encoding="utf-8")
        for edit in self.edits:
            found = text.count(edit.old)
            if found != 1 or edit.old == edit.new:
                said = f"the old text stands {found} times in {self.file}, once is expected"
                raise Stale(f"{self.name}: {said}. Bring list/{self.name}.toml up to date.\n{edit.old}")
            text = text.replace(edit.old, edit.new)
        path.write_text(text, encoding="utf-8")


def read(path: Path) -> Mutation:
    """Read one mutation."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    return Mutation(
        name=path.stem,
        file=told["file"],
        why=told["why"],
        tests=tuple(told["tests"]),
        select=told.get("select", ""),
        needs_demo=told.get("needs_demo", False),
        edits=tuple(Edit(each["old"], each["new"]) for each in told["edit"]),
    )


def drawn(number: int, seed: int) -> list[Mutation]:
    """Some mutations at random, the same for the same seed, by name."""
    known = all_mutations()
    return sorted(random.Random(seed).sample(known, min(number, len(known))), key=lambda each: each.name)


def all_mutations() -> list[Mutation]:
    """Every mutation, by name."""
    return [read(path) for path in sorted(LIST.glob("*.toml"))]
