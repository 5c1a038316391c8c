"""`leadhouse query`: SQL on the published version.

Reads the published file, read-only and sandboxed. Writes all rows of the result to stdout or a file.
Refuses: SQL that writes, reads other files or changes settings; Parquet on a terminal.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.errors import LeadhouseError, UsageRefused
from leadhouse.warehouse.layout import Warehouse

FORMATS = ("table", "csv", "json", "parquet")


@click.command()
@click.argument("sql")
@click.option("--format", "output_format", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file instead of stdout.")
@warehouse_option
def query(sql: str, output_format: str, output: Path | None, warehouse: Warehouse) -> None:
    """Run SQL on the published version, read-only; "-" reads it from stdin.

    \b
    Example:
        leadhouse query "select status, count(*) from fct_leads where is_counted group by all"
        leadhouse query "from dim_metrics" --format csv --output metrics.csv
    """
    import duckdb

    from leadhouse.warehouse.database import open_published
    from leadhouse.warehouse.formats import write_result
    from leadhouse.warehouse.versions import require_current

    path = require_current(warehouse)
    binary = sys.stdout.buffer
    if output_format == "parquet" and output is None and binary.isatty():
        raise UsageRefused("Parquet is not for a terminal. Add --output FILE.")
    text = sys.stdin.read() if sql == "-" else sql
    try:
        with open_published(path) as connection:
            result = connection.execute(text)
            if result is None or result.description is None:
                raise UsageRefused("The SQL has no result. Give one select statement.")
            write_result(result, output_format, output or binary)
    except duckdb.Error as error:
        raise LeadhouseError(" ".join(str(error).split("\n\n")[0].split())) from None
