"""For pytest within a room: the demo's warehouse that was made once, in place of a new one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

DEMO = "MUTATIONS_DEMO"


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest) -> object | None:
    """Give the folder that the environment names; without one the fixture makes its own."""
    if fixturedef.argname != "demo_warehouse" or DEMO not in os.environ:
        return None
    folder = Path(os.environ[DEMO])
    fixturedef.cached_result = (folder, fixturedef.cache_key(request), None)
    return folder
