"""`leadhouse load`: exports of a CRM into the warehouse.

Reads the files that the user names; writes landing.duckdb and status.json through loaders/. Prints the report, as a
table to stderr or as JSON to stdout. Exit codes: 3 input refused, 5 busy.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.listing import some
from leadhouse.warehouse.layout import PROJECT_ROOT, Warehouse

if TYPE_CHECKING:
    from loaders import FileReport, LoadReport
    from loaders.order import Progress

# The sources that loaders.load knows, told without what is needed to read their declarations.
SOURCES = tuple(
    sorted(
        path.parent.name
        for path in (PROJECT_ROOT / "models" / "staging").glob("*/_sources.yml")
        if path.parent.name != "ledger" and "\n    database: landing\n" in path.read_text(encoding="utf-8")
    )
)
HEADINGS: tuple[str, ...] = ("file", "object", "records", "landed", "rejected", "left out", "")
TEXT_COLUMNS = (0, 1, 6)


@click.command()
@click.argument("source", type=click.Choice(SOURCES))
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="PATH...")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="For a spreadsheet.")
@click.option("--complete", is_flag=True, help="The export holds every record: those that are absent were deleted.")
@click.option("--accept-shrink", is_flag=True, help="A complete export may lack over a fifth of an object's records.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--retry-rejects", is_flag=True, help="Each PATH holds rejected records that have been corrected.")
@click.option("--time-zone", metavar="ZONE", help="Zone of local times in a report export, such as Europe/Berlin.")
@click.option("--date-order", type=click.Choice(("dmy", "mdy", "ymd")), help="Order of dates in a report export.")
@click.option("--json", "as_json", is_flag=True, help="The report, for a program.")
@warehouse_option
def load(
    source: str,
    paths: tuple[Path, ...],
    mapping: Path | None,
    complete: bool,
    accept_shrink: bool,
    dry_run: bool,
    retry_rejects: bool,
    time_zone: str | None,
    date_order: str | None,
    as_json: bool,
    warehouse: Warehouse,
) -> None:
    """Load exports: files, folders or zip archives, all or nothing.

    What was loaded before is skipped, whatever it is called now. docs/loading.md says how to export from Salesforce,
    and how to write the mapping for any other CRM.

    \b
    Example:
        leadhouse load salesforce WE_00D5j000000abcd_1.ZIP
        leadhouse load salesforce report.csv --time-zone Europe/Berlin --date-order dmy
        leadhouse load spreadsheet --mapping our_crm.toml exports/
        leadhouse load salesforce --retry-rejects corrected/
    """
    import loaders

    if retry_rejects:
        if complete or accept_shrink or time_zone or date_order:
            raise click.UsageError("--retry-rejects reads records as their load did: it goes with --mapping alone.")
        report = loaders.retry_rejects(source, list(paths), warehouse.root, mapping=mapping, dry_run=dry_run)
    else:
        with _progress() as progress:
            report = loaders.load(
                source, list(paths), warehouse.root, mapping=mapping, complete=complete, accept_shrink=accept_shrink,
                dry_run=dry_run, time_zone=time_zone, date_order=date_order, progress=progress,
            )  # fmt: skip
    _show(report, as_json)


def _show(report: LoadReport, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(report.as_dict(), indent=1, ensure_ascii=False))
        return
    for line in report_lines(report):
        click.echo(line, err=True)


def report_lines(report: LoadReport) -> list[str]:
    """The report as a table and notices."""
    from loaders.ignoring import ignored_lines

    would = "Would land" if report.dry_run else "Landed"
    lines = _table(report.files)
    lines += [line for file in report.files for line in _news(file)]
    lines += ignored_lines(report.ignored)
    lines += report.drift.lines()
    lines += report.notices
    if report.load_id is None:
        is_known = all(file.skipped for file in report.files)
        return [*lines, "Nothing new: all of it was loaded before." if is_known else "Nothing landed."]
    summary = f"{would} {report.landed:,} rows as load {report.load_id}, {report.rejected:,} rejected."
    if report.dry_run:
        return [*lines, summary]
    look = "See: leadhouse status --rejects. " if report.rejected else ""
    return [*lines, f"{summary} {look}Next: leadhouse build"]


def _table(files: list[FileReport]) -> list[str]:
    rows = [HEADINGS, *map(_cells, files)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return [
        "  ".join(
            cell.ljust(width) if column in TEXT_COLUMNS else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _cells(file: FileReport) -> tuple[str, ...]:
    counts = (file.records, file.landed, file.rejected, file.left_out)
    return (file.file, file.object, *(f"{count:,}" for count in counts), "already loaded" if file.skipped else "")


def _news(file: FileReport) -> list[str]:
    lines = []
    if file.new_columns:
        lines.append(f"{file.file}: new columns, kept but not used: {some(file.new_columns)}")
    if file.missing_columns:
        lines.append(f"{file.file}: not exported: {some(file.missing_columns)}")
    if file.repeated:
        lines.append(f"{file.file}: {file.repeated:,} records repeat an id of the file; the newest of each counts")
    if file.replaced:
        lines.append(f"{file.file}: replaced {file.replaced:,} rows that an earlier mapping had made of it")
    return lines


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on stderr; silent where stderr is not a terminal."""
    with click.progressbar(length=1, label="Loading", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def show(file: str, done: int, total: int) -> None:
            bar.length = total
            bar.update(max(0, done - bar.pos))

        yield show
