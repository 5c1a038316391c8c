"""Gives every record the id that it has in another system, and the expected facts their keys in it.

Salesforce's ids are replaced by others of its form that sort as the other system's do: where two things happened in one
instant, the id decides.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from tests.known_answers.elsewhere.settling import Tables, every_id, is_reference
from tests.known_answers.inventing.world import with_checksum

KEY = re.compile(r"salesforce:([A-Za-z0-9]{18})")
PREFIX, DIGITS = 3, 12
Theirs = Callable[[str, int], str]
"""The other system's id of a record, of which the Salesforce id and the number among its kind are given."""


def renamed(tables: Tables, theirs: Theirs) -> tuple[dict[str, str], dict[str, str]]:
    """Replace every id of some tables; gives the new one by the old one, and the other system's by the new one."""
    by_prefix: dict[str, list[str]] = defaultdict(list)
    for record in sorted(set(every_id(tables))):
        by_prefix[record[:PREFIX]].append(record)
    new: dict[str, str] = {}
    names: dict[str, str] = {}
    for prefix, records in by_prefix.items():
        named = sorted(
            ((theirs(record, number), record) for number, record in enumerate(records, 1)),
            key=lambda pair: pair[0].encode(),
        )
        assert len({name for name, _ in named}) == len(named), f"two records of {prefix} have one id"
        for number, (name, record) in enumerate(named, 1):
            new[record] = with_checksum(f"{prefix}{number:0{DIGITS}d}")
            names[new[record]] = name
    for rows in tables.values():
        for row in rows:
            row |= {at: new.get(value, value) for at, value in row.items() if is_reference(at, row)}
    return new, names


def in_their_keys(expected: Path, system: str, names: dict[str, str]) -> None:
    """Rewrite expected facts with the keys that they have in the other system."""
    for path in sorted(expected.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        told = [[cell_in_their_keys(cell, system, names) for cell in row] for row in rows]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(told)


def cell_in_their_keys(cell: str, system: str, names: dict[str, str]) -> str:
    """A key, an id, the system's name, or any other cell as it is."""
    if cell == "salesforce":
        return system
    if cell in names:
        return names[cell]
    return KEY.sub(lambda found: f"{system}:{names[found[1]]}", cell)
