"""Opens what was loaded, for reading.

Reads landing.duckdb; writes nothing and never waits. Refuses: a warehouse into which nothing was loaded, one whose
landing.duckdb a load holds.
"""

from __future__ import annotations

import duckdb

from leadhouse.errors import InputRefused, WarehouseBusy
from leadhouse.warehouse.database import open_file
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.processes import holder_in


def open_landed(warehouse: Warehouse) -> duckdb.DuckDBPyConnection:
    """Open landing.duckdb.

    Raises:
        InputRefused: there is none.
        WarehouseBusy: a load holds it; the message names the process.
    """
    if not warehouse.landing.is_file():
        raise nothing_loaded(warehouse)
    try:
        return open_file(warehouse.landing, read_only=True)
    except duckdb.IOException as error:
        holder = holder_in(str(error))
        if holder is None:
            raise
        raise WarehouseBusy(
            f"{warehouse.landing.name} is in use by {holder}. Wait until it has ended, then try again."
        ) from None


def nothing_loaded(warehouse: Warehouse) -> InputRefused:
    """What to say where nothing has been loaded."""
    return InputRefused(f"Nothing has been loaded into {warehouse.root} yet. Next: leadhouse load salesforce FILE")
