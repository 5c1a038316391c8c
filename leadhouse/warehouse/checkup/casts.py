"""Values that could not be read as what their column declares.

Reads the published version; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.warehouse.checkup.finding import WARNING, Finding, counted
from leadhouse.warehouse.checkup.visit import Visit

FAILED = """
    select source_system, object_name, column_name, data_type, failed, example_file, example_row
    from meta_casts
    order by failed desc, source_system, object_name, column_name
"""


def check(visit: Visit) -> Iterator[Finding]:
    """How many in which column, and where the first one stands."""
    for system, object_name, column, data_type, failed, file, row in visit.ask_published(FAILED):
        yield Finding(
            WARNING,
            f"{counted(failed, 'value')} of {object_name}.{column} ({system}) cannot be read as {data_type}; "
            f"the first is in {file}, record {row}.",
            "They are empty in every figure.",
            'leadhouse query "from meta_casts", then load that file with the form of its dates declared',
        )
