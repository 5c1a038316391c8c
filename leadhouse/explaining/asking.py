"""From a key and options to its explanation.

Reads the published version. Writes nothing. Refuses: options that do not suit the key, fields and values that the
version lacks (`UsageRefused`).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dashboards.catalogue import UnknownName
from dashboards.filters import Filters
from dashboards.queries import QUESTIONS
from dashboards.sql import catalogue_of
from leadhouse.errors import UsageRefused
from leadhouse.explaining.activities import explain_activity
from leadhouse.explaining.explanation import Explanation
from leadhouse.explaining.keys import is_metric, line_of
from leadhouse.explaining.leads import explain_lead
from leadhouse.explaining.metrics import explain_metric
from leadhouse.explaining.opportunities import explain_opportunity
from leadhouse.explaining.version import Version

VALUES_NAMED = 10
RECORD = {"lead": explain_lead, "opportunity": explain_opportunity, "activity": explain_activity}


def filters(first: date | None, last: date | None, where: tuple[str, ...]) -> Filters:
    """Return the filters that a period and `FIELD=VALUE` texts mean; of one field any of its values is kept."""
    if first and last and last < first:
        raise UsageRefused(f"--to {last} is before --from {first}.")
    kept: dict[str, tuple[str, ...]] = {}
    for text in where:
        field, equals, value = text.partition("=")
        if not equals or not field:
            raise UsageRefused(f'--where "{text}" is not FIELD=VALUE, such as --where team=Inbound.')
        kept[field] = (*kept.get(field, ()), value)
    return Filters(first, last, tuple(kept.items()))


def ask(path: Path, key: str, entity: str | None, where: Filters, part: str | None) -> Explanation:
    """Explain a key of the version at a path."""
    with Version(path) as version:
        if entity is None and is_metric(version, key):
            _check(version, key, where)
            return explain_metric(version, key, where, part)
        if part or where != Filters():
            raise UsageRefused(f"{key} is no metric: --from, --to, --where and --records go with metrics.")
        line = line_of(version, key, entity)
        return RECORD[line.entity](version, line)


def _check(version: Version, metric: str, where: Filters) -> None:
    """Refuse filters on a field or value that the metric's fact does not have."""
    fact = catalogue_of(version.path).metric(metric).fact
    for field, kept in where.values:
        try:
            values = QUESTIONS["options"](version.path, fact, field)["value"].to_list()
        except UnknownName:
            columns = catalogue_of(version.path).columns[fact]
            raise UsageRefused(f"--where: {fact} has no field {field}. It has: {', '.join(columns)}.") from None
        for value in kept:
            if value not in values:
                named = ", ".join(values[:VALUES_NAMED]) + (", ..." if len(values) > VALUES_NAMED else "")
                raise UsageRefused(f"--where: no row of {fact} has {field}={value}. Values: {named}.")
