"""What must become of each file that is put before the loader, told without any of the loader's own code.

Reads bytes and names; writes nothing. The rules are those of docs/loading.md. An Expected holds every reading that is
right, mostly one; `doubts` are the reasons for which refusing the file is right too; no reading and not `may_ignore`
means that it must be refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.fuzz.expected import REJECTED, Expected, Fate, Reading
from tests.fuzz.formats import BINARY, JSON, OTHERS
from tests.fuzz.given import Truth
from tests.fuzz.ids import PREFIXES, has_id_form, is_broken
from tests.fuzz.other_formats import Items, known, read_json
from tests.fuzz.rfc4180 import Parsed, Record
from tests.fuzz.sources import Source
from tests.fuzz.tables import Table, block_table, salesforce_table
from tests.fuzz.texts import decode, parsings

# A text of any kind may be read where its ids tell what it is.
CSV = (".csv", ".tsv", ".txt")
OWN_COLUMNS = re.compile(
    r"rowid|_(load_id|source_file|source_row|loaded_at|source_system|time_zone|date_order|decimal_separator|reject_id)"
)
LOCAL_TIME = re.compile(r"\s*(\d{1,4}[/.]\d{1,2}[/.]\d{1,4}|\d{1,2}-\d{1,2}-\d{2,4})(\D.*)?", re.DOTALL)
END_OF_FILE = "\x1a"
TOTALS = re.compile(r"\W*(grand |sub)?(total|sum|count|subtotal|copyright|confidential)", re.IGNORECASE)


def expect(source: Source, system: str, truths: tuple[Truth, ...] = ()) -> Expected:
    """What must become of one file of a system: salesforce or spreadsheet."""
    expected = Expected(source)
    base = source.base.lower()
    is_salesforce = system == "salesforce"
    table = salesforce_table(base) if is_salesforce else block_table(base)
    if (is_salesforce and not base.endswith((*CSV, *OTHERS))) or (not is_salesforce and not table):
        expected.may_ignore = not source.is_named
        return expected
    if source.content is None:
        return expected
    for parsed, is_loose in _parsings(expected, base, source.content, truths):
        _read(expected, parsed, table, system, is_loose)
    if is_salesforce and not table and not source.is_named:
        # What leaves a named file in doubt may leave one unknown that is told by its content alone.
        is_clear = any(_is_clear(reading) for reading in expected.readings) and not base.endswith(".txt")
        expected.may_ignore = bool(expected.doubts) or not is_clear
        expected.doubts += [] if expected.readings else ["it may be any object"]
    return expected


def _parsings(
    expected: Expected, base: str, content: bytes, truths: tuple[Truth, ...]
) -> Iterator[tuple[Parsed, bool]]:
    """The records of the file in each way in which they may be told apart, and whether their values are known."""
    if base.endswith(BINARY):
        yield from _items(expected, known(truths, base, content))
        return
    found = decode(content)
    expected.doubts += found.doubts
    for text in found.texts:
        if base.endswith(JSON):
            yield from _items(expected, read_json(text, base.endswith(".jsonl")))
            continue
        parsed, doubts = parsings(text)
        expected.doubts += doubts
        yield from ((each, False) for _, each in parsed)


def _items(expected: Expected, items: Items) -> Iterator[tuple[Parsed, bool]]:
    """Records of another format as if they had been parsed."""
    expected.doubts += items.doubts
    header = tuple(items.header or dict.fromkeys(name for item in items.items for name in item.cells or ()))
    if not header:
        return
    records = [
        Record(
            item.number, "", tuple(item.cells.get(name, "") for name in header) if item.cells is not None else (), True
        )
        for item in items.items
    ]
    yield Parsed([Record(0, "", header, True), *records], is_numbered=True), items.is_loose


def _read(expected: Expected, parsed: Parsed, named: Table | None, system: str, is_loose: bool) -> None:
    """Add a reading of these records, or the reason why there is none."""
    head, *records = parsed.records
    header = tuple(cell.strip() or f"column_{number}" for number, cell in enumerate(head.fields, start=1))
    if not parsed.is_numbered and any("\n" in name and parsed.delimiter in name for name in header):
        expected.doubts.append("a name of the header runs into a record")
        return
    if len({name.lower() for name in header}) < len(header):
        expected.doubts.append("a name of the header is doubled")
        return
    tables = [named] if named else _tables_by_content(header, records)
    if not tables:
        expected.doubts.append("of no known object")
    for table in tables:
        columns = table.columns(header)
        if columns is None:
            expected.doubts.append("a column that is needed is missing")
            continue
        if _is_of_another(header, records, table, system):
            expected.doubts.append("the first id is one of another object")
            continue
        _doubt(expected, parsed, header, table)
        if not named and not any(has_id_form(cell) for record in records for cell in record.fields):
            expected.doubts.append("it may be of another system")
        if system == "salesforce" and any(OWN_COLUMNS.fullmatch(name.lower()) for name in header):
            continue
        if _is_cut(records, header):
            continue
        fates = tuple(_fate(table, header, parsed, number) for number in range(1, len(records) + 1))
        expected.readings.append(Reading(table.object, table.raw, header, fates, is_loose))


def _doubt(expected: Expected, parsed: Parsed, header: tuple[str, ...], table: Table) -> None:
    """The reasons for which refusing a file that can be read is right too."""
    head, *records = parsed.records
    width = len(header)
    reasons = {
        "a quote stands inside an unquoted field": parsed.has_stray_quote,
        "a CR alone ends a line": parsed.has_lone_cr,
        "lines stand above the header": head.line > 1,
        "a record is the header again": any(_same(record.fields, header) for record in records),
        "a record may be another file's header": any(_is_much_alike(record.fields, header) for record in records),
        "the last line is cut": bool(records) and not records[-1].is_ended and len(records[-1].fields) < width,
        "no record has the header's width": bool(records) and all(len(record.fields) != width for record in records),
        "a name is one that Leadhouse uses": any(OWN_COLUMNS.fullmatch(name.lower()) for name in header),
        "a name of the header runs over lines": any("\n" in name or "\r" in name for name in head.fields),
        "a name stands alone in its row, as a title does": width > 1 and sum(map(bool, head.fields)) == 1,
        "a name of the header looks like a value": any(_looks_like_a_value(name) for name in header),
        "a time is local": any(LOCAL_TIME.fullmatch(cell) for record in records for cell in record.fields),
        "an id is one of another object": any(_other_prefix(record, header, table) for record in records),
    }
    expected.doubts += [reason for reason, holds in reasons.items() if holds]


def _is_cut(records: list[Record], header: tuple[str, ...]) -> bool:
    """Whether the file ends within a record, as lines of totals and end-of-file marks may."""
    last = records[-1] if records else None
    if not last or last.is_ended or len(last.fields) >= len(header):
        return False
    return not any(TOTALS.match(cell) or cell == END_OF_FILE for cell in last.fields)


def _fate(table: Table, header: tuple[str, ...], parsed: Parsed, number: int) -> Fate:
    record = parsed.records[number]
    number = record.line if parsed.is_numbered else number
    raw = None if parsed.is_numbered else record.raw
    cells = list(record.fields)
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()  # empty fields too many say nothing
    lines = {record.line}
    if parsed.has_lone_cr or parsed.has_quoted_cr:  # editors differ in whether a CR alone ends a line
        before = "".join(each.raw for each in parsed.records[: parsed.records.index(record)])
        lines |= set(range(before.count("\n") + 1, record.line + 1))
    if len(cells) != len(header):
        return Fate(number, frozenset(lines), raw, frozenset({REJECTED}), {})
    row = dict(zip(header, cells, strict=True))
    ways = {table.way(row)}
    # A line of totals as wide as a record, or the header again, may be kept aside or be landed as it is.
    if any(TOTALS.match(cell) for cell in cells) or _same(tuple(cells), header):
        ways.add(REJECTED)
    return Fate(number, frozenset(lines), raw, frozenset(ways), table.values(row))


def _tables_by_content(header: tuple[str, ...], records: list[Record]) -> list[Table]:
    """The objects that the ids or the labels of a file of no telling name show."""
    names = [name.lower() for name in header]
    first = _key(records[0], names) if records and "id" in names else ""
    by_prefix = [salesforce_table(f"{name}.csv") for name, prefix in PREFIXES.items() if prefix and first[:3] == prefix]
    if by_prefix and has_id_form(first):
        return [table for table in by_prefix if table]
    if "lead id" in names and "id" not in names:
        lead = salesforce_table("lead.csv")
        return [lead] if lead else []
    return []


def _is_clear(reading: Reading) -> bool:
    """Whether a file of no telling name says beyond doubt what it is."""
    first = reading.fates[0].values.get("id") if reading.fates else ""
    return bool(first) and has_id_form(first or "") and not is_broken(first or "")


def _is_of_another(header: tuple[str, ...], records: list[Record], table: Table, system: str) -> bool:
    return bool(records) and system == "salesforce" and _other_prefix(records[0], header, table)


def _other_prefix(record: Record, header: tuple[str, ...], table: Table) -> bool:
    names = [name.strip().lower() for name in header]
    key = _key(record, names) if "id" in names else ""
    known = {prefix for prefix in PREFIXES.values() if prefix}
    is_known = table.object in PREFIXES
    return is_known and has_id_form(key) and key[:3] != PREFIXES[table.object] and key[:3] in known


def _key(record: Record, names: list[str]) -> str:
    place = names.index("id")
    return record.fields[place] if place < len(record.fields) else ""


def _same(fields: tuple[str, ...], header: tuple[str, ...]) -> bool:
    return tuple(field.strip().lower() for field in fields) == tuple(name.lower() for name in header)


def _is_much_alike(fields: tuple[str, ...], header: tuple[str, ...]) -> bool:
    """Whether two cells or more are names of the header."""
    names = {name.lower() for name in header}
    return sum(cell.strip().lower() in names for cell in fields) > 1


def _looks_like_a_value(name: str) -> bool:
    return has_id_form(name) or bool(re.search(r"\d{4}-\d{2}-\d{2}|^[-+]?[\d.,]+$|^L-\d{6}$|@", name))
