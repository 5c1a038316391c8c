"""What the loaders' tests share: a warehouse, files written on the spot, and what was landed."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

import loaders

LOADED_AT = datetime(2026, 3, 31, 18, 0, tzinfo=UTC)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    """A warehouse folder that does not exist yet."""
    return tmp_path / "warehouse"


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes a file below an inbox folder."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def pack(tmp_path: Path) -> Callable[..., Path]:
    """Writes a zip archive of the given members."""

    def pack(name: str, **members: str | bytes) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in members.items():
                archive.writestr(member, content)
        return path

    return pack


@pytest.fixture
def load(warehouse: Path) -> Callable[..., loaders.LoadReport]:
    """Loads Salesforce exports, or a spreadsheet if a mapping is given."""

    def load(*paths: Path, **options: Any) -> loaders.LoadReport:
        source = "spreadsheet" if "mapping" in options else "salesforce"
        return loaders.load(source, list(paths), warehouse, **({"loaded_at": LOADED_AT} | options))

    return load


@pytest.fixture
def query(warehouse: Path) -> Iterator[Callable[[str], list[tuple]]]:
    """Asks landing.duckdb."""

    def query(sql: str) -> list[tuple]:
        with duckdb.connect(str(warehouse / "landing.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return query
