"""One part of one file into its raw table, counted twice.

Reads a TextFile; adds rows to a raw table within the caller's transaction. DuckDB reads, Polars counts; where the
two differ, a record is suspicious, or the header runs over lines, Python's csv module reads the file record by record
and is the judge.
Refuses a file whose records do not add up to landed + left out + rejected.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from loaders.errors import Refused, StartOver
from loaders.formats.fetching import new_path
from loaders.formats.text import TextFile
from loaders.gate.counting import ExactCount, count_records, split_records
from loaders.gate.quotes import has_spaced_quotes, header_runs_over_lines
from loaders.gate.rejects import Reject
from loaders.gate.rules import suspicious
from loaders.landing import sql
from loaders.sources.parts import Part


@dataclass(frozen=True)
class Landed:
    """How many records became what; records = landed + left_out + len(rejects).

    Attributes:
        repeated: landed records whose id another one of the same file has; they are its versions.
        unmet: columns of the mapping's `where` with their texts that no record has.
    """

    records: int
    landed: int
    left_out: int
    rejects: tuple[Reject, ...] = ()
    repeated: int = 0
    unmet: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Stamp:
    """What every row of a file has in common beside its formats."""

    load_id: str
    system: str
    loaded_at: datetime


class Reader:
    """Reads parts into the raw tables of one connection.

    Args:
        connection: with an open transaction.
        folder: temporary.
        exact: names of files that the fast reader is known to give up on.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path, exact: set[str]) -> None:
        self.connection = connection
        self.folder = folder
        self.exact = exact

    def land(self, text: TextFile, part: Part, stamp: Stamp) -> Landed:
        """Add one part's rows to its raw table.

        Raises:
            StartOver: the fast reader failed and took the transaction with it.
            Refused: the file's quotes are broken, or its records do not add up.
        """
        last = self._number(f"select coalesce(max(rowid), -1) from {self._table(part)}")
        landed = None
        if text.name not in self.exact and not part.where and not header_runs_over_lines(text):
            landed = self._land_fast(text, part, stamp, last)
        landed = landed or self._land_exactly(text, part, stamp)
        return replace(
            landed,
            records=landed.records + len(text.rejects),
            rejects=(*text.rejects, *landed.rejects),
            repeated=self._repeated(part, last),
        )

    def taken(self, text: TextFile, part: Part, stamp: Stamp) -> int:
        """How many records of a text landed through this part and the others of its table."""
        return self._number(
            f"select count(distinct {sql.ROW_NUMBER}) from {self._table(part)} "
            f"where _load_id = {sql.literal(stamp.load_id)} and _source_file = {sql.literal(text.name)}"
        )

    def _land_fast(self, text: TextFile, part: Part, stamp: Stamp, last: int) -> Landed | None:
        """The rows as DuckDB reads them; None, and no rows, if the exact reader has to decide."""
        with ThreadPoolExecutor(max_workers=1) as beside:
            counted = beside.submit(count_records, text)
            spaced = beside.submit(has_spaced_quotes, text.path, text.delimiter)
            self._forget_rejects()
            try:
                landed = self._insert(text, part, stamp)
            except duckdb.InvalidInputException:
                raise StartOver(exact=text.name) from None
            is_agreed = landed == counted.result() and not self._number("select count(*) from reject_errors")
            is_sound = is_agreed and not spaced.result() and not self._is_suspicious(part, last)
            if is_sound and (text.is_numbered or self._number_rows(part, last, landed)):
                return Landed(landed, landed, 0)
        self.connection.execute(f"delete from {self._table(part)} where rowid > {last}")
        return None

    def _land_exactly(self, text: TextFile, part: Part, stamp: Stamp) -> Landed:
        clean = new_path(self.folder, ".csv")
        count = split_records(text, part, clean)
        landed = self._insert_clean(clean, text, part, stamp)
        clean.unlink()
        self._check_sum(text, count, landed)
        return Landed(count.records, landed, count.left_out, tuple(count.rejects), unmet=count.unmet)

    def _insert(self, text: TextFile, part: Part, stamp: Stamp) -> int:
        if text.is_numbered:
            return self._insert_numbered(text.path, text, part, stamp)
        columns = sql.selection(part, stamp.load_id, text.name, stamp.loaded_at, stamp.system)
        read = sql.read_csv(text.path, text.header, text.delimiter)
        return self._number(f"insert into {self._table(part)} by name select {columns} from {read}")

    def _number_rows(self, part: Part, last: int, landed: int) -> bool:
        """Give the rows after row `last` their record number, from 1; False, and no numbers, if they have a gap.

        DuckDB keeps the file's order of what several threads read, so the place of a row is its record's. To number
        rows while they are read, by a window or a join by position, would leave one thread to read them.
        """
        table = self._table(part)
        first = self._number(f"select coalesce(min(rowid), 0) from {table} where rowid > {last}")
        if landed and self._number(f"select max(rowid) from {table}") != first + landed - 1:
            return False
        self.connection.execute(f"update {table} set {sql.ROW_NUMBER} = rowid - {first} + 1 where rowid > {last}")
        return True

    def _insert_numbered(self, path: Path, text: TextFile, part: Part, stamp: Stamp) -> int:
        """Insert from a text whose last column is the record's number."""
        columns = sql.selection(part, stamp.load_id, text.name, stamp.loaded_at, stamp.system)
        read = sql.read_csv(path, (*text.header, sql.ROW_NUMBER), ",")
        return self._number(
            f"insert into {self._table(part)} by name "
            f"select {columns}, cast({sql.ROW_NUMBER} as bigint) as {sql.ROW_NUMBER} from {read}"
        )

    def _insert_clean(self, clean: Path, text: TextFile, part: Part, stamp: Stamp) -> int:
        self._forget_rejects()
        try:
            return self._insert_numbered(clean, text, part, stamp)
        except duckdb.InvalidInputException:
            raise Refused(text.name, "a record could not be read back", "Export the file again.") from None

    def _check_sum(self, text: TextFile, count: ExactCount, landed: int) -> None:
        rejected = len(count.rejects)
        if landed != count.kept or count.records != landed + count.left_out + rejected:
            raise Refused(
                text.name,
                f"{count.records:,} records were counted, but {landed:,} landed, {count.left_out:,} left out and "
                f"{rejected:,} rejected do not add up to them",
                "Export the file again.",
            )

    def _is_suspicious(self, part: Part, last: int) -> bool:
        key, sample = sql.quoted(part.table.key), None
        if part.key_columns:
            rows = self.connection.execute(f"select {key} from {self._table(part)} where rowid > {last} limit 1")
            (sample,) = rows.fetchone() or (None,)
        return self._number(suspicious(self._table(part), part, last, sample)) > 0

    def _repeated(self, part: Part, last: int) -> int:
        """Rows after row `last` whose id another row has as well."""
        if not part.key_columns:
            return 0
        key, rows = sql.quoted(part.table.key), f"from {self._table(part)} where rowid > {last}"
        # As many different hashes as ids prove that none repeats, in half the time.
        if not self._number(f"select count({key}) - count(distinct hash({key})) {rows}"):
            return 0
        return self._number(f"select count({key}) - count(distinct {key}) {rows}")

    def _forget_rejects(self) -> None:
        for name in ("reject_errors", "reject_scans"):
            self.connection.execute(f"drop table if exists temp.{name}")

    def _table(self, part: Part) -> str:
        return f"landing.{sql.quoted(part.table.schema)}.{sql.quoted(part.table.name)}"

    def _number(self, statement: str) -> int:
        row = self.connection.execute(statement).fetchone()
        assert row is not None
        return int(row[0])
