"""Records that were rejected and not corrected since.

Reads landing.duckdb, or while a load holds it status.json; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.warehouse.checkup.finding import WARNING, Finding, counted, some
from leadhouse.warehouse.checkup.visit import Visit

OPEN_BY_FILE = """
    select file_name, count(distinct coalesce(reject_id, rowid::varchar)) as records
    from ledger.rejects
    where resolved_load_id is null
    group by file_name
    order by records desc, file_name
"""


def check(visit: Visit) -> Iterator[Finding]:
    """How many, and in which files."""
    files = visit.ask_landed(OPEN_BY_FILE)
    total = sum(records for _, records in files)
    if visit.landed is None:
        total = int(visit.status.get("landing", {}).get("open_rejects") or 0)
    if total:
        where = some([f"{name} ({records:,})" for name, records in files])
        yield Finding(
            WARNING,
            f"{counted(total, 'record')} could not be read and {'is' if total == 1 else 'are'} kept aside"
            + (f": {where}." if where else "."),
            "They are missing from every figure until they are corrected.",
            "leadhouse status --rejects",
        )
