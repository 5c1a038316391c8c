"""A company elsewhere: python -m tests.known_answers.elsewhere --system own_list --exports N --seed S.

For each seed: invents a Salesforce company, writes it as another system would export it, loads and builds that with
the product's own commands, and compares every published cell with what the Salesforce records give. Prints the
differences by column; exits 1 if there was any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from tests.known_answers.comparing import Difference, text
from tests.known_answers.elsewhere import dynamics365, hubspot, own_list
from tests.known_answers.elsewhere.proof import System, built, cells, compared, one_of_many, prepare, together

SYSTEMS: dict[str, System] = {"own_list": own_list, "hubspot": hubspot, "dynamics365": dynamics365}
SHOWN = 3


def report(found: dict[str, list[Difference]]) -> None:
    """Print the differences by fact and column, some of each."""
    for name, each in found.items():
        by_column: dict[str, list[Difference]] = defaultdict(list)
        for difference in each:
            by_column[difference.column].append(difference)
        for column, same in by_column.items():
            pairs = Counter((text(one.expected), text(one.got)) for one in same).most_common(3)
            print(f"  {name}.{column}: {len(same)} cells, most often {pairs}")
            for one in same[:SHOWN]:
                print(f"    {one}")


def told(what: str, compared_cells: int, found: dict[str, list[Difference]]) -> int:
    """Print what was found; gives how many differences."""
    number = sum(map(len, found.values()))
    print(f"{what}: {compared_cells} cells, {number} differences", flush=True)
    report(found)
    return number


def main() -> int:
    """Run the asked number of companies; 1 where any cell differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--system", choices=SYSTEMS, action="append", help="which (default all)")
    parser.add_argument("--together", action="store_true", help="all of them in one warehouse, not each alone")
    parser.add_argument("--exports", type=int, default=1, help="how many (default 1)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first; the next ones follow (default 0)")
    parser.add_argument("--leads", type=int, default=200, help="leads in each (default 200)")
    parser.add_argument("--keep", type=Path, help="folder to keep the exports and warehouses in")
    asked = parser.parse_args()
    total = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.seed, asked.seed + asked.exports):
            for name in () if asked.together else asked.system or SYSTEMS:
                case = (asked.keep or Path(folder)) / f"{name}-{seed}"
                prepare(case, SYSTEMS[name], seed, asked.leads)
                found = compared(case, built(case), SYSTEMS[name])
                total += told(f"{name}, seed {seed}", cells(case, SYSTEMS[name]), found)
            if asked.together:
                case = (asked.keep or Path(folder)) / f"together-{seed}"
                database = together(case, SYSTEMS, seed, asked.leads)
                for name, system in SYSTEMS.items():
                    found = one_of_many(compared(case / name, database, system))
                    total += told(f"{name} among others, seed {seed}", cells(case / name, system), found)
    return int(total > 0)


if __name__ == "__main__":
    sys.exit(main())
