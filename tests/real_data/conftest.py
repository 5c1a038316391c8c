"""Warehouses built from real exports that nobody in this project wrote, where they are present.

Reads `../shared/data` beside the checkout; nothing of it is copied. Where it is missing, the tests
skip and say so.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

PROJECT = Path(__file__).parents[2]
DATA = PROJECT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real exports; skips where it is not there.

    Other people's exports are not copied into the project, so that a clone alone has none. The forms that they come in
    are tested on invented rows as well.
    """
    if not DATA.is_dir():
        pytest.skip("shared data is missing")
    return DATA


def leadhouse(warehouse: Path, *arguments: str | Path) -> str:
    """Run one command as a user would and return what it wrote to standard output."""
    command = [sys.executable, "-m", "leadhouse", *map(str, arguments), "--warehouse", str(warehouse)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def published(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """The published version of a warehouse, opened as any client would."""
    return duckdb.connect(leadhouse(warehouse, "path").strip(), read_only=True)


@pytest.fixture(scope="session")
def side_by_side(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """Three systems in one warehouse: a small Salesforce org and two CRMs through mappings."""
    warehouse = tmp_path_factory.mktemp("side_by_side")
    mappings = PROJECT / "docs" / "mappings"
    leadhouse(warehouse, "load", "salesforce", shared_data / "salesforce_dataloader_sfdx")
    for mapping, folder in (("maven_crm.toml", "maven_crm"), ("helixcore.toml", "helixcore_sales_bi")):
        leadhouse(warehouse, "load", "spreadsheet", "--mapping", mappings / mapping, shared_data / folder)
    leadhouse(warehouse, "build")
    return published(warehouse)


@pytest.fixture(scope="session")
def training_company(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A real company's anonymised Salesforce with reduced columns."""
    warehouse = tmp_path_factory.mktemp("training_company")
    leadhouse(warehouse, "load", "salesforce", shared_data / "salesforce_vn_anon")
    leadhouse(warehouse, "build")
    return published(warehouse)


def one(connection: duckdb.DuckDBPyConnection, sql: str, *values: object) -> object:
    """The single value that a query returns."""
    row = connection.cursor().execute(sql, list(values)).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row
