"""`leadhouse rollback`: readers go back to the version before.

Reads the folder published/, writes its CURRENT. Deletes nothing.
"""

from __future__ import annotations

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.warehouse.layout import Warehouse


@click.command()
@warehouse_option
def rollback(warehouse: Warehouse) -> None:
    """Make the version before the current one the one that readers see.

    Once more goes back one further. The next build publishes a new version again.

    \b
    Example:
        leadhouse rollback
    """
    from leadhouse.warehouse.lock import build_lock
    from leadhouse.warehouse.versions import point_to, previous_file, require_current, version_of

    require_current(warehouse)
    with build_lock(warehouse):
        left, file = require_current(warehouse), previous_file(warehouse)
        point_to(warehouse, file)
    click.echo(f"Readers now see version {version_of(file)}, no longer {version_of(left)}.", err=True)
