"""One warehouse with many small exports of several systems, built once as of today and once as of an earlier day."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.versions.exporting import Exports
from tests.versions.scenes import load_everything

Ask = Callable[[str], list[tuple]]

SETTINGS = """\
[salesforce]
lost_reason_column = "why_lost__c"
competitor_column = "Beaten_By__c"
"""


def leadhouse(warehouse: Path, *arguments: str | Path) -> str:
    """Run one command as a user would, and give what it said; it must succeed."""
    program = Path(sys.executable).with_name("leadhouse")
    command = [str(program), *map(str, arguments), "--warehouse", str(warehouse)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def published(warehouse: Path, *options: str) -> Ask:
    """Build, and give a function that asks the version."""
    leadhouse(warehouse, "build", *options)
    return newest(warehouse)


def newest(warehouse: Path) -> Ask:
    """A function that asks the version that is published now."""
    folder = warehouse / "published"
    database = folder / (folder / "CURRENT").read_text(encoding="utf-8").strip()

    def ask(sql: str) -> list[tuple]:
        with duckdb.connect(str(database), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return ask


@pytest.fixture(scope="session")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Exports:
    """The warehouse, loaded."""
    made = Exports(tmp_path_factory.mktemp("versions"))
    made.warehouse.mkdir()
    (made.warehouse / "leadhouse.toml").write_text(SETTINGS, encoding="utf-8")
    load_everything(made)
    return made


@pytest.fixture(scope="session")
def ask(exports: Exports) -> Ask:
    """Asks the version as of the newest record."""
    return published(exports.warehouse)


@pytest.fixture(scope="session")
def ask_then(exports: Exports, ask: Ask) -> Ask:
    """Asks a version as of 3 February 2026."""
    return published(exports.warehouse, "--as-of", "2026-02-03")
