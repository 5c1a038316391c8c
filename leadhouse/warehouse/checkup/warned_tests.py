"""Tests of the published version that warned.

Reads the published version; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.warehouse.checkup.finding import WARNING, Finding, counted
from leadhouse.warehouse.checkup.visit import Visit

WARNED = """
    select test_name, table_name, description, failures
    from meta_tests
    where status = 'warn'
    order by failures desc, test_name
"""


def check(visit: Visit) -> Iterator[Finding]:
    """Each with its meaning and its rows."""
    for name, table, description, failures in visit.ask_published(WARNED):
        yield Finding(
            WARNING,
            f"The test {name} on {table} warns of {counted(failures, 'row')}.",
            description or "Those rows contradict what the test expects.",
            "leadhouse dashboard, page Data",
        )
