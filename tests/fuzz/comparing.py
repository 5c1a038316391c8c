"""Whether a report, the ledger and the raw tables tell what the oracle expects of each file.

Reads what was landed; writes nothing. Everything is compared: numbers, values, lines and raw texts of rejects, and
that nothing else came into the warehouse.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import loaders
from tests.fuzz.expected import LANDED, LEFT_OUT, REJECTED, Expected, Fate, Reading

Rows = list[dict[str, Any]]
Contents = dict[str, Rows]


def compare(report: loaders.LoadReport, expected: list[Expected], contents: Contents, before: Contents) -> str:
    """What differs, in words; empty if nothing does."""
    ignored = Counter(file.file for file in report.ignored)
    reported = Counter(file.file for file in report.files)
    names = Counter(each.source.name for each in expected)
    for name in {*ignored, *reported, *names}:
        if ignored[name] + reported[name] != names[name]:
            return f"{name}: {names[name]} given, {reported[name]} reported, {ignored[name]} ignored"
    for each in expected:
        name = each.source.name
        if ignored[name]:
            if not each.may_ignore:
                return f"{name}: ignored, but it can be read or must be refused"
            continue
        if each.must_be_refused:
            return f"{name}: loaded, but it must be refused: {each.doubts}"
        difference = _compare_file(report, each, expected, contents)
        if difference:
            return f"{name}: {difference}"
    return _compare_sums(report, contents, before)


def _compare_file(report: loaders.LoadReport, each: Expected, expected: list[Expected], contents: Contents) -> str:
    """The file as the reading that fits best; what differs from it."""
    entry = next(file for file in report.files if file.file == each.source.name)
    if entry.skipped:
        twins = [other for other in expected if other is not each and other.source.content == each.source.content]
        return "" if twins else "skipped as loaded before, which it was not"
    differences = [_compare_reading(report, entry, reading, contents) for reading in each.readings]
    return "" if "" in differences else " | or: ".join(differences) or "loaded, but it should be ignored"


def _compare_reading(
    report: loaders.LoadReport, entry: loaders.FileReport, reading: Reading, contents: Contents
) -> str:
    if entry.object != reading.object:
        return f"loaded as {entry.object}, not as {reading.object}"

    def of_file(table: str, name: str) -> Rows:
        rows = contents.get(table, [])
        return [
            row for row in rows if row[name] == entry.file and row.get("_load_id", row.get("load_id")) == report.load_id
        ]

    rows = of_file(reading.table, "_source_file")
    rejects = of_file("ledger.rejects", "file_name")
    ledger = of_file("ledger.files", "file_name")
    if len(ledger) != 1:
        return f"{len(ledger)} rows in ledger.files"
    numbers = (entry.records, entry.landed, entry.rejected, entry.left_out)
    if numbers != tuple(ledger[0][name] for name in ("records", "landed", "rejected", "left_out")):
        return f"the report says {numbers}, the ledger says otherwise"
    if entry.landed + entry.rejected + entry.left_out != entry.records:
        return f"records, landed, rejected, left out are {numbers} and do not add up"
    if entry.records != len(reading.fates) and not reading.is_loose:
        return f"{len(reading.fates)} records, but records, landed, rejected, left out are {numbers}"
    if (len(rows), len(rejects)) != (entry.landed, entry.rejected):
        return f"the numbers are {numbers}, but {len(rows)} rows and {len(rejects)} rejects are there"
    if reading.is_loose:
        return ""
    return _compare_records(reading, rows, rejects, entry.left_out)


def _compare_records(reading: Reading, rows: Rows, rejects: Rows, left_out: int) -> str:
    landed = {row["_source_row"]: row for row in rows}
    kept = list(rejects)
    silent = 0
    for fate in reading.fates:
        row = landed.pop(fate.number, None)
        if row is not None:
            difference = _compare_values(fate, row)
            if difference:
                return f"record {fate.number}: {difference}"
            continue
        reject = next((reject for reject in kept if _is_of(reject, fate)), None)
        if reject is not None and REJECTED in fate.ways:
            kept.remove(reject)
        elif LEFT_OUT in fate.ways:
            silent += 1
        else:
            kept_aside = [(reject["line"], reject["rule"], reject["raw_text"]) for reject in kept]
            return f"{fate} is nowhere that it may be; rejects: {kept_aside[:3]}"
    if landed or kept or silent != left_out:
        return f"rows {sorted(landed)}, rejects {len(kept)} of no record; left out {silent}, not {left_out}"
    return ""


def _compare_values(fate: Fate, row: dict[str, Any]) -> str:
    if LANDED not in fate.ways:
        return f"landed, but it should be {sorted(fate.ways)}"
    for column, value in row.items():
        if not column.startswith("_") or column.lower() in fate.values:
            expected = fate.values.get(column.lower())
            if value != expected:
                return f"{column} is {value!r}, not {expected!r}"
    absent = fate.values.keys() - {column.lower() for column in row}
    return f"no column {sorted(absent)}" if absent else ""


def _is_of(reject: dict[str, Any], fate: Fate) -> bool:
    """Whether a reject has the record's line and its text; whether that has its line end is left open."""
    if fate.raw is None:
        return reject["line"] in fate.lines and bool(reject["rule"])
    texts = {fate.raw, fate.raw.removesuffix("\n").removesuffix("\r")}
    return reject["line"] in fate.lines and reject["raw_text"] in texts and bool(reject["rule"])


def _compare_sums(report: loaders.LoadReport, contents: Contents, before: Contents) -> str:
    """That nothing is in the warehouse that no file brought."""
    for table, rows in contents.items():
        schema = table.split(".")[0]
        if schema == "ledger":
            continue
        new = [row for row in rows if row["_load_id"] == report.load_id]
        if len(rows) - len(new) != len(before.get(table, [])):
            return f"{table} has rows of no load"
    landed = sum(
        row["_load_id"] == report.load_id
        for table, rows in contents.items()
        if not table.startswith("ledger.")
        for row in rows
    )
    return "" if landed == report.landed else f"{landed} rows landed, the report says {report.landed}"
