"""`leadhouse demo`: a made-up company, from its exports to the dashboards.

Writes the exports (leadhouse/demo/) into the warehouse folder or --exports DIR, then loads, builds, publishes and
opens the dashboards. Refuses: a warehouse that holds other data.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from leadhouse.commands.build import build_and_tell
from leadhouse.commands.options import warehouse_option
from leadhouse.settings import Inbox, warehouse_folder
from leadhouse.warehouse.layout import Warehouse

DEFAULT_LEADS = 20_000
DEFAULT_SEED = 1


@click.command()
@click.option("--leads", type=click.IntRange(min=100), default=DEFAULT_LEADS, show_default=True)
@click.option("--seed", type=int, default=DEFAULT_SEED, show_default=True, help="The same seed, the same company.")
@click.option("--no-dashboard", is_flag=True, help="Do not open the dashboards at the end.")
@click.option("--exports", type=click.Path(file_okay=False, path_type=Path), help="Only write the exports, here.")
@warehouse_option
def demo(leads: int, seed: int, no_dashboard: bool, exports: Path | None, warehouse: Warehouse) -> None:
    """See it all on a made-up company: its CRM exports, loaded, built, tested and shown.

    \b
    Example:
        leadhouse demo
        leadhouse demo --leads 1000000 --no-dashboard
        leadhouse demo --exports ./exports
    """
    from leadhouse.demo import generate
    from leadhouse.warehouse.demo_home import furnish, require_room

    if exports is not None:
        with _timed(f"Writing the exports of {leads:,} leads to {exports}"):
            made = generate(exports, leads, seed)
        for file in (*made.archives, made.spend_file):
            click.echo(file)
        return
    require_room(warehouse, leads, seed)
    with _timed(f"Making the exports of a company with {leads:,} leads"):
        made = generate(warehouse.root / "exports", leads, seed)
    furnish(warehouse, made.definitions_dir, leads, seed)
    with _timed("Loading them"):
        _load(warehouse, made.archives, made.spend_file)
    with _timed("Building, testing and publishing"):
        build_and_tell(warehouse)
    _tell_where(warehouse)
    if not no_dashboard:
        from leadhouse.commands.dashboard import LOCAL_HOST, free_port, serve

        serve(warehouse, LOCAL_HOST, free_port(LOCAL_HOST), open_browser=True)


@contextmanager
def _timed(what: str) -> Iterator[None]:
    click.echo(f"{what} ...", err=True)
    started = time.monotonic()
    yield
    click.echo(f"  done in {time.monotonic() - started:.1f} s", err=True)


def _load(warehouse: Warehouse, archives: list[Path], spend_file: Path) -> None:
    from leadhouse.commands.run import load_files

    for archive in archives:
        load_files(warehouse, Inbox("salesforce", Path(archive)))
    load_files(warehouse, Inbox("spend", spend_file))


def _tell_where(warehouse: Warehouse) -> None:
    from leadhouse.warehouse.versions import require_current

    click.echo(
        f"\nThe exports      {warehouse.root / 'exports'}\n"
        f"The definitions  {warehouse.definitions}\n"
        f"The settings     {warehouse.settings}\n"
        f"The DuckDB file  {require_current(warehouse)}\n\n"
        "What next:\n"
        f'  {_command(warehouse, "query")} "select status, count(*) as leads from fct_leads group by all"\n'
        f"  {_command(warehouse, 'status')}\n"
        f"  {_command(warehouse, 'dashboard')}\n",
        err=True,
    )


def _command(warehouse: Warehouse, verb: str) -> str:
    """A command line that works as it stands: by the program's path unless it is installed, for this warehouse."""
    program = "leadhouse" if shutil.which("leadhouse") else sys.argv[0]
    is_default = Warehouse.at(warehouse_folder()).root == warehouse.root
    return f"{program} {verb}" + ("" if is_default else f" --warehouse {warehouse.root}")
