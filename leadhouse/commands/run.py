"""`leadhouse run`: the one line for cron.

Reads leadhouse.toml and the inboxes that it names; writes what `load` and `build` write. Builds only if something
landed, or a definition, setting or model changed, since the version that was last published.
"""

from __future__ import annotations

import click

from leadhouse.commands.build import build_and_tell
from leadhouse.commands.options import warehouse_option
from leadhouse.errors import InputRefused, LeadhouseError
from leadhouse.os_errors import explain
from leadhouse.settings import Inbox, read_settings
from leadhouse.warehouse.layout import Warehouse


@click.command()
@warehouse_option
def run(warehouse: Warehouse) -> None:
    """Load what is new in the inboxes of leadhouse.toml, then build if anything changed.

    An inbox is a block of leadhouse.toml: [[inbox]] with source and path. If one cannot be loaded, the others are,
    nothing is built, and the exit code is that of the load.

    \b
    Example (crontab):
        15 6 * * *  leadhouse run --warehouse /srv/leadhouse
    """
    from leadhouse.warehouse.build import prepare
    from leadhouse.warehouse.inputs import fingerprint, last_published_inputs
    from leadhouse.warehouse.versions import current_file

    prepare(warehouse)
    inboxes = read_settings(warehouse).inboxes
    if not inboxes:
        raise InputRefused(
            f"{warehouse.settings} names no inbox. Add an [[inbox]] with source and path, then try again."
        )
    _load_all(warehouse, inboxes)
    if not warehouse.landing.is_file():
        click.echo("Nothing has been loaded yet; nothing to build.", err=True)
        return
    if current_file(warehouse) and fingerprint(warehouse) == last_published_inputs(warehouse):
        click.echo("Nothing new since the last published version; nothing to build.", err=True)
        return
    build_and_tell(warehouse)


def _load_all(warehouse: Warehouse, inboxes: list[Inbox]) -> None:
    """Load every inbox; raise the first failure once all have been tried."""
    failures = []
    for inbox in inboxes:
        try:
            load_files(warehouse, inbox)
        except Exception as error:
            is_told = isinstance(error, (LeadhouseError, click.ClickException))
            failure = error if is_told else explain(error, warehouse.root)
            if failure is None:
                raise
            click.echo(f"Inbox {inbox.path}: {failure}", err=True)
            failures.append(failure)
    if failures:
        raise failures[0]


def load_files(warehouse: Warehouse, inbox: Inbox) -> None:
    """Load one inbox as `leadhouse load` would."""
    from leadhouse.commands.load import load

    if not inbox.path.exists():
        raise InputRefused(f"{inbox.path} does not exist. Correct the [[inbox]] in {warehouse.settings}.")
    if inbox.path.is_dir() and not any(path.is_file() for path in inbox.path.rglob("[!.]*")):
        click.echo(f"Inbox {inbox.path} is empty: nothing new.", err=True)
        return
    arguments = [inbox.source, str(inbox.path), "--warehouse", str(warehouse.root)]
    for option, value in (
        ("--mapping", inbox.mapping),
        ("--time-zone", inbox.time_zone),
        ("--date-order", inbox.date_order),
    ):
        if value is not None:
            arguments += [option, str(value)]
    if inbox.complete:
        arguments.append("--complete")
    load.main(arguments, prog_name="leadhouse load", standalone_mode=False)
