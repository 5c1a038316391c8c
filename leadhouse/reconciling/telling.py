"""A comparison in words, as JSON and as a list of records.

Reads a Comparison; the list is written to the file that the user names. Ids, days, amounts and labels only, never what
identifies a person.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from textwrap import wrap
from typing import Any

from leadhouse.reconciling.comparing import Comparison, Difference
from leadhouse.reconciling.kinds import Kind

WIDTH = 100
EXAMPLES = 3
RESIDUAL_SHOWN = 100
COLUMNS = ("kind", "is_explained", "record", "report_line", "count", "amount", "detail", "source_file", "source_row")
TEXTS = ("record", "detail", "source_file")
# How a text begins that a spreadsheet program would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def lines(found: Comparison, records_file: Path | None) -> list[str]:
    """The statement, what each kind means, and the residual record by record."""
    told = [*_title(found), "", *_statement(found), "", *_verdict(found), *_notices(found)]
    known = next((each.key for each in reversed(found.differences) if each.key), None)
    more = ["", f"All of one record: leadhouse explain {known}"] if known else []
    return [*told, *_meanings(found, records_file), *more]


def as_json(found: Comparison) -> dict[str, Any]:
    """Everything; amounts are texts, exact to the cent."""
    setting, question = found.setting, found.setting.question
    return {
        "metric": question.metric.metric,
        "label": question.metric.label,
        "part": question.part,
        "source_system": question.system,
        "from": question.first and question.first.isoformat(),
        "to": question.last and question.last.isoformat(),
        "report": setting.report.name,
        "report_notices": list(setting.report.notices),
        "report_time_zone": setting.report.zone,
        "report_made_at": setting.report.made_at and setting.report.made_at.isoformat(),
        "as_of_at": setting.data.as_of_at.isoformat(),
        "version": question.path.name,
        "currency": setting.data.currency if question.amount else None,
        "theirs": _pair(found.theirs),
        "ours": _pair(found.ours),
        "matched": found.matched,
        "is_explained": not found.residual,
        "differences": [_kind_as_json(found, kind) for kind in found.kinds],
        "residual": [_as_row(each) for each in found.residual],
        "records": [_as_row(each) for each in found.differences],
    }


def write_records(found: Comparison, path: Path) -> None:
    """One line per difference, for a spreadsheet program."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for each in found.differences:
            row = _as_row(each)
            writer.writerow(row | {name: _harmless(row[name]) for name in TEXTS})


def _harmless(text: str | None) -> str | None:
    return f"'{text}" if text and text.startswith(FORMULA) else text


def _as_row(each: Difference) -> dict[str, Any]:
    return {
        "kind": each.kind.name, "is_explained": each.kind.is_explained, "record": each.key, "report_line": each.line,
        "count": each.count, "amount": f"{each.amount:.2f}", "detail": each.detail, "source_file": each.source_file,
        "source_row": each.source_row,
    }  # fmt: skip


def _kind_as_json(found: Comparison, kind: Kind) -> dict[str, Any]:
    count, amount = _sums(found.of(kind))
    return {
        "kind": kind.name, "label": kind.label, "meaning": kind.meaning, "advice": kind.advice,
        "is_explained": kind.is_explained, "records": len(found.of(kind)), "count": count, "amount": f"{amount:.2f}",
    }  # fmt: skip


def _pair(side: tuple[int, Decimal]) -> dict[str, Any]:
    return {"count": side[0], "amount": f"{side[1]:.2f}"}


def _sums(differences: list[Difference]) -> tuple[int, Decimal]:
    return sum(each.count for each in differences), sum((each.amount for each in differences), Decimal(0))


def _title(found: Comparison) -> list[str]:
    question, asked = found.setting.question, found.setting.question.metric
    part = "" if asked.measure_type in ("count", "sum", "count_without") else f", the records {_part(found)}"
    return [
        f"{asked.label} ({asked.metric}){part}: {question.period()}, {question.system}",
        f"Our definition: {asked.description}",
    ]


