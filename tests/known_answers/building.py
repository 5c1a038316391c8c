"""Loads and builds an export with its own definitions by the product's own commands, and reads the published facts.

A case is a folder with export/, definitions/ and leadhouse.toml.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb

from tests.known_answers.comparing import SMALL, Row

PROJECT = Path(__file__).resolve().parents[2]


def leadhouse(*arguments: str) -> str:
    """Run one command of the product; gives what it said, which is also the failure's words."""
    command = "from leadhouse.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", command, *arguments], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"leadhouse {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def built(warehouse: Path, *options: str, case: Path = SMALL) -> Path:
    """A case, loaded and built with the company's own definitions: the published file."""
    shutil.copytree(PROJECT / "seeds", warehouse / "definitions", ignore=shutil.ignore_patterns("*.yml"))
    shutil.copytree(case / "definitions", warehouse / "definitions", dirs_exist_ok=True)
    shutil.copy(case / "leadhouse.toml", warehouse / "leadhouse.toml")
    leadhouse("load", "salesforce", str(case / "export"), "--warehouse", str(warehouse))
    leadhouse("build", *options, "--warehouse", str(warehouse))
    return published_in(warehouse)


def published_in(warehouse: Path) -> Path:
    """The file of the current version."""
    return warehouse / "published" / (warehouse / "published" / "CURRENT").read_text(encoding="utf-8").strip()


def facts(database: Path, name: str) -> list[Row]:
    """Rows of a published fact; a person is named by the first of its leads."""
    with duckdb.connect(str(database), read_only=True) as connection:
        columns = [row[0] for row in connection.execute(f"describe {name}").fetchall()]
        person = ""
        if "person_key" in columns:
            person = ", p.person"
            people = "left join (select person_key, min(lead_key) as person from fct_leads group by 1) as p"
        cursor = connection.execute(
            f"select f.*{person} from {name} as f {people + ' using (person_key)' if person else ''}"
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
