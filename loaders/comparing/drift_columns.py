"""Which column of one export has probably become which of the next.

Reads the order of the columns and, where records can be compared, their values; writes nothing. A guess, always shown
with its grounds: nothing is loaded differently because of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

# Names this alike differ in a word or an ending: Lead_Score__c and Score, Phone and Phone_Number.
NEAR = 0.75
# Fewer records than these, or a single value, agree by chance.
FEWEST_RECORDS = 5
FEWEST_VALUES = 2
# A renamed column keeps its values but for what was edited between two exports; below half it is another column.
SAME_VALUES = 0.9
OTHER_VALUES = 0.5


@dataclass(frozen=True)
class Renamed:
    """One column that probably has a new name.

    Attributes:
        grounds: any of "near names", "same place", "same values".
    """

    before: str
    after: str
    grounds: tuple[str, ...]


@dataclass(frozen=True)
class Agreement:
    """How the values of two columns compare over the records that have both.

    Attributes:
        records: with a value in both.
        equal: of these, with the same value.
        values: distinct ones among the equal.
    """

    records: int
    equal: int
    values: int


Compare = Callable[[str, str], Agreement | None]


def probable_renames(
    gone: Sequence[str], new: Sequence[str], before: Sequence[str], after: Sequence[str], compare: Compare
) -> tuple[Renamed, ...]:
    """Pair columns that are gone with new ones, each at most once, the best founded first.

    Args:
        before, after: all columns of the two exports, in order.
        compare: the values of a column before and one after; None where records cannot be compared.
    """
    pairs = []
    for old in gone:
        for name in new:
            grounds = _grounds(old, name, before, after, compare)
            if grounds:
                pairs.append(Renamed(old, name, grounds))
    pairs.sort(key=lambda pair: ("same values" not in pair.grounds, -len(pair.grounds), -_likeness(pair)))
    chosen: list[Renamed] = []
    for pair in pairs:
        if not any(pair.before == other.before or pair.after == other.after for other in chosen):
            chosen.append(pair)
    return tuple(chosen)


def _grounds(old: str, name: str, before: Sequence[str], after: Sequence[str], compare: Compare) -> tuple[str, ...]:
    agreement = compare(old, name)
    is_known = agreement is not None and agreement.records >= FEWEST_RECORDS
    if agreement and is_known and agreement.equal < OTHER_VALUES * agreement.records:
        return ()
    grounds = ["near names"] if _are_near(old, name) else []
    if _neighbours(old, before) == _neighbours(name, after):
        grounds.append("same place")
    if (
        agreement
        and is_known
        and agreement.equal >= SAME_VALUES * agreement.records
        and agreement.values >= FEWEST_VALUES
    ):
        grounds.append("same values")
    return tuple(grounds)


def _are_near(old: str, name: str) -> bool:
    short, long = sorted((_plain(old), _plain(name)), key=len)
    return (len(short) > 3 and short in long) or SequenceMatcher(None, short, long).ratio() >= NEAR


def _likeness(pair: Renamed) -> float:
    return SequenceMatcher(None, _plain(pair.before), _plain(pair.after)).ratio()


def _plain(name: str) -> str:
    """A name without what a system adds to it: case, signs, the ending of custom fields."""
    return re.sub(r"[^a-z0-9]", "", name.lower().removesuffix("__c"))


def _neighbours(name: str, columns: Sequence[str]) -> tuple[str, str] | None:
    """The columns to the left and right, in lower case; empty at an end."""
    lower = [column.lower() for column in columns]
    if name.lower() not in lower:
        return None
    place = lower.index(name.lower())
    return (lower[place - 1] if place else "", lower[place + 1] if place + 1 < len(lower) else "")
