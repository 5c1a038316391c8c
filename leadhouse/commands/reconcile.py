"""`leadhouse reconcile`: the CRM's own report against one of our metrics, difference by difference.

Reads the report that the user names and the published version alone. Writes a statement, or JSON, to stdout; with
--records a list of the records that differ. Exit codes: 0 all is explained, 1 something is not, 3 the report cannot be
read.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.warehouse.layout import Warehouse

ROLES = ("id", "created", "close", "status", "amount", "currency", "modified")
DAY = click.DateTime(["%Y-%m-%d"])
MOMENT = click.DateTime(["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"])


@click.command()
@click.argument("report", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="THEIR_REPORT")
@click.option("--metric", required=True, metavar="NAME", help="Ours, such as leads_created; dim_metrics lists them.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="First day of the period, such as 2026-10-01.")
@click.option("--to", "last", type=DAY, metavar="DAY", help="Last day of it.")
@click.option("--part", type=click.Choice(("hits", "measured")), default="hits", show_default=True,
              help="Of a rate: the records above or below the line.")  # fmt: skip
@click.option("--source", metavar="NAME", help="Whose report it is. Default: salesforce; with --mapping that CRM.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="As in load.")
@click.option("--time-zone", metavar="ZONE", help="Zone of the user who ran the report, such as Europe/Berlin.")
@click.option("--date-order", type=click.Choice(("dmy", "mdy", "ymd")), help="Order of dates in the report.")
@click.option("--decimal", type=click.Choice((",", ".")), help="What stands before the cents, if that is in doubt.")
@click.option("--report-time", type=MOMENT, metavar="TIME", help="When the report was made, in its zone.")
@click.option(
    "--where", multiple=True, metavar="FIELD=VALUE", help="A filter of their report, by a column of our fact."
)
@click.option("--column", multiple=True, metavar="ROLE=HEADER",
              help=f"What a column of the report is, where its header does not tell: {', '.join(ROLES)}.")  # fmt: skip
@click.option("--header-row", type=click.IntRange(min=1), default=1, metavar="N", help="Line of the header.")
@click.option("--records", type=click.Path(dir_okay=False, path_type=Path), help="Write the records that differ here.")
@click.option("--json", "as_json", is_flag=True, help="Everything, for a program.")
@warehouse_option
@click.pass_context
def reconcile(
    ctx: click.Context,
    report: Path,
    metric: str,
    first: datetime | None,
    last: datetime | None,
    part: str,
    source: str | None,
    mapping: Path | None,
    time_zone: str | None,
    date_order: str | None,
    decimal: str | None,
    report_time: datetime | None,
    where: tuple[str, ...],
    column: tuple[str, ...],
    header_row: int,
    records: Path | None,
    as_json: bool,
    warehouse: Warehouse,
) -> None:
    """Say why a report of the CRM shows another number than we do, record by record.

    Export the report with its details (CSV or XLSX), with the record's id, its date, status or stage, and amount.
    Their number and all differences add up to ours. docs/reconciling.md says what each difference means.

    Exit codes: 0 every difference is explained, 1 some are not and are listed, 3 the report cannot be read.

    \b
    Example:
        leadhouse reconcile leads.csv --metric leads_created --from 2026-10-01 --to 2026-10-31 \\
            --time-zone Europe/Berlin --date-order dmy
        leadhouse reconcile won.xlsx --metric amount_won --from 2026-10-01 --to 2026-10-31 --records differ.csv
        leadhouse reconcile web.csv --metric leads_created --where lead_source_raw=Web --json
    """
    from leadhouse.reconciling.asking import Asked, ask
    from leadhouse.reconciling.comparing import compare
    from leadhouse.reconciling.telling import as_json as described
    from leadhouse.reconciling.telling import lines, write_records
    from leadhouse.warehouse.versions import require_current

    asked = Asked(
        metric, part, first and first.date(), last and last.date(), source, mapping, time_zone, date_order, decimal,
        report_time, where, column, header_row,
    )  # fmt: skip
    found = compare(*ask(require_current(warehouse), report, asked))
    if records:
        write_records(found, records)
    if as_json:
        click.echo(json.dumps(described(found), indent=1, ensure_ascii=False))
    else:
        click.echo("\n".join(lines(found, records)))
    ctx.exit(1 if found.residual else 0)
