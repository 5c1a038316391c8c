"""Builds a new version of the warehouse and publishes it if every test passes.

Reads landing.duckdb, the definitions and leadhouse.toml; writes work.duckdb, one new file in published/, CURRENT and
the section "builds" of status.json. Grain: one published file per build.
Refuses: a warehouse into which nothing was loaded, a definition or setting that cannot be used, data that fails a
test, a warehouse that another process builds or loads into. Until the last step readers see the version they had;
what a killed build leaves behind, the next one removes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leadhouse.checkpoints import reached
from leadhouse.errors import DiskFull, LeadhouseError, TestsFailed, WarehouseBusy
from leadhouse.os_errors import explain, explain_text
from leadhouse.settings import Settings, read_settings, write_default_settings
from leadhouse.warehouse.database import open_file
from leadhouse.warehouse.dbt_runner import WITHOUT_UNIT_TESTS, DbtOutcome, NodeResult, Progress, run_dbt
from leadhouse.warehouse.definitions import add_missing_metrics, check_definitions, copy_missing_definitions
from leadhouse.warehouse.failures import describe_errors, describe_failed_tests
from leadhouse.warehouse.inputs import fingerprint
from leadhouse.warehouse.landed import nothing_loaded, open_landed
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.leftovers import remove_leftovers
from leadhouse.warehouse.lock import build_lock
from leadhouse.warehouse.processes import holder_in
from leadhouse.warehouse.reference import write_reference
from leadhouse.warehouse.room import describe_need, taken_bytes
from leadhouse.warehouse.status import read_status, write_section
from leadhouse.warehouse.versions import prune, publish, version_of

# Unit tests prove the models, not the data: they belong to the test suite, not to each build. Columns that may not be
# empty are tested table by table (tests/dbt/assert_*_fill_their_required_columns): alone they were half of all nodes.
BUILD = ["build", *WITHOUT_UNIT_TESTS, "--exclude", "test_name:not_null,config.severity:ERROR"]
# The private file may use the newest storage; published files keep the default, which more clients can read.
WORK_STORAGE = "v1.3.0"


@dataclass(frozen=True)
class BuildResult:
    """A version that was published.

    Attributes:
        tests, warnings: how many tests ran, and how many of them warned.
        seconds: how long the build took.
    """

    path: Path
    version: str
    models: int
    tests: int
    warnings: list[NodeResult]
    seconds: float


def prepare(warehouse: Warehouse) -> list[str]:
    """Make the folder of a warehouse usable: definitions and settings that it lacks are written.

    Returns:
        The names of the files that were written.
    """
    warehouse.create()
    written = copy_missing_definitions(warehouse)
    return [*written, warehouse.settings.name] if write_default_settings(warehouse) else written


def build(warehouse: Warehouse, as_of: datetime | None = None, progress: Progress | None = None) -> BuildResult:
    """Build, test and publish.

    Args:
        as_of: UTC; None means the newest time in each source's exports.
        progress: called with the number of models and tests done and their total.

    Raises:
        TestsFailed: nothing was published; the message names tests and rows.
        LeadhouseError: a model could not be built, or the warehouse cannot be used as it is.
    """
    started = time.monotonic()
    with build_lock(warehouse) as lock, _room_given_back(warehouse):
        reached("build.lock_taken")
        prepare(warehouse)
        settings = read_settings(warehouse)
        check_definitions(warehouse)
        add_missing_metrics(warehouse)
        remove_leftovers(warehouse)
        reached("build.leftovers_removed")
        _require_loads(warehouse)
        inputs = fingerprint(warehouse, as_of)
        make_work_file(warehouse, settings)
        reached("build.work_file_made")
        outcome = run_dbt(warehouse, BUILD, settings.dbt_vars(as_of), progress, lock)
        _require_success(warehouse, outcome)
        reached("build.models_done")
        write_tests(warehouse.building, outcome)
        reached("build.tests_recorded")
        path = publish(warehouse)
        result = BuildResult(
            path=path,
            version=version_of(path),
            models=sum(node.kind == "model" for node in outcome.nodes),
            tests=len(outcome.tests()),
            warnings=[test for test in outcome.tests() if test.status == "warn"],
            seconds=time.monotonic() - started,
        )
        _record_published(warehouse, result, inputs, as_of)
        reached("build.status_written")
        prune(warehouse, settings.keep_versions)
        reached("build.pruned")
    return result


def _require_loads(warehouse: Warehouse) -> None:
    """Make sure that something was loaded; add raw tables that the models have learnt to read since."""
    from loaders import ensure_landing

    if not warehouse.landing.is_file():
        raise nothing_loaded(warehouse)
    ensure_landing(warehouse.root)
    with open_landed(warehouse) as connection:
        if not connection.execute("from ledger.loads limit 1").fetchall():
            raise nothing_loaded(warehouse)


@contextmanager
def _room_given_back(warehouse: Warehouse) -> Iterator[None]:
    """When the disk is full, delete what the build wrote: the next load or build needs the room."""
    try:
        yield
    except Exception as error:
        explained = error if isinstance(error, LeadhouseError) else explain(error, warehouse.root)
        if isinstance(explained, DiskFull):
            remove_leftovers(warehouse)
            raise DiskFull(f"{explained} {describe_need(warehouse)}") from None
        raise


def make_work_file(warehouse: Warehouse, settings: Settings) -> None:
    """Create the private working file, with working hours and holidays in it."""
    with open_file(None) as connection:
        path = str(warehouse.work).replace("'", "''")
        connection.execute(f"attach '{path}' as work (storage_version '{WORK_STORAGE}')")
    write_reference(warehouse.work, warehouse.definitions, settings.reporting_time_zone)


def _require_success(warehouse: Warehouse, outcome: DbtOutcome) -> None:
    words = "\n".join([outcome.error, *(node.message for node in outcome.errors())])
    holder = holder_in(words)
    if holder:
        raise WarehouseBusy(f"{warehouse.root} is in use by {holder}. Wait until it has ended, then try again.")
    refused = explain_text(words, warehouse.root)
    if refused:
        raise refused
    if outcome.error or outcome.errors():
        message = describe_errors(outcome, warehouse.logs)
        _record_failed(warehouse, {"reason": "error", "nodes": [node.name for node in outcome.errors()]})
        raise LeadhouseError(message)
    if outcome.failed_tests():
        failed = {test.name: test.failures for test in outcome.failed_tests()}
        _record_failed(warehouse, {"reason": "tests", "tests": failed})
        raise TestsFailed(describe_failed_tests(outcome, warehouse.work))


def write_tests(building: Path, outcome: DbtOutcome) -> None:
    """Write one row per test into meta_tests of the new version."""
    rows = [
        (test.name, test.table, " ".join(test.description.split()), test.status, test.failures)
        for test in outcome.tests()
    ]
    with open_file(building) as connection:
        connection.execute("delete from meta_tests")
        if rows:
            connection.executemany("insert into meta_tests values (?, ?, ?, ?, ?)", rows)


def _record_published(warehouse: Warehouse, result: BuildResult, inputs: str, as_of: datetime | None) -> None:
    details = {
        "version": result.version,
        "inputs": inputs,
        "as_of": as_of.isoformat() if as_of else None,
        "tests": result.tests,
        "warnings": len(result.warnings),
        "seconds": round(result.seconds, 1),
        "bytes": taken_bytes(warehouse, result.path.stat().st_size),
    }
    try:
        _record(warehouse, "published", details)
    except OSError as error:
        raise LeadhouseError(f"Version {result.version} is published, but not recorded. {explain(error)}") from None


def _record_failed(warehouse: Warehouse, details: dict[str, Any]) -> None:
    # What failed is told anyway; that a full disk keeps it from being recorded must not hide it.
    with suppress(OSError):
        _record(warehouse, "failed", details)


def _record(warehouse: Warehouse, outcome: str, details: dict[str, Any]) -> None:
    """Keep the last published and the last failed build; a success clears the failure."""
    kept = read_status(warehouse).get("builds", {})
    published = kept.get("published") if outcome == "failed" else None
    entry = {**details, "ended_at": datetime.now(UTC).isoformat(timespec="seconds")}
    write_section(warehouse, "builds", {**({"published": published} if published else {}), outcome: entry})
