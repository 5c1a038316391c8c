"""`leadhouse status`: what was loaded, built, tested and published.

Reads status.json and the published version; works while a load or a build runs. Only --rejects reads landing.duckdb.
Writes a summary, or JSON, to stdout; with --write, files of rejected records. Exit codes: 3 such a file is there
already, 5 a load runs (--rejects).
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.warehouse.layout import Warehouse

LOADS_SHOWN = 5
NO_REJECTS = "No rejected record is open."


@click.command()
@click.option("--drift", "shows_drift", is_flag=True, help="What differed from load to load: columns and objects.")
@click.option("--rejects", "shows_rejects", is_flag=True, help="The rejected records that are still open.")
@click.option("--write", "folder", type=click.Path(file_okay=False, path_type=Path), help="Files of these, to correct.")
@click.option("--json", "as_json", is_flag=True, help="Everything, for a program.")
@warehouse_option
def status(shows_drift: bool, shows_rejects: bool, folder: Path | None, as_json: bool, warehouse: Warehouse) -> None:
    """Show loads, rejected rows, the last build, its tests, and how old the data is.

    \b
    Example:
        leadhouse status
        leadhouse status --json
        leadhouse status --drift
        leadhouse status --rejects --write to-correct/
    """
    import loaders
    from leadhouse.warehouse.overview import overview

    if folder and not shows_rejects:
        raise click.UsageError("--write goes with --rejects.")
    if shows_drift and shows_rejects:
        raise click.UsageError("--drift and --rejects are two questions: ask one at a time.")
    found: Any
    if shows_rejects:
        found, lines = _rejects(warehouse, folder)
    else:
        loaders.catch_up(warehouse.root)
        found = overview(warehouse)
        lines = [] if shows_drift else _summary(found)
    if shows_drift:
        found = _drift(found)
        lines = _drift_lines(found)
    if as_json:
        click.echo(json.dumps(found, indent=1, ensure_ascii=False, default=str))
        return
    for line in lines:
        click.echo(line)


def _summary(found: dict[str, Any]) -> list[str]:
    return [f"Warehouse  {found['warehouse']}", *_published(found), *_failure(found), *_loads(found), *_open(found)]


def _rejects(warehouse: Warehouse, folder: Path | None) -> tuple[Any, list[str]]:
    """The open rejects, or the files that they were written to, as values and as lines."""
    import loaders

    if folder:
        written = loaders.write_rejects(warehouse.root, folder)
        lines = [f"{file.path}: {file.records:,} records" for file in written]
        hint = "Correct them, then: leadhouse load SOURCE --retry-rejects " + str(folder)
        return [{"path": str(f.path), "records": f.records} for f in written], [*lines, hint] if lines else [NO_REJECTS]
    rejects = [asdict(reject) for reject in loaders.open_rejects(warehouse.root)]
    if not rejects:
        return [], [NO_REJECTS]
    names = ("load_id", "file", "object", "line", "rule")
    rows = [("load", *names[1:]), *(tuple(str(reject[name]) for name in names) for reject in rejects)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(names))]
    table = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return rejects, [*table, "To correct them: leadhouse status --rejects --write FOLDER"]


def _drift(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Per load, the newest last: what differed."""
    names = ("load_id", "source_system", "loaded_at", "drift")
    return [{name: load[name] for name in names} for load in found["loads"] if "drift" in load]


def _drift_lines(loads: list[dict[str, Any]]) -> list[str]:
    from loaders.comparing.drift import Drift

    lines = []
    for load in loads:
        for line in Drift.from_dict(load["drift"]).lines():
            lines.append(f"{load['loaded_at']} {load['source_system']}  {line}")
    return lines or ["No load differed from the one before in its columns or objects."]


def _published(found: dict[str, Any]) -> list[str]:
    published, build = found["published"], found["last_build"] or {}
    if not published:
        return ["Published  nothing yet. Next: leadhouse load salesforce FILE, then leadhouse build"]
    lines = [f"Published  version {published['version']}{_age(published, found)}"]
    if build.get("version") == published["version"]:
        lines.append(f"           built in {build['seconds']} s, ended {build['ended_at']}")
    lines += [f"Data       {_source(source)}" for source in published["sources"]]
    return [*lines, *_tests(published["tests"])]


def _age(published: dict[str, Any], found: dict[str, Any]) -> str:
    newer = len([version for version in found["versions"] if version > published["version"]])
    return f", rolled back from {found['versions'][-1]}" if newer else ""


def _source(source: dict[str, Any]) -> str:
    text = f"{source['source_system']}: as of {source['as_of_at']} UTC"
    if source["records"] is not None:
        text += f", {source['records']:,} records read, {source['rejected']:,} rejected"
    return text


def _tests(tests: list[dict[str, Any]]) -> list[str]:
    warned = [test for test in tests if test["status"] == "warn"]
    lines = [f"Tests      {len(tests) - len(warned)} passed, {len(warned)} warned, 0 failed"]
    return lines + [
        f"           warning: {test['test_name']} on {test['table_name']}: {test['failures']:,} rows" for test in warned
    ]


def _failure(found: dict[str, Any]) -> list[str]:
    failure = found["last_failure"]
    if not failure:
        return []
    failed = failure.get("tests") or dict.fromkeys(failure.get("nodes", []))
    what = ", ".join(f"{name} ({rows:,} rows)" if rows else name for name, rows in failed.items())
    return [
        f"Last build FAILED {failure['ended_at']}: {what or 'see the log'}. Nothing was published. Try: leadhouse build"
    ]


def _loads(found: dict[str, Any]) -> list[str]:
    loads = [load for load in found["loads"] if load.get("load_id")]
    lines = []
    for load in loads[-LOADS_SHOWN:]:
        files = [file for file in load.get("files", []) if not file.get("skipped")]
        landed, rejected = (sum(file.get(count, 0) for file in files) for count in ("landed", "rejected"))
        lines.append(
            f"Load       {load['loaded_at']} {load['source_system']}: {len(files)} files, "
            f"{landed:,} rows landed, {rejected:,} rejected"
        )
    return lines or ["Load       none yet"]


def _open(found: dict[str, Any]) -> list[str]:
    count = found["landing"].get("open_rejects", 0)
    return [f"Rejects    {count:,} open. See: leadhouse status --rejects"] if count else []
