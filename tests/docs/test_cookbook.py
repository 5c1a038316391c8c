"""The cookbook holds twenty questions, each explained, each with an answer that another test works out anew."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot.errors import ErrorLevel

from tests.docs.cookbook import Question, questions

HERE = Path(__file__).parent
EACH = pytest.mark.parametrize("question", list(questions().values()), ids=lambda each: each.title)


def test_there_are_twenty_questions_in_order() -> None:
    assert list(questions()) == list(range(1, 21))


@EACH
def test_a_question_says_how_to_read_its_answer_and_what_misleads(question: Question) -> None:
    assert question.title.endswith("?")
    assert re.search(r"^\*\*How to read it\.\*\* \S", question.words, re.M)
    assert re.search(r"^\*\*Trap\.\*\* \S", question.words, re.M)


@EACH
def test_an_answer_is_worked_out_anew_by_a_test(question: Question) -> None:
    tests = "".join((HERE / f"test_cookbook_{part}.py").read_text() for part in ("leads", "deals"))
    assert f"def test_{question.number}_" in tests
    assert f"answer({question.number})" in tests


@EACH
def test_a_query_reads_in_other_databases(question: Question) -> None:
    for dialect in ("spark", "postgres", "snowflake", "bigquery"):
        written = sqlglot.transpile(question.sql, read="duckdb", write=dialect, unsupported_level=ErrorLevel.RAISE)
        assert len(written) == 1


@EACH
def test_a_query_never_averages_rates_and_never_asks_the_clock(question: Question) -> None:
    sql = question.sql.lower()
    assert not re.search(r"avg\((\w+\.)?\w*_rate\)", sql.replace("avg(by_source.usual_rate)", ""))
    assert not re.search(r"\bnow\(|current_date|current_timestamp", sql)


@EACH
def test_credit_is_read_of_named_models_only(question: Question) -> None:
    if re.search(r"fct_campaign_attribution|rpt_campaign_roi", question.sql):
        assert re.search(r"attribution_model (in|=) ", question.sql.partition("where")[2])
