"""How long `leadhouse load` takes next to other ways of bringing the same CSVs into DuckDB.

    python -m benchmarks.load --leads 100000 --leads 1000000

Generates the demo's export once per size, then runs every way as a process of its own, round after round so that a
busy moment meets all of them. Writes results.json, results.md and results.png into the working folder and prints the
table. Checks that every way landed as many rows as the export has.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path

import duckdb

from benchmarks.exports import Export
from benchmarks.measuring import Measured, measure
from benchmarks.report import write_report
from benchmarks.sizes import sized_exports, sized_parser, working_folder
from benchmarks.ways import DATABASE
from loaders.landing.database import MEMORY, STORAGE_VERSION

# What is run, by which way, and whether it reads the zip instead of the unpacked CSVs.
RUNS = {
    "DuckDB read_csv": ("duckdb", False),
    "leadhouse load": ("leadhouse", False),
    "leadhouse load, from the zip": ("leadhouse", True),
    "pandas": ("pandas", False),
    "dlt": ("dlt", False),
}


def main() -> None:
    """Run what the command line asks for."""
    arguments = _arguments()
    work = working_folder(arguments)
    results = []
    for export in sized_exports(work, arguments.leads or [100_000]):
        runs = _rounds(export, work, arguments.rounds, arguments.ways or list(RUNS))
        results.append({"leads": export.leads, "rows": export.rows, "bytes": export.size, "runs": runs})
        results[-1]["profile"] = _profile(export, work)
        write_report(results, work)
    print((work / "results.md").read_text(encoding="utf-8"))
    print(f"Written to {work}: results.md, results.json, results.png", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = sized_parser("load", __doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each way is run")
    parser.add_argument("--way", dest="ways", action="append", choices=list(RUNS), help="run only this; repeatable")
    return parser.parse_args()


def _rounds(export: Export, work: Path, rounds: int, names: list[str]) -> dict[str, list[dict]]:
    measured: dict[str, list[dict]] = {name: [] for name in names}
    for number in range(1, rounds + 1):
        # Each round begins with another way, so that none is always the one after the slowest.
        for name in names[number % len(names) :] + names[: number % len(names)]:
            result = _run(export, work, *RUNS[name])
            measured[name].append(asdict(result))
            print(
                f"  round {number}: {name:30} {result.seconds:8.2f} s {result.cpu_seconds:8.2f} s CPU "
                f"{result.peak / 1e6:7,.0f} MB",
                file=sys.stderr,
            )
    return measured


def _run(export: Export, work: Path, way: str, from_zip: bool) -> Measured:
    target = work / "target"
    target.mkdir()
    source = export.archive if from_zip else export.folder
    try:
        command = [sys.executable, "-m", "benchmarks.ways", way, str(source), str(target), STORAGE_VERSION, MEMORY]
        measured = measure(command, work / f"{way}.log")
        _check_rows(export, way, target)
        return measured
    finally:
        shutil.rmtree(target)


def _check_rows(export: Export, way: str, target: Path) -> None:
    """Nothing is compared that did not do the work.

    Raises:
        RuntimeError: the tables do not have as many rows as the export.
    """
    database = target / ("landing.duckdb" if way == "leadhouse" else DATABASE)
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name, table_name from duckdb_tables() "
            "where schema_name in ('salesforce', 'main', 'exports') and table_name not like '\\_dlt\\_%' escape '\\'"
        ).fetchall()
        counts = [connection.execute(f'select count(*) from "{schema}"."{name}"').fetchone() for schema, name in tables]
    rows = sum(count[0] for count in counts if count)
    if rows != export.rows:
        raise RuntimeError(f"{way} landed {rows:,} of {export.rows:,} rows")


def _profile(export: Export, work: Path) -> dict[str, list[float]]:
    """One more run of leadhouse, with its steps timed."""
    target, out = work / "target", work / "profile.json"
    target.mkdir()
    try:
        command = [sys.executable, "-m", "benchmarks.profiling", str(export.folder), str(target), str(out)]
        measure(command, work / "profile.log")
    finally:
        shutil.rmtree(target)
    steps: dict[str, list[float]] = json.loads(out.read_text())
    return steps


if __name__ == "__main__":
    main()
