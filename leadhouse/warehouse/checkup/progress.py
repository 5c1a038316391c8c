"""How far the warehouse has come: loaded, built, up to date, last build.

Reads status.json, landing.duckdb, definitions and settings; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import duckdb

from leadhouse.errors import LeadhouseError
from leadhouse.warehouse.checkup.finding import ERROR, WARNING, Finding, counted, some
from leadhouse.warehouse.checkup.visit import Visit
from leadhouse.warehouse.inputs import fingerprint


def check(visit: Visit) -> Iterator[Finding]:
    """What has not been done yet, or failed."""
    yield from _failed(visit)
    is_published = visit.warehouse.pointer.exists()
    can_tell = visit.landed is not None or not visit.warehouse.landing.exists()
    if can_tell and not visit.ask_landed("from ledger.loads limit 1"):
        what, why = "Nothing has been loaded yet.", "There is nothing to make figures of."
        yield Finding(WARNING, what, why, "leadhouse load salesforce FILE (docs/loading.md tells of other systems)")
        return
    if not is_published:
        what, why = "Nothing has been built yet.", "Readers find no figures."
        yield Finding(WARNING, what, why, "leadhouse build")
    elif visit.landed is not None and _is_outdated(visit):
        yield Finding(
            WARNING,
            "Something was loaded, or a definition, a setting or the models changed, since the published version.",
            "The figures do not show it yet.",
            "leadhouse build",
        )


def _is_outdated(visit: Visit) -> bool:
    published = visit.status.get("builds", {}).get("published", {})
    as_of = published.get("as_of")
    try:
        now = fingerprint(visit.warehouse, datetime.fromisoformat(as_of) if as_of else None)
    except (LeadhouseError, duckdb.Error, OSError):
        return False  # what cannot be read is told elsewhere
    return bool(now != published.get("inputs"))


def _failed(visit: Visit) -> Iterator[Finding]:
    failed = visit.status.get("builds", {}).get("failed")
    if not failed:
        return
    tests = [f"{name} ({counted(rows, 'row')})" for name, rows in failed.get("tests", {}).items()]
    if tests:
        what = f"The last build failed on {failed['ended_at']}: {counted(len(tests), 'test')}: {some(tests)}."
        step = "leadhouse build names the rows; correct the definitions or load a corrected export, then build again"
    else:
        what = f"The last build failed on {failed['ended_at']}: {some(failed.get('nodes', [])) or 'see logs/dbt.log'}."
        step = f"leadhouse build; if it fails again, {visit.warehouse.logs / 'dbt.log'} says why"
    yield Finding(ERROR, what, "Readers keep the version before it.", step)
