"""One load from the given paths to committed rows.

Reads the files that the user names; writes landing.duckdb in one transaction, then status.json beside it. Refuses
what any of the modules it calls refuses; then nothing has changed. A dry run does all of it in a temporary place.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from loaders.attempt import Attempt, Order, Progress
from loaders.errors import StartOver
from loaders.files import Candidate, discover
from loaders.landing import Landing
from loaders.plans import Plan
from loaders.report import LoadReport
from loaders.status import write_status

DATABASE = "landing.duckdb"
WORKSPACE = ".loading-"


def ensure_landing(warehouse: Path) -> None:
    """Create landing.duckdb with all declared tables, or add to it what is declared and missing.

    Raises:
        Busy: another process holds it.
    """
    with _workspace(warehouse, dry_run=False) as folder:
        landing = Landing(warehouse / DATABASE, folder)
        try:
            landing.create_tables()
        finally:
            landing.close()


def run(plan: Plan, paths: list[Path], warehouse: Path, order: Order, progress: Progress | None) -> LoadReport:
    """Land everything that the plan recognises under the paths, all or nothing.

    Raises:
        Refused: an input cannot be trusted or understood.
        Busy: another process holds landing.duckdb.
    """
    candidates = discover(paths)
    with _workspace(warehouse, order.dry_run) as folder:
        landing = _open(warehouse, folder, order.dry_run)
        try:
            landing.create_tables()
            report = _until_done(plan, landing, folder, order, progress, candidates)
            if not order.dry_run:
                write_status(warehouse, landing, report)
        finally:
            landing.close()
    return report


def moment(loaded_at: datetime | None) -> datetime:
    """The load's time in whole seconds of UTC; None is now."""
    return (loaded_at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _until_done(
    plan: Plan, landing: Landing, folder: Path, order: Order, progress: Progress | None, candidates: list[Candidate]
) -> LoadReport:
    """Start over as long as an attempt learns something; each lesson is learnt once, so this ends."""
    exact: set[str] = set()
    whole: set[str] = set()
    while True:
        try:
            return Attempt(plan, landing, folder, order, progress, exact, whole).run(candidates)
        except StartOver as lesson:
            exact |= {lesson.exact} - {""}
            whole |= lesson.whole


@contextmanager
def _workspace(warehouse: Path, dry_run: bool) -> Iterator[Path]:
    """A temporary folder that is gone afterwards: inside the warehouse, or elsewhere for a dry run."""
    if not dry_run:
        warehouse.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=WORKSPACE, dir=None if dry_run else warehouse))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _open(warehouse: Path, folder: Path, dry_run: bool) -> Landing:
    """The warehouse's landing.duckdb; for a dry run an empty one with a copy of its ledger."""
    if not dry_run:
        landing = Landing(warehouse / DATABASE, folder)
        _sweep(warehouse, folder)
        return landing
    landing = Landing(folder / DATABASE, folder)
    landing.create_tables()
    if (warehouse / DATABASE).exists():
        landing.copy_ledger(warehouse / DATABASE)
    return landing


def _sweep(warehouse: Path, own: Path) -> None:
    """Remove what killed loads left behind; whoever holds landing.duckdb is the only loader alive."""
    for leftover in warehouse.glob(f"{WORKSPACE}*"):
        if leftover != own:
            shutil.rmtree(leftover, ignore_errors=True)
