"""The dbt project, compiled once for all tests of its text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from loaders import ensure_landing
from tests.sharing import made_once

PROJECT = Path(__file__).resolve().parents[3]

Node = dict[str, Any]


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """dbt's manifest with compiled SQL, made against a warehouse without any rows."""
    folder = made_once(tmp_path_factory, "compiled", compile_models)
    compiled: dict[str, Any] = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    return compiled


def compile_models(folder: Path) -> None:
    """Have dbt compile every model against a warehouse without any rows."""
    ensure_landing(folder)
    command = [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "compile", "--quiet"]
    where = [
        "--profiles-dir",
        str(PROJECT),
        "--target-path",
        str(folder / "target"),
        "--log-path",
        str(folder / "logs"),
    ]
    environment = os.environ | {
        "LEADHOUSE_WORK_DB": str(folder / "work.duckdb"),
        "LEADHOUSE_LANDING_DB": str(folder / "landing.duckdb"),
        "LEADHOUSE_PUBLISHED_DB": str(folder / "published.duckdb"),
        "LEADHOUSE_DEFINITIONS": "seeds",
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    done = subprocess.run([*command, *where], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def models(manifest: dict[str, Any]) -> list[Node]:
    """The models of the project, in order of name."""
    nodes = (node for node in manifest["nodes"].values() if node["resource_type"] == "model")
    return sorted(nodes, key=lambda node: str(node["name"]))


@pytest.fixture(scope="session")
def marts(models: list[Node]) -> list[Node]:
    """The published models: facts, dimensions and what the data page shows."""
    return [node for node in models if layer(node) in ("marts", "meta")]


def layer(node: Node) -> str:
    """The folder below models/ that a node stands in."""
    return str(node["original_file_path"]).split("/")[1]
