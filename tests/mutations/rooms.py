"""Rooms: a copy of the project beside a warehouse of the known answers, built once and then copied for each mutation.

Writes only into the folders that it is given. All paths that dbt sees are relative to the project, so that what it
parsed in one room holds in every other.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from leadhouse.settings import read_settings
from leadhouse.warehouse.build import make_work_file
from leadhouse.warehouse.layout import Warehouse
from tests.known_answers.building import leadhouse
from tests.mutations.models import PUBLISHED, READ_BY_PAGES, build
from tests.mutations.mutation import SMALL

PARTS = ("dashboards", "leadhouse", "loaders", "macros", "models", "seeds", "tests")
FILES = ("dbt_project.yml", "profiles.yml", "pyproject.toml")
CASES = Path(__file__).resolve().parents[1] / "known_answers"
UNNEEDED = shutil.ignore_patterns("*.wal", "logs", "compiled", "run", "*.json", "*.gpickle")


@dataclass(frozen=True)
class Room:
    """A folder with a copy of the project and, where something is built, a warehouse.

    Attributes:
        case: whose known answers are built: a folder of tests/known_answers.
    """

    folder: Path
    case: str = SMALL

    @property
    def project(self) -> Path:
        """The copy of the project."""
        return self.folder / "project"

    @property
    def warehouse(self) -> Path:
        """The warehouse of the known answers."""
        return self.folder / "warehouse"

    @property
    def published(self) -> Path:
        """The built facts."""
        return self.warehouse / "published" / PUBLISHED

    @property
    def answers(self) -> Path:
        """The export of the known answers, their definitions and what is expected."""
        return CASES / self.case

    def define(self) -> None:
        """Write the definitions that dbt reads: the shipped ones, and over them those of the known answers."""
        shutil.copytree(self.project / "seeds", self.project / "definitions", dirs_exist_ok=True)
        shutil.copytree(self.answers / "definitions", self.project / "definitions", dirs_exist_ok=True)

    def is_shipped(self, definition: str) -> bool:
        """Whether the known answers are built with the shipped form of a definition."""
        return not (self.answers / "definitions" / definition).exists()


def copy_project(origin: Path, room: Room) -> None:
    """Copy what the tests of mutations need of a project."""
    room.project.mkdir(parents=True)
    for part in PARTS:
        shutil.copytree(origin / part, room.project / part, ignore=shutil.ignore_patterns("__pycache__"))
    for file in FILES:
        shutil.copy2(origin / file, room.project / file)


def settle(room: Room) -> dict[str, str]:
    """Load and build the known answers' export in a room, as far as pages read it; return the vars of its settings."""
    room.define()
    room.warehouse.mkdir()
    (room.warehouse / "definitions").symlink_to(Path("..") / "project" / "definitions")
    shutil.copy(room.answers / "leadhouse.toml", room.warehouse)
    leadhouse("load", "salesforce", str(room.answers / "export"), "--warehouse", str(room.warehouse))
    warehouse = Warehouse.at(room.warehouse)
    settings = read_settings(warehouse)
    make_work_file(warehouse, settings)
    (room.warehouse / "published").mkdir(exist_ok=True)
    (room.warehouse / "published" / "CURRENT").write_text(f"{PUBLISHED}\n", encoding="utf-8")
    build(room.project, settings.dbt_vars(), READ_BY_PAGES)
    for file in room.warehouse.rglob("*.duckdb"):
        with duckdb.connect(str(file)) as connection:
            connection.execute("checkpoint")  # the copies are of these files alone
    return settings.dbt_vars()


def furnish(room: Room, base: Room, with_warehouse: bool) -> None:
    """Copy a room; without its warehouse where nothing is built."""
    shutil.copytree(base.project, room.project, ignore=shutil.ignore_patterns("__pycache__"))
    if with_warehouse:
        shutil.copytree(base.warehouse, room.warehouse, symlinks=True, ignore=UNNEEDED)
