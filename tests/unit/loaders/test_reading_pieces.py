"""A large file is counted in pieces; whatever their size, they are the file, and the count is the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.formats.text import TextFile
from loaders.gate import counting
from loaders.gate.pieces import pieces

CELL = st.text(st.sampled_from('a,;\n"é '), max_size=8)


def written(rows: list[list[str]], ends: str) -> bytes:
    """Rows as a CSV, all quoted."""
    target = io.StringIO(newline="")
    csv.writer(target, quoting=csv.QUOTE_ALL, lineterminator=ends).writerows([["Id", "Name"], *rows])
    return target.getvalue().encode()


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(CELL, min_size=2, max_size=2), max_size=20),
    ends=st.sampled_from(["\n", "\r\n"]),
    size=st.integers(1, 60),
)
def test_pieces_are_the_file_and_each_ends_with_a_record(tmp_path, rows, ends, size):
    path = tmp_path / "a.csv"
    path.write_bytes(written(rows, ends))
    found = list(pieces(path, size))
    assert b"".join(found) == path.read_bytes()
    assert sum(len(list(csv.reader(io.StringIO(piece.decode(), newline="")))) for piece in found) == len(rows) + 1


@pytest.mark.parametrize("is_ended", [True, False])
def test_a_file_counts_the_same_whole_and_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_ended: bool):
    rows = [[str(number), 'two\nlines, "quoted"' if number % 3 else ""] for number in range(5000)]
    content = written(rows, "\n")
    path = tmp_path / "a.csv"
    path.write_bytes(content if is_ended else content[:-1])
    text = TextFile("a.csv", path, "", 0, "utf-8", ",", ("Id", "Name"))
    assert counting.count_records(text) == 5000
    monkeypatch.setattr(counting, "MAX_MAPPED", 0)
    monkeypatch.setattr("loaders.gate.pieces.pieces.__defaults__", (1000,))
    assert counting.count_records(text) == 5000


def test_a_quote_that_never_closes_ends_the_pieces(tmp_path, monkeypatch):
    """The rest of a large file is not taken into memory; the count is wrong, and another reader decides."""
    monkeypatch.setattr("loaders.gate.pieces.LONGEST", 100)
    path = tmp_path / "a.csv"
    path.write_bytes(b'Id,Name\n1,a\n2,"b\n' + b"3,c\n" * 100)
    assert list(pieces(path, 16)) == [b"Id,Name\n1,a\n"]
