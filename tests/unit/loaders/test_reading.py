"""Both ways into a raw table agree with a third reading, written here: what is a record, what is a value, what is not.

`reference` below is a small parser of its own, character by character; it shares nothing with the loaders.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from loaders.errors import Refused, StartOver
from loaders.formats.text import TextFile
from loaders.gate.reading import Reader, Stamp
from loaders.landing.database import Landing
from loaders.sources.declarations import source
from loaders.sources.parts import Part, Value

HEADER = ("Id", "Name", "Type")
ACCOUNT = next(table for table in source("salesforce").tables if table.object == "Account")
STAMP = Stamp("l1", "salesforce", datetime(2026, 3, 31))
CUT = "cut"


@dataclass
class Outcome:
    """What became of a file: rows with their numbers and rejects with lines and rules, or the line of a refusal."""

    rows: list[tuple] = field(default_factory=list)
    rejects: list[tuple[int, str, str]] = field(default_factory=list)
    refused: int | str | None = None


def reference(body: str, delimiter: str) -> Outcome:
    """What should become of the records below a one-line header."""
    outcome, number, line, place = Outcome(), 0, 2, 0
    rule = None
    while place < len(body):
        start, fields, broken = place, [], None
        while True:
            value, place, broken = _field(body, place, delimiter)
            fields.append(value)
            if broken is not None or body[place : place + 1] != delimiter:
                break
            place += 1
        if broken is not None:
            return Outcome(refused=line + _line_ends(body[start:broken]))
        is_blank = place == start
        place += len(_end(body, place))
        if not is_blank:
            number += 1
            while len(fields) > len(HEADER) and not fields[-1]:
                fields.pop()
            rule = "too few fields" if len(fields) < 3 else "too many fields" if len(fields) > 3 else None
            rule = rule or (None if fields[0].strip() else "record id missing")
            if rule:
                outcome.rejects.append((line, rule, body[start:place]))
            else:
                outcome.rows.append((number, *(value or None for value in fields)))
        line += _line_ends(body[start:place])
    is_ended = not body or body[-1] in "\r\n"
    return Outcome(refused=CUT) if rule == "too few fields" and not is_ended else outcome


def _field(body: str, place: int, delimiter: str) -> tuple[str, int, int | None]:
    """Value, where it ends, and, if it is broken, where it begins."""
    start = place
    if body[place:].lstrip(" ").startswith('"') and body[place] == " ":
        return "", place, start
    if body[place : place + 1] != '"':
        while place < len(body) and body[place] not in (delimiter, "\r", "\n"):
            place += 1
        return body[start:place], place, None
    value = ""
    place += 1
    while place < len(body):
        if body[place] != '"':
            value += body[place]
        elif body[place + 1 : place + 2] == '"':
            value += '"'
            place += 1
        else:
            place += 1
            is_closed = place == len(body) or body[place] in (delimiter, "\r", "\n")
            return value, place, None if is_closed else start
        place += 1
    return value, place, start


def _end(body: str, place: int) -> str:
    return "\r\n" if body[place : place + 2] == "\r\n" else body[place : place + 1]


def _line_ends(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n")


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Landing]:
    folder = tmp_path_factory.mktemp("landing")
    landing = Landing(folder / "landing.duckdb", folder)
    landing.create_tables()
    yield landing
    landing.close()


@pytest.fixture(scope="module")
def read(landing: Landing, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Outcome]:
    """Lands a body of accounts below a header and takes it back."""
    folder = tmp_path_factory.mktemp("read")
    path = folder / "Account.csv"
    part = Part(ACCOUNT, tuple(Value(name, (name,)) for name in HEADER))

    def read(body: str, delimiter: str = ",", exact: frozenset[str] = frozenset()) -> Outcome:
        path.write_bytes((delimiter.join(HEADER) + "\n" + body).encode())
        is_ended = not body or body[-1] in "\r\n"
        text = TextFile(path.name, path, "", 0, "utf-8", delimiter, HEADER, is_ended=is_ended)
        landing.connection.execute("begin transaction")
        give_up = False
        try:
            landed = Reader(landing.connection, folder, set(exact)).land(text, part, STAMP)
            rows = landing.connection.execute(
                "select _source_row, Id, Name, Type from landing.salesforce.account order by 1"
            ).fetchall()
        except StartOver:
            give_up = True
        except Refused as refusal:
            return Outcome(refused=CUT if "cut off" in refusal.reason else refusal.line)
        finally:
            landing.connection.execute("rollback")
        if give_up:
            return read(body, delimiter, frozenset([path.name]))
        assert landed.records == landed.landed + landed.left_out + len(landed.rejects)
        assert landed.landed == len(rows)
        return Outcome(rows, [(reject.line, reject.rule, reject.raw_text) for reject in landed.rejects])

    return read


@pytest.mark.parametrize(
    "body",
    [
        '1, "x",2\n',
        '1, "x,y",2\n',
        '1,"x" ,2\n',
        '1,2,"x" \n',
        '1,2,"x"  ',
        ' "1",2,3\n',
        '1,  "x",2\n',
        '1,"a, ""b""",2\n',
        '1,x"y,2\n',
        '1,x"y",2\n3,"4",5\n',
        '1,2,12" a\n3,4,14" b\n5,6,7\n',
        '1,x" a,y"\n3,4,5\n',
        "1,x\ry,2\n3,4,5\n",
        '1,"x\ry",2\n',
        "1,x,2\r\r\n3,4,5\r\n",
        "1,x,2\r\n3,4,5\n6,7,8\r\n",
        "1,x,2\r3,4,5\n",
        "1,2,3\r4,5,6\r",
        "1,\ufeffx,2\n\ufeff3,4,5\n",
        "1,x,2,\n3,4,5,,\n",
        '1,x,2,""\n3,4,5,\n',
        "1,x,2, \n3,4,5\n",
        "1,\\N,2\n",
        '1,"",2\n1,,2\n',
        "1,\x1ax,2\n3,4,5\n",
        "1,\x0cx,2\n3,4,5\x0c\n",
        "1,\u2028x,2\n3,4\x85,5\n",
        "\n\n1,x,2\n\n\n3,4,5\n\n",
        " \n1,x,2\n",
        "",
        "1,x,2",
        "1,x,2\n3,4",
        '1,x,2\n3,4,"',
        '1,"""",2\n',
        '1,""x"",2\n',
        '1,"x\\",2\n',
        "#1,x,2\n",
        '1,\t"x",2\n',
        ",,\n1,2,3\n",
        "\t,2,3\n\u00a0,2,3\n\u3000,2,3\n\x1c,2,3\n1,2,3\n",
        '"1\n2",3,4\n"5",6\n',
        "'1','2,3','4'\n",
    ],
)
def test_what_two_readers_might_take_differently_is_read_one_way(read, body):
    assert read(body) == reference(body, ",")


