"""Which layer may read which, and what every model must say about itself."""

from __future__ import annotations

import re
from typing import Any

import sqlglot
from sqlglot import exp

from tests.unit.models.conftest import layer

Node = dict[str, Any]

NUMBER = re.compile(r"as_(number|percent)\('(\w+)'(?:, '([\w(), ]+)')?\)")
MODEL_LINES = 150
STAGING_LINES = 75


def test_only_staging_reads_raw_tables(models: list[Node]) -> None:
    reading = [node["name"] for node in models if layer(node) != "staging" and _parents(node, "source")]
    assert not reading


def test_staging_reads_only_staging_and_raw_tables(models: list[Node]) -> None:
    reading = {node["name"]: _parents(node, "model") for node in models if layer(node) == "staging"}
    assert not {
        name: parents for name, parents in reading.items() if not all(each.startswith("stg_") for each in parents)
    }


def test_intermediate_models_read_no_mart(models: list[Node]) -> None:
    reading = {node["name"]: _parents(node, "model") for node in models if layer(node) == "intermediate"}
    allowed = ("stg_", "int_")
    assert not {
        name: parents for name, parents in reading.items() if not all(each.startswith(allowed) for each in parents)
    }


def test_marts_read_only_intermediate_models_dimensions_facts_and_definitions(models: list[Node]) -> None:
    reading = {node["name"]: _parents(node, "model") for node in models if layer(node) == "marts"}
    allowed = ("int_", "dim_", "fct_")
    assert not {
        name: parents for name, parents in reading.items() if not all(each.startswith(allowed) for each in parents)
    }


def test_every_model_begins_with_its_grain(models: list[Node]) -> None:
    first_lines = {node["name"]: node["raw_code"].splitlines()[0] for node in models}
    assert not {name: line for name, line in first_lines.items() if not re.match(r"(--|#) One row per ", line)}


def test_every_published_table_says_what_not_to_sum_and_describes_each_column(marts: list[Node]) -> None:
    lacking = []
    for node in marts:
        if not node["raw_code"].splitlines()[1].startswith(("-- ", "# ")):
            lacking.append(f"{node['name']}: second line")
        if not node["description"].strip():
            lacking.append(f"{node['name']}: description")
        lacking += [
            f"{node['name']}.{name}" for name, column in node["columns"].items() if not column["description"].strip()
        ]
    assert not lacking


def test_every_definition_describes_each_column(manifest: dict[str, Any]) -> None:
    seeds = [node for node in manifest["nodes"].values() if node["resource_type"] == "seed"]
    lacking = [seed["name"] for seed in seeds if not seed["description"] or not seed["columns"]]
    lacking += [
        f"{seed['name']}.{name}" for seed in seeds for name, each in seed["columns"].items() if not each["description"]
    ]
    untyped = [seed["name"] for seed in seeds if set(seed["config"]["column_types"]) != set(seed["columns"])]
    assert not lacking + untyped


def test_no_mart_selects_a_star(marts: list[Node]) -> None:
    selecting = []
    for node in [node for node in marts if node["language"] == "sql"]:
        query = sqlglot.parse_one(node["compiled_code"], read="duckdb")
        selects = [query] if isinstance(query, exp.Select) else list(query.find_all(exp.Select, bfs=True))[:1]
        if any(isinstance(each, exp.Star) or each.is_star for select in selects for each in select.expressions):
            selecting.append(node["name"])
    assert not selecting


def test_models_are_short(models: list[Node]) -> None:
    limits = {node["name"]: STAGING_LINES if layer(node) == "staging" else MODEL_LINES for node in models}
    lengths = {node["name"]: len(node["raw_code"].splitlines()) for node in models}
    assert not {name: length for name, length in lengths.items() if length > limits[name]}


def test_every_macro_is_described(manifest: dict[str, Any]) -> None:
    own = [macro for macro in manifest["macros"].values() if macro["package_name"] == "leadhouse"]
    engines = ("default__", "duckdb__", "test_")
    assert not [
        macro["name"] for macro in own if not macro["name"].startswith(engines) and not macro["description"].strip()
    ]


def test_staging_reads_every_number_as_it_is_declared(manifest: dict[str, Any], models: list[Node]) -> None:
    declared = {
        (source["source_name"], column["name"]): column["config"]["meta"].get("number")
        for source in manifest["sources"].values()
        for column in source["columns"].values()
        if column["config"]["meta"].get("type") == "number"
    }
    for node in models:
        for macro, name, kind in NUMBER.findall(node["raw_code"]) if layer(node) == "staging" else []:
            read = "percent" if macro == "percent" else kind or None
            assert read == declared[node["name"].split("_")[1], name], f"{node['name']}.{name}"


def _parents(node: Node, kind: str) -> list[str]:
    """Names of the models or sources that a node reads."""
    return [each.split(".")[-1] for each in node["depends_on"]["nodes"] if each.startswith(f"{kind}.")]
