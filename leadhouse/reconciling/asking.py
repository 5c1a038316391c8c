"""What the user asked for, checked, and their report, read.

Reads the report and the published version's catalogue; writes nothing. Refuses: names that do not exist, values that do
not fit, and what report and question refuse.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboards.catalogue import UnknownName
from dashboards.sql import catalogue_of
from leadhouse.errors import UsageRefused
from leadhouse.listing import some
from leadhouse.reconciling.question import Question, check_period, find_metric
from leadhouse.reconciling.report import Report, read_report
from leadhouse.reconciling.systems import ROLES, ReportSource, declared_source, mapped_source, source_names
from leadhouse.warehouse.calendars import is_time_zone
from loaders.sources.parts import Formats


@dataclass(frozen=True)
class Asked:
    """The options of the command, as given.

    Attributes:
        report_time: local time of the report's zone.
        where: FIELD=VALUE; column: ROLE=HEADER.
    """

    metric: str
    part: str = "hits"
    first: date | None = None
    last: date | None = None
    source: str | None = None
    mapping: Path | None = None
    time_zone: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    report_time: datetime | None = None
    where: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    header_row: int = 1


def ask(version: Path, report: Path, asked: Asked) -> tuple[Question, Report]:
    """Check what was asked and read their report.

    Args:
        version: the published file.

    Raises:
        UsageRefused: an option names what does not exist, or two do not fit together.
        InputRefused: the report cannot be read.
    """
    metric = find_metric(version, asked.metric)
    check_period(asked.first, asked.last)
    source = _source(asked, metric.fact)
    narrowed: dict[str, tuple[str, ...]] = {}
    for field, value in _pairs(asked.where, "--where", "FIELD=VALUE"):
        _check_field(version, metric.fact, field)
        narrowed[field] = (*narrowed.get(field, ()), value)
    question = Question(version, metric, source.system, asked.first, asked.last, asked.part, tuple(narrowed.items()))
    named = dict(_pairs(asked.column, "--column", "ROLE=HEADER"))
    if unknown := [role for role in named if role not in ROLES]:
        raise UsageRefused(f'--column knows no "{unknown[0]}". One of: {", ".join(ROLES)}')
    read = read_report(report, source, named, needs_amount=question.amount is not None)
    return question, _with_time(read, asked)


def _source(asked: Asked, fact: str) -> ReportSource:
    if asked.time_zone and not is_time_zone(asked.time_zone):
        raise UsageRefused(f'"{asked.time_zone}" is not a time zone. Name one such as Europe/Berlin or UTC.')
    given = Formats(asked.time_zone, asked.date_order, asked.decimal)
    if asked.mapping:
        return mapped_source(asked.mapping, fact, given, asked.header_row)
    known = source_names()
    name = asked.source or known[0]
    if name not in known:
        raise UsageRefused(f'"{name}" needs a mapping: add --mapping FILE. Without one: {", ".join(known)}')
    return declared_source(name, fact, given, asked.header_row)


def _pairs(texts: Iterable[str], option: str, form: str) -> list[tuple[str, str]]:
    pairs = []
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise UsageRefused(f'{option} "{text}" is not {form}.')
        pairs.append((name.strip(), value.strip()))
    return pairs


def _check_field(version: Path, fact: str, field: str) -> None:
    names = catalogue_of(version)
    try:
        names.expression(fact, field)
    except UnknownName as error:
        columns = [column for column in names.columns[fact] if not column.endswith("_at")]
        raise UsageRefused(f"--where: {error} One of: {some(columns, len(columns))}") from None


def _with_time(report: Report, asked: Asked) -> Report:
    """The report, made when the user says."""
    if asked.report_time is None:
        return report
    if report.zone is None:
        raise UsageRefused("--report-time is a time in the report's zone: add --time-zone.")
    local = asked.report_time.replace(tzinfo=ZoneInfo(report.zone))
    return replace(report, made_at=local.astimezone(UTC).replace(tzinfo=None))
