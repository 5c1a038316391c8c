"""How long a build takes, model by model and test by test, how that grows, and what memory it needs.

    python -m benchmarks.build --leads 20000 --leads 100000 --leads 1000000

Generates the demo's export once per size, loads it into a new warehouse and builds that, each as the user's own
command in a process of its own. Seconds per node are those that dbt measured. Writes build.json and build.md into the
working folder and prints the latter.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.build_report import write_report
from benchmarks.exports import Export
from benchmarks.measuring import measure
from benchmarks.sizes import sized_exports, sized_parser, working_folder
from leadhouse.settings import threads
from leadhouse.warehouse.demo_home import furnish
from leadhouse.warehouse.layout import Warehouse

TESTS = ("test", "unit_test")


def main() -> None:
    """Run what the command line asks for."""
    arguments = _arguments()
    work = working_folder(arguments)
    results: list[dict[str, Any]] = []
    for export in sized_exports(work, sorted(arguments.leads or [20_000])):
        results.append(
            {"leads": export.leads, "rows": export.rows, "threads": threads(), **_run(export, work, arguments)}
        )
        write_report(results, work)
    print((work / "build.md").read_text(encoding="utf-8"))
    print(f"Written to {work}: build.md, build.json", file=sys.stderr)


def _arguments() -> argparse.Namespace:
    parser = sized_parser("build", __doc__)
    parser.add_argument("--keep", action="store_true", help="keep the warehouses, and load only into new ones")
    return parser.parse_args()


def _run(export: Export, work: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    """Load and build one export; what both took, and each of the build's nodes."""
    warehouse = Warehouse.at(work / f"warehouse-{export.leads}")
    loaded = None
    if not (arguments.keep and warehouse.landing.is_file()):
        shutil.rmtree(warehouse.root, ignore_errors=True)
        furnish(warehouse, export.definitions, export.leads, seed=0)
        loaded = _measure("load", work, "salesforce", str(export.folder), "--warehouse", str(warehouse.root))
    built = _measure("build", work, "--warehouse", str(warehouse.root))
    try:
        return {"load": loaded, "build": built, "nodes": _nodes(warehouse.target)}
    finally:
        if not arguments.keep:
            shutil.rmtree(warehouse.root)


def _measure(verb: str, work: Path, *arguments: str) -> dict[str, Any]:
    measured = measure([sys.executable, "-m", "leadhouse", verb, *arguments], work / f"{verb}.log")
    print(f"  {verb}: {measured.seconds:.1f} s, peak {measured.peak / 1e6:,.0f} MB", file=sys.stderr)
    return asdict(measured)


def _nodes(target: Path) -> list[dict[str, Any]]:
    """Name, kind and seconds of every seed, model and test of the last build."""
    results = json.loads((target / "run_results.json").read_text())["results"]
    nodes = []
    for result in results:
        kind, _, name = result["unique_id"].split(".")[:3]
        seconds = sum(_seconds(step) for step in result["timing"])
        nodes.append({"name": name, "kind": "test" if kind in TESTS else kind, "seconds": seconds})
    return nodes


def _seconds(step: dict[str, str]) -> float:
    begun, ended = (datetime.fromisoformat(step[name]) for name in ("started_at", "completed_at"))
    return (ended - begun).total_seconds()


if __name__ == "__main__":
    main()
