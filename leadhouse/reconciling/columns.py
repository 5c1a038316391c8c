"""Which column of a report holds what, and how it writes times and amounts.

Reads a report's header and records; writes nothing. Refuses: a report without the record's id or, where money is
compared, without an amount; local times without a declared zone and order; amounts that can be read in two ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from leadhouse.reconciling.refusing import refuse
from leadhouse.reconciling.systems import AMOUNT, CREATED, ID, MODIFIED, TIMES, ReportSource
from leadhouse.reconciling.values import decimal_separator, has_separator, is_year_first
from loaders.formats.text import TextFile
from loaders.sources.nearest import nearest
from loaders.sources.parts import Formats

ADD_BOTH = (
    "Add --time-zone with the zone of the user who ran the report (such as Europe/Berlin) and --date-order with dmy, "
    "mdy or ymd."
)
ADD_DECIMAL = 'Say what stands before the cents: --decimal "," or --decimal "."'


@dataclass(frozen=True)
class Columns:
    """Where each role stands in a record.

    Attributes:
        places: per role the index of its column; the id may have several, which are joined.
        by_label: the header shows labels, as a report does, rather than the system's own column names.
    """

    places: dict[str, tuple[int, ...]]
    separator: str
    by_label: bool

    def text(self, record: Sequence[str], role: str) -> str:
        """The trimmed text of a role in a record; empty where the report has no such column."""
        cells = (record[place].strip() for place in self.places.get(role, ()))
        return self.separator.join(cell for cell in cells if cell)


def find_columns(text: TextFile, source: ReportSource, named: dict[str, str], needs_amount: bool) -> Columns:
    """Find each role's column.

    Args:
        named: per role the header that the user says it has.
        needs_amount: money is compared; else amounts are not looked at, however they are written.

    Raises:
        InputRefused: see the module.
    """
    headers = {header.lower(): place for place, header in reversed(list(enumerate(text.header)))}
    places = {}
    for role, known in source.headers.items():
        if role == AMOUNT and not needs_amount:
            continue
        wanted = (named[role],) if role in named else known
        found = [headers[header.lower()] for header in wanted if header.lower() in headers]
        if role in named and not found:
            hint = nearest(named[role], text.header)
            refuse(text.name, f'its header has no "{named[role]}"{hint}', "Correct --column.", text.first_line)
        is_joined = role == ID and source.is_joined and role not in named
        if found and (not is_joined or len(found) == len(wanted)):
            places[role] = tuple(found if is_joined else found[:1])
    for role in (ID, AMOUNT) if needs_amount else (ID,):
        if role not in places:
            _refuse_without(text, source, role)
    by_label = not source.is_mapped and text.header[places[ID][0]].lower() != source.table.key.lower()
    return Columns(places, source.separator, by_label)


def _refuse_without(text: TextFile, source: ReportSource, role: str) -> None:
    label = source.headers[role][0]
    others = "record by record" if role == ID else "amount by amount"
    refuse(
        text.name,
        f'its header has no "{label}", without which the report cannot be compared {others}',
        f'Add the column "{label}" to the report and export it again, or name the one that holds it: '
        f'--column {role}="..."; if the header is further down: --header-row.',
        text.first_line,
    )


def find_formats(
    text: TextFile, source: ReportSource, columns: Columns, records: Sequence[tuple[int, Sequence[str]]]
) -> Formats:
    """How the report writes times and amounts: as declared, or as all of its values show.

    Args:
        records: of all lines that hold one: the line and its fields.

    Raises:
        InputRefused: see the module.
    """
    given = source.formats
    _check_times(text, columns, records, given)
    time_zone = given.time_zone or ("UTC" if source.is_utc and not columns.by_label else None)
    if given.decimal_separator or AMOUNT not in columns.places:
        return replace(given, time_zone=time_zone)
    amounts = [(line, columns.text(record, AMOUNT)) for line, record in records]
    return replace(given, time_zone=time_zone, decimal_separator=_separator(text, amounts))


def _check_times(
    text: TextFile, columns: Columns, records: Iterable[tuple[int, Sequence[str]]], given: Formats
) -> None:
    roles = [role for role in TIMES if role in columns.places]
    for line, record in records:
        for role in roles:
            shown = columns.text(record, role)
            header = text.header[columns.places[role][0]]
            if shown and not is_year_first(shown) and given.date_order not in ("dmy", "mdy"):
                refuse(text.name, f"{header} is not written yyyy-mm-dd, so its times are local", ADD_BOTH, line)
            if shown and columns.by_label and role in (CREATED, MODIFIED) and not given.time_zone:
                refuse(text.name, "its header shows the labels of a report, whose times are local", ADD_BOTH)


def _separator(text: TextFile, amounts: list[tuple[int, str]]) -> str | None:
    try:
        separator = decimal_separator(amount for _, amount in amounts)
    except ValueError:
        refuse(text.name, "its amounts have commas and points before their cents alike", ADD_DECIMAL)
    if separator is None:
        doubtful = next((line for line, amount in amounts if has_separator(amount)), None)
        if doubtful:
            refuse(text.name, "what follows a comma or point may be thousands or cents", ADD_DECIMAL, doubtful)
    return separator
