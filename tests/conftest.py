"""What tests of several kinds share: one small warehouse, made by the product's own command line; and one browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.sharing import made_once

LEADS = 1500
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


LONGEST = (
    *("tests/demo_truth", "tests/real_data", "tests/mutations", "tests/unit/cli/test_explain.py"),
    *("tests/known_answers", "tests/versions", "tests/unit/models", "tests/unit/warehouse", "tests/browser"),
    *("tests/dashboards", "tests/faults", "tests/reconciling", "tests/docs", "tests/reporting"),
)
"""Folders and files whose tests build warehouses or drive a browser. They begin: what is short fills up the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that take longest first, so that no worker is left with one of them while the others wait."""
    places = {name: place for place, name in enumerate(LONGEST)}

    def place(item: pytest.Item) -> int:
        parts = item.nodeid.partition("::")[0].split("/")
        names = ("/".join(parts[: number + 1]) for number in range(len(parts)))
        return next((places[name] for name in names if name in places), len(LONGEST))

    items.sort(key=place)


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a warehouse with a published demo company; tests must not write to it."""
    return made_once(tmp_path_factory, "demo", make_demo)


def make_demo(folder: Path) -> None:
    """Make, load, build and publish the demo company."""
    command = "from leadhouse.cli import main; main()"
    asked = ["demo", "--leads", str(LEADS), "--no-dashboard", "--warehouse", str(folder)]
    made = subprocess.run([sys.executable, "-c", command, *asked], capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium that contacts nobody by itself; a worker can have only one."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))
        yield chromium
        chromium.close()
