"""How old the data is.

Reads the published version and the clock; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from leadhouse.warehouse.checkup.finding import WARNING, Finding
from leadhouse.warehouse.checkup.visit import Visit

# An export is loaded within days of being made; companies that report by the week load every week.
OLD_EXPORT = timedelta(days=7)
OLD_LOAD = timedelta(days=31)
SOURCES = "select source_system, as_of_at, loaded_at from meta_sources order by source_system"


def check(visit: Visit) -> Iterator[Finding]:
    """Exports that were old when they were loaded, and systems that have not been loaded for long."""
    now = datetime.now(UTC).replace(tzinfo=None)
    for system, as_of_at, loaded_at in visit.ask_published(SOURCES):
        if as_of_at and loaded_at and loaded_at - as_of_at > OLD_EXPORT:
            days = (loaded_at - as_of_at).days
            yield Finding(
                WARNING,
                f"{system}: the newest record was {days:,} days old when it was loaded ({as_of_at:%Y-%m-%d}).",
                "The export is old, or its filter left out what is new. All figures are as of that day.",
                "Export again without a filter on dates, then: leadhouse load SOURCE PATH...",
            )
        if loaded_at and now - loaded_at > OLD_LOAD:
            yield Finding(
                WARNING,
                f"{system} was last loaded {(now - loaded_at).days:,} days ago.",
                "Figures tell nothing of the time since.",
                "leadhouse load SOURCE PATH..., or name the folder of exports as an [[inbox]] for: leadhouse run",
            )
