"""`leadhouse build`: seeds, models and tests; publishes only if every test passes.

Reads and writes what leadhouse/warehouse/build.py says; progress goes to stderr.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.warehouse.layout import Warehouse

if TYPE_CHECKING:
    from leadhouse.warehouse.build import BuildResult
    from leadhouse.warehouse.dbt_runner import Progress

MOST_NAMED = 5
"""Up to so many files written are named: an upgrade brings few, a new warehouse has none yet."""


def parse_as_of(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """A time given on the command line as UTC; without a zone it is UTC already."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f'"{value}" is not a time; write 2026-03-31 or 2026-03-31T18:00:00.') from None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(tzinfo=None, microsecond=0)


@click.command()
@click.option("--as-of", metavar="TIME", callback=parse_as_of, help="Build as things stood at this UTC time.")
@warehouse_option
def build(as_of: datetime | None, warehouse: Warehouse) -> None:
    """Build the facts from what was loaded, test them, and publish.

    Readers keep the version they have until every test has passed. If one fails, nothing is published: the test is
    named with the first rows that fail it, and the exit code is 4.

    \b
    Example:
        leadhouse build
        leadhouse build --as-of 2026-03-31T18:00
    """
    build_and_tell(warehouse, as_of)


def build_and_tell(warehouse: Warehouse, as_of: datetime | None = None) -> BuildResult:
    """Build with progress on stderr and say what came of it."""
    from leadhouse.warehouse.build import build as build_warehouse
    from leadhouse.warehouse.build import prepare

    written = prepare(warehouse)
    if written:
        named = ", ".join(written) if len(written) <= MOST_NAMED else f"{len(written)} files"
        click.echo(f"Wrote {named} with the shipped definitions and settings to {warehouse.root}", err=True)
    with progress_bar("Building") as progress:
        result = build_warehouse(warehouse, as_of, progress)
    for test in result.warnings:
        meaning = " ".join(test.description.split())
        click.echo(f"Warning: {test.name} on {test.table}: {test.failures:,} rows. {meaning}".rstrip(), err=True)
    click.echo(
        f"Published version {result.version}: {result.models} models, {result.tests - len(result.warnings)} tests "
        f"passed, {len(result.warnings)} warned, {result.seconds:.0f} s. Next: leadhouse dashboard",
        err=True,
    )
    return result


@contextmanager
def progress_bar(label: str) -> Iterator[Progress]:
    """A bar on stderr; silent where stderr is not a terminal."""
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(max(0, done - bar.pos))

        yield show
