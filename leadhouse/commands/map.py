"""`leadhouse map`: a mapping for the files of any CRM, proposed from their headers and values.

Reads the files that the user names. Writes the mapping to stdout or to --output, all else to stderr.
Exit codes: 2 --output is there already, 3 no file is one that a mapping knows.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.errors import UsageRefused
from leadhouse.warehouse.layout import Warehouse

if TYPE_CHECKING:
    from loaders.proposals import Proposal


@click.command("map")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE...")
@click.option("--system", metavar="NAME", help="Your name for the CRM. Default: that of the folder or file.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the mapping here; a new file.")
@click.option("--json", "as_json", is_flag=True, help="The whole proposal, for a program.")
@warehouse_option
def map(paths: tuple[Path, ...], system: str | None, output: Path | None, as_json: bool, warehouse: Warehouse) -> None:
    """Propose a mapping for the files of any CRM.

    Files or folders. The mapping goes to standard output; a preview, what could not be told, and what each missing
    field costs are shown beside it. Nothing is loaded. docs/loading.md explains the lines.

    \b
    Example:
        leadhouse map exports/ --output our_crm.toml
        leadhouse load spreadsheet --mapping our_crm.toml exports/ --dry-run
    """
    if output and output.exists():
        raise UsageRefused(f"{output} is there already. Name another file, or remove it.")
    from loaders.proposals import propose
    from loaders.proposals.preview import preview_lines
    from loaders.proposals.writing import as_toml

    proposal = propose(list(paths), system, warehouse.definitions)
    toml = as_toml(proposal)
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(toml, encoding="utf-8")
    if as_json:
        from loaders.proposals.report import as_dict

        click.echo(json.dumps(as_dict(proposal, toml), indent=1, ensure_ascii=False))
    elif not output:
        click.echo(toml, nl=False)
    for line in [*preview_lines(proposal), *_next(proposal, paths, output)]:
        click.echo(line, err=True)


def _next(proposal: Proposal, paths: tuple[Path, ...], output: Path | None) -> list[str]:
    """What to do now."""
    name = str(output) if output else "MAPPING.toml"
    lines = [] if output else ["Save the mapping (or run again with --output MAPPING.toml), then:"]
    if proposal.not_found:
        lines.append(f"It cannot be loaded yet: fill in {', '.join(proposal.not_found)}, or remove those blocks.")
    if proposal.open_settings:
        lines.append(f'Fill in what says "?" in {name}: {", ".join(proposal.open_settings)}. The files do not tell.')
    load = f"leadhouse load spreadsheet --mapping {name} {shlex.join(str(path) for path in paths)} --dry-run"
    return [*lines, f"Next: {load}"]
