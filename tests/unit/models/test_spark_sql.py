"""Every compiled model is also valid Spark SQL, so that the models can move to a distributed engine."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlglot
from sqlglot import exp

Node = dict[str, Any]

RELATION = re.compile(r'"(\w+)"\."(\w+)"\."(\w+)"')
COMMENT_OR_TEXT = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
CLOCK = re.compile(r"\b(current_timestamp|current_date|now\s*\(|today\s*\(|localtimestamp)", re.IGNORECASE)
ENGINE_ONLY = re.compile(
    r"\b(strptime|strftime|epoch\w*|date_?diff|to_(?:seconds|days|timestamp)|timezone|regexp_\w+|list_\w+|unnest"
    r"|generate_series|quantile_\w+|arg_(?:max|min)|string_agg|struct_pack|len|isodow|dayname|make_\w+)\s*\("
    r"|\basof\b|\bexclude\s*\(",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def queries(models: list[Node]) -> list[Node]:
    """The models that are SQL; one is Python, for what SQL cannot express."""
    return [node for node in models if node["language"] == "sql"]


def test_every_model_parses_as_spark_sql(queries: list[Node]) -> None:
    broken = {}
    for node in queries:
        try:
            trees = sqlglot.parse(_as_spark_quotes(node["compiled_code"]), read="spark")
        except sqlglot.errors.ParseError as error:
            broken[node["name"]] = str(error)[:300]
            continue
        if len(trees) != 1 or not isinstance(trees[0], exp.Query):
            broken[node["name"]] = "not one query"
    assert not broken


def test_no_model_quotes_a_name_which_spark_would_read_as_text(queries: list[Node]) -> None:
    quoting = [node["name"] for node in queries if '"' in _bare(_as_spark_quotes(node["compiled_code"]))]
    assert not quoting


def test_functions_of_one_engine_stand_in_macros_only(queries: list[Node]) -> None:
    found = {node["name"]: match.group() for node in queries if (match := ENGINE_ONLY.search(_own_sql(node)))}
    assert not found


def test_no_model_reads_the_clock(models: list[Node]) -> None:
    assert not [node["name"] for node in models if CLOCK.search(_bare(node["compiled_code"]))]


def _as_spark_quotes(sql: str) -> str:
    """Relations as Spark's adapter would write them; quotes are the adapter's, not the model's."""
    return RELATION.sub(r"`\1`.`\2`.`\3`", sql)


def _bare(sql: str) -> str:
    """SQL without its comments and texts."""
    return COMMENT_OR_TEXT.sub("", sql)


def _own_sql(node: Node) -> str:
    """What the model's author wrote, without what macros put in."""
    return _bare(re.sub(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", "", node["raw_code"], flags=re.DOTALL))
