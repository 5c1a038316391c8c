"""A text made from another format brings its own numbers, and the records that could not be brought into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from loaders.formats.text import TextFile
from loaders.gate.reading import Landed, Reader, Stamp
from loaders.gate.rejects import Reject
from loaders.landing.database import Landing
from loaders.sources.declarations import source
from loaders.sources.parts import Part, Value

ACCOUNT = next(table for table in source("salesforce").tables if table.object == "Account")
STAMP = Stamp("l1", "salesforce", datetime(2026, 3, 31))
BROUGHT = Reject(7, "no object", "[1]\n")


@pytest.fixture
def landing(tmp_path: Path) -> Iterator[Landing]:
    landing = Landing(tmp_path / "landing.duckdb", tmp_path)
    landing.create_tables()
    yield landing
    landing.close()


@pytest.fixture
def read(landing: Landing, tmp_path: Path) -> Callable[[str], Landed]:
    """Lands a text of two columns and its numbers as accounts."""

    def read(rows: str) -> Landed:
        path = tmp_path / "made.csv"
        path.write_text(f'"Id","Name","_source_row"\n{rows}', encoding="utf-8")
        text = TextFile("a.jsonl", path, "", 0, "utf-8", ",", ("Id", "Name"), is_numbered=True, rejects=(BROUGHT,))
        part = Part(ACCOUNT, (Value("Id", ("Id",)), Value("Name", ("Name",))))
        with landing.transaction():
            return Reader(landing.connection, tmp_path, set()).land(text, part, STAMP)

    return read


def test_rows_carry_the_numbers_of_the_original_format(landing, read):
    landed = read('"1","a","3"\n"2","two\nlines","9"\n')
    assert landed == Landed(3, 2, 0, (BROUGHT,))
    rows = landing.connection.execute('select "Id", "Name", _source_row from landing.salesforce.account order by 1')
    assert rows.fetchall() == [("1", "a", 3), ("2", "two\nlines", 9)]


def test_a_rejected_record_is_found_by_the_number_of_the_original_format(landing, read):
    landed = read('"1","a","3"\n"","b, c","5"\n"2","d","9"\n')
    assert landed == Landed(4, 2, 0, (BROUGHT, Reject(5, "record id missing", ',"b, c"\n')))
    rows = landing.connection.execute('select "Id", _source_row from landing.salesforce.account order by 1')
    assert rows.fetchall() == [("1", 3), ("2", 9)]
