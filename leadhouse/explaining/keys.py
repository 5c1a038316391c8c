"""What a key stands for: a metric, or one landed record.

Reads dim_metrics and meta_lineage. Writes nothing. Refuses: a key that stands for nothing (`UsageRefused`), for several
records (`UsageRefused`), or for a record that others name and no export holds (`InputRefused`).
"""

from __future__ import annotations

from leadhouse.errors import InputRefused, UsageRefused
from leadhouse.explaining.explanation import Line
from leadhouse.explaining.version import Version

REFERENCES = (
    ("fct_leads", "opportunity_key", "lead"),
    ("fct_leads", "duplicate_of_lead_key", "lead"),
    ("fct_opportunities", "lead_key", "opportunity"),
    ("fct_activities", "lead_key", "activity"),
    ("fct_activities", "opportunity_key", "activity"),
)
"""Columns that name a lead or an opportunity: fact, column, entity of the row."""


def is_metric(version: Version, key: str) -> bool:
    """Return whether a key is the name of a metric."""
    return version.row("select 1 from dim_metrics where metric = $key", key=key) is not None


def line_of(version: Version, key: str, entity: str | None) -> Line:
    """Return the one landed record that a key stands for.

    Args:
        entity: lead, opportunity or activity, for ids that several kinds of records use; None: any.
    """
    found = [line for line in version.found(key) if entity in (None, line.entity)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise _missing(version, key)
    listed = ", ".join(f"{line.key} ({line.entity})" for line in found)
    option = " and --as, such as --as lead" if len({line.key for line in found}) < len(found) else ""
    raise UsageRefused(f"{key} is the id of {len(found)} records: {listed}. Give the whole key{option}.")


def _missing(version: Version, key: str) -> UsageRefused | InputRefused:
    """Return the error for a key that no landed record has."""
    for table, column, entity in REFERENCES:
        sql = f"select {entity}_key as referrer, {column} as named from {table} where {column} = $key"
        naming = version.row(f"{sql} or {column} = source_system || ':' || $key limit 1", key=key)
        if naming:
            line = version.lines(entity, [naming["referrer"]])[naming["referrer"]]
            return InputRefused(
                f"{naming['named']} is in no export that was loaded; {entity} {line.key} ({line.file} record "
                f"{line.row}) names it. Export that object too, then: leadhouse load"
            )
    return UsageRefused(
        f"Nothing is known of {key}: no metric, lead, opportunity or activity of version {version.name} has that name, "
        'key or id. Metrics: leadhouse query "select metric, label from dim_metrics". Files loaded: leadhouse status'
    )
