"""One attempt at a load: every file in turn, within one transaction.

Reads candidates through a plan; adds rows to raw tables and to the ledger. One Attempt per transaction. Refuses what
plan and reader refuse, paths under which there is nothing to load, files of one object whose columns differ, and a
complete export that shrank.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Lock

from leadhouse.checkpoints import reached
from loaders.comparing.agreeing import ColumnSets
from loaders.comparing.drift import drift_of
from loaders.comparing.references import check_references
from loaders.comparing.shrinking import check_not_shrunk, far_fewer
from loaders.errors import Refused, StartOver
from loaders.formats.fetching import ahead, fetch
from loaders.formats.files import Candidate
from loaders.formats.text import TextFile
from loaders.gate.reading import Landed, Reader, Stamp
from loaders.ignoring import left_out_lines, reasons, unclaimed_lines
from loaders.landing.database import Landing
from loaders.landing.ledger import LedgerFile
from loaders.order import Order, Progress
from loaders.report import FileReport, Ignored, LoadReport
from loaders.sources.declarations import Table
from loaders.sources.parts import Part
from loaders.sources.plans import Plan, Planned


@dataclass
class Attempt:
    """One attempt.

    Attributes:
        folder: temporary.
        exact: files to read record by record.
        whole: objects whose files are landed even if they were before.
        announce: told the load's id before it is committed.
    """

    plan: Plan
    landing: Landing
    folder: Path
    order: Order
    progress: Progress | None
    exact: set[str]
    whole: set[str]
    announce: Callable[[str], None]
    present: dict[Table, set[str]] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    done: int = 0
    total: int = 0
    ticking: Lock = field(default_factory=Lock)

    def run(self, candidates: list[Candidate]) -> LoadReport:
        """Land what the plan reads.

        Raises:
            Refused: see the module.
            StartOver: something should have been known from the start.
        """
        plan, landing, order = self.plan, self.landing, self.order
        self.report = LoadReport(plan.source, plan.system, order.loaded_at, order.dry_run)
        self.reader = Reader(landing.connection, self.folder, self.exact)
        self.column_sets = ColumnSets()
        taken = self._choose(candidates)
        self.total = 2 * sum(candidate.size for candidate in taken)
        with landing.transaction():
            reached("load.begun")
            self.stamp = Stamp(landing.ledger.new_load_id(order.loaded_at), plan.system, order.loaded_at)
            with closing(ahead(taken, self.folder, self._prepare)) as prepared:
                for candidate, texts in prepared:
                    self._load_candidate(candidate, texts)
            self._check_whole()
            self._record()
            self._compare()
            reached("load.ledger_written")
            self.announce(self.stamp.load_id)
        reached("load.committed")
        self.report.notices += plan.finish()
        return self.report

    def _choose(self, candidates: list[Candidate]) -> list[Candidate]:
        """The candidates that the source reads; the others are listed as ignored."""
        plan, taken = self.plan, []
        for candidate in candidates:
            reason = plan.ignores(candidate, self.folder)
            if reason and candidate.is_named:
                raise Refused(candidate.name, reason, plan.advice)
            if reason:
                self.report.ignored.append(Ignored(candidate.name, reason))
            else:
                taken.append(candidate)
        if not candidates:
            raise Refused("", "There is no file under the paths given", "Put the exports there, then load them.")
        if not taken:
            found = (
                f"None of the {len(candidates):,} files found is"
                if len(candidates) > 1
                else "The one file found is not"
            )
            raise Refused("", f"{found} one that {plan.source} reads: {reasons(self.report.ignored)}", plan.advice)
        return taken

    def _tick(self, candidate: Candidate, size: int) -> None:
        """Count bytes; called from two threads."""
        with self.ticking:
            self.done += size
            if self.progress:
                self.progress(candidate.name, min(self.done, self.total), self.total)

    def _prepare(self, candidate: Candidate, folder: Path) -> list[Planned]:
        """Fetch and plan a file; in another thread, while the one before is landed."""
        fetched = fetch(candidate, folder, partial(self._tick, candidate))
        return list(self.plan.read(candidate, fetched, folder))

    def _load_candidate(self, candidate: Candidate, texts: list[Planned]) -> None:
        parts_by_table: dict[Table, list[tuple[TextFile, str, Part]]] = {}
        for number, planned in enumerate(texts, start=1):
            reached("load.file_fetched")
            self.report.notices += planned.text.notices
            # Sheets of a workbook share a name, but not the numbers of their rows.
            text_name = f"{planned.text.name} ({number})" if number > 1 else planned.text.name
            for part in planned.parts:
                parts_by_table.setdefault(part.table, []).append((planned.text, text_name, part))
        for table, parts in parts_by_table.items():
            self._load_object(table, parts)
        self._tick(candidate, candidate.size)

    def _load_object(self, table: Table, parts: list[tuple[TextFile, str, Part]]) -> None:
        """Land one object of a file, unless the same content was landed by the same mapping before.

        Args:
            parts: with their text, and the name that tells it from the file's other texts.
        """
        (text, _, _), *_ = parts
        earlier = self.landing.ledger.earlier_files(self.plan.system, table.object, text.sha256)
        wanted = {part.mapping_sha256 for _, _, part in parts}
        earlier = _as_one_file(earlier, text.name, wanted)
        is_known = {file.mapping_sha256 for file in earlier} == wanted
        is_doubled = any(file.load_id == self.stamp.load_id for file in earlier)
        if is_known and (is_doubled or table.object not in self.whole):
            self.report.files.append(FileReport(text.name, table.object, earlier[0].records, 0, 0, skipped=True))
            self.skipped |= set() if is_doubled else {table.object}
            return
        outdated = [] if is_known else [file for file in earlier if file.load_id != self.stamp.load_id]
        replaced = sum(self.landing.take_out(table, file) for file in outdated)
        became = []
        for text, text_name, part in parts:
            self.column_sets.add(text, part)
            self.landing.add_columns(table, [value.target for value in part.values])
            landed = self.reader.land(text, part, self.stamp)
            check_references(self.landing.connection, text, table, self.stamp.load_id)
            self.landing.ledger.record_file(self.stamp, text, part, landed, text_name)
            self._report(text, part, landed, replaced)
            replaced = 0
            reached("load.file_landed")
            became.append(landed)
        if len(parts) > 1 and all(each is text and part.where for each, _, part in parts):
            shared = [part for _, _, part in parts]
            self.report.notices += unclaimed_lines(text, shared, became, self.reader.taken(text, shared[0], self.stamp))

    def _report(self, text: TextFile, part: Part, landed: Landed, replaced: int) -> None:
        table = part.table
        present = {value.target for value in part.values}
        declared = {column.name for column in table.columns}
        known = self.landing.ledger.known_columns(self.plan.system, table.object)
        absent = [column.name for column in table.columns if not column.is_candidate and column.name not in present]
        self.report.files.append(
            FileReport(
                text.name,
                table.object,
                landed.records,
                landed.landed,
                len(landed.rejects),
                landed.left_out,
                replaced=replaced,
                new_columns=tuple(sorted(present - declared - known)),
                missing_columns=() if part.mapping_sha256 else tuple(absent),
                repeated=landed.repeated,
            )
        )
        self.report.notices += left_out_lines(text, part, landed)
        if text.encoding not in ("", "utf-8"):
            self.report.notices.append(f"{text.name} is no UTF-8; it was read as {text.encoding}.")
        self.present.setdefault(table, set()).update(present)

    def _check_whole(self) -> None:
        """In a complete export an object is landed whole or not at all: a skipped file's records are not absent."""
        halves = frozenset(table.object for table in self.present if table.object in self.skipped)
        if self.order.complete and halves - self.whole:
            raise StartOver(whole=halves)

    def _record(self) -> None:
        """Write what the load was to the ledger, if it landed anything."""
        ledger, plan = self.landing.ledger, self.plan
        if self.present:
            self.report.load_id = self.stamp.load_id
            unchanged = self.skipped - {table.object for table in self.present}
            ledger.record_load(
                self.stamp, plan.source, is_complete=self.order.complete, is_retry=False, unchanged=[*unchanged]
            )
        for table, present in self.present.items():
            ledger.record_columns(self.stamp, table, present)
        maps = plan.value_maps()
        if maps is not None and ledger.replace_value_maps(plan.system, maps):
            self.report.notices.append(f"The value maps of {plan.system} are now those of the mapping.")

    def _compare(self) -> None:
        """Say what differs from the loads before; stop what must not be."""
        landing, system, report = self.landing, self.plan.system, self.report
        if self.present and self.order.complete and not self.order.accept_shrink:
            check_not_shrunk(landing, self.stamp, list(self.present))
        if self.present and not self.order.complete:
            records: dict[str, int] = {}
            for file in report.files:
                records[file.object] = records.get(file.object, 0) + file.records
            report.notices += far_fewer(landing, system, self.stamp.load_id, records)
        if self.present:
            report.drift = drift_of(landing, self.stamp.load_id)
        known = landing.ledger.known_objects(system)
        never = [table.object for table in self.plan.expected if table.object not in known]
        if never:
            report.notices.append(f"Never exported so far: {', '.join(never)}.")


def _as_one_file(earlier: list[LedgerFile], name: str, wanted: set[str]) -> list[LedgerFile]:
    """Of files with the same content the one of that name, else one read by the same blocks, else all.

    Files of the same content may be read by different blocks of a mapping: none is an older version of the other.
    """
    files: dict[str, list[LedgerFile]] = {}
    for file in earlier:
        files.setdefault(re.sub(r" \(\d+\)$", "", file.file_name), []).append(file)
    alike = (entries for entries in files.values() if {entry.mapping_sha256 for entry in entries} == wanted)
    return files.get(name) or next(alike, earlier)
