"""`leadhouse path`: where the published file is.

Reads published/CURRENT, prints one absolute path on stdout.
"""

from __future__ import annotations

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.warehouse.layout import Warehouse


@click.command()
@warehouse_option
def path(warehouse: Warehouse) -> None:
    """Print the path of the published DuckDB file.

    Open it read-only. A later build writes another file, so ask again to see the new version.

    \b
    Example:
        duckdb -readonly "$(leadhouse path)"
    """
    from leadhouse.warehouse.versions import require_current

    click.echo(require_current(warehouse))
