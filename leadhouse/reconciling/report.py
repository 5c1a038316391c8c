"""Their report: its records, whatever file it came in.

Reads a file through the loaders' one door (loaders/formats) and tells records from footers, totals and headings as
loaders do. One TheirRow per record, also where its id cannot be used. Writes only into a temporary folder. Refuses what
loaders refuse in a file, more than one file, records of another object, dates and amounts that cannot be read.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from leadhouse.reconciling.columns import Columns, find_columns, find_formats
from leadhouse.reconciling.refusing import refusals_of_loaders, refuse
from leadhouse.reconciling.systems import AMOUNT, CLOSE, CREATED, CURRENCY, ID, MODIFIED, STATUS, ReportSource
from leadhouse.reconciling.totals import disagreement
from leadhouse.reconciling.values import Moment, Money, moment, money, record_id
from loaders.formats.fetching import fetch
from loaders.formats.files import Candidate, discover, not_readable
from loaders.formats.text import TextFile, read_text
from loaders.gate import footers
from loaders.gate.records import Record, records
from loaders.gate.rules import HEADER_AGAIN, OTHER_HEADER, TOO_FEW, Judge
from loaders.sources.parts import Formats, Part, Value

NO_RECORD = (footers.REPORT_FOOTER, footers.TOTALS_ROW, HEADER_AGAIN)
ID_FORM = re.compile(r"[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?")
NO_ID_FORM = "no record id"
HEADING = "heading"
GRAND_TOTAL = re.compile(r"grand|overall|gesamt|insgesamt|total g[eé]n[eé]ral", re.IGNORECASE)
MADE_AT = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ ,T]+\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?")

Ruled = list[tuple[Record, str]]


@dataclass(frozen=True, slots=True)
class TheirRow:
    """One record of the report.

    Attributes:
        line: where a person finds it: physical line of a text, row of a sheet.
        key: as in the facts; None if the id cannot be used, and then `fault` says why.
        created, modified: as shown, in the report's own zone.
        amount: null where the report shows none; 0 where it is empty.
    """

    line: int
    key: str | None
    fault: str = ""
    created: Moment | None = None
    modified: Moment | None = None
    close_date: date | None = None
    amount: Decimal = Decimal(0)
    currency: str | None = None
    status: str = ""


@dataclass(frozen=True)
class Report:
    """Their report.

    Attributes:
        roles: what it shows of each record.
        zone: of its days and times; None if it is not known.
        made_at: UTC, when it was made; None if it does not say.
        left_out: lines that are no records: footers, totals, headings.
        notices: what else there is in the file, such as other sheets.
    """

    name: str
    rows: tuple[TheirRow, ...]
    roles: frozenset[str]
    zone: str | None
    made_at: datetime | None
    left_out: int
    notices: tuple[str, ...] = ()


def read_report(path: Path, source: ReportSource, named: dict[str, str], needs_amount: bool) -> Report:
    """Read a report.

    Args:
        named: per role the header that the user says it has.
        needs_amount: money is compared, so that the report must show it.

    Raises:
        InputRefused: see the module.
    """
    with tempfile.TemporaryDirectory(prefix="leadhouse-") as folder, refusals_of_loaders():
        candidate = _only_file(path)
        text = read_text(candidate, fetch(candidate, Path(folder)), Path(folder), source.view)
        columns = find_columns(text, source, named, needs_amount)
        kept, below = _split(text, source, columns)
        usable = [(record.line, record.fields) for record, fault in kept if not fault]
        formats = find_formats(text, source, columns, usable)
        reader = _Rows(text, source, columns, formats)
        rows = tuple(reader.row(record, fault) for record, fault in kept)
        _check_object(text, source, rows)
        made_at = next((at for line, _ in below if (at := _made_at(line.raw_text, formats))), None)
        roles = frozenset(columns.places)
        notices = (*text.notices, *_disagreements(text, columns, formats, below, rows))
        return Report(text.name, rows, roles, formats.time_zone, made_at, len(below), notices)


def _only_file(path: Path) -> Candidate:
    candidates = discover([path])
    if len(candidates) != 1:
        refuse(path.name, f"it holds {len(candidates)} files, but a report is one", "Name the report's own file.")
    unreadable = not_readable(candidates[0])
    if unreadable:
        refuse(candidates[0].name, unreadable, "Export the report as CSV or XLSX, details only.")
    return candidates[0]


def _split(text: TextFile, source: ReportSource, columns: Columns) -> tuple[Ruled, Ruled]:
    """The records with what is wrong with each, and the lines that are none with what they are."""
    values = (Value(source.table.key, tuple(text.header[place] for place in columns.places[ID]), columns.separator),)
    judge, kept, below, rule = Judge(text, Part(source.table, values)), [], [], None
    for record in records(text):
        while len(record.fields) > len(text.header) and not record.fields[-1]:
            record.fields.pop()
        rule = judge.rule(record.fields)
        if rule == OTHER_HEADER:
            refuse(text.name, "a second header with other columns stands there", "Compare the two apart.", record.line)
        if rule in NO_RECORD or _is_heading(record.fields, rule):
            below.append((record, rule or HEADING))
        else:
            kept.append((record, rule or _fault(source, columns.text(record.fields, ID))))
    if rule == TOO_FEW and not text.is_ended and kept:
        refuse(text.name, "it is cut off: its last record has too few fields", "Export it again.", kept[-1][0].line)
    return kept, below


def _is_heading(fields: Sequence[str], rule: str | None) -> bool:
    """Whether a line names a group of a report: the first cell alone, and no id."""
    first, *others = fields
    return not any(map(str.strip, others)) and (rule is not None or " " in first.strip())


def _fault(source: ReportSource, record_id: str) -> str:
    return NO_ID_FORM if source.has_checksums and not ID_FORM.fullmatch(record_id) else ""


@dataclass(frozen=True)
class _Rows:
    """Makes rows of records."""

    text: TextFile
    source: ReportSource
    columns: Columns
    formats: Formats

    def row(self, record: Record, fault: str) -> TheirRow:
        """One row; what cannot be read in a usable record is refused, never left out in silence."""
        if fault:
            return TheirRow(record.line, None, fault, amount=self._loose_amount(record.fields))
        closed = self._moment(record, CLOSE)
        amount = self._amount(record)
        return TheirRow(
            record.line,
            f"{self.source.system}:{record_id(self._text(record, ID), self.source.has_checksums)}",
            created=self._moment(record, CREATED),
            modified=self._moment(record, MODIFIED),
            close_date=closed.day if closed else None,
            amount=amount.amount,
            currency=(self._text(record, CURRENCY) or amount.currency or "").upper() or None,
            status=self._text(record, STATUS),
        )

    def _text(self, record: Record, role: str) -> str:
        return self.columns.text(record.fields, role)

    def _moment(self, record: Record, role: str) -> Moment | None:
        shown = self._text(record, role)
        if not shown:
            return None
        found = moment(shown, self.formats)
        return found or self._refuse(record, role, f"a date in the order {self.formats.date_order or 'ymd'}")

    def _amount(self, record: Record) -> Money:
        shown = self._text(record, AMOUNT)
        if not shown:
            return Money(Decimal(0))
        return money(shown, self.formats.decimal_separator) or self._refuse(record, AMOUNT, "an amount")

    def _loose_amount(self, fields: Sequence[str]) -> Decimal:
        """The amount of a record without a usable id: it is part of their sum."""
        if len(fields) != len(self.text.header):
            return Decimal(0)
        found = money(self.columns.text(fields, AMOUNT), self.formats.decimal_separator)
        return found.amount if found else Decimal(0)

    def _refuse(self, record: Record, role: str, expected: str) -> NoReturn:
        header = self.text.header[self.columns.places[role][0]]
        refuse(
            self.text.name,
            f"{header} is not {expected}",
            "Check --date-order, --decimal and the line, or export the report again.",
            record.line,
        )


def _check_object(text: TextFile, source: ReportSource, rows: Sequence[TheirRow]) -> None:
    """Refuse a report whose ids are all those of another object."""
    prefix = f"{source.system}:{source.table.key_prefix}"
    keys = [row.key for row in rows if row.key]
    if keys and not any(key.startswith(prefix) for key in keys):
        refuse(
            text.name,
            f"none of its ids is one of {source.table.object} ({source.table.key_prefix}...)",
            "Compare a report of those records, or choose another metric.",
        )


def _disagreements(
    text: TextFile, columns: Columns, formats: Formats, below: Ruled, rows: Sequence[TheirRow]
) -> Iterator[str]:
    """What to say of the report's total, where it has one that is not of a group."""
    totals = [record for record, rule in below if rule == footers.TOTALS_ROW and len(record.fields) == len(text.header)]
    labels = [next((cell for cell in record.fields if cell.strip()), "") for record in totals]
    for record, label in zip(totals, labels, strict=True):
        if len(totals) == 1 or GRAND_TOTAL.match(label.strip()):
            lines = (len(rows), sum((row.amount for row in rows), Decimal(0)))
            shown = columns.text(record.fields, AMOUNT)
            said = disagreement(f"{text.name} line {record.line}", label, shown, formats.decimal_separator, lines)
            yield from [said] if said else []


def _made_at(line: str, formats: Formats) -> datetime | None:
    """When a report says that it was made."""
    found = MADE_AT.search(line)
    made = moment(found.group(), formats) if found and formats.time_zone else None
    return made.at if made else None
