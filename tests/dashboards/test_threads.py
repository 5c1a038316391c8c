"""Many visitors at once: no thread may see another's rows."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import duckdb
import polars as pl
import pytest

from dashboards import data
from dashboards.filters import Filters
from dashboards.published import Published

THREADS = 8
QUERIES = 40
ROUNDS = 5

Question = tuple[str, tuple[str, ...], Filters]


def forty_questions() -> list[Question]:
    """Forty different questions whose answers differ."""
    last = data.as_of().date()
    metrics = ("leads_created", "sla_met_rate", "qualification_rate", "win_rate", "contacted_rate")
    return [
        (metric, by, Filters(last - timedelta(days=60 + 75 * number), last))
        for metric in metrics
        for number, by in enumerate([(), ("source_category",), ("team",), ("owner",)] * 2)
    ]


def wrong_answers(version: Path, questions: list[Question], expected: list[pl.DataFrame]) -> list[str]:
    """Let every thread ask all questions in an order of its own; return what was wrong or failed."""
    begin = threading.Barrier(THREADS)

    def visit(number: int) -> list[str]:
        order = list(range(len(questions)))
        random.Random(number).shuffle(order)
        begin.wait()
        wrong = []
        for each in order:
            try:
                found = data.answer(version, "metric", *questions[each])
            except Exception as error:  # any failure is a finding here
                wrong.append(f"{questions[each][0]}: {type(error).__name__}")
                continue
            if not found.equals(expected[each]):
                wrong.append(f"{questions[each][0]}: other rows")
        return wrong

    with ThreadPoolExecutor(THREADS) as pool:
        return [each for wrong in pool.map(visit, range(THREADS)) for each in wrong]


def test_eight_threads_times_forty_questions_get_no_wrong_row(version: Path) -> None:
    questions = forty_questions()
    assert len(set(questions)) == QUERIES
    expected = [data.answer(version, "metric", *each) for each in questions]
    assert len({str(each.to_dicts()) for each in expected}) == QUERIES
    for _ in range(ROUNDS):
        assert wrong_answers(version, questions, expected) == []


def test_the_same_with_one_shared_connection_fails(version: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = forty_questions()
    expected = [data.answer(version, "metric", *each) for each in questions]

    def shared(self: Published) -> duckdb.DuckDBPyConnection:
        return self.connection

    monkeypatch.setattr(Published, "cursor", lambda self: shared(self).execute("use published"))
    found = [wrong for _ in range(ROUNDS) for wrong in wrong_answers(version, questions, expected)]
    assert found, "The test above cannot fail: a shared connection did no harm."
