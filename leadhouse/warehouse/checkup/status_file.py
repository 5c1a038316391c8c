"""status.json: whether it can be read and says what the ledger says.

Reads status.json and landing.duckdb; writes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from leadhouse.warehouse.checkup.finding import WARNING, Finding
from leadhouse.warehouse.checkup.visit import Visit

WHY = "`leadhouse status` shows less than there is; nothing that was loaded is missing."
NEXT = "leadhouse status, which lists the loads anew"


def check(visit: Visit) -> Iterator[Finding]:
    """A file that is missing, unreadable or behind."""
    file = visit.warehouse.status
    loads = [load_id for (load_id,) in visit.ask_landed("select load_id from ledger.loads order by rowid")]
    if not file.exists():
        if loads:
            yield Finding(WARNING, f"{file} is missing.", WHY, NEXT)
        return
    try:
        content = json.loads(file.read_text())
        is_whole = isinstance(content, dict)
    except OSError:
        return  # told with the permissions
    except ValueError:
        is_whole = False
    if not is_whole:
        yield Finding(WARNING, f"{file} is damaged: it is no JSON.", WHY, NEXT)
        return
    if visit.landed is None:
        return
    listed = {load.get("load_id") for load in visit.status.get("loads", [])}
    unlisted = [load_id for load_id in loads[-max(len(listed), 1) :] if load_id not in listed]
    unknown = listed - set(loads)
    if unlisted or unknown:
        named = ", ".join(sorted(unlisted) + sorted(map(str, unknown)))
        yield Finding(WARNING, f"{file} and the ledger differ on these loads: {named}.", WHY, NEXT)
