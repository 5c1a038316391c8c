"""How the last load of each system differs from the load before it.

Reads status.json; writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from leadhouse.warehouse.checkup.finding import NOTE, Finding, some
from leadhouse.warehouse.checkup.visit import Visit


def check(visit: Visit) -> Iterator[Finding]:
    """Columns and objects that came, went or were renamed."""
    from loaders.comparing.drift import Drift

    newest = {load.get("source_system"): load for load in visit.status.get("loads", []) if load.get("drift")}
    for system, load in newest.items():
        lines = Drift.from_dict(load["drift"]).lines()
        if lines:
            yield Finding(
                NOTE,
                f"The last load of {system} ({load['load_id']}) differs from the one before. {some(lines, 4)}.",
                "What the CRM no longer exports is empty from then on; what is new is kept but not used.",
                "leadhouse status --drift",
            )
