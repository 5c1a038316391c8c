"""Runs dbt in a room, in a forked process: importing dbt takes longer than most of what it is asked to do here, so that
the process that forks imports it once (trials.py).

Reads and writes the room's warehouse. Grain: one call per command.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

PUBLISHED = "leadhouse-20250101T000000000000Z.duckdb"
ENVIRONMENT = {
    "LEADHOUSE_WORK_DB": "../warehouse/work.duckdb",
    "LEADHOUSE_LANDING_DB": "../warehouse/landing.duckdb",
    "LEADHOUSE_PUBLISHED_DB": f"../warehouse/published/{PUBLISHED}",
    "LEADHOUSE_DEFINITIONS": "definitions",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
}
TARGET = "../warehouse/target"
FACTS = (
    "fct_leads",
    "fct_lead_assignments",
    "fct_lead_statuses",
    "fct_opportunities",
    "fct_opportunity_stages",
    "fct_activities",
    "fct_campaign_members",
    "fct_touchpoints",
    "fct_opportunity_touchpoints",
    "fct_campaign_attribution",
    "rpt_channel_weights",
    "rpt_campaign_roi",
    "rpt_acquisition_costs",
)
READ_BY_PAGES = "+path:models/marts +meta_sources resource_type:seed"
WITHOUT_TESTS = ("--exclude-resource-types", "test", "unit_test")
REFUSED_DATA = ("Constraint Error", "Conversion Error", "Out of Range Error")


class Unusable(Exception):
    """The changed code cannot be run at all: nothing is learnt from that."""


@dataclass(frozen=True)
class Outcome:
    """What became of one node: pass, success, warn, fail, error or skipped.

    Attributes:
        node: as dbt names it: unit_test.leadhouse.MODEL.NAME, model.leadhouse.NAME.
    """

    node: str
    status: str
    message: str

    @property
    def name(self) -> str:
        """The last part of the node's name."""
        return self.node.split(".")[-1]

    @property
    def model(self) -> str:
        """The model of a unit test."""
        return self.node.split(".")[2]


def build(project: Path, dbt_vars: dict[str, str], select: str = "") -> list[Outcome]:
    """Build definitions and models, all of them unless some are selected; return those that refused their data.

    Raises:
        Unusable: a model is no SQL any more.
    """
    chosen = ("--select", *select.split()) if select else ()
    outcomes = run(project, ["build", *WITHOUT_TESTS, *chosen], dbt_vars)
    errors = [each for each in outcomes if each.status == "error"]
    for each in errors:
        if not any(kind in each.message for kind in REFUSED_DATA):
            raise Unusable(f"{each.name}: {each.message}")
    return errors


def test(project: Path, dbt_vars: dict[str, str], models: list[str]) -> list[Outcome]:
    """Run the unit tests of some models.

    Raises:
        Unusable: a model has none, or one could not be run.
    """
    outcomes = run(project, ["test", "--select", *(f"{model},test_type:unit" for model in models)], dbt_vars)
    missing = set(models) - {each.model for each in outcomes}
    if missing:
        raise Unusable(f"{', '.join(sorted(missing))} has no unit test")
    for each in outcomes:
        if each.status == "error":
            raise Unusable(f"{each.name}: {each.message}")
    return outcomes


def between(node: str) -> str:
    """Select a model or definition, and what lies between it and the facts."""
    return " ".join(f"{node}+,+{fact}" for fact in FACTS)


def run(project: Path, arguments: list[str], dbt_vars: dict[str, str]) -> list[Outcome]:
    """Run one dbt command in a room's project.

    Raises:
        Unusable: dbt stopped before it ran anything.
    """
    results, log = project.parent / "outcomes.json", project.parent / "dbt.log"
    results.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        _become_dbt(project, [*arguments, "--vars", json.dumps(dbt_vars)], results, log)
    os.waitpid(child, 0)
    if not results.is_file():
        said = log.read_text(encoding="utf-8", errors="replace") if log.is_file() else ""
        raise Unusable(f"dbt {' '.join(arguments)}\n{said[-2000:]}")
    return [Outcome(*each) for each in json.loads(results.read_text(encoding="utf-8"))]


def _become_dbt(project: Path, arguments: list[str], results: Path, log: Path) -> None:
    """Run dbt, write what became of each node, and end this process."""
    from dbt.cli.main import dbtRunner

    try:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, sys.stdout.fileno())
        os.dup2(output, sys.stderr.fileno())
        os.environ.update(ENVIRONMENT)
        os.chdir(project)
        fixed = ["--project-dir", ".", "--profiles-dir", ".", "--target-path", TARGET, "--log-path", "../logs"]
        quiet = ["--no-write-json", "--no-use-colors", "--no-version-check", "--log-level-file", "none"]
        done = dbtRunner().invoke([*arguments, *fixed, *quiet])
        sys.stdout.flush()
        told = [(each.node.unique_id, str(each.status), " ".join((each.message or "").split())) for each in done.result]
        results.write_text(json.dumps(told), encoding="utf-8")
    finally:
        os._exit(0)