def _part(found: Comparison) -> str:
    numerator, _, denominator = found.setting.question.metric.formula.partition(" / ")
    return f'counted as "{numerator if found.setting.question.part == "hits" else denominator}"'


def _statement(found: Comparison) -> Iterator[str]:
    report, data, has_money = found.setting.report, found.setting.data, bool(found.setting.question.amount)
    made = f", made {report.made_at:%Y-%m-%d %H:%M} UTC" if report.made_at else ""
    rows = [(f"Their report: {report.name}{made}", f"{found.theirs[0]:,}", f"{found.theirs[1]:,.2f}")]
    for kind in found.kinds:
        count, amount = _sums(found.of(kind))
        rows.append((f"  {kind.label}{_sides(found.of(kind))}", f"{count:+,}", f"{amount:+,.2f}"))
    rows.append((f"Ours: data as of {data.as_of_at:%Y-%m-%d %H:%M} UTC", f"{found.ours[0]:,}", f"{found.ours[1]:,.2f}"))
    headed = [("", "records", data.currency), *rows]
    widths = [max(len(row[column]) for row in headed) for column in range(3)]
    for label, records, money in headed:
        line = f"{label.ljust(widths[0])}  {records.rjust(widths[1])}"
        yield f"{line}  {money.rjust(widths[2])}" if has_money else line


def _sides(differences: list[Difference]) -> str:
    """What a number hides in which records of both sides are set off against each other."""
    theirs, ours = (sum(each.count == side for each in differences) for side in (-1, 1))
    shown = [f"{theirs:,} only theirs", f"{ours:,} only ours"] if theirs and ours else []
    amounts = len(differences) - theirs - ours
    shown += [_numbered(amounts, "amount")] if amounts else []
    return f" ({', '.join(shown)})" if shown else ""


def _numbered(number: int, thing: str) -> str:
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def _verdict(found: Comparison) -> list[str]:
    same = f"Counted by both sides: {_numbered(found.matched, 'record')}."
    if found.residual:
        return [f"{same} NOT explained: {_numbered(len(found.residual), 'difference')}; see the end."]
    if found.differences:
        return [f"{same} Every difference is explained."]
    return [f"{same} There is no difference."]


def _notices(found: Comparison) -> Iterator[str]:
    report = found.setting.report
    yield from report.notices
    if report.left_out:
        yield f"Totals, headings and footers of their report, which are no records: {report.left_out:,}."
    if found.setting.is_newer and found.residual:
        yield "Their report is newer than our data. Load an export of the same moment, build, and compare again."
    if found.setting.hours_apart:
        yield (
            f"The times of their report are {found.setting.hours_apart:+g} hours from ours in most records: "
            "is --time-zone the zone of the user who ran it?"
        )


def _meanings(found: Comparison, records_file: Path | None) -> Iterator[str]:
    for kind in found.kinds:
        differences = found.of(kind)
        yield ""
        yield from wrap(f"{kind.label}: {len(differences):,}. {kind.meaning}", WIDTH)
        if kind.advice:
            yield from wrap(f"What to do: {kind.advice}", WIDTH, initial_indent="  ", subsequent_indent="  ")
        shown = differences[: EXAMPLES if kind.is_explained else RESIDUAL_SHOWN]
        yield from (f"  {_example(each, bool(found.setting.question.amount))}" for each in shown)
        if len(differences) > len(shown):
            where = f"see {records_file}" if records_file else "--records FILE.csv lists them"
            yield f"  and {len(differences) - len(shown):,} more; {where}"


def _example(each: Difference, has_money: bool) -> str:
    line = f"line {each.line}" if each.line else ""
    source = f"our {each.source_file} record {each.source_row}" if each.source_file and not each.line else ""
    money = f"{each.amount:+,.2f}" if has_money else ""
    return "  ".join(part for part in (each.key or "no id", line, source, money, each.detail) if part)
