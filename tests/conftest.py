"""What tests of several kinds share: one small warehouse, made by the product's own command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

LEADS = 1500


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse with a published demo company; tests must not write to it."""
    folder = tmp_path_factory.mktemp("demo") / "warehouse"
    command = "from leadhouse.cli import main; main()"
    asked = ["demo", "--leads", str(LEADS), "--no-dashboard", "--warehouse", str(folder)]
    made = subprocess.run([sys.executable, "-c", command, *asked], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    return folder
