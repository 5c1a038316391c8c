"""What a build depends on, as one fingerprint: loads, value maps, definitions, settings and models.

Reads landing.duckdb, definitions/, leadhouse.toml and the project's own files; status.json for the fingerprint of the
version that was published last. Writes nothing. Grain: one fingerprint per state of a warehouse.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from leadhouse.warehouse.definitions import fingerprint_rules
from leadhouse.warehouse.landed import open_landed
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.status import read_status

LOADS = "select load_id from ledger.loads order by load_id"
# A mapping's value maps can change although it lands nothing.
VALUE_MAPS = "select source_system, entity, field, raw_value, value from ledger.value_maps order by all"


def fingerprint(warehouse: Warehouse, as_of: datetime | None = None) -> str:
    """A SHA-256 over everything that a build depends on; equal means that the build would be equal.

    Raises:
        InputRefused: nothing has been loaded yet.
        WarehouseBusy: a load holds landing.duckdb.
    """
    digest = hashlib.sha256(fingerprint_rules(warehouse).encode())
    with open_landed(warehouse) as connection:
        for query in (LOADS, VALUE_MAPS):
            for row in connection.execute(query).fetchall():
                digest.update("\0".join(map(str, row)).encode() + b"\n")
    digest.update(as_of.isoformat().encode() if as_of else b"")
    return digest.hexdigest()


def last_published_inputs(warehouse: Warehouse) -> str | None:
    """The fingerprint of the last build that was published here."""
    return read_status(warehouse).get("builds", {}).get("published", {}).get("inputs")
