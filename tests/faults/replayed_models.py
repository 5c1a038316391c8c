"""Stands in for the process that runs dbt: puts in place what dbt wrote when it ran on the same definitions.

Starting dbt takes seconds, and these tests run a build a hundred times; what they are about is everything around it.
What dbt wrote was recorded from a real build (recording.py). Ends with its parent, as the real process does.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import threading
from pathlib import Path


def end_with_parent() -> None:
    os.read(sys.stdin.fileno(), 1)
    os._exit(1)


def option(name: str) -> Path:
    return Path(sys.argv[sys.argv.index(name) + 1])


def recorded() -> Path:
    """The folder recorded for the definitions that the build reads."""
    leads = option("--project-dir") / "seeds" / "leads.csv"
    return Path(sys.argv[1]) / hashlib.sha256(leads.read_bytes()).hexdigest()


def main() -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()
    target, folder = option("--target-path"), recorded()
    targets = {
        "work.duckdb": Path(os.environ["LEADHOUSE_WORK_DB"]),
        ".building.duckdb": Path(os.environ["LEADHOUSE_PUBLISHED_DB"]),
        "manifest.json": target / "manifest.json",
        "run_results.json": target / "run_results.json",
    }
    for number, (name, path) in enumerate(targets.items(), start=1):
        shutil.copyfile(folder / name, path)
        data = {"node_info": {"node_finished_at": "now"}, "index": number, "total": len(targets)}
        print(json.dumps({"info": {"level": "info", "msg": ""}, "data": data}), flush=True)


if __name__ == "__main__":
    main()
