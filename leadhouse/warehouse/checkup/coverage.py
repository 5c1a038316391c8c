"""What was never exported, and months without records.

Reads the published version; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.warehouse.checkup.finding import NOTE, WARNING, Finding, some
from leadhouse.warehouse.checkup.visit import Visit

NEVER = """
    select source_system, effect, list(distinct object_name order by object_name), bool_or(subject = 'activities')
    from meta_coverage
    where not is_exported and effect is not null
    group by source_system, effect
    order by all
"""
# An object with few records a month has months without any; one with so many has not.
RECORDS_PER_MONTH = 20
GAPS = f"""
    select source_system, object_name, list(strftime(period_month, '%Y-%m') order by period_month) filter (is_gap)
    from meta_coverage
    group by source_system, object_name
    having bool_or(is_gap) and sum(rows) >= {RECORDS_PER_MONTH} * count(*) filter (rows > 0)
    order by all
"""


def check(visit: Visit) -> Iterator[Finding]:
    """Objects that are missing with what that costs, and gaps in those that are there."""
    for system, effect, objects, is_activities in visit.ask_published(NEVER):
        yield Finding(
            WARNING if is_activities else NOTE,
            f"{system}: {some(objects)} {'was' if len(objects) == 1 else 'were'} never exported.",
            effect,
            "Export the object as docs/loading.md says, then: leadhouse load SOURCE PATH...",
        )
    for system, object_name, months in visit.ask_published(GAPS):
        yield Finding(
            WARNING,
            f"{system}: {object_name} has no record of {some(months)}, although of months before and after.",
            "Figures of these months are too low if an export left them out.",
            f"Export {object_name} of these months again, then: leadhouse load SOURCE PATH...",
        )
