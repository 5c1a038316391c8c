"""Options that several verbs share.

Reads LEADHOUSE_WAREHOUSE through settings.py. Writes nothing.
"""

from __future__ import annotations

import click

from leadhouse.warehouse.layout import Warehouse


def _warehouse(ctx: click.Context, param: click.Parameter, value: str | None) -> Warehouse:
    from leadhouse.settings import warehouse_folder

    warehouse = Warehouse.at(warehouse_folder(value))
    ctx.find_root().obj = warehouse.root  # for errors that do not say in which folder something failed
    return warehouse


# Hands the verb a Warehouse.
warehouse_option = click.option(
    "--warehouse",
    metavar="DIR",
    callback=_warehouse,
    help="Folder of the warehouse. Default: LEADHOUSE_WAREHOUSE, else ./warehouse.",
)
