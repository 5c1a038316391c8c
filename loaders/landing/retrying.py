"""Corrected records land in the place of the rejects that they were.

Reads the files that open_rejects.py wrote and a person corrected; adds rows to raw tables and the ledger within one
transaction, each record as its original file was read. Whatever is still broken stays open. Refuses: a file without
`_reject_id`, ids that are unknown or there twice, a header other than that of the original file.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leadhouse.checkpoints import reached
from leadhouse.listing import some
from loaders.errors import Refused
from loaders.formats.fetching import fetch
from loaders.formats.files import Candidate
from loaders.formats.text import TextFile, read_text
from loaders.formats.views import View
from loaders.gate.reading import Landed, Reader, Stamp
from loaders.landing.database import Landing
from loaders.landing.ledger import RejectedFrom
from loaders.landing.sql import MAX_RECORD_BYTES
from loaders.order import Order
from loaders.report import FileReport, LoadReport
from loaders.sources.parts import REJECT_ID
from loaders.sources.plans import Plan

# A text's first column and the sign after it, which may be one that no other file has.
FIRST_COLUMN = re.compile(rb'^(?:\xef\xbb\xbf)?"?' + REJECT_ID.encode() + rb'"?([^\w"\r\n])')
WRITE = "Make it with: leadhouse status --rejects --write FOLDER"


@dataclass
class Retry:
    """One load of corrected records.

    Attributes:
        folder: temporary.
        announce: told the load's id before it is committed.
    """

    plan: Plan
    landing: Landing
    folder: Path
    order: Order
    announce: Callable[[str], None]

    def run(self, candidates: list[Candidate]) -> LoadReport:
        """Land what has been corrected.

        Raises:
            Refused: see the module.
        """
        plan, ledger, order = self.plan, self.landing.ledger, self.order
        self.report = LoadReport(plan.source, plan.system, order.loaded_at, order.dry_run)
        self.reader = Reader(self.landing.connection, self.folder, {candidate.name for candidate in candidates})
        if not candidates:
            raise Refused("", "There is no file under the paths given", WRITE)
        with self.landing.transaction():
            reached("load.begun")
            self.stamp = Stamp(ledger.new_load_id(order.loaded_at), plan.system, order.loaded_at)
            for candidate in candidates:
                self._retry_file(candidate)
            if self.report.load_id:
                ledger.record_load(self.stamp, plan.source, is_complete=False, is_retry=True, unchanged=())
            reached("load.ledger_written")
            self.announce(self.stamp.load_id)
        reached("load.committed")
        return self.report

    def _retry_file(self, candidate: Candidate) -> None:
        fetched = fetch(candidate, self.folder)
        text = read_text(candidate, fetched, self.folder, View(delimiter=_delimiter(candidate)))
        if text.header[0] != REJECT_ID:
            raise Refused(text.name, f"its first column is not {REJECT_ID}", WRITE, text.first_line)
        reached("load.file_fetched")
        ids = _reject_ids(text)
        origins = self.landing.ledger.rejected_from(self.plan.system, ids)
        unknown = set(ids).difference(*(origin.reject_ids for origin in origins))
        if unknown:
            raise Refused(
                text.name,
                f"{len(unknown):,} of its {len(ids):,} records have a {REJECT_ID} that no record of "
                f"{self.plan.system} was rejected under",
                f"Leave that column as it was written. {WRITE}",
            )
        are_open = [origin for origin in origins if origin.open_ids]
        for origin in are_open:
            self._retry_records(text, origin)
        if not are_open:
            names = sorted({origin.object_name for origin in origins})
            self.report.files += [FileReport(text.name, name, len(ids), 0, 0, skipped=True) for name in names]

    def _retry_records(self, text: TextFile, origin: RejectedFrom) -> None:
        """Land the open records of one object of one original file."""
        own = replace(text, header=text.header[1:])
        _check_header(own, origin)
        part = self.plan.again(own, origin.object_name, origin.mapping_sha256, origin.formats)
        part = replace(part, where={**part.where, REJECT_ID: frozenset(origin.open_ids)})
        self.landing.add_columns(part.table, [value.target for value in part.values])
        landed = self.reader.land(text, part, self.stamp)
        broken = {
            reject_id: reject
            for reject in landed.rejects
            if (reject_id := _first_field(reject.raw_text, text.delimiter)) in origin.open_ids
        }
        fixed = [reject_id for reject_id in origin.open_ids if reject_id not in broken]
        left_out = len(fixed) - landed.landed
        if fixed:
            ledger = self.landing.ledger
            ledger.resolve(self.stamp, origin.object_name, origin.mapping_sha256, fixed)
            ledger.record_file(self.stamp, text, part, Landed(len(fixed), landed.landed, left_out))
            self.report.load_id = self.stamp.load_id
        reached("load.file_landed")
        counts = (len(origin.open_ids), landed.landed, len(broken), left_out)
        self.report.files.append(FileReport(text.name, origin.object_name, *counts))
        still = [f"line {reject.line} ({reject.rule})" for reject in broken.values()]
        if still:
            self.report.notices.append(f"{text.name}: still rejected and open: {some(still)}")


def _delimiter(candidate: Candidate) -> str | None:
    """The sign after the first column; None if the file does not begin with it."""
    with candidate.open() as source:
        first = FIRST_COLUMN.match(source.read(len(REJECT_ID) + 8))
    return first[1].decode() if first else None


def _reject_ids(text: TextFile) -> list[str]:
    """The first field of each record that is not blank, each once.

    Raises:
        Refused: one is there twice.
    """
    csv.field_size_limit(MAX_RECORD_BYTES)
    with text.path.open(encoding="utf-8-sig", newline="") as file:
        records = csv.reader(file, delimiter=text.delimiter)
        next(records)
        ids = [record[0] for record in records if any(cell.strip() for cell in record)]
    twice = [reject_id for reject_id, times in Counter(ids).items() if times > 1]
    if twice:
        raise Refused(text.name, f'two records have the {REJECT_ID} "{twice[0]}"', "Leave one record per reject.")
    return ids


def _check_header(text: TextFile, origin: RejectedFrom) -> None:
    missing = [name for name in origin.header if name not in text.header]
    added = [name for name in text.header if name not in origin.header]
    if missing or added:
        changes = [f"{what} {some(names)}" for what, names in (("lacks", missing), ("adds", added)) if names]
        raise Refused(
            text.name,
            f"its header is not that of {origin.file_name}: it {' and '.join(changes)}",
            "Correct the records, not the header.",
            text.first_line,
        )


def _first_field(raw_text: str, delimiter: str) -> str:
    first: Sequence[str] = next(csv.reader([raw_text], delimiter=delimiter), [""])
    return first[0]
