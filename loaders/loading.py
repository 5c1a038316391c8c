"""One load from the given paths to committed rows.

Reads the files that the user names; writes landing.duckdb in one transaction, then status.json beside it. Refuses
what any of the modules it calls refuses; then nothing has changed. A dry run does all of it in a temporary place.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from leadhouse.checkpoints import reached
from loaders.attempt import Attempt
from loaders.errors import StartOver
from loaders.formats.files import discover
from loaders.landing.database import Landing
from loaders.landing.retrying import Retry
from loaders.landing.status import announce, write_status
from loaders.landing.unused import cut_unused
from loaders.order import Order, Progress
from loaders.report import LoadReport
from loaders.sources.plans import Plan

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
    exact: set[str] = set()
    whole: set[str] = set()

    def attempt(landing: Landing, folder: Path, announced: Callable[[str], None]) -> LoadReport:
        """Start over as long as an attempt learns something; each lesson is learnt once, so this ends."""
        while True:
            try:
                return Attempt(plan, landing, folder, order, progress, exact, whole, announced).run(candidates)
            except StartOver as lesson:
                exact.update({lesson.exact} - {""})
                whole.update(lesson.whole)

    return in_landing(warehouse, order.dry_run, attempt)


def run_retry(plan: Plan, paths: list[Path], warehouse: Path, order: Order) -> LoadReport:
    """Land corrected records in the place of the rejects that they were, all or nothing.

    Raises:
        Refused: a file is not one of corrected records.
        Busy: another process holds landing.duckdb.
    """
    candidates = discover(paths)

    def retry(landing: Landing, folder: Path, announced: Callable[[str], None]) -> LoadReport:
        return Retry(plan, landing, folder, order, announced).run(candidates)

    return in_landing(warehouse, order.dry_run, retry)


def in_landing(
    warehouse: Path, dry_run: bool, work: Callable[[Landing, Path, Callable[[str], None]], LoadReport]
) -> LoadReport:
    """Do some work with landing.duckdb open, then bring status.json up to date.

    Args:
        work: given the open landing, a temporary folder, and whom to tell the load's id before it is committed.
    """

    def announced(load_id: str) -> None:
        if not dry_run:
            announce(warehouse, load_id)

    with _workspace(warehouse, dry_run) as folder:
        landing = _open(warehouse, folder, dry_run)
        try:
            landing.create_tables()
            reached("load.tables_created")
            report = work(landing, folder, announced)
            if not dry_run:
                write_status(warehouse, landing, report)
                reached("load.status_written")
        except BaseException:
            landing.close()
            if not dry_run:
                cut_unused(warehouse / DATABASE)
            raise
        landing.close()
        reached("load.closed")
    return report


def moment(loaded_at: datetime | None) -> datetime:
    """The load's time in whole seconds of UTC; None is now."""
    return (loaded_at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0)


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
        reached("load.opened")
        _sweep(warehouse, folder)
        reached("load.leftovers_removed")
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
