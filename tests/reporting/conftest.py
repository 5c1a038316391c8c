"""Reports of the demo company, made by the command itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from click.testing import CliRunner, Result

from leadhouse.cli import main

Report = Callable[..., Result]


@pytest.fixture
def report(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Report]:
    """Runs `leadhouse report` on the demo company, or on another warehouse."""
    st.cache_data.clear()

    def run(*asked: str, warehouse: Path = demo_warehouse) -> Result:
        monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(warehouse))
        return CliRunner().invoke(main, ["report", *asked, "--warehouse", str(warehouse)])

    yield run
    st.cache_data.clear()
