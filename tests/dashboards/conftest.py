"""The demo warehouse, named to the pages as `leadhouse dashboard` names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from dashboards.published import current_path


@pytest.fixture
def warehouse(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The warehouse that the pages read; answers kept from other tests are forgotten."""
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(demo_warehouse))
    st.cache_data.clear()
    yield demo_warehouse
    st.cache_data.clear()


@pytest.fixture
def version(warehouse: Path) -> Path:
    """The published file that the pages read."""
    return current_path()
