"""Random exports against the second opinion: python -m tests.known_answers.random_exports --exports N --seed S.

For each seed: invents a Salesforce export, loads and builds it with the product's own commands, works out every fact
with the standard-library scripts in working/, and compares every cell; then the same as things stood at an earlier
time (build --as-of; wind_back.py). Prints the differences by column with the
smallest lead or deal that shows each, and that record's raw rows; exits 1 if there was any.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.known_answers.building import built, facts
from tests.known_answers.comparing import KEYS, Difference, differences, text
from tests.known_answers.inventing.export import invent

HERE = Path(__file__).resolve().parent
WORK_OUT, WIND_BACK = HERE / "work_out.py", HERE / "wind_back.py"
TIMES = ("now", "then")


def worked_out(case: Path, at: str = "") -> Path:
    """The expected facts of a case, now or as things stood at an earlier time: the folder that holds them."""
    environment = {**os.environ, "KNOWN_ANSWERS": str(case)}
    if at:
        subprocess.run([sys.executable, str(WIND_BACK), str(case / "then"), at], check=True, env=environment)
        case, environment = case / "then", {**environment, "KNOWN_ANSWERS": str(case / "then")}
        environment["KNOWN_ANSWERS_AS_OF"] = at
    subprocess.run([sys.executable, str(WORK_OUT), str(case / "expected")], check=True, env=environment)
    return case / "expected"


def earlier(case: Path, seed: int) -> str:
    """A time within the export's last months at which something changed, or a second before."""
    times = set()
    for name in ("LeadHistory", "OpportunityHistory", "Task", "CampaignMember"):
        path = case / "export" / f"{name}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                times |= {row["CreatedDate"] for row in csv.DictReader(file)}
    random = Random(seed)
    at = datetime.fromisoformat(random.choice(sorted(times)[len(times) // 3 :]))
    return (at - timedelta(seconds=random.choice((0, 1)))).isoformat()


def compared(case: Path, seed: int, leads: int, times: tuple[str, ...]) -> dict[str, list[Difference]]:
    """Invent, build, work out and compare one export at each of the times asked for: differences by fact."""
    invent(case, seed, leads)
    found = {}
    for time in times:
        at = earlier(case, seed) if time == "then" else ""
        database = built(case / f"warehouse-{time}", *(["--as-of", at] if at else []), case=case)
        differ = differing(database, worked_out(case, at))
        found |= {f"as of {at} {name}" if at else name: each for name, each in differ.items()}
    return found


def differing(database: Path, expected: Path) -> dict[str, list[Difference]]:
    """The differences of each fact that has any."""
    found = {name: differences(name, facts(database, name), expected) for name in KEYS}
    return {name: each for name, each in found.items() if each}


def raw_rows(case: Path, record: str) -> Iterator[str]:
    """Every exported row that names a record, filled columns only."""
    for path in sorted((case / "export").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if any(value[:15] == record[:15] for value in row.values()):
                    filled = ", ".join(f"{column}={value}" for column, value in row.items() if value)
                    yield f"      {path.stem}: {filled}"


def smallest(case: Path, found: list[Difference]) -> tuple[Difference, list[str]]:
    """Of some differences the one whose record has the fewest raw rows, and those rows."""
    told = [(each, list(raw_rows(case, record_of(each)))) for each in found[:25]]
    return min(told, key=lambda each: len(each[1]))


def record_of(difference: Difference) -> str:
    """The id of the record that a difference is about."""
    return difference.key.partition("/")[0].removeprefix("salesforce:")


def report(case: Path, found: dict[str, list[Difference]]) -> None:
    """Print the differences by fact and column, each with its smallest example."""
    for name, each in found.items():
        by_column: dict[str, list[Difference]] = defaultdict(list)
        for difference in each:
            by_column[difference.column].append(difference)
        for column, same_column in by_column.items():
            pairs = Counter((text(one.expected), text(one.got)) for one in same_column).most_common(1)[0]
            example, lines = smallest(case, same_column)
            print(f"  {name}.{column}: {len(same_column)} cells, most often {pairs[0]} ({pairs[1]})")
            print("\n".join([f"    {example}", *lines]))


def main() -> int:
    """Run the asked number of exports; 1 where any cell differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exports", type=int, default=1, help="how many (default 1)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the first; the next ones follow (default 0)")
    parser.add_argument("--leads", type=int, default=300, help="leads in each (default 300)")
    parser.add_argument("--keep", type=Path, help="folder to keep the exports and warehouses in")
    parser.add_argument("--only", choices=TIMES, help="only as things stand, or only as they stood (default both)")
    asked = parser.parse_args()
    total = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(asked.seed, asked.seed + asked.exports):
            case = (asked.keep or Path(folder)) / f"export-{seed}"
            found = compared(case, seed, asked.leads, (asked.only,) if asked.only else TIMES)
            number = sum(map(len, found.values()))
            total += number
            print(f"seed {seed}: {number} differences", flush=True)
            report(case, found)
    print(f"{asked.exports} exports, {total} differences")
    return int(total > 0)


if __name__ == "__main__":
    sys.exit(main())
