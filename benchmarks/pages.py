"""How long the pages take: to the first number, after a filter, and query by query, alone and with eight users.

    python -m benchmarks.pages --leads 20000 --leads 1000000 --work /tmp/leadhouse-benchmark

Reads the warehouses that `python -m benchmarks.build --keep` leaves in the working folder; changes nothing in them.
Every query is the one that the page itself asks. Writes pages.json, pages.md and pages.png into the working folder and
prints the table.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.pages_in_chromium import measure_screens
from benchmarks.pages_report import write_report
from benchmarks.sizes import sized_parser, working_folder
from leadhouse.warehouse.layout import Warehouse
from leadhouse.warehouse.versions import require_current

USERS = 8


def main() -> None:
    """Run what the command line asks for."""
    parser = sized_parser("pages", __doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each query is asked; default 5")
    parser.add_argument("--without-browser", action="store_true", help="queries only")
    arguments = parser.parse_args()
    work = working_folder(arguments)
    results: list[dict[str, Any]] = []
    for leads in sorted(arguments.leads or [20_000]):
        published = require_current(Warehouse.at(work / f"warehouse-{leads}"))
        print(f"{leads:,} leads: {published.name}", file=sys.stderr)
        with tempfile.TemporaryDirectory(dir=work, prefix="pages-") as folder:
            linked = _linked(published, Path(folder))
            result: dict[str, Any] = {"leads": leads, "users": USERS, "rounds": arguments.rounds}
            result["screens"] = {} if arguments.without_browser else measure_screens(linked)
            os.environ["LEADHOUSE_WAREHOUSE"] = str(linked.root)
            # Only now: the pages look for the warehouse when they are loaded.
            from benchmarks.pages_queries import measure_queries

            result["queries"] = measure_queries(linked, arguments.rounds, USERS)
        results.append(result)
        write_report(results, work)
    print((work / "pages.md").read_text(encoding="utf-8"))
    print(f"Written to {work}: pages.md, pages.json, pages.png", file=sys.stderr)


def _linked(published: Path, folder: Path) -> Warehouse:
    """Return a warehouse with nothing but the published version, which is the same file."""
    warehouse = Warehouse.at(folder)
    warehouse.published.mkdir()
    os.link(published, warehouse.published / published.name)
    warehouse.pointer.write_text(published.name + "\n")
    return warehouse


if __name__ == "__main__":
    main()
