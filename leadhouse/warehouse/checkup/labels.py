"""Labels of the CRM that no definition gives a meaning.

Reads the published version; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.warehouse.checkup.finding import WARNING, Finding, counted
from leadhouse.warehouse.checkup.visit import Visit

# Which definition gives the labels of a list their meaning.
DEFINITIONS = {
    "lead_status": "lead_statuses.csv",
    "lead_source": "lead_sources.csv",
    "temperature": "temperatures.csv",
    "disqualified_reason": "lost_reason_labels.csv",
    "lost_reason": "lost_reason_labels.csv",
    "opportunity_stage": "opportunity_stage_labels.csv",
    "opportunity_type": "opportunity_types.csv",
    "campaign_type": "campaign_types.csv",
    "campaign_member_status": "campaign_member_statuses.csv",
    "touch_type": "touch_types.csv",
    "touch_channel": "source_categories.csv",
    "activity_type": "activity_rules.csv",
    "activity_status": "activity_statuses.csv",
}
UNMAPPED = """
    select field, count(distinct raw_value), sum(rows)::bigint
    from meta_unmapped
    group by field
    order by sum(rows) desc, field
"""


def check(visit: Visit) -> Iterator[Finding]:
    """How many per list, and the file to add them to."""
    for field, labels, rows in visit.ask_published(UNMAPPED):
        name = DEFINITIONS.get(field)
        place = visit.warehouse.definitions / name if name else visit.warehouse.definitions
        rows_of = f"leadhouse query \"from meta_unmapped where field = '{field}'\""
        yield Finding(
            WARNING,
            f"{counted(labels, 'label')} of {field} {'has' if labels == 1 else 'have'} no meaning yet, "
            f"on {counted(rows, 'row')}.",
            "Those rows are shown as `unmapped` and belong to no step, reason or category.",
            f"{rows_of}, add them to {place}, then: leadhouse build",
        )
