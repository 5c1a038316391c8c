"""What can be asked of a published version: its metrics, its facts' columns and the fields that pages group by.

Reads dim_metrics, information_schema and the labels of the definitions. Grain: one `Catalogue` per version.
Refuses: a metric, fact or field that the version does not have (`UnknownName`), so that no name reaches SQL unchecked.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from dashboards.events import EVENTS
from dashboards.published import Published

JOINS = {
    "u": "left join dim_users as u on u.user_key = f.owner_key",
    "s": "left join meta_sources as s on s.source_system = f.source_system",
    "l": "left join fct_leads as l on l.lead_key = f.lead_key",
    "a": "left join dim_accounts as a on a.account_key = f.account_key",
    "r": "left join definitions.lost_reasons as r on r.reason = f.lost_reason",
    "d": "left join fct_opportunities as d on d.opportunity_key = f.opportunity_key",
    "w": "left join fct_opportunities as w on w.opportunity_key = l.opportunity_key",
}
"""How the dimensions hang on a fact, by the alias that `BORROWED` uses; each at most one row per row of the fact."""

BORROWED = {
    "owner": ("f", "owner_key"),
    "owner_name": ("u", "user_name"),
    "owner_type": ("u", "owner_type"),
    "owner_is_automated": ("u", "is_automated"),
    "team": ("u", "team"),
    "as_of_at": ("s", "as_of_at"),
    "account_name": ("a", "account_name"),
    "source_category": ("l", "source_category"),
    "company": ("l", "company"),
    "is_win_back": ("r", "is_win_back"),
}
"""Fields that a fact without a column of that name takes from elsewhere."""

LABELS = {
    "source_category": ("definitions.source_categories", "source_category", "label", "sort_order"),
    "disqualified_reason": ("definitions.lost_reasons", "reason", "label", "sort_order"),
    "lost_reason": ("definitions.lost_reasons", "reason", "label", "sort_order"),
    "lost_stage": ("definitions.opportunity_stages", "stage", "label", "sort_order"),
    "response_bucket": ("definitions.response_buckets", "response_bucket", "response_bucket", "sort_order"),
    "score_band": ("definitions.score_bands", "score_band", "score_band", "from_score"),
    "owner": (
        """(select user_key, case when count(*) over (partition by user_name) = 1 then user_name
            else concat(user_name, ' (', user_id, ')') end as label from dim_users)""",
        "user_key",
        "label",
        "label",
    ),
}
"""Where the labels of a field's values and their order stand: relation, its key, its label, its order."""

LATER_STEPS = ("is_qualified", "is_converted", "has_opportunity", "is_won")
"""Steps that a lead may reach long after its beginning."""

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
    def grows_with_time(self) -> bool:
        """Whether it follows leads from their beginning, so that an earlier period has had more time to reach it."""
        return self.date_column != "closed_date" and self.numerator_column in LATER_STEPS

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
    """

    metrics: dict[str, Metric]
    columns: dict[str, dict[str, str]]
    zone: str

    def metric(self, name: str) -> Metric:
        """Return a metric of dim_metrics."""
        if name not in self.metrics:
            raise UnknownName(f"There is no metric {name} in dim_metrics.")
        return self.metrics[name]

    def expression(self, fact: str, field: str) -> str:
        """Return the SQL of a field of a fact: a column, a borrowed one, or a part of a time (`$zone` is bound)."""
        if fact not in self.columns:
            raise UnknownName(f"There is no table {fact}.")
        if field in self.columns[fact]:
            return f'f."{field}"'
        stem, _, part = field.rpartition("_")
        if part in TIME_PARTS and stem + TIME_PARTS[part] in self.columns[fact]:
            return _time_part(part, f'f."{stem}{TIME_PARTS[part]}"')
        if field in BORROWED:
            alias, column = BORROWED[field]
            return f'{alias}."{column}"'
        raise UnknownName(f"{fact} has no field {field}.")

    def relation(self, fact: str, expressions: list[str]) -> str:
        """Return the FROM clause with the joins that the expressions need."""
        joined = [join for alias, join in JOINS.items() if any(f'{alias}."' in each for each in expressions)]
        return " ".join([f'"{fact}" as f', *joined])

    def is_flag(self, fact: str, column: str) -> bool:
        """Whether a column is true or false, rather than a number."""
        return self.columns[fact][column] == "BOOLEAN"


def _time_part(part: str, column: str) -> str:
    if part == "month":
        return f"cast(date_trunc('month', {column}) as date)"
    local = f"timezone($zone, timezone('UTC', {column}))"
    return f"extract({'isodow' if part == 'weekday' else 'hour'} from {local})"


def read_catalogue(published: Published) -> Catalogue:
    """Read the names of a version."""
    cursor = published.cursor()
    names = [field.name for field in fields(Metric)]
    rows = cursor.execute(f"select {', '.join(names)} from dim_metrics").fetchall()
    metrics = {row[0]: Metric(**dict(zip(names, row, strict=True))) for row in rows}
    columns: dict[str, dict[str, str]] = {}
    listed = "select table_name, column_name, data_type from information_schema.columns"
    for table, column, kind in cursor.execute(
        f"{listed} where table_catalog = 'published' and table_schema = 'main' order by ordinal_position"
    ).fetchall():
        columns.setdefault(table, {})[column] = kind
    zones = cursor.execute("select min(reporting_time_zone) from meta_sources").fetchone()
    return Catalogue(metrics, columns, zones[0] if zones and zones[0] else "UTC")
