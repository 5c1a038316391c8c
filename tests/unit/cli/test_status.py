"""`leadhouse status` answers while a load holds landing.duckdb."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from leadhouse.cli import main

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.readline()"


def status(warehouse: Path, *options: str) -> str:
    result = CliRunner().invoke(main, ["status", "--warehouse", str(warehouse), *options])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_it_shows_loads_build_tests_and_how_old_the_data_is(demo_warehouse: Path):
    shown = status(demo_warehouse)
    for part in ("Published  version 2", "built in", "salesforce: as of", "rejected", "passed", "rows landed"):
        assert part in shown


def test_json_says_the_same(demo_warehouse: Path):
    found = json.loads(status(demo_warehouse, "--json"))
    assert found["published"]["version"] == found["last_build"]["version"] == found["versions"][-1]
    assert found["last_failure"] is None
    assert found["published"]["sources"][0]["source_system"] == "salesforce"
    assert found["published"]["sources"][0]["rejected"] == 0
    assert found["last_build"]["tests"] == len(found["published"]["tests"]) > 0


@pytest.fixture
def held_landing(tmp_path: Path, demo_warehouse: Path) -> Path:
    """A warehouse like the demo's; its landing.duckdb may be held."""
    import shutil

    held = tmp_path / "held"
    shutil.copytree(demo_warehouse, held, ignore=shutil.ignore_patterns("exports", "target", "work.duckdb*"))
    return held


def test_a_running_load_does_not_block_it_and_is_named_by_a_build(held_landing: Path):
    command = [sys.executable, "-c", HOLD, str(held_landing / "landing.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert "Published  version" in status(held_landing)
        refused = CliRunner().invoke(main, ["build", "--warehouse", str(held_landing)])
        holder.communicate("\n")
    assert refused.exit_code == 5
    assert str(holder.pid) in refused.stderr
