"""The demo warehouse as an analyst sees it: the tables as frames, and the answers of the cookbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest
import streamlit as st

from dashboards.published import current_path
from tests.docs.cookbook import questions


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
