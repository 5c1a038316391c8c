"""`leadhouse report`: a page of the dashboards, or a digest of the week, as a file to mail or print.

Reads the published version alone; writes the files of --output, each at once, or text to stdout. Listens nowhere and
contacts nobody. Exit codes: 1 the pages asked for are empty, which the file says too; 2 a page or filter is unknown.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.errors import UsageRefused
from leadhouse.warehouse.layout import Warehouse

FORMATS = ("html", "pdf", "text", "eml")


def _formats(ctx: click.Context, param: click.Parameter, value: str) -> list[str]:
    asked = list(dict.fromkeys(each.strip() for each in value.split(",")))
    for each in asked:
        if each not in FORMATS:
            raise click.BadParameter(f'"{each}" is not one of {", ".join(FORMATS)}.')
    return asked


@click.command()
@click.option("--page", metavar="NAME", help="A page as its address names it, several with commas, or all.")
@click.option("--digest", is_flag=True, help="What changed this week and why, who is overdue, targets missed.")
@click.option("--filters", default="", metavar="FILTERS", help="What stands behind the ? of a page's address.")
@click.option("--format", "formats", default="html", show_default=True, callback=_formats,
              help=f"One or several of {', '.join(FORMATS)}, with commas.")  # fmt: skip
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where to; with several formats each gets its ending. Without it, text goes to stdout.")  # fmt: skip
@click.option("--names", "with_names", is_flag=True, help="Also list leads, people and companies by name.")
@warehouse_option
def report(
    page: str | None,
    digest: bool,
    filters: str,
    formats: list[str],
    output: Path | None,
    with_names: bool,
    warehouse: Warehouse,
) -> None:
    """Write a page of the dashboards, or a digest of the week, as a file to mail or print.

    The figures are those of the page under the same filters. docs/reporting.md shows how to mail a report every week.

    \b
    Example:
        leadhouse report --page response-time --filters "period=90d&source=web" --output speed.html
        leadhouse report --page funnel,reps --format html,pdf --output week.html
        leadhouse report --digest --format eml --output digest.eml
        leadhouse report --digest --format text
    """
    from leadhouse.reporting import asking, writing
    from leadhouse.settings import name_warehouse

    if (page is None) == (not digest):
        raise UsageRefused("Say what to report: --page NAME, or --digest. Example: leadhouse report --page funnel")
    paths = writing.paths(output, formats)
    name_warehouse(warehouse)
    drawn = partial(asking.pages, page) if page is not None else asking.digest
    documents = asking.of_one_version(warehouse, lambda: drawn(filters, with_names))
    writing.write(documents, paths)
    asking.refuse_empty(documents)
