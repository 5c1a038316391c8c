"""What can be asked of a published version: its metrics, its facts' columns and the fields that pages group by.

Pure: `catalogue_reading` reads it. Grain: one `Catalogue` per version.
Refuses: a metric, fact or field that the version does not have (`UnknownName`), so that no name reaches SQL unchecked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from dashboards.events import EVENTS
from dashboards.fields import BORROWED, BORROWED_BY, JOINS

LATER_STEPS = ("is_qualified", "is_converted", "has_opportunity", "is_won", "is_rejected_but_right")
"""What a lead may reach, or its person, long after its beginning."""

MEMBER_STEPS = ("has_responded", "has_succeeded")
"""What members of a campaign do at once or not at all."""

MODEL = "attribution_model"
"""The field of facts that say the same money once per attribution model: they are only ever read under one."""

USUAL_MODEL = "linear"
"""The model that is read where nobody names one: it favours no place in the path."""

OWN_COLUMN = re.compile(r"\bf\.(\w+)")
"""A column of the fact that a join needs."""

TIME_PARTS = {"month": "_date", "weekday": "_at", "hour": "_at"}
"""Parts of a time that can be grouped by (`created_month`) and the ending of the column that they are taken from."""


class UnknownName(Exception):
    """A metric, fact or field that the published version does not have."""


@dataclass(frozen=True)
class Metric:
    """One row of dim_metrics; what each column means stands there."""

    metric: str
    label: str
    fact: str
    measure_type: str
    numerator_column: str | None
    denominator_column: str | None
    duration_column: str | None
    event_column: str | None
    eligibility_column: str | None
    date_column: str
    unit: str
    direction: str
    description: str
    formula: str

    @property
    def eligibility(self) -> tuple[str, ...]:
        """The columns that must all be true for a row to be looked at."""
        return tuple((self.eligibility_column or "").split())

    @property
    def needs_activities(self) -> bool:
        """Whether it can only be measured where activities were exported."""
        named = {self.numerator_column, self.denominator_column, self.duration_column}
        return bool({"is_contacted", "is_response_due", "response_minutes"} & named)

    @property
    def is_of_credit(self) -> bool:
        """Whether it is about credit for opportunities, and so tells nothing where those were not exported."""
        return any(str(each).startswith("attributed_") for each in (self.numerator_column, self.denominator_column))

    @property
    def needs_opportunities(self) -> bool:
        """Whether it tells nothing where opportunities were not exported, though its own fact has rows."""
        return self.is_of_credit or bool(
            {"is_won", "is_win_known", "opportunity_amount"} & {self.numerator_column, self.denominator_column}
        )

    @property
    def grows_with_time(self) -> bool:
        """Whether it follows leads from their beginning, so that an earlier period has had more time to reach it."""
        if self.date_column == "started_date":
            return self.numerator_column not in ("cost", *MEMBER_STEPS) or bool(self.denominator_column)
        return self.date_column != "closed_date" and self.numerator_column in LATER_STEPS

    @property
    def lengthens_with_time(self) -> bool:
        """Whether it is a time over leads that reached a step, of which the slow ones are still to come."""
        return self.measure_type.startswith("quantile_") and self.fact == "fct_leads"

    @property
    def is_share(self) -> bool:
        """Whether it is a part of what is measured, from 0 to 1."""
        return self.measure_type in ("rate", "complement")

    @property
    def adds_up(self) -> bool:
        """Whether it adds up over days and groups, so that a part of a period has a part of it."""
        return self.measure_type in ("count", "sum")

    @property
    def rise_is(self) -> Literal["good", "bad"] | None:
        """Whether a rise between two periods is good or bad; None: it tells neither.

        More leads bring more of what is lost, and an earlier period has had more time.
        """
        is_number = self.adds_up or self.measure_type == "count_without"
        if self.grows_with_time or self.lengthens_with_time or (is_number and self.direction == "down"):
            return None
        return {"up": "good", "down": "bad"}.get(self.direction)  # type: ignore[return-value]

    @property
    def is_of_mature(self) -> bool:
        """Whether only rows old enough to be judged take part: rates of what the owners received."""
        return self.fact == "fct_lead_assignments" and (self.fact, self.numerator_column) in EVENTS

    @property
    def is_percentile_of_all(self) -> bool:
        """Whether it is a time within which a share of all rows had the event, and that may not be reached."""
        return self.measure_type.startswith("incidence_")

    @property
    def percentile(self) -> float:
        """The share (0..1) that a quantile is taken at."""
        return int(self.measure_type.rpartition("_")[2]) / 100


@dataclass(frozen=True)
class Catalogue:
    """The names of one published version.

    Attributes:
        metrics: by name.
        columns: per table of the public schema, the type of each column.
        zone: the reporting time zone.
        models: the attribution models that are computed, in their order.
        as_of: by source system the UTC time up to which its exports tell.
        silent: by a flag of fct_leads and the time that goes with it, the source systems that never tell the time.
    """

    metrics: dict[str, Metric]
    columns: dict[str, dict[str, str]]
    zone: str
    models: tuple[str, ...] = ()
    as_of: dict[str, datetime] = field(default_factory=dict)
    silent: dict[tuple[str, str] | None, tuple[str, ...]] = field(default_factory=dict)

    @property
    def usual_model(self) -> str:
        """The attribution model that is read where nobody names one."""
        return USUAL_MODEL if USUAL_MODEL in self.models or not self.models else self.models[0]

    def metric(self, name: str) -> Metric:
        """Return a metric of dim_metrics."""
        if name not in self.metrics:
            raise UnknownName(f"There is no metric {name} in dim_metrics.")
        return self.metrics[name]

    def expression(self, fact: str, field: str) -> str:
        """Return the SQL of a field of a fact: a column, a borrowed one, or a part of a time (`$zone` is bound)."""
        if fact not in self.columns:
            raise UnknownName(f"There is no table {fact}.")
        place = self._place(fact, field)
        if place:
            return f'{place[0]}."{place[1]}"'
        stem, _, part = field.rpartition("_")
        place = self._place(fact, stem + TIME_PARTS[part]) if part in TIME_PARTS else None
        if place:
            return _time_part(part, f'{place[0]}."{place[1]}"')
        raise UnknownName(f"{fact} has no field {field}.")

    def has(self, fact: str, field: str) -> bool:
        """Whether a fact has a field, of its own or borrowed."""
        return fact in self.columns and self._place(fact, field) is not None

    def _place(self, fact: str, field: str) -> tuple[str, str] | None:
        """Return the alias and the column that a field of a fact is read from."""
        own = BORROWED_BY.get(fact, {}).get(field)
        if own or field in self.columns[fact]:
            return own or ("f", field)
        alias, column = BORROWED.get(field, ("f", ""))
        keys = (column,) if alias == "f" else OWN_COLUMN.findall(JOINS[alias])
        return (alias, column) if set(keys) <= self.columns[fact].keys() else None

    def relation(self, fact: str, expressions: list[str], within: str = "") -> str:
        """Return the FROM clause with the joins that the expressions need.

        Args:
            within: a join that keeps some rows of the fact only; it comes first.
        """
        asked = " ".join(expressions)
        joined: list[str] = []
        for alias, join in reversed(JOINS.items()):
            if f'{alias}."' in asked:
                joined.insert(0, join)
                asked += join
        return " ".join([f'"{fact}" as f', within, *joined])

    def is_flag(self, fact: str, column: str) -> bool:
        """Whether a column is true or false, rather than a number."""
        return self._kind(fact, column) == "BOOLEAN"

    def is_text(self, fact: str, field: str) -> bool:
        """Whether a field is a column of text."""
        return self._kind(fact, field) == "VARCHAR"

    def _kind(self, fact: str, field: str) -> str | None:
        """Return the type of a field's column; None: it is none of a published table."""
        alias, own = self._place(fact, field) or ("f", field)
        return self.columns.get(fact if alias == "f" else JOINS[alias].split()[2], {}).get(own)


def _time_part(part: str, column: str) -> str:
    if part == "month":
        return f"cast(date_trunc('month', {column}) as date)"
    local = f"timezone($zone, timezone('UTC', {column}))"
    return f"extract({'isodow' if part == 'weekday' else 'hour'} from {local})"
