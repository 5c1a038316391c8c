"""How the files write dates, numbers, times and nothing: what the values prove, and what a person has to say.

Reads blocks; writes nothing. A Setting whose value is UNKNOWN must be filled in: the mapping is refused with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaders.proposals.blocks import Block
from loaders.proposals.dates import DateCounts
from loaders.proposals.facts import Facts
from loaders.proposals.numbers import NumberCounts
from loaders.sources.mapping_checks import UNKNOWN


@dataclass(frozen=True)
class Setting:
    """One line of the mapping's head, or of a block.

    Attributes:
        value: UNKNOWN where the files do not tell.
        evidence: why, or between what to choose.
    """

    key: str
    value: str
    evidence: str

    @property
    def is_open(self) -> bool:
        return self.value == UNKNOWN


def date_setting(blocks: Iterable[Block]) -> Setting | None:
    """The order of the parts of dates in these blocks; None where all dates are year first, or there are none."""
    counts = dates_of(blocks)
    if not counts.ordered:
        return (
            Setting("date_order", "ymd", f"{counts.iso:,} of {counts.iso:,} dates begin with the year")
            if counts.iso
            else None
        )
    total, forms = f"{counts.ordered:,}", dict(counts.forms)
    if counts.day_first and counts.month_first:
        return Setting("date_order", UNKNOWN, (
            f"two styles: {counts.day_first:,} dates such as {forms['day_first']} have the day first (dmy), "
            f"{counts.month_first:,} such as {forms['month_first']} the month (mdy), {counts.either:,} may be either; "
            "what the chosen one cannot read is counted on the Data page"
        ))  # fmt: skip
    if counts.day_first:
        return Setting(
            "date_order", "dmy", f"{counts.day_first:,} of {total} dates have a first part above 12, none a second"
        )
    if counts.month_first:
        return Setting(
            "date_order", "mdy", f"{counts.month_first:,} of {total} dates have a second part above 12, none a first"
        )
    return Setting("date_order", UNKNOWN, (
        f'"dmy" or "mdy": no part of {total} dates is above 12, so 03/04/2026 may be 3 April (dmy) or 4 March (mdy)'
    ))  # fmt: skip


def decimal_setting(blocks: Iterable[Block]) -> Setting | None:
    """The sign before the decimals in these blocks; None where no number has one."""
    counts = numbers_of(blocks)
    if counts.point and counts.comma:
        return Setting("decimal", UNKNOWN, (
            f'"." or ",": two styles, {counts.point:,} numbers such as 1,234.56 and {counts.comma:,} such as 1.234,56; '
            "what the chosen one cannot read is counted on the Data page"
        ))  # fmt: skip
    if counts.comma:
        return Setting("decimal", ",", f"{counts.comma:,} numbers are written like 1.234,56 or 12,5, none like 12.5")
    if counts.point:
        return Setting("decimal", ".", f"{counts.point:,} numbers are written like 1,234.56 or 12.5, none like 12,5")
    if counts.either:
        return Setting("decimal", UNKNOWN, (
            f'"." or ",": {counts.either:,} numbers such as 1.234 or 1,234 may be a thousand or one and a bit'
        ))  # fmt: skip
    return None


def zone_setting(blocks: Iterable[Block]) -> Setting:
    """The zone of times that carry none: always for a person to say, unless there is no such time."""
    blocks = list(blocks)
    counts = dates_of(blocks)
    if counts.timed and counts.timed == counts.offset == counts.dates:
        return Setting("time_zone", "UTC", f"all {counts.timed:,} times carry their own distance from UTC")
    if counts.dates and not counts.timed:
        return Setting(
            "time_zone",
            UNKNOWN,
            'the files hold days without a time; name the zone of those who wrote them: "Europe/Berlin"',
        )
    if not counts.dates:
        return Setting("time_zone", UNKNOWN, 'the files hold no times; name your zone all the same: "Europe/Berlin"')
    headers = [header for header, facts in _columns(blocks, ("timestamp",)) if {"utc", "gmt"} & set(_bare(header))]
    said = f'; the header "{headers[0]}" says UTC' if headers else ""
    bare = counts.timed - counts.offset
    return Setting("time_zone", UNKNOWN, f'the zone of {bare:,} times that carry none: "Europe/Berlin", "UTC"{said}')


def empties_of(blocks: Iterable[Block]) -> dict[str, int]:
    """Texts that mean that nothing is there, in columns that are mapped, with their records."""
    found: Counter[str] = Counter()
    for block in blocks:
        used = {column for choice in block.choices.values() for column in choice.columns}
        for column in used:
            found.update(block.sheet.columns[column].empties)
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def negative_ones(block: Block) -> Setting | None:
    """-1 that stands for no number, in a column that is otherwise never negative."""
    for header, facts in _columns([block], ("number",)):
        counts = facts.numbers
        if counts.negative_one >= max(3, 0.01 * counts.filled) and not counts.other_negative:
            return Setting("empty", "-1", f'{counts.negative_one:,} times in "{header}", which is never negative else')
    return None


def dates_of(blocks: Iterable[Block]) -> DateCounts:
    """All dates and times of the blocks' mapped columns, added up."""
    return sum((facts.dates for _, facts in _columns(blocks, ("timestamp", "date"))), DateCounts())


def numbers_of(blocks: Iterable[Block]) -> NumberCounts:
    """All numbers of the blocks' mapped columns, added up."""
    return sum((facts.numbers for _, facts in _columns(blocks, ("number",))), NumberCounts())


def _columns(blocks: Iterable[Block], types: tuple[str, ...]) -> Iterator[tuple[str, Facts]]:
    """The mapped columns of fields of these types."""
    for block in blocks:
        headers = {
            column
            for name, choice in block.choices.items()
            if block.table.column(name).type in types
            for column in choice.columns
        }
        yield from ((header, block.sheet.columns[header]) for header in sorted(headers))


def _bare(header: str) -> list[str]:
    return re.findall("[a-z]+", header.lower())
