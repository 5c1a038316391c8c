"""Runs the models of credit on given touches, without dbt: their own text, rendered by Jinja, in DuckDB in memory.

Reads the models, the macros and the shipped definitions of the project. Grain: one database per company.
Whole builds are tested elsewhere; here thousands of small companies go through the models.
"""

from __future__ import annotations

import csv
import importlib.util
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import yaml

from tests.macros import rendered

PROJECT = Path(__file__).resolve().parents[2]
ATTRIBUTION = PROJECT / "models" / "intermediate" / "attribution"
MODELS = (
    ATTRIBUTION / "int_opportunity_touches_positioned.sql",
    ATTRIBUTION / "int_opportunity_touches_aged.sql",
    ATTRIBUTION / "int_channel_paths.sql",
    ATTRIBUTION / "int_channel_transitions.sql",
    ATTRIBUTION / "int_channel_sets.sql",
    ATTRIBUTION / "int_channel_weights.py",
    ATTRIBUTION / "int_channel_credits.sql",
    ATTRIBUTION / "int_opportunity_credits_shared.sql",
    PROJECT / "models" / "marts" / "fct_campaign_attribution.sql",
    PROJECT / "models" / "marts" / "rpt_channel_weights.sql",
)
GIVEN = {
    "int_opportunity_touches_linked": "opportunity_key varchar, touchpoint_key varchar, person_key varchar, "
    "way varchar",
    "int_touches_identified": "touchpoint_key varchar, source_system varchar, campaign_key varchar, channel varchar, "
    "touch_type varchar, touched_at timestamp",
    "int_opportunity_touch_windows": "opportunity_key varchar, is_closed boolean, created_at timestamp, "
    "lead_created_at timestamp",
    "int_opportunities_progressed": "opportunity_key varchar, is_counted boolean, is_closed boolean, is_won boolean",
    "fct_opportunities": "opportunity_key varchar, source_system varchar, primary_campaign_key varchar, "
    "is_counted boolean, is_won boolean, is_in_roi boolean, closed_date date, amount decimal(18,2)",
    "int_touch_campaigns_channelled": "campaign_key varchar, channel varchar",
    "attribution_models": "attribution_model varchar, label varchar, method varchar, first_weight double, "
    "lead_weight double, opportunity_weight double, close_weight double, middle_weight double, sort_order integer, "
    "is_enabled boolean, description varchar",
    "source_categories": "source_category varchar, label varchar, origin varchar, sort_order integer",
}

Row = Mapping[str, Any]


class Listing:
    """Stands in for dbt's macros between engines."""

    @staticmethod
    def listagg(measure: str, delimiter: str, order: str) -> str:
        return f"string_agg({measure}, {delimiter} {order})"


class Reading:
    """What a Python model gets from dbt."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def config(self, **_: object) -> None:
        """Where and how the model is stored plays no part here."""

    def ref(self, name: str) -> Any:
        return self.connection.table(name)


@cache
def settings() -> dict[str, Any]:
    """The settings of the project with their defaults."""
    found: dict[str, Any] = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))["vars"]
    return found


@cache
def sql(path: Path) -> str:
    """A model as dbt would compile it."""
    environment, macros = rendered(**settings())
    environment.globals.update({"ref": lambda name: name, "config": lambda **_: "", "dbt": Listing})
    own = {name: macro for name, macro in vars(macros).items() if not name.startswith("_")}
    return environment.from_string(path.read_text(encoding="utf-8"), globals=own).render()


def definition(name: str) -> list[dict[str, Any]]:
    """The rows of a shipped definition; empty as None."""
    with (PROJECT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{column: value or None for column, value in row.items()} for row in csv.DictReader(file)]


def company(tables: Mapping[str, Sequence[Row]]) -> duckdb.DuckDBPyConnection:
    """A database with the given tables; the definitions are the shipped ones unless they are given."""
    connection = duckdb.connect()
    connection.execute("set TimeZone = 'UTC'")
    connection.execute("set threads = 1")
    for name, columns in GIVEN.items():
        shipped = name in ("attribution_models", "source_categories")
        rows = tables.get(name, definition(name) if shipped else ())
        connection.execute(f"create table {name} ({columns})")
        names = [part.split()[0] for part in re.split(r",(?![^(]*\))", columns)]
        if rows:
            marks = ", ".join("?" * len(names))
            connection.executemany(
                f"insert into {name} values ({marks})", [[row.get(column) for column in names] for row in rows]
            )
    return connection


def run(connection: duckdb.DuckDBPyConnection, models: Sequence[Path] = MODELS) -> None:
    """Make the tables of the models, in their order."""
    for path in models:
        if path.suffix == ".py":
            made = module(path).model(Reading(connection), connection)
            connection.register("made", made)
            connection.execute(f"create table {path.stem} as select * from made")
            connection.unregister("made")
        else:
            kind = "view" if "materialized='view'" in path.read_text(encoding="utf-8") else "table"
            connection.execute(f"create {kind} {path.stem} as {sql(path)}")


@cache
def module(path: Path) -> ModuleType:
    """A Python model."""
    found = importlib.util.spec_from_file_location(path.stem, path)
    assert found is not None
    assert found.loader is not None
    loaded = importlib.util.module_from_spec(found)
    found.loader.exec_module(loaded)
    return loaded


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """What a query returns, by name of the column."""
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
