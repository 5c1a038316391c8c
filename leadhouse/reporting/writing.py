"""Reports written to their files, or as text to stdout.

Writes each file at once: whoever reads it sees the old report or the new one. Refuses a folder that does not exist and
formats that a terminal cannot show.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from leadhouse.errors import UsageRefused
from leadhouse.reporting.document import Document
from leadhouse.warehouse.files import write_aside

ENDINGS = {"html": ".html", "pdf": ".pdf", "text": ".txt", "eml": ".eml"}


def paths(output: Path | None, formats: Sequence[str]) -> dict[str, Path | None]:
    """Return where each format goes; None: to stdout.

    A single format goes where it was told to; of several, each goes to the file with its own ending.
    """
    if output is None:
        if list(formats) != ["text"]:
            raise UsageRefused("Say where the report goes: --output FILE. Only --format text can do without.")
        return {"text": None}
    if not output.parent.is_dir():
        raise UsageRefused(f"There is no folder {output.parent} for --output {output}. Make it, then try again.")
    if len(formats) == 1:
        return {formats[0]: output}
    return {each: output.with_suffix(ENDINGS[each]) for each in formats}


def write(documents: Sequence[Document], places: dict[str, Path | None]) -> None:
    """Write a report in each of its formats; nothing is written before all of them are made."""
    made = {each: _made(each)(documents) for each in places}
    for each, path in places.items():
        if path is None:
            click.echo(made[each], nl=False)
        else:
            write_aside(path, made[each])
            click.echo(f"Wrote {path}", err=True)


def _made(name: str) -> Callable[[Sequence[Document]], str | bytes]:
    """Return what makes a format, imported only when it is asked for."""
    if name == "html":
        from leadhouse.reporting.html import html

        return html
    if name == "text":
        from leadhouse.reporting.text import text

        return text
    if name == "eml":
        from leadhouse.reporting.mail import mail

        return mail
    from leadhouse.reporting.pdf import pdf

    return pdf
