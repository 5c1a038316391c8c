"""A check-up of a warehouse: every check in turn, the worst findings first.

Reads everything in a warehouse folder and the locks on it; writes nothing. Grain: one Finding per thing that is wrong.
A check that cannot be made, since a load or a build is running, is said to have been left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb

from leadhouse.errors import LeadhouseError
from leadhouse.warehouse.checkup import (
    busy,
    casts,
    coverage,
    definition_files,
    drift,
    folders,
    freshness,
    labels,
    landing_file,
    leftover_files,
    progress,
    published_file,
    rejects,
    settings_file,
    status_file,
    warned_tests,
)
from leadhouse.warehouse.checkup.finding import ERROR, SEVERITIES, Finding
from leadhouse.warehouse.checkup.visit import Visit, told, visit
from leadhouse.warehouse.layout import Warehouse

Check = Callable[[Visit], Iterator[Finding]]

# These come first, since no load can begin while landing.duckdb is open.
OF_LANDED: tuple[Check, ...] = (landing_file.check, status_file.check, progress.check, rejects.check)
OTHERS: tuple[Check, ...] = (
    busy.check,
    folders.check,
    settings_file.check,
    definition_files.check,
    published_file.check,
    leftover_files.check,
    casts.check,
    labels.check,
    coverage.check,
    warned_tests.check,
    drift.check,
    freshness.check,
)


def examine(warehouse: Warehouse) -> list[Finding]:
    """Everything that is wrong with a warehouse, errors first."""
    if not warehouse.root.is_dir():
        return [folders.no_warehouse(warehouse)]
    with visit(warehouse) as found:
        findings = [finding for check in OF_LANDED for finding in _made(check, found)]
        found.let_go_of_landed()
        findings += [finding for check in OTHERS for finding in _made(check, found)]
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


def _made(check: Callable[[Visit], Iterator[Finding]], found: Visit) -> Iterator[Finding]:
    """The findings of one check; that it could not be made is one too, and no reason to leave out the others."""
    try:
        yield from check(found)
    except (OSError, duckdb.Error, LeadhouseError) as error:
        yield Finding(ERROR, told(error), "Some of the warehouse could not be looked at.", "leadhouse doctor again")
