"""Compares the facts of a demo warehouse with what its simulation knows happened.

    python -m tests.demo_truth --warehouse DIR --truth DIR

Prints a line per table with its rows, the cells compared and what differs. Exit code 1 if anything does.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.demo_truth.comparing import compare, open_facts
from tests.demo_truth.tables import TABLES


def main() -> int:
    """Compare every table.

    Returns:
        0 if all facts are equal to the truth, else 1.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.demo_truth", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--warehouse", type=Path, required=True, help="the warehouse that was built")
    parser.add_argument("--truth", type=Path, help="folder of the truth; default: where `leadhouse demo` writes it")
    arguments = parser.parse_args()
    published = arguments.warehouse / "published"
    differing = 0
    with open_facts(
        published / (published / "CURRENT").read_text().strip(),
        arguments.truth or arguments.warehouse / "exports" / "truth",
    ) as connection:
        for table in TABLES:
            result = compare(connection, table)
            differing += len(result.differences)
            verdict = "equal" if not result.differences else f"{len(result.differences)} differences"
            print(f"{result.name}: {result.rows:,} rows, {result.cells:,} cells compared: {verdict}")
            for difference in result.differences:
                print(f"  {difference}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
