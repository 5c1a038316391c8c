"""The built site; and the demo warehouse as an analyst sees it: tables as frames, the answers of the cookbook."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
import streamlit as st

from dashboards.published import current_path
from tests.docs.cookbook import questions

ROOT = Path(__file__).resolve().parents[2]


def build_site(project: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Build the site of a project as strictly as can be; `--quiet` would keep warnings from counting."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built site; a dead link, a dead anchor or a page outside the navigation fails it."""
    folder = tmp_path_factory.mktemp("site")
    built = build_site(ROOT, folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


@pytest.fixture
def version(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The published file, also named to the dashboards' metrics."""
    monkeypatch.setenv("LEADHOUSE_WAREHOUSE", str(demo_warehouse))
    st.cache_data.clear()
    yield current_path()
    st.cache_data.clear()


@pytest.fixture
def answer(version: Path) -> Callable[[int], pl.DataFrame]:
    """What the query of a question returns; amounts as floats."""

    def answered(number: int) -> pl.DataFrame:
        with duckdb.connect(str(version), read_only=True) as connection:
            return floats(connection.execute(questions()[number].sql).pl())

    return answered


@pytest.fixture
def table(version: Path) -> Callable[[str], pl.DataFrame]:
    """A published table, whole; amounts as floats."""

    def read(name: str) -> pl.DataFrame:
        with duckdb.connect(str(version), read_only=True) as connection:
            return floats(connection.execute(f"from {name}").pl())

    return read


def floats(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the frame with decimals as floats, so that frames of two origins compare."""
    return frame.with_columns(pl.selectors.decimal().cast(pl.Float64))
