"""One part of one file into its raw table, counted twice.

Reads a TextFile; adds rows to a raw table within the caller's transaction. DuckDB reads, Polars counts; where the
two differ, or a record is broken, Python's csv module reads the file record by record and is the judge.
Refuses a file whose records do not add up to landed + left out + rejected.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from loaders import sql
from loaders.counting import ExactCount, count_records, split_records
from loaders.errors import Refused, StartOver
from loaders.fetching import new_path
from loaders.parts import Part
from loaders.rejects import Reject
from loaders.text import TextFile


@dataclass(frozen=True)
class Landed:
    """How many records became what; records = landed + left_out + len(rejects)."""

    records: int
    landed: int
    left_out: int
    rejects: tuple[Reject, ...] = ()


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
        if text.name not in self.exact and not part.where:
            landed = self._land_fast(text, part, stamp)
            if landed is not None:
                return landed
        return self._land_exactly(text, part, stamp)

    def _land_fast(self, text: TextFile, part: Part, stamp: Stamp) -> Landed | None:
        """The rows as DuckDB reads them; None, and no rows, if a record is broken or the counts differ."""
        records = count_records(text)
        (last,) = self._row(f"select coalesce(max(rowid), -1) from {self._table(part)}")
        self._forget_rejects()
        try:
            landed = self._insert(records, text, part, stamp)
        except duckdb.InvalidInputException:
            raise StartOver(exact=text.name) from None
        if landed == records and not self._count("reject_errors") and self._is_whole(part, last):
            return Landed(records + len(text.rejects), landed, 0, text.rejects)
        self.connection.execute(f"delete from {self._table(part)} where rowid > {last}")
        return None

    def _land_exactly(self, text: TextFile, part: Part, stamp: Stamp) -> Landed:
        clean = new_path(self.folder, ".csv")
        count = split_records(text, part, clean)
        landed = self._insert_clean(clean, text, part, stamp)
        clean.unlink()
        self._check_sum(text, count, landed)
        records = count.records + len(text.rejects)
        return Landed(records, landed, count.left_out, (*text.rejects, *count.rejects))

    def _insert(self, records: int, text: TextFile, part: Part, stamp: Stamp) -> int:
        if text.is_numbered:
            return self._insert_numbered(text.path, text, part, stamp)
        columns = sql.selection(part, stamp.load_id, text.name, stamp.loaded_at, stamp.system)
        read = sql.read_csv(text.path, text.header, text.delimiter)
        rows = sql.numbered(f"(select {columns} from {read})", records)
        return self._changed(f"insert into {self._table(part)} by name select * from {rows}")

    def _insert_numbered(self, path: Path, text: TextFile, part: Part, stamp: Stamp) -> int:
        """Insert from a text whose last column is the record's number."""
        columns = sql.selection(part, stamp.load_id, text.name, stamp.loaded_at, stamp.system)
        read = sql.read_csv(path, (*text.header, sql.ROW_NUMBER), ",")
        return self._changed(
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
                "Export the file again; a record longer than 8 MB is one known cause.",
            )

    def _is_whole(self, part: Part, last: int) -> bool:
        """Whether, in the rows after `last`, data and numbers ran to the same length and each record has its id."""
        key = sql.quoted(part.table.key) if part.key_columns else "_load_id"
        padded, unnumbered, anonymous = self._row(
            f"select count(*) - count(_load_id), count(*) - count({sql.ROW_NUMBER}), "
            f"count(*) - count(nullif(trim({key}), '')) from {self._table(part)} where rowid > {last}"
        )
        return not (padded or unnumbered or anonymous)

    def _forget_rejects(self) -> None:
        for name in ("reject_errors", "reject_scans"):
            self.connection.execute(f"drop table if exists temp.{name}")

    def _table(self, part: Part) -> str:
        return f"landing.{sql.quoted(part.table.schema)}.{sql.quoted(part.table.name)}"

    def _count(self, table: str) -> int:
        return int(self._row(f"select count(*) from {table}")[0])

    def _changed(self, statement: str) -> int:
        return int(self._row(statement)[0])

    def _row(self, statement: str) -> tuple:
        row = self.connection.execute(statement).fetchone()
        assert row is not None
        return row
