"""`leadhouse status`: what was loaded, built, tested and published.

Reads status.json and the published version; works while a load or a build runs. Writes a summary, or JSON, to stdout.
"""

from __future__ import annotations

import json
from typing import Any

import click

from leadhouse.commands.options import warehouse_option
from leadhouse.warehouse.layout import Warehouse

LOADS_SHOWN = 5


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Everything, for a program.")
@warehouse_option
def status(as_json: bool, warehouse: Warehouse) -> None:
    """Show loads, rejected rows, the last build, its tests, and how old the data is.

    \b
    Example:
        leadhouse status
        leadhouse status --json
    """
    from leadhouse.warehouse.overview import overview

    found = overview(warehouse)
    if as_json:
        click.echo(json.dumps(found, indent=1, ensure_ascii=False, default=str))
        return
    for line in [f"Warehouse  {found['warehouse']}", *_published(found), *_failure(found), *_loads(found)]:
        click.echo(line)


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
