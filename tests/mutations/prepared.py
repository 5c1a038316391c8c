"""For pytest within a room: warehouses that were built once, in place of those that its fixtures would build."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

FIXTURES = {"demo_warehouse": "MUTATIONS_DEMO", "known_answers_warehouse": "MUTATIONS_KNOWN_ANSWERS"}
"""Fixtures whose value is a warehouse's folder, and the variable of the environment that names another one."""


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> object | None:
    """Give the folder that the environment names; without one the fixture makes its own."""
    folder = os.environ.get(FIXTURES.get(fixturedef.argname, ""))
    if not folder:
        return None
    fixturedef.cached_result = (Path(folder), fixturedef.cache_key(request), None)
    return Path(folder)
