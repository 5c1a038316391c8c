"""`leadhouse explain`: from a figure or a record back to the lines of the files that it came from.

Reads the published version alone. Writes text, or JSON, to stdout. Exit codes: 2 the key stands for nothing, for
several records, or the options do not suit it; 3 other records name it and no export holds it.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.warehouse.layout import Warehouse

ENTITIES = ("lead", "opportunity", "activity")
PARTS = ("measured", "hits", "left_out", "all")
DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("key")
@click.option("--as", "entity", type=click.Choice(ENTITIES), help="What the key is of, where an id is of several.")
@click.option("--from", "first", type=DAY, metavar="DAY", help="Of a metric: first day of the period.")
@click.option("--to", "last", type=DAY, metavar="DAY", help="Last day of it.")
@click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Of a metric: a filter, as on the pages.")
@click.option("--records", "part", type=click.Choice(PARTS), is_flag=False, flag_value="measured",
              help="Of a metric: list its records with their files; without more, those measured.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Everything, for a program.")
@warehouse_option
def explain(
    key: str,
    entity: str | None,
    first: datetime | None,
    last: datetime | None,
    where: tuple[str, ...],
    part: str | None,
    as_json: bool,
    warehouse: Warehouse,
) -> None:
    """Explain a lead, an opportunity, an activity or a metric, down to the file and record.

    KEY is a key of the facts, an id of the CRM (Salesforce's with 15 or 18 characters), or a name of dim_metrics.

    \b
    Example:
        leadhouse explain 00Q5e00000L0012
        leadhouse explain sla_met_rate --from 2026-10-01 --to 2026-10-31 --where team=Inbound
        leadhouse explain win_rate --records hits --json
    """
    from leadhouse.explaining.asking import ask, filters
    from leadhouse.explaining.text import as_text
    from leadhouse.warehouse.versions import require_current

    days = [day.date() if day else None for day in (first, last)]
    explained = ask(require_current(warehouse), key, entity, filters(days[0], days[1], where), part)
    if as_json:
        click.echo(json.dumps(explained.as_dict(), indent=1, ensure_ascii=False, default=_plain))
        return
    for line in as_text(explained):
        click.echo(line)


def _plain(value: Any) -> Any:
    """Return a value that JSON lacks: times as ISO 8601, money as a number."""
    return value.isoformat() if isinstance(value, date | datetime) else float(value)
