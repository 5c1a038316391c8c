"""One load from the given paths to committed rows.

Reads the files that the user names; writes landing.duckdb in one transaction, then status.json beside it. Refuses
what any of the modules it calls refuses; then nothing has changed. A dry run does all of it in a temporary place.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from loaders.declarations import Table
from loaders.errors import NeedsExactReading, Refused
from loaders.files import Candidate, discover
from loaders.landing import Landing, LedgerFile
from loaders.parts import Part
from loaders.plans import Plan
from loaders.reading import Landed, Reader, Stamp
from loaders.report import FileReport, Ignored, LoadReport
from loaders.status import write_status
from loaders.text import TextFile

DATABASE = "landing.duckdb"
WORKSPACE = ".loading-"
# File, bytes done, bytes in all; each byte counts twice: once when fetched, once when landed.
Progress = Callable[[str, int, int], None]


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


def run(
    plan: Plan,
    paths: list[Path],
    warehouse: Path,
    *,
    complete: bool,
    dry_run: bool,
    loaded_at: datetime | None,
    progress: Progress | None,
) -> LoadReport:
    """Land everything that the plan recognises under the paths, all or nothing.

    Args:
        complete: the export holds all records, so that absent ones have been deleted.
        dry_run: say what would happen and change nothing.
        loaded_at: UTC; None is now.

    Raises:
        Refused: an input cannot be trusted or understood.
        Busy: another process holds landing.duckdb.
    """
    loaded_at = (loaded_at or datetime.now(UTC)).astimezone(UTC).replace(tzinfo=None, microsecond=0)
    candidates = discover(paths)
    with _workspace(warehouse, dry_run) as folder:
        landing = _open(warehouse, folder, dry_run)
        try:
            landing.create_tables()
            report = _until_read(
                lambda exact: _Load(plan, landing, folder, exact, complete, loaded_at, progress, dry_run), candidates
            )
            if not dry_run:
                write_status(warehouse, landing, report)
        finally:
            landing.close()
    return report


def _until_read(new_load: Callable[[set[str]], _Load], candidates: list[Candidate]) -> LoadReport:
    """Start over, reading record by record, for each file that the fast reader gave up on."""
    exact: set[str] = set()
    while True:
        try:
            return new_load(exact).run(candidates)
        except NeedsExactReading as failure:
            exact.add(failure.file)


@dataclass
class _Load:
    """One attempt, within one transaction."""

    plan: Plan
    landing: Landing
    folder: Path
    exact: set[str]
    complete: bool
    loaded_at: datetime
    progress: Progress | None
    dry_run: bool
    present: dict[Table, set[str]] = field(default_factory=dict)
    done: int = 0
    total: int = 0

    def run(self, candidates: list[Candidate]) -> LoadReport:
        plan, landing = self.plan, self.landing
        self.report = LoadReport(plan.source, plan.system, self.loaded_at, self.dry_run)
        self.reader = Reader(landing.connection, self.folder, self.exact)
        taken = self._choose(candidates)
        self.total = 2 * sum(candidate.size for candidate in taken)
        with landing.transaction():
            self.load_id = landing.new_load_id(self.loaded_at)
            self.stamp = Stamp(self.load_id, plan.system, self.loaded_at)
            for candidate in taken:
                self._load_candidate(candidate)
            self._record()
        return self.report

    def _choose(self, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates that the source reads; the others are listed as ignored."""
        taken = []
        for candidate in candidates:
            reason = self.plan.ignores(candidate, self.folder)
            if reason and candidate.is_named:
                raise Refused(candidate.name, reason, "See docs/loading.md for what is read and how to export it.")
            if reason:
                self.report.ignored.append(Ignored(candidate.name, reason))
            else:
                taken.append(candidate)
        if not taken:
            raise Refused(
                "",
                f"None of the {len(candidates)} files found is one that {self.plan.source} reads",
                "See docs/loading.md for the files it reads and how they are named.",
            )
        return taken

    def _load_candidate(self, candidate: Candidate) -> None:
        def tick(size: int) -> None:
            self._tick(candidate.name, size)

        before = set(self.folder.iterdir())
        for planned in self.plan.read(candidate, self.folder, tick):
            by_table: dict[Table, list[Part]] = {}
            for part in planned.parts:
                by_table.setdefault(part.table, []).append(part)
            for table, parts in by_table.items():
                self._load_object(planned.text, table, parts)
        for path in set(self.folder.iterdir()) - before:
            path.unlink() if path.is_file() else None
        tick(candidate.size)

    def _tick(self, name: str, size: int) -> None:
        self.done += size
        if self.progress:
            self.progress(name, min(self.done, self.total), self.total)

    def _load_object(self, text: TextFile, table: Table, parts: list[Part]) -> None:
        """Land one object of a file, unless the same content was landed by the same mapping before."""
        earlier = self.landing.earlier_files(self.plan.system, table.object, text.sha256)
        if earlier and {file.mapping_sha256 for file in earlier} == {part.mapping_sha256 for part in parts}:
            records = earlier[0].records
            self.report.files.append(FileReport(text.name, table.object, records, 0, 0, skipped=True))
            return
        for file in earlier:
            self.landing.take_out(table, file)
        replaced = sum(file.landed for file in earlier)
        for part in parts:
            self.landing.add_columns(table, [value.target for value in part.values])
            landed = self.reader.land(text, part, self.stamp)
            self._note(text, part, landed, replaced)
            replaced = 0

    def _note(self, text: TextFile, part: Part, landed: Landed, replaced: int) -> None:
        system, table = self.plan.system, part.table
        rejected = len(landed.rejects)
        self.landing.record_file(
            LedgerFile(
                self.load_id,
                system,
                text.name,
                table.object,
                text.sha256,
                text.size,
                landed.records,
                landed.landed,
                rejected,
                landed.left_out,
                part.mapping_sha256,
                text.encoding,
            ),
            landed.rejects,
        )
        present = {value.target for value in part.values}
        declared = {column.name for column in table.columns}
        known = self.landing.known_columns(system, table.object)
        wanted = [column.name for column in table.columns if not column.is_candidate]
        self.report.files.append(
            FileReport(
                text.name,
                table.object,
                landed.records,
                landed.landed,
                rejected,
                landed.left_out,
                False,
                replaced,
                tuple(sorted(present - declared - known)),
                tuple(name for name in wanted if name not in present),
            )
        )
        gone = sorted(known - present)
        if gone:
            self.report.notices.append(f"{text.name} no longer has {', '.join(gone)}, which an earlier export had.")
        if text.encoding != "utf-8":
            self.report.notices.append(f"{text.name} is no UTF-8; it was read as {text.encoding}.")
        self.present.setdefault(table, set()).update(present)

    def _record(self) -> None:
        """Write what the load was to the ledger, if it landed anything."""
        landing, plan = self.landing, self.plan
        if self.present:
            self.report.load_id = self.load_id
            landing.record_load(self.load_id, plan.source, plan.system, self.complete, self.loaded_at)
        for table, present in self.present.items():
            landing.record_columns(self.load_id, plan.system, table, present)
        maps = plan.value_maps()
        if maps is not None and landing.replace_value_maps(plan.system, maps):
            self.report.notices.append(f"The value maps of {plan.system} are now those of the mapping.")
        self.report.notices += plan.finish()


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
    if dry_run:
        landing = Landing(folder / DATABASE, folder)
        landing.create_tables()
        if (warehouse / DATABASE).exists():
            landing.copy_ledger(warehouse / DATABASE)
        return landing
    landing = Landing(warehouse / DATABASE, folder)
    for leftover in warehouse.glob(f"{WORKSPACE}*"):
        if leftover != folder:
            shutil.rmtree(leftover, ignore_errors=True)
    return landing
