"""Who is at work in the warehouse right now.

Reads the locks; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.warehouse.checkup.finding import NOTE, Finding
from leadhouse.warehouse.checkup.visit import Visit

AGAIN = "Wait until it has ended, then: leadhouse doctor"


def check(visit: Visit) -> Iterator[Finding]:
    """A load or a build that runs, and what could therefore not be looked at."""
    if visit.loading:
        yield Finding(
            NOTE, f"A load or a build is at work: {visit.loading}", "What was loaded could not be looked at.", AGAIN
        )
    if visit.building:
        yield Finding(
            NOTE,
            f"A build or a rollback is running: {visit.building}.",
            "What it leaves unfinished could not be told from what a killed one left.",
            AGAIN,
        )
