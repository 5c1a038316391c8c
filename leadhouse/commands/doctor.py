"""`leadhouse doctor`: what is wrong with a warehouse, and the next command.

Reads everything in the warehouse folder; writes nothing and never waits for a load or a build. Prints findings, or
JSON, to stdout. Exit codes: 0 no error was found, 1 one was.
"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.warehouse.layout import Warehouse

if TYPE_CHECKING:
    from leadhouse.warehouse.checkup.finding import Finding

WIDTH = 110
INDENT = " " * 10


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The findings, for a program.")
@warehouse_option
def doctor(as_json: bool, warehouse: Warehouse) -> None:
    """Say what is wrong with the warehouse, why it matters, and what to do next.

    Looks at files, permissions, room on the disk, settings, definitions, loads, rejected records, the last build and
    what its tests warned of, and how old the data is. Changes nothing. Ends with exit code 1 if something does not
    work, else 0.

    \b
    Example:
        leadhouse doctor
        leadhouse doctor --json
    """
    from leadhouse.warehouse.checkup.examination import examine
    from leadhouse.warehouse.checkup.finding import ERROR, SEVERITIES

    findings = examine(warehouse)
    counts = Counter(finding.severity for finding in findings)
    if as_json:
        found = {
            "warehouse": str(warehouse.root),
            **{f"{severity}s": counts[severity] for severity in SEVERITIES},
            "findings": [asdict(finding) for finding in findings],
        }
        click.echo(json.dumps(found, indent=1, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(_paragraph(finding))
        click.echo(_summary(warehouse, counts))
    if counts[ERROR]:
        click.get_current_context().exit(1)


def _paragraph(finding: Finding) -> str:
    lines = [
        _wrapped(f"{finding.severity.upper():<10}", finding.what),
        _wrapped(INDENT, finding.why),
        # Not wrapped, so that a command can be copied.
        f"{INDENT}Next: {finding.next}\n",
    ]
    return "\n".join(lines)


def _wrapped(first: str, text: str) -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=INDENT, break_long_words=False, break_on_hyphens=False
    )


def _summary(warehouse: Warehouse, counts: Counter[str]) -> str:
    if not counts:
        return f"Nothing is wrong with {warehouse.root}."
    parts = [f"{number} {severity}{'' if number == 1 else 's'}" for severity, number in counts.items()]
    return f"{warehouse.root}: {', '.join(parts)}."
