"""Runs dbt for a warehouse and reads back what happened.

Reads the models, landing.duckdb (read-only) and the definitions; writes work.duckdb, the file of the new version, and
dbt's own files in target/ and logs/. One NodeResult per model, seed and test. Nothing is sent anywhere.
Refuses nothing; failures are results.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leadhouse.checkpoints import reached
from leadhouse.settings import child_environment, threads
from leadhouse.warehouse.layout import PROJECT_ROOT, Warehouse
from leadhouse.warehouse.processes import MODELS_MODULE
from leadhouse.warehouse.tests_in_words import in_words

Progress = Callable[[int, int], None]
"""Called with the number of nodes done and their total."""

ERROR_LINES = 6
MODELS_PROGRAM = ("-m", MODELS_MODULE)
PROJECT_PARTS = ("dbt_project.yml", "profiles.yml", "models", "macros", "tests")
WITHOUT_UNIT_TESTS = ("--exclude-resource-types", "unit_test")
"""Arguments of a command that runs no unit tests: their files, which hold nothing else, are not even read."""

UNIT_TESTS = "*_unit_tests.yml"


@dataclass(frozen=True)
class NodeResult:
    """What became of one node.

    Attributes:
        kind: model, seed, test or unit_test.
        table: for a test, the table that it tests.
        description: for a test, what a failing row is.
        status: success, pass, warn, fail, error or skipped.
        failures: for a test, the number of failing rows.
        message: the error's text.
        failing_rows: relation in the working file that holds a test's failing rows.
        tested_column: for a test on one column, that column.
    """

    name: str
    kind: str
    table: str
    description: str
    status: str
    failures: int
    message: str
    failing_rows: str | None
    tested_column: str | None


@dataclass(frozen=True)
class DbtOutcome:
    """The result of one run of dbt.

    Attributes:
        nodes: in order of name.
        personal_columns: names, in lower case, that are tagged personal anywhere.
        error: first lines of an error that stopped dbt before or between nodes; empty if none did.
    """

    nodes: list[NodeResult] = field(default_factory=list)
    personal_columns: frozenset[str] = frozenset()
    error: str = ""

    def tests(self) -> list[NodeResult]:
        """The tests among the nodes."""
        return [node for node in self.nodes if node.kind == "test"]

    def failed_tests(self) -> list[NodeResult]:
        """The tests that found failing rows."""
        return [node for node in self.tests() if node.status == "fail"]

    def errors(self) -> list[NodeResult]:
        """The nodes that could not be run."""
        return [node for node in self.nodes if node.status == "error"]


def run_dbt(
    warehouse: Warehouse,
    arguments: list[str],
    dbt_vars: Mapping[str, str],
    progress: Progress | None = None,
    lock: int | None = None,
) -> DbtOutcome:
    """Run dbt on a warehouse in a process of its own and wait until it has ended.

    Args:
        arguments: the dbt command and its selection.
        dbt_vars: vars that override dbt_project.yml.
        lock: file descriptor of the build lock, which the process holds too.
    """
    project = _assemble_project(warehouse, ignored="" if set(WITHOUT_UNIT_TESTS) - set(arguments) else UNIT_TESTS)
    results = warehouse.target / "run_results.json"
    results.unlink(missing_ok=True)
    command = [
        *(sys.executable, *MODELS_PROGRAM, *arguments),
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target-path", str(warehouse.target), "--log-path", str(warehouse.logs)),
        *("--vars", json.dumps(dict(dbt_vars)), "--no-use-colors", "--no-version-check"),
        *("--log-format", "json", "--log-format-file", "text", "--log-level-file", "info"),
    ]
    process = subprocess.Popen(
        command,
        cwd=PROJECT_ROOT,
        env=child_environment(_dbt_environment(warehouse)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=() if lock is None else (lock,),
        text=True,
    )
    with process:
        reached("build.models_started")
        errors = _follow(process, progress)
    if process.returncode in (0, 1) and results.is_file():
        return read_outcome(warehouse.target)
    # What a killed process last wrote may be a warning of its helpers: the signal is said first.
    end = [_describe_end(process.returncode)] if process.returncode < 0 or not errors else []
    return DbtOutcome(error="\n".join([*end, *_telling(errors)]))


def _telling(lines: list[str]) -> list[str]:
    """The first lines, and of a traceback only the last, which says what happened."""
    start = next((number for number, line in enumerate(lines) if line.startswith("Traceback")), None)
    return lines[:ERROR_LINES] if start is None else [*lines[: min(start, ERROR_LINES)], lines[-1]]


def _describe_end(code: int) -> str:
    if code >= 0:
        return f"the process that builds them ended with status {code}."
    return (
        f"the process that builds them was ended by signal {-code}: by somebody, or by the system because memory ran "
        "out. Close other programs or set LEADHOUSE_THREADS=1, then: leadhouse build"
    )


def _assemble_project(warehouse: Warehouse, ignored: str) -> Path:
    """Make the folder that dbt takes for its project: links to the models, and to this warehouse's definitions.

    The definitions must not be named by a path outside the project: dbt would write its SQL over them.

    Args:
        ignored: pattern of the files that dbt passes over; empty: it reads all.
    """
    project = warehouse.target / "project"
    if project.exists():
        shutil.rmtree(project)  # removes links, not what they point to
    project.mkdir(parents=True)
    links = {name: PROJECT_ROOT / name for name in PROJECT_PARTS} | {"seeds": warehouse.definitions}
    for name, origin in links.items():
        (project / name).symlink_to(origin)
    (project / ".dbtignore").write_text(ignored, encoding="utf-8")
    return project


def _dbt_environment(warehouse: Warehouse) -> dict[str, str]:
    return {
        "LEADHOUSE_WORK_DB": str(warehouse.work),
        "LEADHOUSE_LANDING_DB": str(warehouse.landing),
        "LEADHOUSE_PUBLISHED_DB": str(warehouse.building),
        "LEADHOUSE_DEFINITIONS": "seeds",
        "LEADHOUSE_THREADS": str(threads()),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }


def _follow(process: subprocess.Popen[str], progress: Progress | None) -> list[str]:
    """Read dbt's events until it ends; report progress and keep the errors' lines."""
    assert process.stdout is not None
    errors: list[str] = []
    for level, data, message in _events(process.stdout):
        if level == "error":
            errors += [line.strip() for line in message.splitlines() if line.strip()]
        elif data.get("node_info", {}).get("node_finished_at") and "index" in data:
            if progress:
                progress(int(data["index"]), int(data.get("total") or data["num_models"]))
            reached("build.node_done")
    return errors


def _events(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any], str]]:
    for line in lines:
        try:
            event = json.loads(line)
            yield event["info"]["level"], event.get("data", {}), event["info"]["msg"]
        except (ValueError, KeyError, TypeError):
            yield "error", {}, line  # a traceback or a warning of the interpreter, not an event


def read_outcome(target: Path) -> DbtOutcome:
    """Read what dbt wrote about its last run."""
    try:
        manifest = json.loads((target / "manifest.json").read_text())
        results = json.loads((target / "run_results.json").read_text())["results"]
    except ValueError as error:
        return DbtOutcome(error=f"dbt did not finish writing what happened ({error}).")
    known = manifest["nodes"] | manifest.get("unit_tests", {})
    nodes = [_node_result(known[result["unique_id"]], result, manifest) for result in results]
    return DbtOutcome(sorted(nodes, key=lambda node: node.name), _personal_columns(manifest))


def _node_result(node: dict[str, Any], result: dict[str, Any], manifest: dict[str, Any]) -> NodeResult:
    parent = node.get("attached_node") or next(iter(node.get("depends_on", {}).get("nodes", [])), None)
    table = manifest["nodes"].get(parent) or manifest["sources"].get(parent) or {}
    return NodeResult(
        name=node["name"],
        kind=node["resource_type"],
        table=table.get("name", ""),
        description=node.get("description") or _meaning(node, table.get("name", "")),
        status=str(result["status"]),
        failures=int(result.get("failures") or 0),
        message=str(result.get("message") or ""),
        failing_rows=result.get("relation_name"),
        tested_column=node.get("column_name"),
    )


def _meaning(node: dict[str, Any], table: str) -> str:
    """What a failing row of a test is, where the test does not say so; of anything else nothing."""
    if node["resource_type"] != "test":
        return ""
    return in_words(node["name"], table, "" if node.get("test_metadata") else node.get("raw_code") or "")


def _personal_columns(manifest: dict[str, Any]) -> frozenset[str]:
    tables = [*manifest["nodes"].values(), *manifest["sources"].values()]
    columns = [column for table in tables for column in table.get("columns", {}).values()]
    return frozenset(column["name"].lower() for column in columns if _is_personal(column))


def _is_personal(column: dict[str, Any]) -> bool:
    meta = {**column.get("meta", {}), **column.get("config", {}).get("meta", {})}
    return bool(meta.get("personal"))
