"""What is compared: a metric, over a period, of one source system.

Reads dim_metrics through the pages' catalogue, so that a metric's definition stands in one place. One Question per
comparison. Refuses: a metric that is no list of leads or opportunities, a period that ends before it begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboards.catalogue import Metric
from dashboards.filters import Filters
from dashboards.sql import catalogue_of
from leadhouse.errors import UsageRefused
from leadhouse.listing import some
from leadhouse.reconciling.systems import ENTITIES
from loaders.sources.nearest import nearest

HITS, MEASURED = "hits", "measured"
LISTED = ("count", "sum", "rate", "complement", "count_without")
"""Kinds of metrics that are a number of records, or a sum over them."""

REACHED_AT = {
    "is_qualified": "qualified_at",
    "is_converted": "converted_at",
    "has_opportunity": "converted_at",
    "is_won": "won_at",
    "is_disqualified": "disqualified_at",
    "is_contacted": "first_contacted_at",
}
"""When a lead's event happened."""


@dataclass(frozen=True)
class Question:
    """What is compared.

    Attributes:
        path: the published file.
        first, last: of the period, inclusive, on the metric's own date; None: no bound.
        part: `hits`, the records for which the metric's event happened, or `measured`, all that it looks at.
        narrowed: the fields and values that their report is said to be filtered to.
    """

    path: Path
    metric: Metric
    system: str
    first: date | None = None
    last: date | None = None
    part: str = HITS
    narrowed: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def entity(self) -> str:
        """`lead` or `opportunity`."""
        return ENTITIES[self.metric.fact]

    @property
    def key(self) -> str:
        """The fact's key column."""
        return f"{self.entity}_key"

    @property
    def filters(self) -> Filters:
        """The period and the source system."""
        return Filters(self.first, self.last, (("source_system", (self.system,)),))

    @property
    def label(self) -> str:
        """The column that tells how far a record has come, as the CRM writes it."""
        return "status_raw" if self.entity == "lead" else "stage_raw"

    @property
    def amount(self) -> str | None:
        """The column that is summed; None where records are counted."""
        asked, types = self.metric, catalogue_of(self.path).columns[self.metric.fact]
        column = (
            asked.numerator_column if self.part == HITS or asked.measure_type == "sum" else asked.denominator_column
        )
        return column if column and types[column].startswith("DECIMAL") else None

    @property
    def reached_at(self) -> str | None:
        """The time at which the metric's event happened; None where it has none beside the record's creation."""
        if self.entity == "opportunity":
            return "closed_at" if self.is_by_closing or self.step == "is_won" else None
        return REACHED_AT.get(str(self.step))

    @property
    def step(self) -> str | None:
        """The column of the step that a record must have reached to be listed; None where all are."""
        asked = self.metric
        return asked.numerator_column if self.part == HITS or asked.measure_type in ("count", "sum") else None

    @property
    def is_by_closing(self) -> bool:
        """Whether the period is of the day of closing, rather than of creation."""
        return self.metric.date_column == "closed_date"

    def covers(self, day: date | None) -> bool:
        """Whether a day lies in the period."""
        return day is not None and (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    def period(self) -> str:
        """The period in words."""
        if self.first and self.last:
            return f"{self.first} to {self.last}"
        if self.first or self.last:
            return f"from {self.first}" if self.first else f"up to {self.last}"
        return "all time"


def is_list(metric: Metric) -> bool:
    """Whether a report can list what a metric counts; the record of a lead holds no amount to add up."""
    is_of_amounts = metric.measure_type == "sum" and metric.fact == "fct_leads"
    return metric.fact in ENTITIES and metric.measure_type in LISTED and not is_of_amounts


def find_metric(path: Path, name: str) -> Metric:
    """The metric of that name.

    Raises:
        UsageRefused: there is none, or it is no list of records.
    """
    metrics = catalogue_of(path).metrics
    usable = [each.metric for each in metrics.values() if is_list(each)]
    if name not in metrics:
        raise UsageRefused(f'There is no metric "{name}"{nearest(name, usable)}. One of: {some(usable, len(usable))}')
    if name not in usable:
        raise UsageRefused(
            f"{name} is no list of leads or opportunities that a report could show ({metrics[name].formula}). "
            f"One of: {some(usable, len(usable))}"
        )
    return metrics[name]


def check_period(first: date | None, last: date | None) -> None:
    """Refuse a period that ends before it begins."""
    if first and last and last < first:
        raise UsageRefused(f"The period ends on {last}, before it begins on {first}. Correct --from and --to.")
