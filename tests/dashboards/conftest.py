"""The demo warehouse, named to the pages as `leadhouse dashboard` names it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
import streamlit as st

from dashboards.published import current_path
from tests.known_answers.building import built
from tests.sharing import made_once


@contextmanager
def pages_reading(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the pages read a warehouse; what they kept of another is forgotten, before and after."""
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(folder))
    st.cache_data.clear()
    yield
    st.cache_data.clear()


@pytest.fixture
def warehouse(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The warehouse that the pages read; answers kept from other tests are forgotten."""
    with pages_reading(demo_warehouse, monkeypatch):
        yield demo_warehouse


@pytest.fixture
def version(warehouse: Path) -> Path:
    """The published file that the pages read."""
    return current_path()


@pytest.fixture
def changed(demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the published version that a test may change, as long as no page has opened it."""
    shutil.copytree(demo_warehouse / "published", tmp_path / "published")
    with pages_reading(tmp_path, monkeypatch):
        yield current_path()


@pytest.fixture(scope="session")
def known_answers_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small export, loaded, built and published."""
    return made_once(tmp_path_factory, "known_answers", built)


@pytest.fixture
def known_answers(known_answers_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The small export as the pages read it."""
    with pages_reading(known_answers_warehouse, monkeypatch):
        yield


def change(path: Path, *statements: str) -> None:
    """Change a published copy by hand."""
    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