def test_every_short_value_with_a_quote_is_read_as_the_reference_reads_it(read):
    for length in range(1, 5):
        for signs in itertools.product('a" ,', repeat=length):
            body = f"1,{''.join(signs)},2\n"
            assert '"' not in body or read(body) == reference(body, ",")


SIGNS = st.text(st.sampled_from('aé1,;\t"" \n\r\x0c\u2028\ufeff\\'), max_size=40)
RECORDS = st.lists(
    st.lists(st.sampled_from(["a", "", "b c", '"x"', '"x,y"', '"x""y"', '"l\nm"', ' "x"', 'x"y', "1"]), max_size=4),
    max_size=6,
).map(lambda rows: [",".join(row) for row in rows])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=SIGNS, delimiter=st.sampled_from(",;\t"))
@example(body='1,"a\nb",c\n2,d', delimiter=",")
def test_any_signs_are_read_as_the_reference_reads_them(read, body, delimiter):
    assert read(body, delimiter) == reference(body, delimiter)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=RECORDS, ends=st.lists(st.sampled_from(["\n", "\r\n", "\n\n", ""]), min_size=6, max_size=6))
def test_any_records_are_read_as_the_reference_reads_them(read, rows, ends):
    body = "".join(row + end for row, end in zip(rows, ends, strict=False))
    assert read(body) == reference(body, ",")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=RECORDS)
def test_the_exact_reader_and_the_fast_one_decide_alike(read, rows):
    body = "\n".join([*rows, ""])
    assert read(body) == read(body, exact=frozenset(["Account.csv"]))
